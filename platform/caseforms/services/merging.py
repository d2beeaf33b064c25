"""Two people in one draft: what each changed since they last agreed is put together, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from caseforms.rules.operators import equal

ABSENT: Any = object()


@dataclass(frozen=True, slots=True)
class Merged:
    """A field that only the other one changed: the new value, and whose it is."""

    pointer: str
    value: Any
    by_name: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that both changed; None where nothing stands."""

    pointer: str
    base: Any
    mine: Any
    theirs: Any
    their_name: str


@dataclass(frozen=True, slots=True)
class Merge:
    """The draft after merging: theirs stands where both changed a field."""

    data: dict[str, Any]
    merged: tuple[Merged, ...]
    conflicts: tuple[Conflict, ...]


def three_way(
    base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any], their_name: str
) -> Merge:
    """Put two changes of one document together, by the properties at its top (rows are taken as a whole)."""
    data: dict[str, Any] = {}
    merged: list[Merged] = []
    conflicts: list[Conflict] = []
    for name in dict.fromkeys((*theirs, *mine, *base)):
        old, own, other = base.get(name, ABSENT), mine.get(name, ABSENT), theirs.get(name, ABSENT)
        value = own
        if not _same(own, other):
            if _same(own, old):
                value = other
                merged.append(Merged(f"/{name}", _told(other), their_name))
            elif not _same(other, old):
                value = other
                conflicts.append(Conflict(f"/{name}", _told(old), _told(own), _told(other), their_name))
        if value is not ABSENT:
            data[name] = value
    return Merge(data, tuple(merged), tuple(conflicts))


def _same(one: Any, other: Any) -> bool:
    if one is ABSENT or other is ABSENT:
        return one is other
    return equal(one, other)


def _told(value: Any) -> Any:
    return None if value is ABSENT else value
