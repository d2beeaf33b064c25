"""The way back from each operation: operations that give the very document that stood there before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from caseforms.workflow.editing.naming import Document
from caseforms.workflow.editing.operations import (
    APPROVED,
    Operation,
    apply,
    apply_all,
    follower,
    present,
    property_of,
)
from caseforms.workflow.editing.places import GROUPS, PARTS, WORKFLOW, item_at, kind_of, place_of
from caseforms.workflow.editing.tree import Place, at, has, next_key


def inverse(document: Document, operation: Operation) -> tuple[Operation, ...]:
    """What undoes an operation on this document, in the order in which it is to be applied."""
    after = apply(document, operation)
    back = _BACK[str(operation["op"])](document, operation)
    missing = _approvals(document, apply_all(after, back))
    return (*back, *missing)


def _approvals(wanted: Document, found: Document) -> tuple[Operation, ...]:
    """Approvals of guards that went with them have no item of their own: they are set as they were."""
    if wanted.get(APPROVED) == found.get(APPROVED):
        return ()
    return (_put(wanted, (APPROVED,)),)


def _set(document: Document, operation: Operation) -> tuple[Operation, ...]:
    item, was = str(operation["item"]), present(document, operation)
    same = {"item": item, "property": operation.get("property")}
    return ({"op": "unset", **same},) if was is None else ({"op": "set", **same, "value": was},)


def _unset(document: Document, operation: Operation) -> tuple[Operation, ...]:
    return (_put(document, (*place_of(document, str(operation["item"])), *property_of(operation))),)


def _added(document: Document, operation: Operation) -> tuple[Operation, ...]:
    item = str(operation["item"])
    *owner, last = place_of(document, item)
    if kind_of(item) in GROUPS and not has(document, tuple(owner)):
        return ({"op": "unset", "item": WORKFLOW, "property": owner[0]},)
    if isinstance(last, int) and has(document, tuple(owner)):
        members, anchor = at(document, tuple(owner)), (operation.get("anchor") or {}).get("before")
        index = int(place_of(document, anchor)[-1]) if anchor else min(last, len(members))
        item = _member(item, (*owner, index), operation["value"])
    return ({"op": "remove-item", "item": item},)


def _removed(document: Document, operation: Operation) -> tuple[Operation, ...]:
    item = str(operation["item"])
    place = place_of(document, item)
    *owner, last = place
    members, value = at(document, tuple(owner)), at(document, place)
    if isinstance(members, list) and len(members) == 1 and kind_of(item) in PARTS:
        return (_put(document, tuple(owner)),)
    before = follower(document, place)
    if isinstance(members, list):
        return (
            {
                "op": "add-item",
                "item": _member(item, place, value),
                "value": value,
                **_numbered(before, last),
            },
        )
    return ({"op": "add-item", "item": item, "value": value, "anchor": {"before": before}},)


def _numbered(before: str | None, index: str | int) -> Mapping[str, Any]:
    """The anchor by the number that the follower has once its predecessor is gone."""
    if before is None:
        return {"anchor": {"before": None}}
    kind = kind_of(before)
    if kind not in PARTS:
        return {"anchor": {"before": before}}
    return {"anchor": {"before": f"{before.rpartition('.')[0]}.{index}"}}


def _moved(document: Document, operation: Operation) -> tuple[Operation, ...]:
    item = str(operation["item"])
    place = place_of(document, item)
    *owner, last = place
    members = at(document, tuple(owner))
    before = follower(document, place)
    if not isinstance(members, list) or kind_of(item) not in PARTS:
        return ({"op": "move", "item": item, "anchor": {"before": before}},)
    order = [index for index in range(len(members)) if index != last]
    anchor = (operation.get("anchor") or {}).get("before")
    target = place_of(document, anchor)[-1] if anchor else None
    order.insert(order.index(target) if target in order else len(order), last)  # type: ignore[arg-type]
    now = order.index(last)  # type: ignore[arg-type]
    then = None if before is None else _at_index((*owner, order.index(int(last) + 1)), item)
    return ({"op": "move", "item": _at_index((*owner, now), item), "anchor": {"before": then}},)


def _at_index(place: Place, item: str) -> str:
    return item_at(place, kind_of(item))


def _renamed(document: Document, operation: Operation) -> tuple[Operation, ...]:
    kind, _, old = str(operation["item"]).partition(":")
    return ({"op": "rename", "item": f"{kind}:{operation['to']}", "to": old},)


def _member(item: str, place: Place, value: Any) -> str:
    """The item of a member of a list: by its name where it has one, by its number where it is a part."""
    return f"scenario:{value['name']}" if kind_of(item) == "scenario" else item_at(place, kind_of(item))


def _put(document: Document, place: Place) -> Operation:
    """The operation that puts back what stands at a place, at its very place."""
    owner = next(
        length for length in range(len(place) - 1, -1, -1) if length != 1 or place[0] not in GROUPS.values()
    )
    holder, inner = place[:owner], place[owner:]
    members = at(document, place[:-1])
    before = next_key(members, str(place[-1])) if isinstance(members, Mapping) else None
    return {
        "op": "set",
        "item": item_at(holder) if owner else WORKFLOW,
        "property": ".".join(str(step) for step in inner),
        "value": at(document, place),
        "before": before,
    }


_BACK = {
    "set": _set,
    "unset": _unset,
    "add-item": _added,
    "remove-item": _removed,
    "move": _moved,
    "rename": _renamed,
}
