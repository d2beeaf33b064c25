"""Gives a field, choice, section or check another name and carries every reference along."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from caseforms.definitions.editing.fitting import fits
from caseforms.definitions.editing.items import Item, field_item, item_of
from caseforms.definitions.editing.mentions import carried
from caseforms.definitions.editing.names import Mention
from caseforms.definitions.editing.places import (
    above,
    check_path,
    choice_path,
    choices_path,
    code_of,
    has_field,
    layout_of,
    schema_path,
)
from caseforms.definitions.editing.sharing import Document, at, put
from caseforms.definitions.editing.translating import label_key, pointers_below
from caseforms.definitions.editing.verb import Operation, Operations, Verb
from caseforms.definitions.keywords import NAME
from caseforms.definitions.ordering import row_of
from caseforms.definitions.reading import bad_names
from caseforms.problems import Problem, Refused
from caseforms.rules.expressions import field_segments
from caseforms.rules.pointers import ABSENT, escape, join

Prefixes = dict[str, str]


def renamed_item(item: Item, to: str) -> Item:
    """The name that an item has after being renamed."""
    if item.kind == "field":
        return Item("field", f"{above(item.name)[0]}/{escape(to)}")
    if item.kind in ("choice", "check"):
        return Item(item.kind, item.name, to)
    return Item(item.kind, to)


def _rename(document: Document, operation: Operation) -> Document:
    item, to = _item(operation), operation["to"]
    if not isinstance(to, str) or not to:
        raise Refused(Problem("editing.value", params={"item": str(item), "property": "to"}))
    new = renamed_item(item, to)
    _refuse_taken(document, item, new, to)
    found, moved = _RENAMERS[item.kind](document, item, new, to)
    return _with_moved_texts(document, found, moved)


def _item(operation: Operation) -> Item:
    item = item_of(operation["item"])
    if item.kind not in _RENAMERS:
        raise Refused(Problem("editing.no-name", params={"item": str(item)}))
    return item


def _refuse_taken(document: Document, item: Item, new: Item, to: str) -> None:
    if item.kind == "field":
        wrong = bad_names({"properties": {to: {}}}, NAME)
        if wrong:
            raise Refused(wrong)
        taken = has_field(document, new.name)
    elif item.kind == "choice":
        taken = to in [code_of(one) for one in at(document, choices_path(document, item.name))]
    elif item.kind == "check":
        taken = to in [one["id"] for one in at(document, check_path(document, item)[:-1])]
    else:
        taken = bool(layout_of(document).all(str(new)))
    if taken:
        raise Refused(Problem("editing.exists", params={"item": str(new)}))


def _rename_field(document: Document, item: Item, new: Item, to: str) -> tuple[Document, Prefixes]:
    holder, name = above(item.name)
    old_path = schema_path(document, item.name)
    if old_path[-2] != "properties":
        raise Refused(Problem("editing.no-name", params={"item": str(item)}))
    before = [item.name, *pointers_below(document, item.name)]
    after = [new.name + pointer[len(item.name) :] for pointer in before]
    told = dict(zip(before, after, strict=True))

    def see(mention: Mention) -> str:
        target = item_of(mention.target)
        return (
            field_item(told[target.name])
            if target.kind == "field" and target.name in told
            else mention.target
        )

    found = carried(document, see)
    path = (*schema_path(document, holder), "properties")
    properties = {to if key == name else key: one for key, one in at(found, path).items()}
    found = put(found, path, properties)
    needed = at(found, (*path[:-1], "required"))
    if needed is not ABSENT:
        found = put(found, (*path[:-1], "required"), [to if one == name else one for one in needed])
    old_keys, new_keys = layout_of(document), layout_of(found)
    moved = {
        label_key(document, one, old_keys): label_key(found, other, new_keys) for one, other in told.items()
    }
    return found, moved


def _rename_choice(document: Document, item: Item, new: Item, to: str) -> tuple[Document, Prefixes]:
    path = choice_path(document, item)
    choice = at(document, path)
    if not isinstance(choice["const"] if isinstance(choice, dict) else choice, str):
        raise Refused(Problem("editing.no-name", params={"item": str(item)}))
    if any(_counts(schema, pointer, item.name) for pointer, schema in _schemas(document)):
        raise Refused(Problem("editing.code-counts", params={"item": str(item)}))
    found = carried(document, lambda one: str(new) if one.target == str(item) else one.target)
    found = put(found, path, {**choice, "const": to} if isinstance(choice, dict) else to)
    key = label_key(document, item.name, layout_of(document))
    return found, {f"{key}.{item.part}": f"{key}.{to}"}


def _schemas(document: Document) -> Iterator[tuple[str, Document]]:
    yield "", document["schema"]
    for pointer in pointers_below(document, ""):
        yield pointer, at(document, schema_path(document, pointer))


_COMPARING = frozenset({"eq", "ne", "contains", "is_empty", "count", "distinct", "length"})


def _counts(schema: Document, pointer: str, field: str) -> bool:
    """Whether a computed value or check takes the answer to a field as a value, and not only compares it."""
    expressions = [schema.get("x-compute"), *(one.get("that") for one in schema.get("x-checks") or ())]
    return any(_takes(one, row_of(pointer), field) for one in expressions)


def _takes(expression: Any, row: str, field: str) -> bool:
    if isinstance(expression, list):
        return any(_takes(one, row, field) for one in expression)
    if not isinstance(expression, dict):
        return False
    if isinstance(expression.get("field"), str):
        return join(field_segments(expression["field"], row)) == field
    inner = [expression.get("then"), expression.get("else"), *(expression.get("args") or ())]
    if expression.get("op") in _COMPARING:
        inner = [one for one in inner if not isinstance(one, dict) or "field" not in one]
    return _takes(inner, row, field)


def _rename_check(document: Document, item: Item, new: Item, to: str) -> tuple[Document, Prefixes]:
    key = label_key(document, item.name, layout_of(document))
    path = (*check_path(document, item), "id")
    found = fits(document, put(document, path, to), item, path)
    return found, {f"{key}.check.{item.part}": f"{key}.check.{to}"}


def _rename_group(document: Document, item: Item, new: Item, to: str) -> tuple[Document, Prefixes]:
    path = layout_of(document).find(str(item)).path
    found = carried(document, lambda one: str(new) if one.target == str(item) else one.target)
    return put(found, (*path, "i18n"), to), {item.name: to}


_RENAMERS = {
    "field": _rename_field,
    "choice": _rename_choice,
    "check": _rename_check,
    "group": _rename_group,
}


def _with_moved_texts(before: Document, found: Document, moved: Prefixes) -> Document:
    """The translations under their new keys; a key that another item says too stays there as well."""
    moved = {old: new for old, new in moved.items() if old != new}
    still = _prefixes_of(found)
    languages = {}
    for language, words in (before.get("translations") or {}).items():
        said = dict(words)
        for key, text in words.items():
            old = _owner(key, moved)
            if old is None:
                continue
            new = moved[old] + key[len(old) :]
            if words.get(new, text) != text:
                raise Refused(Problem("editing.exists", params={"item": f"text:{language}:{new}"}))
            if old not in still:
                del said[key]
            said[new] = text
        languages[language] = dict(sorted(said.items())) if said != words else words
    return {**found, "translations": languages} if languages else found


def _prefixes_of(document: Document) -> frozenset[str]:
    layout = layout_of(document)
    fields = {label_key(document, pointer, layout) for pointer in pointers_below(document, "")}
    groups = {str(spot.element["i18n"]) for spot in layout.spots if isinstance(spot.element.get("i18n"), str)}
    return frozenset(fields | groups)


def _owner(key: str, moved: Prefixes) -> str | None:
    """The longest moved prefix of a key."""
    prefix = key
    while prefix:
        if prefix in moved:
            return prefix
        prefix = prefix.rpartition(".")[0]
    return None


def _was(document: Document, operation: Operation) -> Any:
    item = _item(operation)
    return item.part or above(item.name)[1] if item.kind != "group" else item.name


def _undo(before: Document, after: Document, operation: Operation) -> Operations:
    new = renamed_item(item_of(operation["item"]), operation["to"])
    back: Operation = {
        "op": "rename",
        "item": str(new),
        "to": _was(before, operation),
        "was": operation["to"],
    }
    returned = _rename(after, back)
    return (back, *_texts_between(returned, before))


def _texts_between(now: Document, wanted: Document) -> Operations:
    """The operations that make the translations of one document those of another."""
    found: list[Operation] = []
    for language in {**(now.get("translations") or {}), **(wanted.get("translations") or {})}:
        left, right = at(now, ("translations", language)), at(wanted, ("translations", language))
        left, right = left or {}, right or {}
        for key in {**left, **right}:
            if left.get(key) != right.get(key):
                found.append({"op": "translate", "item": f"text:{language}:{key}", "value": right.get(key)})
    return tuple(found)


VERBS = {"rename": Verb(_rename, _was, _undo, frozenset({"item", "to"}))}
