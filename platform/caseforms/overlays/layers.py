"""A layer over a standard: its changes, and what it leaves to the layers below it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from caseforms.definitions import editing as form_editing
from caseforms.definitions.editing import Operation, Operations
from caseforms.overlays.permissions import Permissions, allowed
from caseforms.problems import Refused

LayerKind = Literal["standard", "local", "institution"]


class Editing(Protocol):
    """What a room that changes documents by operations offers: that of forms, or that of workflows."""

    def apply(self, document: Any, operation: Operation) -> Any:
        """The document after an operation."""

    def prepared(self, document: Any, operation: Operation) -> Operation:
        """The operation with what stands there now."""

    def inverse(self, document: Any, operation: Operation) -> Operations:
        """The operations that lead back."""

    def compacted(self, document: Any, operations: Any) -> Operations:
        """The short list of operations with the same result."""

    def difference(self, before: Any, after: Any) -> tuple[Any, ...]:
        """The changes between two documents: ``item``, ``kind``, ``property``, ``before``, ``after``."""


FORMS: Editing = form_editing


@dataclass(frozen=True, slots=True)
class Layer:
    """``operations`` are its changes to what stands above; ``permissions`` what the layers below may do, by item."""

    id: str
    title: Mapping[str, str]
    kind: LayerKind
    operations: Operations = ()
    permissions: Permissions = field(default_factory=dict)


def build(base: Mapping[str, Any], layers: Iterable[Layer]) -> dict[str, Any]:
    """The form that layers make of a standard, each on top of those before; the same layers give the same bytes.

    Raises Refused ``overlay.*`` when a layer does what those above it do not leave to it, ``editing.*`` when one of
    its operations does not fit any more.
    """
    document = form_editing.normal(base)
    permissions: Permissions = {}
    for layer in layers:
        for operation in layer.operations:
            problems = allowed(document, operation, permissions)
            if problems:
                raise Refused(problems)
            document = form_editing.apply(document, operation)
        permissions = {**permissions, **layer.permissions}
    return document
