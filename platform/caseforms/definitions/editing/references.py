"""Who in a form refers to an item, and the operations that free it from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from caseforms.definitions.editing.carried_sheet import Sheet
from caseforms.definitions.editing.items import item_of
from caseforms.definitions.editing.mentions import mentions_of
from caseforms.definitions.editing.names import Mention, Names
from caseforms.definitions.editing.operations import apply
from caseforms.definitions.editing.places import code_of
from caseforms.definitions.editing.properties import value_of
from caseforms.definitions.editing.sharing import Document
from caseforms.definitions.editing.verb import Operation, Operations
from caseforms.rules.pointers import ABSENT


@dataclass(frozen=True, slots=True)
class Reference:
    """``item`` refers to what was asked about, in its property ``kind``; ``pointer`` is the field's, if it is one."""

    kind: str
    pointer: str
    item: str


def references(document: Mapping[str, Any], item: str) -> tuple[Reference, ...]:
    """Everything in a form that refers to an item, or to something inside it, from outside of it."""
    found = [_reference(one) for one in mentions_of(dict(document), item)]
    return tuple(dict.fromkeys(found))


def _reference(mention: Mention) -> Reference:
    owner = item_of(mention.owner)
    return Reference(
        mention.by, owner.name if owner.kind in ("field", "check", "choice") else "", mention.owner
    )


def freed(document: Mapping[str, Any], item: str) -> Operations:
    """The operations after which nothing refers to an item any more: what refers to it loses that part.

    Empty if there is nothing to free it from; what cannot be freed by an operation (the block of a scored instrument)
    is left, and removing the item is then refused.
    """
    found: list[Operation] = []
    now = dict(document)
    while True:
        steps = [step for one in mentions_of(now, item) for step in _freeing(now, one, item)]
        if not steps:
            return tuple(found)
        now = apply(now, steps[0])
        found.append(steps[0])


def _freeing(document: Document, mention: Mention, item: str) -> Operations:
    owner = item_of(mention.owner)
    if owner.kind == "check":
        return ({"op": "remove-item", "item": mention.owner},)
    if mention.by == "scope":
        return ({"op": "remove-item", "item": mention.owner},)
    if owner.kind == "cell":
        return _without_print(document, mention.owner, item)
    if owner.kind == "form" and not mention.by.startswith("schema."):
        return ()
    if mention.by == "x-compute" and value_of(document, owner, "x-compute-when") is not ABSENT:
        return ({"op": "unset", "item": mention.owner, "property": "x-compute-when"},)
    return ({"op": "unset", "item": mention.owner, "property": mention.by},)


def _without_print(document: Document, cell: str, item: str) -> Operations:
    """The cell without what prints the item: the whole part, or of a part the line of a choice."""
    content = value_of(document, item_of(cell), "content")
    left = [one for part in content for one in _left_of(document, part, item)]
    if left == content:
        return ()
    return ({"op": "set", "item": cell, "property": "content", "value": left},)


def _left_of(document: Document, part: Document, item: str) -> list[Document]:
    seen: list[str] = []

    def see(mention: Mention) -> str:
        seen.append(mention.target)
        return mention.target

    Sheet(Names(document, see)).paper(part, (), "")
    if not any(one == item or one.startswith(_beginnings(item)) for one in seen):
        return [part]
    code = item_of(item).part
    if not code or "boxes" not in part:
        return []
    found = dict(part)
    if isinstance(part.get("only"), list):
        found["only"] = [one for one in part["only"] if code_of(one) != code]
    if isinstance(part.get("lines"), dict):
        found["lines"] = {key: line for key, line in part["lines"].items() if key != code}
    return [{key: one for key, one in found.items() if key not in ("only", "lines") or one}]


def _beginnings(item: str) -> tuple[str, ...]:
    """How the names of what is inside an item begin."""
    return (f"{item}/", f"{item.replace('field:', 'choice:')}#")
