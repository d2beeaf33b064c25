"""The short list of operations with the same result: what was changed twice is changed once, what was undone is left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from caseforms.definitions.editing.operations import apply, apply_all, prepared
from caseforms.definitions.editing.sharing import Document
from caseforms.definitions.editing.verb import Operation, Operations
from caseforms.definitions.editing.writing import normal, write
from caseforms.problems import Refused

_WRITING = frozenset({"set", "unset", "translate"})


def compacted(document: Mapping[str, Any], operations: Sequence[Operation]) -> Operations:
    """The operations without those that later ones make needless, each with its ``was`` where it stands now.

    The short list is taken only if it is played through and gives the same bytes.
    """
    start = normal(document)
    wanted = write(apply_all(start, map(_bare, operations)))
    for shorter in (_shortened(operations), list(operations)):
        found = _again(start, shorter)
        if found is not None and found[1] == wanted:
            return found[0]
    raise AssertionError("operations that were applied once apply again")


def _bare(operation: Operation) -> Operation:
    return {key: one for key, one in operation.items() if key != "was"}


def _shortened(operations: Sequence[Operation]) -> list[Operation]:
    """Keeps of each property the last value, at the place of the first, unless its item came or went in between."""
    kept: list[Operation | None] = []
    latest: dict[tuple[str, str], int] = {}
    for operation in operations:
        item = str(operation["item"])
        if operation["op"] not in _WRITING:
            _forget(latest, operation)
            if operation["op"] == "remove-item" and _drop_addition(kept, item):
                continue
            kept.append(operation)
            continue
        name = (item, str(operation.get("property", "")))
        before = latest.get(name)
        if before is None or any(_overlaps(one, name) for one in latest if one != name):
            latest[name] = len(kept)
            kept.append(operation)
            continue
        kept[before] = operation
    return [one for one in kept if one is not None]


def _forget(latest: dict[tuple[str, str], int], operation: Operation) -> None:
    """An item that comes or goes starts anew with its texts; after a renaming nothing is put back before it."""
    if operation["op"] == "rename":
        latest.clear()
    elif operation["op"] != "move":
        item = str(operation["item"]).partition(":")[2]
        for name in [one for one in latest if item in one[0] or one[0].startswith("text:")]:
            del latest[name]


def _overlaps(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two properties of an item are part of each other."""
    return one[0] == other[0] and (one[1].startswith(f"{other[1]}.") or other[1].startswith(f"{one[1]}."))


def _drop_addition(kept: list[Operation | None], item: str) -> bool:
    """Takes out an item's addition and all that was done to it, if nothing else happened to it or speaks of it."""
    first = next(
        (n for n, one in enumerate(kept) if one and one["op"] == "add-item" and one["item"] == item), None
    )
    if first is None or not item.startswith("field:"):
        return False
    pointer = item.removeprefix("field:")
    for number in range(first, len(kept)):
        one = kept[number]
        if one is not None and number > first and str(one["item"]) != item and pointer in repr(one):
            return False
    for number in range(first, len(kept)):
        one = kept[number]
        if one is not None and one["item"] == item:
            kept[number] = None
    return True


def _again(document: Document, operations: Sequence[Operation]) -> tuple[Operations, str] | None:
    """The operations prepared one after the other, and the text they lead to; None if one does not fit."""
    found: list[Operation] = []
    now = document
    try:
        for operation in operations:
            bare = _bare(operation)
            ready = prepared(now, bare)
            after = apply(now, bare)
            if ready["op"] in _WRITING and now == after:
                continue
            found.append(ready)
            now = after
    except Refused:
        return None
    return tuple(found), write(now)
