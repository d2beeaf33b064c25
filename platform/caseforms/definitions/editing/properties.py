"""Sets and unsets one property of an item: a title, a limit, a rule, a computed value, an option."""

from __future__ import annotations

from typing import Any

from caseforms.definitions.editing.fitting import fits
from caseforms.definitions.editing.items import Item, item_of, unknown
from caseforms.definitions.editing.places import (
    above,
    check_path,
    choice_path,
    layout_of,
    schema_path,
)
from caseforms.definitions.editing.sharing import Document, Path, at, drop, put
from caseforms.definitions.editing.sheet import cell_path, row_path
from caseforms.definitions.editing.verb import Operation, Operations, Verb, same
from caseforms.definitions.editing.writing import in_place
from caseforms.definitions.schemas import is_rows
from caseforms.definitions.schemas import options as choices_of
from caseforms.problems import Problem, Refused
from caseforms.rules.pointers import ABSENT

REQUIRED = "required"
_OF_FORM = frozenset({"title", "description", "kind", "version", "standard", "instrument", "ui", "paper"})
_OF_ELEMENT = frozenset({"rule", "label", "options"})
_OF_CONTROL = frozenset({("type",), ("i18n",)})
_ITEMS_OF_THEIR_OWN = frozenset({"properties", "prefixItems", "required", "x-checks"})
_OF_GROUP = frozenset({"type", "label", "text", "rule", "options"})
_OF_CHOICE = frozenset({"title", "description", "deprecated", "i18n", "x-source", "x-locked"})
_OF_CHECK = frozenset({"that", "severity"})


def property_path(document: Document, item: Item, name: str) -> Path:
    """Where a property of an item stands or would stand. Raises Refused if the item has no such property."""
    steps = tuple(name.split("."))
    home = _HOMES.get(item.kind)
    path = home(document, item, steps) if home and all(steps) else None
    if path is None:
        raise Refused(Problem("editing.property", params={"item": str(item), "property": name}))
    return path


def _of_form(document: Document, _: Item, steps: tuple[str, ...]) -> Path | None:
    if steps[0] == "schema":
        return _of_schema(document, ("schema",), steps[1:])
    return steps if steps[0] in _OF_FORM else None


def _of_field(document: Document, item: Item, steps: tuple[str, ...]) -> Path | None:
    path = schema_path(document, item.name)
    if steps[0] in _OF_ELEMENT:
        return (*layout_of(document).find(str(item)).path, *steps)
    if steps[0] == "control":
        return (*layout_of(document).find(str(item)).path, *steps[1:]) if steps[1:] in _OF_CONTROL else None
    return _of_schema(document, path, steps)


def _of_schema(document: Document, path: Path, steps: tuple[str, ...]) -> Path | None:
    """A keyword of a schema or of its ``items``; not the fields, choices and checks, which are items of their own."""
    inner = path
    rest = steps
    while rest[:1] == ("items",) and len(rest) > 1:
        inner, rest = (*inner, "items"), rest[1:]
    if not rest or rest[0] in _ITEMS_OF_THEIR_OWN:
        return None
    value = at(document, (*inner, rest[0]))
    if rest[0] == "items" and (choices_of({"items": value}) or is_rows({"type": "array", "items": value})):
        return None
    if rest[0] in ("oneOf", "anyOf", "enum") and choices_of({rest[0]: value}):
        return None
    return (*path, *steps)


def _of_choice(document: Document, item: Item, steps: tuple[str, ...]) -> Path | None:
    path = choice_path(document, item)
    held = steps[0] in _OF_CHOICE and isinstance(at(document, path), dict)
    return (*path, *steps) if held else None


def _of_group(document: Document, item: Item, steps: tuple[str, ...]) -> Path | None:
    path = layout_of(document).find(str(item)).path
    return (*path, *steps) if steps[0] in _OF_GROUP else None


def _of_check(document: Document, item: Item, steps: tuple[str, ...]) -> Path | None:
    path = check_path(document, item)
    return (*path, *steps) if steps[0] in _OF_CHECK else None


def _of_paper(document: Document, item: Item, steps: tuple[str, ...]) -> Path | None:
    if "paper" not in document:
        raise unknown(item)
    return None if steps[0] == "rows" else ("paper", *steps)


