"""Takes a new version of what stands above over into a layer: three-way by name, nothing resolved silently."""

from __future__ import annotations

import builtins
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from caseforms.definitions.editing import Operation, Operations
from caseforms.overlays.layers import FORMS, Editing
from caseforms.problems import Refused

Resolution = str | Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Both sides changed one thing differently. ``ours`` is the operation of the layer; None stands for "not there".

    ``reason``: ``changed`` on both sides, ``removed`` above, ``added`` on both sides, or ``unfit``: the operation
    cannot be applied any more, ``problem`` being the code that says why.
    """

    item: str
    property: str
    old_base: Any
    new_base: Any
    ours: Operation
    reason: str
    problem: str = ""

    @builtins.property
    def key(self) -> str:
        """By what a resolution names the conflict."""
        return f"{self.item} {self.property}".strip()


@dataclass(frozen=True, slots=True)
class Upgraded:
    """``operations`` fit the new base; ``dropped`` are those that the new base says itself, ``merged`` the changes of
    the base that came into items which the layer changes elsewhere. With ``conflicts`` left, nothing may be published.
    """

    operations: Operations
    conflicts: tuple[Conflict, ...] = ()
    dropped: Operations = ()
    merged: tuple[Any, ...] = ()


@dataclass(slots=True)
class _Merge:
    """The state of one upgrade."""

    editing: Editing
    changes: Mapping[str, Sequence[Any]]
    resolutions: Mapping[str, Resolution]
    old: Any
    now: Any
    names: dict[str, str] = field(default_factory=dict)
    ours: set[str] = field(default_factory=set)
    kept: list[Operation] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    dropped: list[Operation] = field(default_factory=list)


def upgrade(
    old_base: Mapping[str, Any],
    new_base: Mapping[str, Any],
    operations: Sequence[Operation],
    resolutions: Mapping[str, Resolution] | None = None,
    editing: Editing = FORMS,
) -> Upgraded:
    """The layer's operations on the new base.

    ``resolutions`` decides conflicts by their ``key``: ``"ours"``, ``"theirs"``, or ``{"value": …}`` to set something
    else. Raises Refused if the operations do not fit the old base.
    """
    changes: dict[str, list[Any]] = {}
    for change in editing.difference(old_base, new_base):
        changes.setdefault(change.item, []).append(change)
    merge = _Merge(editing, changes, resolutions or {}, old_base, new_base)
    for operation in editing.compacted(old_base, operations):
        _take(merge, operation)
        merge.old = editing.apply(merge.old, operation)
    contested = {conflict.key for conflict in merge.conflicts}
    touched = {
        _base_name(merge, str(one["item"])) for one in (*merge.kept, *(each.ours for each in merge.conflicts))
    }
    merged = tuple(
        change
        for item in changes
        if item in touched
        for change in changes[item]
        if f"{change.item} {change.property}".strip() not in contested and not _is_ours(merge, change)
    )
    return Upgraded(tuple(merge.kept), tuple(merge.conflicts), tuple(merge.dropped), merged)


def _is_ours(merge: _Merge, change: Any) -> bool:
    """Whether the layer said the same, or was told to keep its own."""
    return any(
        _base_name(merge, str(one["item"])) == change.item and one.get("property", "") == change.property
        for one in (*merge.dropped, *merge.kept)
    )


def _take(merge: _Merge, operation: Operation) -> None:
    """Applies one operation of the layer to the new base, leaves it out, or finds the conflict."""
    bare = {key: one for key, one in operation.items() if key != "was"}
    contested = next(_contested(merge, operation), None)
    if contested is None:
        _apply(merge, bare, operation)
        return
    if contested.ours is NOT_NEEDED:
        merge.dropped.append(operation)
        return
    chosen = merge.resolutions.get(contested.key)
    if chosen is None:
        merge.conflicts.append(contested)
    elif chosen == "ours":
        _insist(merge, contested, bare)
    elif (
        isinstance(chosen, Mapping) and "value" in chosen and operation["op"] in ("set", "unset", "translate")
    ):
        own = {
            **bare,
            "op": "translate" if operation["op"] == "translate" else "set",
            "value": chosen["value"],
        }
        _apply(merge, own, operation)
    else:
        merge.dropped.append(operation)


NOT_NEEDED: Operation = {"op": "nothing"}


def _contested(merge: _Merge, operation: Operation) -> Iterator[Conflict]:
    """The conflict of an operation with the changes above; one whose ``ours`` is not needed if both say the same."""
    item = _base_name(merge, str(operation["item"]))
    if item in merge.ours:
        return
    if item.partition(":")[0] in _PARTS:
        yield from _contested_part(merge, operation, item)
        return
    adds = str(operation["op"]).startswith("add-")
    for change in merge.changes.get(item, ()):
        if change.kind == "removed":
            gone = operation["op"] in ("remove-item", "remove-choice") or (
                operation["op"] == "translate" and operation["value"] is None
            )
            ours = NOT_NEEDED if gone else operation
            yield Conflict(item, str(operation.get("property", "")), change.before, None, ours, "removed")
        elif change.kind == "added" and (adds or operation["op"] == "translate"):
            yield Conflict(item, "", None, change.after, _unless_said(merge, operation), "added")
        elif _same_place(operation, change):
            said = _unless_said(merge, operation)
            yield Conflict(item, change.property, change.before, change.after, said, "changed")


_PARTS = ("guard", "effect", "signature")
"""Parts of a workflow's actions and slots that have a number instead of a name: ``guard:action.accept.when.0``."""


