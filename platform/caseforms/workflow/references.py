"""What a guard, clock or derived fact refers to, and whether it is there: facts, form fields, choice codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from caseforms.definitions import Definition
from caseforms.workflow.guards import Guard, leaves
from caseforms.workflow.model import Slot, Workflow

Forms = Mapping[str, Definition]
SLOT_FACTS = frozenset(
    [
        "count",
        "drafts",
        "done",
        "complete",
        "signed",
        "next_number",
        "all",
        "latest",
        "first",
        "record",
        "latest_number",
        "first_submitted_on",
        "draft",
        "draft_record",
        "in_force",
        "in_force_number",
        "in_force_at",
        "completed_on",
        "first_completed_on",
    ]
)
FILE_FACTS = frozenset(
    {"registered", "archive_no", "retention", "secrecy", "kept_until", "period_over", "guard"}
)
"""What an archive case knows of the file that it is about."""
CASE_FACTS = frozenset(
    [
        "stage",
        "phase",
        "final",
        "previous_stage",
        "responsible_worker",
        "stages_seen",
        "opened_on",
        "today",
        "entered_on",
        "entered_at",
        "days_in_stage",
        "case_no",
        "application_no",
    ]
)
ENTRY_FACTS = frozenset({"submitted_at", "first_submitted_at", "completed_at"})
"""What else than its fields is known of one record."""
DATA_FACTS = frozenset({"latest", "first", "draft", "in_force"})
TEXT_KINDS = frozenset({"date", "local-time", "local-date-time"})


def unknown_references(workflow: Workflow, forms: Forms, guard: Guard, slot: Slot | None) -> Iterator[str]:
    """What a guard names that is not there; `slot` is the slot whose record `this` is, if any."""
    for leaf in leaves(guard):
        if leaf.path[:2] == ("this", "data"):
            if slot is not None and field_of(forms, slot, leaf.path[2:]) is None:
                yield ".".join(leaf.path)
        elif not is_known(workflow, forms, leaf.path):
            yield ".".join(leaf.path)
        if (
            leaf.operator == "actor"
            and leaf.argument != "responsible"
            and leaf.argument not in workflow.roles
        ):
            yield f"role {leaf.argument}"
        if leaf.operator == "stage":
            names = leaf.argument if isinstance(leaf.argument, list) else [leaf.argument]
            yield from (f"stage {name}" for name in names if name not in workflow.stages)


def unknown_codes(workflow: Workflow, forms: Forms, guard: Guard, slot: Slot | None) -> Iterator[str]:
    """Codes that a guard expects of a choice and that the form does not offer."""
    for leaf in leaves(guard):
        path = leaf.path
        if path[:2] == ("this", "data") and slot is not None:
            field = field_of(forms, slot, path[2:])
        elif path[:1] == ("forms",) and len(path) > 3 and path[2] in DATA_FACTS:
            field = field_of(forms, workflow.slots.get(path[1]), path[3:])
        else:
            continue
        offered = codes_of(field)
        if offered:
            yield from (
                f"{'.'.join(path)} = {code}" for code in _expected(leaf.schema) if code not in offered
            )


def is_known(workflow: Workflow, forms: Forms, path: tuple[str, ...]) -> bool:
    """Whether a path leads to a fact that can be there."""
    head, rest = path[0], path[1:]
    if head == "forms":
        return _is_form_fact(workflow, forms, rest)
    known: Mapping[str, Mapping[str, Any] | frozenset[str]] = {
        "flags": workflow.flags,
        "derived": workflow.derived,
        "acts": workflow.actions,
        "alerts": workflow.alerts,
        "tasks": workflow.schedules,
        "due": workflow.timers,
        "case": CASE_FACTS,
        "settings": workflow.settings,
        "aid": frozenset({"remaining", "over_budget"}),
        "actor": frozenset({"id", "roles", "is_responsible"}),
        "this": frozenset({"slot", "data", "id", "author"}),
        "file": FILE_FACTS if workflow.subject == "archive" else frozenset(),
        "record": frozenset(rest[:1]),  # its fields are checked where the slot is known
    }
    if head == "tracks":
        track = workflow.tracks.get(rest[0]) if rest else None
        if track is None or rest[1:2] != ("states",):
            return track is not None
        return len(rest) > 2 and rest[2] in {state.name for state in track.states}
    return head in known and bool(rest) and rest[0] in known[head]


def field_of(forms: Forms, slot: Slot | None, path: tuple[str, ...]) -> Mapping[str, Any] | None:
    """The JSON Schema of a field of the slot's form; {} when the form is not at hand."""
    definition = forms.get(slot.definition) if slot else None
    if definition is None:
        return {} if not forms else None
    schema: Any = definition.schema
    for segment in path:
        schema = schema.get("properties", {}).get(segment) if isinstance(schema, Mapping) else None
        if schema is None:
            return None
    return schema if isinstance(schema, Mapping) else None


def codes_of(field: Mapping[str, Any] | None) -> frozenset[object]:
    """The codes that a choice offers, one or many; nothing for other fields."""
    if not field:
        return frozenset()
    choices = field.get("oneOf") or field.get("items", {}).get("oneOf") or []
    return frozenset(
        choice["const"] for choice in choices if isinstance(choice, Mapping) and "const" in choice
    )


def _is_form_fact(workflow: Workflow, forms: Forms, path: tuple[str, ...]) -> bool:
    slot = workflow.slots.get(path[0]) if path else None
    if slot is None or len(path) < 2 or path[1] not in SLOT_FACTS:
        return False
    if path[1] in DATA_FACTS:
        return field_of(forms, slot, path[2:]) is not None
    if path[1] == "signed":
        return len(path) == 3 and path[2] in {signing.role for signing in slot.signatures}
    return True


def _expected(schema: object) -> Iterator[object]:
    if not isinstance(schema, Mapping):
        return
    if "const" in schema:
        yield schema["const"]
    yield from schema.get("enum", ())
    for inner in ("contains", "items"):
        yield from _expected(schema.get(inner))
