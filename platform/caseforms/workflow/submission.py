"""Whether a record may be submitted, handed over or signed now, and the reasons against it."""

from __future__ import annotations

from collections.abc import Mapping

from caseforms.workflow.evaluation import role_reason
from caseforms.workflow.guards import Facts, look_up
from caseforms.workflow.model import Signing, Slot, Text, Workflow
from caseforms.workflow.reasons import Reason, reasons


def may_submit(workflow: Workflow, facts: Facts) -> tuple[Reason, ...]:
    """The reasons against submitting `facts["this"]`, by the actor in the facts.

    A reason of force `shall` refuses; `should` allows it when a reason is given; none: go on. Records that are
    already there (a correction: `this["id"]` is known and submitted) are judged by the same guards.
    """
    slot = workflow.slots.get(str(look_up(facts, ("this", "slot"))))
    if slot is None:
        return (_reason(workflow, "unknown_slot", {}),)
    found: list[Reason] = list(role_reason(workflow, slot.submit, facts))
    stage = str(look_up(facts, ("case", "stage")))
    if stage not in slot.stages and stage in workflow.stages and workflow.stages[stage].final:
        found.append(_reason(workflow, "finished", {"form": slot.label}))
    elif stage not in slot.stages and not _is_known(facts, slot):
        found.append(_reason(workflow, "not_now", {"form": slot.label}))
    return (*found, *reasons(workflow, slot.to_submit, facts))


def may_hand_over(workflow: Workflow, facts: Facts, slot_name: str) -> tuple[Reason, ...]:
    """The reasons against handing a draft of this slot to somebody else."""
    slot = workflow.slots.get(slot_name)
    if slot is None or not slot.hand_over:
        return (_reason(workflow, "unknown_slot", {}),)
    return role_reason(workflow, slot.hand_over, facts)


def may_sign(workflow: Workflow, facts: Facts, record: str, role: str) -> tuple[Reason, ...]:
    """The reasons against the actor's giving this signature on a submitted record.

    `signing.same_person` (shall): who has signed as worker cannot sign as supervisor; `signing.order` (should): an
    earlier signature is still missing.
    """
    found = _record(workflow, facts, record)
    if found is None:
        return (_reason(workflow, "nothing_to_sign", {}),)
    slot, entry = found
    signing = next((each for each in slot.signatures if role == each.role or role in each.accepts), None)
    if signing is None:
        return (_reason(workflow, "nothing_to_sign", {}),)
    against = list(role_reason(workflow, signing.by, facts))
    if _signed_already(signing, entry, facts):
        against.append(_reason(workflow, "same_person", {}))
    missing = entry["missing"]
    earlier = missing[0] if isinstance(missing, list) and missing else signing.role
    if earlier != signing.role and _place(slot, earlier) < _place(slot, signing.role):
        names = workflow.roles.get(f"signer_{earlier}", {})
        against.append(_reason(workflow, "sign_order", {"role": names}, force="should", clause=slot.clause))
    return tuple(against)


def _is_known(facts: Facts, slot: Slot) -> bool:
    """Whether the record was begun while the slot had its place: what was begun may be finished."""
    record = look_up(facts, ("this", "id"))
    forms = look_up(facts, ("forms", slot.name))
    if not isinstance(record, str) or not isinstance(forms, Mapping):
        return False
    return forms.get("draft_record") == record or any(each["id"] == record for each in forms["all"])


def _record(workflow: Workflow, facts: Facts, record: str) -> tuple[Slot, Mapping[str, object]] | None:
    for slot in workflow.slots.values():
        entries = look_up(facts, ("forms", slot.name, "all"))
        for entry in entries if isinstance(entries, list) else []:
            if entry["id"] == record:
                return slot, entry
    return None


def _signed_already(signing: Signing, entry: Mapping[str, object], facts: Facts) -> bool:
    signers = entry["signers"]
    actor = look_up(facts, ("actor", "id"))
    if "author" in signing.never_with and entry["author"] == actor:
        return True
    return isinstance(signers, Mapping) and any(signers.get(role) == actor for role in signing.never_with)


def _place(slot: Slot, role: str) -> int:
    return next((place for place, each in enumerate(slot.signatures) if each.role == role), 0)


def _reason(
    workflow: Workflow, code: str, subjects: Mapping[str, Text], force: str = "shall", clause: str = ""
) -> Reason:
    template = workflow.wording[code]
    text = {}
    for language in ("zh", "en"):
        words = template[language]
        for name, subject in subjects.items():
            words = words.replace(f"{{{name}}}", subject.get(language, ""))
        text[language] = words
    return Reason(code, text, clause, force)  # type: ignore[arg-type]
