"""The closed list of operations on a workflow: what each does to the document, and when it is refused.

An operation is a plain JSON object `{"op", "item", …, "was", "reason"}`. `was` is what stood there before; an operation
that carries it is refused when something else stands there now, so that no colleague's change is written over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from caseforms.workflow.editing import guard_names
from caseforms.workflow.editing.naming import Document, Mention, mentions, renaming, rewritten
from caseforms.workflow.editing.places import GROUPS, PARTS, WORKFLOW, item_at, kind_of, name_of, place_of
from caseforms.workflow.editing.refusing import refuse
from caseforms.workflow.editing.soundness import check_format
from caseforms.workflow.editing.tree import Place, at, has, inserted, next_key, ordered, put, without

Operation = Mapping[str, Any]
APPROVED = "may_hold_when_empty"


def apply(document: Document, operation: Operation) -> Document:
    """The document after an operation; the one given stays as it is.

    Refused `workflow.editing.operation`, `workflow.editing.unknown-item`, `workflow.editing.changed-meanwhile`, `workflow.editing.already-there`,
    `workflow.editing.in-use`, or `workflow.format.*` when the result would not be a workflow.
    """
    act = OPERATIONS.get(str(operation.get("op")))
    if act is None:
        refuse("workflow.editing.operation", op=str(operation.get("op")))
    place = place_of(document, str(operation["item"]))
    if "was" in operation and operation["was"] != present(document, operation):
        refuse("workflow.editing.changed-meanwhile", item=str(operation["item"]))
    after = act(document, operation, place)
    check_format(document, after)
    return after


def apply_all(document: Document, operations: Iterable[Operation]) -> Document:
    """The document after several operations, one after the other."""
    for operation in operations:
        document = apply(document, operation)
    return document


def prepared(document: Document, operation: Operation) -> Operation:
    """The operation with what stands there now as `was`."""
    place_of(document, str(operation["item"]))
    return {**operation, "was": present(document, operation)}


def present(document: Document, operation: Operation) -> Any:
    """What an operation will change, as it stands now; None where nothing does."""
    item = str(operation["item"])
    place = place_of(document, item)
    if operation["op"] in {"set", "unset"}:
        place = (*place, *property_of(operation))
    elif operation["op"] == "move":
        return {"before": follower(document, place)} if has(document, place) else None
    elif operation["op"] == "rename":
        return name_of(item) if has(document, place) else None
    return at(document, place) if has(document, place) else None


def property_of(operation: Operation) -> Place:
    """The place inside an item that `set` and `unset` are about; none: the whole item."""
    written = str(operation.get("property") or "")
    return tuple(written.split(".")) if written else ()


def follower(document: Document, place: Place) -> str | None:
    """The item that stands after the one at the place; None for the last."""
    *owner, last = place
    members = at(document, tuple(owner))
    if isinstance(members, list):
        index = int(last) + 1
        return None if index >= len(members) else _item(document, (*owner, index))
    key = next_key(members, str(last))
    return None if key is None else _item(document, (*owner, key))


def users_of(document: Document, item: str) -> tuple[Mention, ...]:
    """Every place outside an item where it, or a guard inside it, is named; approvals of guards follow by themselves."""
    place = place_of(document, item)
    kind, name = kind_of(item), name_of(item)
    guards = guard_names.within(document, place) if kind != "scenario" else frozenset()
    return tuple(
        each
        for each in mentions(document)
        if each.place[: len(place)] != place
        and each.place[0] != APPROVED
        and (
            (each.kind == "guard" and each.name in guards)
            or (each.name == name and (each.kind == kind or _is_clock(each.kind, kind)))
        )
    )


def _is_clock(mentioned: str, kind: str) -> bool:
    return mentioned == "clock" and kind in {"timer", "schedule"}


def _item(document: Document, place: Place) -> str:
    if place[0] == "scenarios" and len(place) == 2:
        return f"scenario:{at(document, place)['name']}"
    return item_at(place)


def _set(document: Document, operation: Operation, place: Place) -> Document:
    inner = property_of(operation)
    target, value = (*place, *inner), operation["value"]
    if not has(document, place if inner else target) or not has(document, target[:-1]):
        refuse("workflow.editing.unknown-item", item=str(operation["item"]))
    if inner == ("name",) or value is None:
        refuse("workflow.editing.operation", op="set")
    after = put(document, target, value, operation.get("before"))
    return _following(document, after, {place: place}) if operation["item"] != WORKFLOW else after


def _unset(document: Document, operation: Operation, place: Place) -> Document:
    inner = property_of(operation)
    if not inner or not has(document, (*place, *inner)):
        refuse("workflow.editing.unknown-item", item=str(operation["item"]))
    if inner == ("id",):
        return _following(document, without(document, (*place, *inner)), {place: place})
    after = without(document, (*place, *inner))
    gone = guard_names.within(document, (*place, *inner)) - guard_names.within(after, place)
    _refuse_when_used(document, str(operation["item"]), gone, place)
    return _unapproved(after, gone)


def _add(document: Document, operation: Operation, place: Place) -> Document:
    item, value = str(operation["item"]), operation["value"]
    *owner, last = place
    if not has(document, tuple(owner[:-1])):
        refuse("workflow.editing.unknown-item", item=item)
    if isinstance(last, int):
        if not has(document, tuple(owner)):
            return put(document, tuple(owner), [value]) if last == 0 else document
        members = at(document, tuple(owner))
        index = _index_before(document, operation, min(last, len(members)))
        after = inserted(document, (*owner, index), value)
        kept = {(*owner, n): (*owner, n + (n >= index)) for n in range(len(members))}
        return _following(document, after, kept)
    if has(document, place):
        refuse("workflow.editing.already-there", item=item)
    if not has(document, tuple(owner)):
        document = put(document, tuple(owner), {})
    before = _anchor(document, operation)
    return put(document, place, value, None if before is None else str(before[-1]))


def _remove(document: Document, operation: Operation, place: Place) -> Document:
    item = str(operation["item"])
    if not has(document, place):
        refuse("workflow.editing.unknown-item", item=item)
    used = users_of(document, item)
    if used:
        refuse("workflow.editing.in-use", item=item, used=[item_of(document, each) for each in used])
    gone = guard_names.within(document, place)
    *owner, last = place
    members = at(document, tuple(owner))
    if isinstance(members, list) and len(members) == 1 and kind_of(item) in PARTS:
        return _unapproved(without(document, tuple(owner)), gone)
    after = without(document, place)
    if isinstance(members, list):
        ways = {(*owner, n): (*owner, n - (n > int(last))) for n in range(len(members)) if n != last}
        return _following(_unapproved(document, gone), _unapproved(after, gone), ways)
    return _unapproved(after, gone)


def _move(document: Document, operation: Operation, place: Place) -> Document:
    if not has(document, place):
        refuse("workflow.editing.unknown-item", item=str(operation["item"]))
    *owner, last = place
    members = at(document, tuple(owner))
    names = list(range(len(members))) if isinstance(members, list) else list(members)
    anchor = _anchor(document, operation)
    order = [name for name in names if name != last]
    order.insert(order.index(anchor[-1]) if anchor and anchor[-1] in order else len(order), last)
    after = ordered(document, tuple(owner), order)
    if not isinstance(members, list):
        return after
    return _following(document, after, {(*owner, old): (*owner, new) for new, old in enumerate(order)})


def _rename(document: Document, operation: Operation, place: Place) -> Document:
    item, new = str(operation["item"]), str(operation["to"])
    kind, old = kind_of(item), name_of(item)
    if kind not in GROUPS or not has(document, place):
        refuse("workflow.editing.unknown-item", item=item)
    taken = f"{kind}:{new}"
    if has(document, place_of(document, taken)) or _is_named(document, kind, new):
        refuse("workflow.editing.already-there", item=taken)
    *owner, _ = place
    if kind == "scenario":
        after = put(document, (*place, "name"), new)
    else:
        members = at(document, tuple(owner))
        after = put(
            document, tuple(owner), {new if name == old else name: each for name, each in members.items()}
        )
    return rewritten(after, renaming(kind, old, new))


def _is_named(document: Document, kind: str, name: str) -> bool:
    """Whether something speaks of an item that is not there: renaming another to it would change what is meant."""
    return any(
        each.name == name and (each.kind == kind or _is_clock(each.kind, kind)) for each in mentions(document)
    )


def item_of(document: Document, mention: Mention) -> str:
    """The item in which a name stands."""
    if mention.place[0] in GROUPS.values() and len(mention.place) > 1:
        return _item(document, mention.place[:2])
    return WORKFLOW


def _anchor(document: Document, operation: Operation) -> Place | None:
    anchor = operation.get("anchor") or {}
    before = anchor.get("before")
    return place_of(document, before) if before else None


def _index_before(document: Document, operation: Operation, otherwise: int) -> int:
    anchor = _anchor(document, operation)
    return int(anchor[-1]) if anchor else otherwise


def _following(before: Document, after: Document, ways: Mapping[Place, Place]) -> Document:
    """`after`, with the names of guards that went along these ways (old place → new) carried to who speaks of them."""
    old, new = guard_names.named(before), guard_names.named(after)
    twice = guard_names.twice(new) - guard_names.twice(old)
    if twice:
        refuse("workflow.editing.already-there", item=", ".join(sorted(twice)))
    names = guard_names.carried(old, new, ways)
    return rewritten(after, guard_names.renamed(names)) if names else after


def _refuse_when_used(document: Document, item: str, guards: frozenset[str], place: Place) -> None:
    used = [
        item_of(document, each)
        for each in mentions(document)
        if each.kind == "guard"
        and each.name in guards
        and each.place[0] != APPROVED
        and each.place[: len(place)] != place
    ]
    if used:
        refuse("workflow.editing.in-use", item=item, used=used)


def _unapproved(document: Document, gone: frozenset[str]) -> Document:
    """Without the approvals of guards that are no longer there."""
    approved = document.get(APPROVED)
    if not approved or gone.isdisjoint(approved):
        return document
    return put(document, (APPROVED,), [name for name in approved if name not in gone])


OPERATIONS: Mapping[str, Callable[[Document, Operation, Place], Document]] = {
    "set": _set,
    "unset": _unset,
    "add-item": _add,
    "remove-item": _remove,
    "move": _move,
    "rename": _rename,
}
