"""What a role may do with cases of one kind: the value that the tables of rights are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

ALL = frozenset({"*"})
NONE: frozenset[str] = frozenset()
WRITING = frozenset({"start", "save", "submit", "correct", "void"})
RECORDS = WRITING | {"read", "sign", "hand-over"}
"""Every verb on records."""
CARRYING = frozenset(
    {"open-case", "accept", "act", "note", "assign", "print", "export", "search", "persons", "link", "team"}
)
"""Every verb on a case that whoever carries cases has."""


@dataclass(frozen=True, slots=True)
class Rights:
    """What one role may do.

    `verbs` hold for the whole case; `slots` maps a verb on records to the slots it covers ("*": all); `never` wins
    over both. Where `fields` names a slot, only these of its fields may be filled. `sees` is which cases the role reads: all, own (responsible or member), team, headers, assigned or none.
    """

    sees: str
    verbs: frozenset[str] = NONE
    slots: Mapping[str, frozenset[str]] = field(default_factory=dict)
    never: Mapping[str, frozenset[str]] = field(default_factory=dict)
    first_page_only: frozenset[str] = NONE
    fields: Mapping[str, frozenset[str]] = field(default_factory=dict)


def slots_for(verbs: Iterable[str], slots: Iterable[str]) -> dict[str, frozenset[str]]:
    """The same slots for each of these verbs."""
    return {verb: frozenset(slots) for verb in verbs}
