"""Who names whom in a workflow: every name that stands in it, wherever the format says that a name may stand.

The format marks each string that names something with `x-names`; one walk along it finds them all and can write them
anew, so that renaming never forgets a guard, a scenario or a path.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from caseforms.workflow.editing.tree import Place
from caseforms.workflow.format import SCHEMA

Document = Mapping[str, Any]
Atom = Callable[[str, str], str]
"""What becomes of one name: (kind, name) → name."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the document: what it names, and where it stands."""

    kind: str
    name: str
    place: Place


def rewritten(document: Document, atom: Atom) -> Document:
    """The document with every name put through `atom`; parts in which nothing changes are shared."""
    found = _walked(SCHEMA, document, (), lambda kind, text, _: FORMS[kind](text, atom))
    assert isinstance(found, Mapping)
    return found


def mentions(document: Document) -> tuple[Mention, ...]:
    """Every name that stands in the document."""
    found: dict[Mention, None] = {}

    def noted(kind: str, text: str, place: Place) -> str:
        def note(own: str, name: str) -> str:
            found[Mention(own, name, place)] = None
            if own == "guard" and (owner := _owner_of_guard(name)):
                found[Mention(*owner, place)] = None
            return name

        return FORMS[kind](text, note)

    _walked(SCHEMA, document, (), noted)
    return tuple(found)


def renaming(kind: str, old: str, new: str) -> Atom:
    """What renaming an item does to one name."""
    group = {each: head for head, each in GUARD_HEADS.items()}.get(kind)

    def atom(own: str, name: str) -> str:
        if own == "guard" and group and (name == f"{group}.{old}" or name.startswith(f"{group}.{old}.")):
            return f"{group}.{new}{name[len(group) + 1 + len(old) :]}"
        if name == old and (own == kind or (own == "clock" and kind in {"timer", "schedule"})):
            return new
        return name

    return atom


def _owner_of_guard(name: str) -> tuple[str, str] | None:
    head, _, rest = name.partition(".")
    return (GUARD_HEADS[head], rest.partition(".")[0]) if head in GUARD_HEADS and rest else None


PATH_HEADS: Mapping[str, str] = {
    "forms": "slot",
    "flags": "flag",
    "derived": "fact",
    "acts": "action",
    "alerts": "alert",
    "tasks": "schedule",
    "due": "timer",
    "settings": "setting",
    "tracks": "track",
}
"""What the second step of a path of facts names, by the first."""
GUARD_HEADS: Mapping[str, str] = {
    "forms": "slot",
    "actions": "action",
    "flags": "flag",
    "derived": "fact",
    "timers": "timer",
    "schedules": "schedule",
    "tracks": "track",
}
"""Whose guard it is, by the first step of a guard's name."""
RECORD = re.compile(r"([a-z][a-z0-9_]*)(-\d+)")
CLOCK = re.compile(r"([a-z][a-z0-9_]*)(.*)")
WORD = re.compile(r"\{([a-z0-9_.]+)\}")
NAMED_BY_EFFECT: Mapping[str, str] = {
    "act": "action",
    "start_record": "slot",
    "stop_drafts": "slot",
    "raise_alert": "alert",
    "clear_alert": "alert",
}


def _plain(kind: str) -> Callable[[str, Atom], str]:
    return lambda text, atom: atom(kind, text)


def _path(text: str, atom: Atom) -> str:
    head, _, rest = text.partition(".")
    if head not in PATH_HEADS or not rest:
        return text
    name, dot, tail = rest.partition(".")
    return f"{head}.{atom(PATH_HEADS[head], name)}{dot}{tail}"


def _field(text: str, atom: Atom) -> str:
    slot, dot, tail = text.partition(".")
    return f"{atom('slot', slot)}{dot}{tail}"


def _person(text: str, atom: Atom) -> str:
    role, colon, name = text.partition(":")
    return f"{atom('role', role)}{colon}{name}"


def _record(text: str, atom: Atom) -> str:
    found = RECORD.fullmatch(text)
    return f"{atom('slot', found[1])}{found[2]}" if found else text


def _due(text: str, atom: Atom) -> str:
    name, colon, record = text.partition(":")
    found = CLOCK.fullmatch(name)
    own = f"{atom('clock', found[1])}{found[2]}" if found else name
    return f"{own}{colon}{_record(record, atom)}"


