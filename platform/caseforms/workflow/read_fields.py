"""Which fields of its forms a workflow looks at: only these can change where a case goes and what is due."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from caseforms.workflow.guards import Guard, leaves
from caseforms.workflow.model import Slot, Workflow
from caseforms.workflow.references import DATA_FACTS, ENTRY_FACTS

Document = Mapping[str, Any]


def read_fields(workflow: Workflow, name: str) -> tuple[str, ...]:
    """The fields of a slot that guards, clocks, signatures and derived facts read: each once, by its path with dots."""
    slot = workflow.slots[name]
    found = [*_of_guards(workflow, slot), *_of_slot(slot), *_of_clocks(workflow, name)]
    found += _of_document([workflow.document.get(part) for part in ("derived", "timers", "schedules")], name)
    return tuple(dict.fromkeys(each for each in found if each))


def _of_guards(workflow: Workflow, slot: Slot) -> Iterator[str]:
    for guard in workflow.guards():
        for leaf in leaves(guard):
            if leaf.path[:2] == ("forms", slot.name) and leaf.path[2] in DATA_FACTS:
                yield ".".join(leaf.path[3:])
    own: tuple[Guard | None, ...] = (*slot.to_open, *slot.to_submit, *(rule.when for rule in slot.rules))
    for guard in filter(None, own):
        yield from (".".join(leaf.path[2:]) for leaf in leaves(guard) if leaf.path[:2] == ("this", "data"))


def _of_slot(slot: Slot) -> Iterator[str]:
    for signing in slot.signatures:
        yield from _conditioned(signing.needed)
    for rule in slot.rules:
        yield from (str(field) for field in rule.parameters.get("tell", ()))  # type: ignore[attr-defined]


def _of_clocks(workflow: Workflow, name: str) -> Iterator[str]:
    for timer in workflow.timers.values():
        if timer.for_each == name:
            paths = (*timer.start, *timer.at)
            fields = (path.removeprefix("record.") for path in paths if path.startswith("record."))
            yield from (field for field in fields if field not in ENTRY_FACTS)
            yield from _conditioned(timer.where)
            yield from _conditioned(timer.met.get("where"))
            yield str(timer.met.get("at", ""))
    for schedule in workflow.schedules.values():
        if schedule.slot == name:
            yield from _conditioned(schedule.done_where)
    for track in workflow.tracks.values():
        if track.slot == name:
            for state in track.states:  # they look at the whole entry of a record, its content being `data`
                known: Any = state.where.get("properties", {})
                yield from _conditioned(known.get("data"))


def _conditioned(schema: object) -> Iterator[str]:
    """The fields that a condition on a record speaks of."""
    if isinstance(schema, Mapping):
        yield from map(str, schema.get("properties", {}))
        for inner in schema.values():
            for each in inner if isinstance(inner, list) else [inner]:
                if isinstance(each, Mapping) and inner is not schema.get("properties"):
                    yield from _conditioned(each)


def _of_document(node: Any, name: str) -> Iterator[str]:
    """What derived facts and clocks read: paths into the slot's records, and selections of them."""
    if isinstance(node, str):
        head, _, rest = node.partition(f"forms.{name}.")
        fact, _, field = rest.partition(".")
        if not head and fact in DATA_FACTS:
            yield field
    elif isinstance(node, list):
        for each in node:
            yield from _of_document(each, name)
    elif isinstance(node, Mapping):
        if node.get("slot") == name:
            yield from (str(node[key]) for key in ("pointer", "rows") if key in node)
            yield from _conditioned(node.get("where"))
        for each in node.values():
            yield from _of_document(each, name)