def _contested_part(merge: _Merge, operation: Operation, item: str) -> Iterator[Conflict]:
    """Whoever changes a numbered part meets every change of the list that it stands in."""
    kind, name, listed, *_ = item.partition(":")[2].split(".")
    for change in merge.changes.get(f"{kind}:{name}", ()):
        if change.kind == "removed" or change.property == listed:
            said = operation if change.kind == "removed" else _unless_listed(merge, operation, change)
            yield Conflict(change.item, listed, change.before, change.after, said, change.kind)


def _unless_listed(merge: _Merge, operation: Operation, change: Any) -> Operation:
    """The operation on a numbered part, unless the new base has the list as it would leave it."""
    wanted = merge.editing.apply(merge.old, operation)
    left = merge.editing.difference(wanted, merge.now)
    mine = [one for one in left if (one.item, one.property) == (change.item, change.property)]
    return operation if mine else NOT_NEEDED


def _same_place(operation: Operation, change: Any) -> bool:
    """Whether an operation and a change above are about the same thing."""
    verb = operation["op"]
    if verb in ("remove-item", "remove-choice", "rename"):
        return bool(change.kind != "moved")
    if verb == "move":
        return bool(change.kind == "moved")
    if change.kind != "changed" or verb not in ("set", "unset", "translate"):
        return False
    name = str(operation.get("property") or change.property)
    return bool(
        name == change.property
        or name.startswith(f"{change.property}.")
        or change.property.startswith(f"{name}.")
    )


def _unless_said(merge: _Merge, operation: Operation) -> Operation:
    """The operation, unless the new base is as it would leave it."""
    if operation["op"] in ("remove-item", "remove-choice", "rename"):
        return operation
    wanted = merge.editing.apply(merge.old, operation)
    left = [one for one in merge.editing.difference(wanted, merge.now) if one.item == operation["item"]]
    name = operation.get("property")
    mine = [one for one in left if name is None or not one.property or _overlap(str(name), one.property)]
    return operation if mine else NOT_NEEDED


def _overlap(one: str, other: str) -> bool:
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")


def _apply(merge: _Merge, bare: Operation, operation: Operation) -> None:
    """Applies an operation to the new base; one that does not fit it any more is a conflict of its own."""
    try:
        ready = merge.editing.prepared(merge.now, _placed(merge, bare))
        merge.now = merge.editing.apply(merge.now, ready)
    except Refused as refused:
        _unfit(merge, operation, refused)
        return
    merge.kept.append(ready)
    item = str(operation["item"])
    if str(operation["op"]).startswith("add-"):
        merge.ours.add(item)
    if operation["op"] == "rename":
        _note_name(merge, item, operation)


def _unfit(merge: _Merge, operation: Operation, refused: Refused) -> None:
    item, code = _base_name(merge, str(operation["item"])), refused.problems[0].code
    found = Conflict(
        item, str(operation.get("property", "")), operation.get("was"), None, operation, "unfit", code
    )
    if merge.resolutions.get(found.key) == "theirs":
        merge.dropped.append(operation)
    else:
        merge.conflicts.append(found)


def _placed(merge: _Merge, bare: Operation) -> Operation:
    """The operation with an anchor that the new base knows: beside something that went, at the end."""
    anchor = bare.get("anchor")
    if not isinstance(anchor, Mapping) or not anchor.get("before"):
        return bare
    try:
        merge.editing.prepared(
            merge.now, {"op": "move", "item": anchor["before"], "anchor": dict(anchor) | {"before": None}}
        )
        merge.editing.apply(merge.now, bare)
    except Refused as refused:
        if refused.problems[0].code in ("editing.unknown-item", "editing.not-inside"):
            return {**bare, "anchor": {**anchor, "before": None}}
    return bare


def _insist(merge: _Merge, conflict: Conflict, bare: Operation) -> None:
    """Keeps what the layer says; an item that went above comes back with it."""
    if conflict.reason == "removed":
        removal = "remove-choice" if conflict.item.startswith("choice:") else "remove-item"
        for step in merge.editing.inverse(merge.old, {"op": removal, "item": str(bare["item"])}):
            _apply(merge, {key: one for key, one in step.items() if key != "was"}, step)
    elif conflict.reason == "added":
        removal = str(bare["op"]).replace("add-", "remove-")
        _apply(merge, {"op": removal, "item": bare["item"]}, {"op": removal, "item": bare["item"]})
    _apply(merge, bare, bare)


def _note_name(merge: _Merge, item: str, operation: Operation) -> None:
    """Remembers what an item that the layer renamed is called above."""
    mark = next((one for one in "#/:" if one in item), ":")
    merge.names[f"{item.rpartition(mark)[0]}{mark}{operation['to']}"] = _base_name(merge, item)


def _base_name(merge: _Merge, item: str) -> str:
    """What an item is called above the layer."""
    for new, old in reversed(merge.names.items()):
        if item == new or item.startswith((f"{new}/", f"{new}#")):
            return old + item[len(new) :]
    return item