def _open_item(text: str, atom: Atom) -> str:
    kind, colon, rest = text.partition(":")
    if kind in {"need", "past"}:
        return f"{kind}:{atom('guard', rest)}"
    if kind == "task":
        return f"{kind}:{_due(rest, atom)}"
    if kind == "alert":
        return f"{kind}:{atom('alert', rest)}"
    record, sign, role = rest.partition(":")
    own = kind if kind == "signature" else atom("track", kind)
    return f"{own}{colon}{_record(record, atom)}{sign}{role}"


def _effect(text: str, atom: Atom) -> str:
    kind, space, rest = text.partition(" ")
    if kind == "notify":
        return f"{kind}{space}{_due(rest, atom)}"
    named = NAMED_BY_EFFECT.get(kind)
    return f"{kind}{space}{atom(named, rest) if named else rest}"


def _words(text: str, atom: Atom) -> str:
    return WORD.sub(lambda place: "{" + _path(place[1], atom) + "}", text)


FORMS: Mapping[str, Callable[[str, Atom], str]] = {
    **{
        kind: _plain(kind)
        for kind in ("stage", "role", "flag", "slot", "action", "alert", "schedule", "scenario", "guard")
    },
    "path": _path,
    "field": _field,
    "person": _person,
    "due": _due,
    "open item": _open_item,
    "effect": _effect,
    "words": _words,
}
"""How names stand in a string, by the kind that the format marks it with."""

Visit = Callable[[str, str, Place], str]


def _speakers() -> frozenset[int]:
    """The schemas, by identity, in which names may stand."""
    found: set[int] = set()
    before = -1
    while len(found) != before:  # until nothing new: what refers to itself is known one round later
        before = len(found)
        _note_speaking(SCHEMA, found)
        for each in SCHEMA["$defs"].values():
            _note_speaking(each, found)
    return frozenset(found)


def _note_speaking(schema: Any, found: set[int]) -> bool:
    if isinstance(schema, list):
        return sum(_note_speaking(each, found) for each in schema) > 0
    if not isinstance(schema, dict):
        return False
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    inner = sum(_note_speaking(each, found) for key, each in schema.items() if key != "$defs")
    if inner or "x-names" in schema or (name and id(SCHEMA["$defs"][name]) in found):
        found.add(id(schema))
        return True
    return False


SPEAKING = _speakers()
"""The parts of the format in which names stand: the walk leaves out all others, which are most of a document."""


def _walked(schema: Mapping[str, Any], value: Any, place: Place, visit: Visit) -> Any:
    if id(schema) not in SPEAKING:
        return value
    if "$ref" in schema:
        schema = SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]]
    if isinstance(value, str):
        kind = schema.get("x-names")
        written = visit(kind, value, place) if kind else value
        value = value if written == value else written
    for branch in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        value = _walked(branch, value, place, visit)
    if isinstance(value, Mapping):
        return _walked_map(schema, value, place, visit)
    if isinstance(value, list):
        return _walked_list(schema, value, place, visit)
    return value


def _walked_map(
    schema: Mapping[str, Any], value: Mapping[str, Any], place: Place, visit: Visit
) -> Mapping[str, Any]:
    known = schema.get("properties", {})
    others = schema.get("additionalProperties") or {}
    of_keys = schema.get("propertyNames", {})
    found = {
        _walked(of_keys, name, (*place, name), visit): _walked(
            known.get(name, others), each, (*place, name), visit
        )
        for name, each in value.items()
    }
    return (
        value if found.keys() == value.keys() and all(found[name] is value[name] for name in value) else found
    )


def _walked_list(schema: Mapping[str, Any], value: list[Any], place: Place, visit: Visit) -> list[Any]:
    first = schema.get("prefixItems", ())
    rest = schema.get("items") or {}
    found = [
        _walked(first[index] if index < len(first) else rest, each, (*place, index), visit)
        for index, each in enumerate(value)
    ]
    return value if all(one is other for one, other in zip(found, value, strict=True)) else found


def iter_guards(document: Document) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    """Every guard of the document that stands in no other guard, with its place."""
    yield from _guards(SCHEMA, document, ())


def _guards(schema: Mapping[str, Any], value: Any, place: Place) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    if schema.get("$ref") == "#/$defs/guard" and isinstance(value, Mapping):
        yield place, value
        return
    if "$ref" in schema:
        schema = SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]]
    if isinstance(value, Mapping):
        known, others = schema.get("properties", {}), schema.get("additionalProperties") or {}
        for name, each in value.items():
            yield from _guards(known.get(name, others), each, (*place, name))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _guards(schema.get("items") or {}, each, (*place, index))
