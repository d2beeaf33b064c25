"""Why not: an unmet guard in words, both languages, with its clause and force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from caseforms.workflow.guards import Facts, Force, Guard, look_up, split, unmet
from caseforms.workflow.model import Text, Workflow

LANGUAGES = ("zh", "en")
JOIN = {"any": {"zh": "，或", "en": " or "}, "all": {"zh": "；", "en": "; "}}
STOPS = "。.；;"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason why something cannot be done (shall), or should not be without giving a reason (should)."""

    code: str
    text: Text
    clause: str
    force: Force
    since: str = ""


def reasons(workflow: Workflow, guards: Iterable[Guard], facts: Facts) -> tuple[Reason, ...]:
    """The reasons that these guards give on these facts, in their order."""
    return tuple(
        reason(workflow, failing, facts, guard) for guard in guards for failing in unmet(guard, facts)
    )


def reason(workflow: Workflow, guard: Guard, facts: Facts, owner: Guard | None = None) -> Reason:
    """One unmet guard as a reason; clause and force come from the guard that was asked for when it has none."""
    owner = owner or guard
    return Reason(
        code=guard.id,
        text=words(workflow, guard),
        clause=guard.clause or owner.clause,
        force=owner.force,
        since=waiting_since(guard, facts),
    )


def words(workflow: Workflow, guard: Guard) -> Text:
    """What to say while a guard does not hold: its own message, or words built from its operator and subject."""
    if guard.message is not None:
        return guard.message
    if guard.operator in JOIN:
        parts = [words(workflow, part) for part in guard.parts]
        return {
            language: JOIN[guard.operator][language].join(part[language].rstrip(STOPS) for part in parts)
            for language in LANGUAGES
        }
    template = workflow.wording.get(guard.operator, {})
    return {
        language: _filled(template.get(language, ""), _subjects(workflow, guard, language))
        for language in LANGUAGES
    }


def is_worded(workflow: Workflow, guard: Guard) -> bool:
    """Whether the guard says something in each language, with no subject left without a name."""
    text = words(workflow, guard)
    return all(
        text.get(language) and "{" not in text[language] and "？" not in text[language][:1]
        for language in LANGUAGES
    ) and all(subject for language in LANGUAGES for subject in _subjects(workflow, guard, language).values())


def waiting_since(guard: Guard, facts: Facts) -> str:
    """Since when this has been waited for: a signature since its record was submitted, the rest since the stage."""
    if guard.operator in {"signed", "complete"}:
        entries = look_up(facts, (*guard.path[:2], "all"))
        if isinstance(entries, list) and entries:
            return str(entries[-1].get("submitted_at", ""))
    return str(look_up(facts, ("case", "entered_at"))) if "case" in facts else ""


def _subjects(workflow: Workflow, guard: Guard, language: str) -> dict[str, str]:
    """The names that stand in a template, by placeholder."""
    if guard.message is not None or guard.operator in JOIN:
        return {}
    argument = guard.argument
    if guard.operator in {"done", "complete"}:
        return {"form": _form(workflow, str(argument), language)}
    if guard.operator == "count":
        return {"form": _form(workflow, str(argument[0]), language)}  # type: ignore[index]
    if guard.operator == "signed":
        slot, role = map(str, argument)  # type: ignore[call-overload]
        return {
            "form": _form(workflow, slot, language),
            "role": _label(workflow.roles.get(f"signer_{role}") or workflow.roles.get(role), language),
        }
    if guard.operator == "field":
        reference = str(argument[0])  # type: ignore[index]
        return {
            "form": _form(workflow, split(reference)[0], language),
            "field": _label(workflow.field_labels.get(reference), language),
        }
    if guard.operator in {"flag", "unflagged"}:
        flag = workflow.flags.get(str(argument))
        return {"flag": _label(flag.label if flag else None, language)}
    if guard.operator == "actor":
        return {"role": _label(workflow.roles.get(str(argument)), language)}
    return {}


def _form(workflow: Workflow, slot: str, language: str) -> str:
    found = workflow.slots.get(slot)
    return _label(found.label if found else None, language)


def _label(text: Mapping[str, str] | None, language: str) -> str:
    return (text or {}).get(language, "")


def _filled(template: str, subjects: Mapping[str, str]) -> str:
    for name, subject in subjects.items():
        template = template.replace(f"{{{name}}}", subject)
    return template
