"""What a layer may do to the items of those above it: nothing, relabel, tighten, anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

from caseforms.definitions.editing import Operation, inventory
from caseforms.definitions.editing.effects import Effect, effect_of
from caseforms.definitions.editing.items import Item, item_of
from caseforms.definitions.editing.places import has_field
from caseforms.definitions.editing.properties import value_of
from caseforms.definitions.editing.translating import home_of
from caseforms.problems import Problem, Refused
from caseforms.rules.pointers import ABSENT

Permission = Literal["locked", "relabel", "tighten", "free"]
Permissions = Mapping[str, Permission]

STEPS: Final[tuple[Permission, ...]] = ("locked", "relabel", "tighten", "free")
"""From the narrowest to the widest; each allows what those before it allow."""
EVERY_ITEM: Final = "*"
_NEEDED: Final[dict[Effect, Permission]] = {"text": "relabel", "layout": "relabel", "tightened": "tighten"}
_OF_THE_STANDARD: Final = frozenset(
    {"x-locked", "x-source", "x-personal", "x-keep-roles", "standard", "kind", "instrument", "ui"}
)
"""Properties that no effect on answers describes, and that are nobody's but the standard's."""


def allowed(
    document: Mapping[str, Any], operation: Operation, permissions: Permissions
) -> tuple[Problem, ...]:
    """The problems of a layer doing an operation on a document; empty if the layers above leave it to this one.

    An item without permission of its own has that of what it belongs to, else that of ``*``, else it is free; a field
    that its standard locks (``x-locked``) may be relabelled and tightened, and no permission makes it freer.
    """
    found = dict(document)
    problems: dict[str, Problem] = {}
    for item, needed in _touched(found, operation):
        given = permission_of(found, item, permissions)
        if STEPS.index(needed) > STEPS.index(given):
            params = {"item": item, "needed": needed, "clause": _clause(found, item)}
            problems.setdefault(item, Problem(f"overlay.{_SAYS[given]}", params=params))
    return tuple(problems.values())


_SAYS: Final[dict[Permission, str]] = {
    "locked": "locked",
    "relabel": "relabel-only",
    "tighten": "tighten-only",
}


def permission_of(document: Mapping[str, Any], item: str, permissions: Permissions) -> Permission:
    """What may be done with an item."""
    found = dict(document)
    given: Permission = next(
        (permissions[name] for name in (*_belongs_to(found, item), EVERY_ITEM) if name in permissions), "free"
    )
    if _is_locked(found, item) and STEPS.index(given) > STEPS.index("tighten"):
        return "tighten"
    return given


def _belongs_to(document: dict[str, Any], item: str) -> Iterator[str]:
    """The item and those it is a part of, the nearest first."""
    yield item
    one = item_of(item)
    if one.kind == "text":
        home = home_of(document, one.part)
        if home:
            yield from _belongs_to(document, home[0])
    elif one.kind in ("choice", "check"):
        yield from _belongs_to(document, f"field:{one.name}" if one.name else "form")
    elif one.kind == "field":
        above = one.name.rpartition("/")[0].removesuffix("/*")
        if above:
            yield from _belongs_to(document, f"field:{above}")


def _is_locked(document: dict[str, Any], item: str) -> bool:
    one = item_of(item)
    if one.kind == "text":
        home = home_of(document, one.part)
        return bool(home) and _is_locked(document, str(home and home[0]))
    if one.kind == "form":
        return "standard" in document
    if one.kind not in ("field", "choice", "check") or not one.name or not has_field(document, one.name):
        return False
    return value_of(document, Item("field", one.name), "x-locked") is True


def _touched(document: dict[str, Any], operation: Operation) -> Iterator[tuple[str, Permission]]:
    """The items that an operation changes, and what it needs to be allowed for each."""
    item, verb = str(operation["item"]), str(operation["op"])
    one = item_of(item)
    if verb in ("set", "unset"):
        yield from _of_property(document, one, operation)
    elif verb == "translate":
        yield item, "relabel"
    elif verb == "move":
        yield item, "free" if operation["anchor"] is None else "relabel"
    elif verb in ("rename", "remove-choice") or (verb == "remove-item" and one.kind in ("field", "check")):
        yield item, "free"
        if one.kind == "field":
            yield from ((inner, "free") for inner in inventory(document) if inner.startswith(f"{item}/"))
    elif verb == "add-choice":
        yield f"field:{one.name}", "free"
    elif verb == "add-item" and one.kind == "check":
        yield f"field:{one.name}" if one.name else "form", "tighten"
    elif verb == "remove-item":
        yield item, "relabel"
    else:
        inside = (operation.get("anchor") or {}).get("in")
        if inside:
            yield str(inside), "relabel"


def _of_property(
    document: dict[str, Any], item: Item, operation: Operation
) -> Iterator[tuple[str, Permission]]:
    name = str(operation["property"])
    try:
        old = value_of(document, item, name)
    except Refused:
        return  # there is no such property: applying the operation says so
    if item.kind == "form" and name == "schema.allOf":
        yield from _of_demands([] if old is ABSENT else old, operation.get("value") or [])
        return
    effect = effect_of(name, None if old is ABSENT else old, operation.get("value"))
    needed = _NEEDED.get(effect, "free")
    if name.partition(".")[0] in _OF_THE_STANDARD and item.kind in ("form", "field"):
        needed = "free"
    yield str(item), needed
    if item.kind in ("group", "pair") and name.partition(".")[0] == "rule":
        yield from ((inner, "free") for inner in _inside(document, str(item)))
    if item.kind == "field" and name in ("options", "options.detail"):  # the whole layout of its rows at once
        yield from ((inner, "free") for inner in inventory(document) if inner.startswith(f"{item}/"))


def _of_demands(old: list[Any], new: list[Any]) -> Iterator[tuple[str, Permission]]:
    """The questions that must be answered in more cases (tightened) or fewer; any other part belongs to the form."""
    for changed, needed in ((new, "tighten"), (old, "free")):
        for part in changed:
            if part in old and part in new:
                continue
            plain = (
                isinstance(part, dict) and set(part) == {"if", "then"} and set(part["then"]) == {"required"}
            )
            for name in part["then"]["required"] if plain else ():
                yield f"field:/{name}", needed  # type: ignore[misc]  # one of the two words above
            if not plain:
                yield "form", "free"


def _inside(document: dict[str, Any], container: str) -> Iterator[str]:
    """The questions in a section, at any depth."""
    for item, entry in inventory(document).items():
        if entry.inside == container:
            if item.startswith("field:"):
                yield item
            yield from _inside(document, item)


def _clause(document: dict[str, Any], item: str) -> str:
    one = item_of(item)
    if one.kind not in ("field", "choice", "check") or not has_field(document, one.name) or not one.name:
        return ""
    found = value_of(document, Item("field", one.name), "x-source.clause")
    return found if isinstance(found, str) else ""
