"""Adds and removes one choice of a question."""

from __future__ import annotations

from typing import Any

from caseforms.definitions.editing.fitting import fits
from caseforms.definitions.editing.items import Item, item_of
from caseforms.definitions.editing.mentions import mentions_of
from caseforms.definitions.editing.moving import Slot, anchor_at, anchored, slot_of
from caseforms.definitions.editing.places import choices_path, code_of
from caseforms.definitions.editing.sharing import Document, at, drop, insert
from caseforms.definitions.editing.translating import owned_texts, put_back, with_own_texts, without_texts
from caseforms.definitions.editing.verb import Operation, Operations, Verb, nothing
from caseforms.problems import Problem, Refused

MOST = 1000


def _choice_item(operation: Operation) -> Item:
    item = item_of(operation["item"])
    if item.kind != "choice":
        raise Refused(Problem("editing.no-choices", params={"item": str(item)}))
    return item


def _add(document: Document, operation: Operation) -> Document:
    item, value = _choice_item(operation), operation["value"]
    path = choices_path(document, item.name)
    listed = at(document, path)
    if isinstance(value, dict) != (path[-1] != "enum") or (isinstance(value, dict) and "const" not in value):
        raise Refused(Problem("editing.value", params={"item": str(item), "property": "value"}))
    if code_of(value) != item.part:
        raise Refused(Problem("editing.other-name", params={"item": str(item), "name": code_of(value)}))
    if item.part in [code_of(one) for one in listed]:
        raise Refused(Problem("editing.exists", params={"item": str(item)}))
    if len(listed) >= MOST:
        raise Refused(
            Problem("editing.too-many-choices", params={"item": f"field:{item.name}", "limit": MOST})
        )
    slot = anchored(document, item, operation.get("anchor", {}))
    found = insert(document, slot.home, slot.index, value)
    return with_own_texts(fits(document, found, item, path), item, operation.get("translations"))


def _remove(document: Document, operation: Operation) -> Document:
    item = _choice_item(operation)
    slot = slot_of(document, item)
    if len(at(document, slot.home)) == 1:
        raise Refused(Problem("editing.last-choice", params={"item": str(item)}))
    left = [one.owner for one in mentions_of(document, str(item))]
    if left:
        raise Refused(
            Problem("editing.referred-to", params={"item": str(item), "by": list(dict.fromkeys(left))})
        )
    found = without_texts(document, owned_texts(document, item))
    return drop(found, (*slot.home, slot.index))  # type: ignore[no-any-return]


def _taken(document: Document, operation: Operation) -> Any:
    slot = slot_of(document, _choice_item(operation))
    return at(document, (*slot.home, slot.index))


def _undo_addition(before: Document, after: Document, operation: Operation) -> Operations:
    item = _choice_item(operation)
    back = {"op": "remove-choice", "item": str(item)}
    return ({**back, "was": _taken(after, back)}, *put_back(before, owned_texts(after, item)))


def _undo_removal(before: Document, after: Document, operation: Operation) -> Operations:
    item = _choice_item(operation)
    slot = slot_of(before, item)
    words = owned_texts(before, item)
    back: dict[str, Any] = {
        "op": "add-choice",
        "item": str(item),
        "value": at(before, (*slot.home, slot.index)),
        "anchor": anchor_at(after, Slot(slot.home, slot.index), "choice"),
        "was": None,
    }
    return ({**back, "translations": words} if words else back,)


VERBS = {
    "add-choice": Verb(
        _add,
        nothing,
        _undo_addition,
        frozenset({"item", "value"}),
        frozenset({"anchor", "translations"}),
    ),
    "remove-choice": Verb(_remove, _taken, _undo_removal, frozenset({"item"})),
}
