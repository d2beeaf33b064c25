"""What every operation brings: how it is applied, what stood there before, how it is undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from caseforms.definitions.editing.sharing import Document

Operation = Mapping[str, Any]
Operations = tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Verb:
    """One kind of operation. ``keys`` must be given, ``may`` can be.

    ``apply`` gives the new document or raises Refused; ``was`` the value before, None for nothing; ``undo`` takes the
    documents before and after and gives the operations that lead back.
    """

    apply: Callable[[Document, Operation], Document]
    was: Callable[[Document, Operation], Any]
    undo: Callable[[Document, Document, Operation], Operations]
    keys: frozenset[str] = frozenset()
    may: frozenset[str] = frozenset()


def same(left: Any, right: Any) -> bool:
    """Whether two JSON values are written alike: true is not 1, and the order of fields and choices counts."""
    if type(left) is not type(right):
        return False
    if isinstance(left, dict):
        return list(left) == list(right) and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list):
        return len(left) == len(right) and all(map(same, left, right))
    return bool(left == right)


def nothing(_document: Document, _operation: Operation) -> None:
    """What stood there before something was added."""
