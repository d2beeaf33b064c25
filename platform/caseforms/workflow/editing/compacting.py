"""The shortest list of operations with the same result: what was changed twice is changed once, what was undone is left out."""

from __future__ import annotations

from collections.abc import Sequence

from caseforms.problems import Refused
from caseforms.workflow.editing.naming import Document
from caseforms.workflow.editing.operations import Operation, apply, apply_all, prepared

SETTING = frozenset({"set", "unset"})


def compacted(document: Document, operations: Sequence[Operation]) -> tuple[Operation, ...]:
    """The operations without those that later ones make needless, each with `was` for the place where it stands now.

    A shorter list is taken only when it is played through and gives the same document.
    """
    result = apply_all(document, operations)
    if result == document and list(result) == list(document):
        return ()
    kept = list(operations)
    for index in range(len(kept) - 1, -1, -1):
        if _made_needless(kept, index):
            shorter = [*kept[:index], *kept[index + 1 :]]
            if _gives(document, shorter, result):
                kept = shorter
    return _again(document, kept)


def _made_needless(operations: Sequence[Operation], index: int) -> bool:
    one = operations[index]
    return one["op"] in SETTING and any(
        other["op"] in SETTING and _same_place(one, other) for other in operations[index + 1 :]
    )


def _same_place(one: Operation, other: Operation) -> bool:
    return one["item"] == other["item"] and one.get("property") == other.get("property")


def _bare(operation: Operation) -> Operation:
    return {name: value for name, value in operation.items() if name != "was"}


def _gives(document: Document, operations: Sequence[Operation], result: Document) -> bool:
    try:
        return apply_all(document, [_bare(each) for each in operations]) == result
    except Refused:
        return False


def _again(document: Document, operations: Sequence[Operation]) -> tuple[Operation, ...]:
    found: list[Operation] = []
    for operation in operations:
        bare = _bare(operation)
        found.append(prepared(document, bare))
        document = apply(document, bare)
    return tuple(found)
