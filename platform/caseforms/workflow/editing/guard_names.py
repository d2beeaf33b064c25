"""What each guard is called, as scenarios and approvals name it, and how these names follow when guards change place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from caseforms.workflow.editing.naming import Atom, Document, iter_guards
from caseforms.workflow.editing.tree import Place, at
from caseforms.workflow.guards import LOGICAL


def named(document: Document) -> dict[Place, str]:
    """The name of every guard by its place, those inside others too."""
    found: dict[Place, str] = {}
    for place, node in iter_guards(document):
        _note(found, place, node, _standing(place))
    return found


def within(document: Document, place: Place) -> frozenset[str]:
    """The names of the guards at a place and below it."""
    return frozenset(name for each, name in named(document).items() if each[: len(place)] == place)


def carried(
    before: Mapping[Place, str], after: Mapping[Place, str], ways: Mapping[Place, Place]
) -> Mapping[str, str]:
    """The guards that are called otherwise once the members of a list went along these ways (old place → new)."""
    found: dict[str, str] = {}
    for place, name in before.items():
        for old, new in ways.items():
            if place[: len(old)] == old:
                found[name] = after.get((*new, *place[len(old) :]), name)
    return {old: new for old, new in found.items() if old != new}


def renamed(names: Mapping[str, str]) -> Atom:
    """What becomes of the names of guards, all at once."""
    return lambda kind, name: names.get(name, name) if kind == "guard" else name


def twice(names: Mapping[Place, str]) -> frozenset[str]:
    """The names that more than one guard has."""
    return frozenset(name for name, count in Counter(names.values()).items() if count > 1)


def _standing(place: Place) -> str:
    """The name by place: as the reader of workflows gives it to a guard that has none of its own."""
    group, name, *rest = place
    if group in {"flags", "derived"}:
        rest = []
    elif group == "tracks":
        rest = rest[1:-1]
    elif rest[-1:] == ["when"] and rest[0] == "effects":
        rest = rest[:-1]
    return ".".join(str(step) for step in (group, name, *rest))


def _note(found: dict[Place, str], place: Place, node: Mapping[str, Any], standing: str) -> None:
    own = str(node.get("id", standing))
    found[place] = own
    for operator in LOGICAL:
        inner = node.get(operator)
        if isinstance(inner, Mapping):
            _note(found, (*place, operator), inner, f"{own}.0")
        for index, part in enumerate(inner if isinstance(inner, list) else ()):
            _note(found, (*place, operator, index), part, f"{own}.{index}")
    condition = node.get("when")
    if isinstance(condition, Mapping):
        _note(found, (*place, "when"), condition, f"{own}.when")


def node_called(document: Document, name: str) -> Mapping[str, Any] | None:
    """The guard of a name; None when there is none."""
    place = next((each for each, own in named(document).items() if own == name), None)
    if place is None:
        return None
    found = at(document, place)
    return found if isinstance(found, Mapping) else None