def _of_row(document: Document, item: Item, steps: tuple[str, ...]) -> Path | None:
    return None if steps[0] == "cells" else (*row_path(document, item), *steps)


def _of_cell(document: Document, item: Item, steps: tuple[str, ...]) -> Path | None:
    return (*cell_path(document, item), *steps)


_HOMES = {
    "form": _of_form,
    "field": _of_field,
    "choice": _of_choice,
    "group": _of_group,
    "pair": _of_group,
    "check": _of_check,
    "paper": _of_paper,
    "row": _of_row,
    "cell": _of_cell,
}


def value_of(document: Document, item: Item, name: str) -> Any:
    """A property as it is, or ABSENT. Raises Refused if the item has no such property."""
    if item.kind == "field" and name == REQUIRED:
        holder, field = above(item.name)
        schema_path(document, item.name)
        listed = at(document, (*schema_path(document, holder), REQUIRED))
        return True if listed is not ABSENT and field in listed else ABSENT
    return at(document, property_path(document, item, name))


def _was(document: Document, operation: Operation) -> Any:
    found = value_of(document, item_of(operation["item"]), operation["property"])
    return None if found is ABSENT else found


def _set(document: Document, operation: Operation) -> Document:
    item, name, value = item_of(operation["item"]), operation["property"], operation["value"]
    if value is None:
        raise Refused(Problem("editing.value", params={"item": str(item), "property": name}))
    if item.kind == "field" and name == REQUIRED:
        if value is not True:
            raise Refused(Problem("editing.value", params={"item": str(item), "property": name}))
        return _with_required(document, item, needed=True)
    path = property_path(document, item, name)
    return fits(document, put(document, path, value), item, path)


def _unset(document: Document, operation: Operation) -> Document:
    item, name = item_of(operation["item"]), operation["property"]
    if value_of(document, item, name) is ABSENT:
        raise Refused(Problem("editing.nothing-there", params={"item": str(item), "property": name}))
    if item.kind == "field" and name == REQUIRED:
        return _with_required(document, item, needed=False)
    path = property_path(document, item, name)
    found = drop(document, path)
    while "." in name and at(found, path[:-1]) == {}:  # an object that was opened for this one property
        path, name = path[:-1], name.rpartition(".")[0]
        found = drop(found, path)
    return fits(document, found, item, path)


def _with_required(document: Document, item: Item, *, needed: bool) -> Document:
    holder, name = above(item.name)
    path = schema_path(document, holder)
    schema = at(document, path)
    listed = [one for one in schema.get(REQUIRED, ()) if one != name]
    listed = in_place([*listed, name], schema["properties"]) if needed else listed
    if not listed:
        return drop(document, (*path, REQUIRED)) if REQUIRED in schema else document
    return put(document, (*path, REQUIRED), listed)  # type: ignore[no-any-return]


def _undo(before: Document, after: Document, operation: Operation) -> Operations:
    """Sets what stood there; where objects came or went with the property, the whole first part of its name."""
    item, name = item_of(operation["item"]), operation["property"]
    back = _back(before, after, item, name)
    if "." not in name:
        return (back,)
    steps = name.split(".")
    head = 2 if steps[0] in ("control", "schema") else 1
    path = property_path(before, item, name)
    path = path[: len(path) - len(steps) + head]
    if not same(at(_apply(after, back), path), at(before, path)):
        back = _back(before, after, item, ".".join(steps[:head]))
    return (back,)


def _back(before: Document, after: Document, item: Item, name: str) -> Operation:
    old = value_of(before, item, name)
    if old is ABSENT:
        return {"op": "unset", "item": str(item), "property": name, "was": value_of(after, item, name)}
    now = value_of(after, item, name)
    was = None if now is ABSENT else now
    return {"op": "set", "item": str(item), "property": name, "value": old, "was": was}


def _apply(document: Document, operation: Operation) -> Document:
    return (_set if operation["op"] == "set" else _unset)(document, operation)


VERBS = {
    "set": Verb(_set, _was, _undo, frozenset({"item", "property", "value"})),
    "unset": Verb(_unset, _was, _undo, frozenset({"item", "property"})),
}
