"""What stands above an institution's own changes: the standard and the layers between, and what these leave to others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms import overlays
from caseforms.overlays import Permissions
from caseforms.problems import Problem, Refused
from caseforms.services import editable, publications
from caseforms.services.editable import Document, Operation
from caseforms.services.in_force import FORM
from caseforms.storage.tables import Design, LayerRow


def rows(session: Session) -> list[LayerRow]:
    """The layers of the institution, the one nearest to the standard first."""
    return list(session.scalars(select(LayerRow).order_by(LayerRow.rank, LayerRow.code)))


def key(kind: str, definition_id: str) -> str:
    """How a layer names a form or workflow."""
    return f"{kind}:{definition_id}"


def above(session: Session, layer: str) -> list[LayerRow]:
    """The layers above one, or above the institution's own changes."""
    found: list[LayerRow] = []
    for row in rows(session):
        if row.code == layer:
            break
        found.append(row)
    return found


def standard_of(session: Session, design: Design) -> Document | None:
    """The standard's version that a design stands on in the end; nothing for something of the institution's own."""
    if not design.base_version:
        return None
    known = editable.kind(design.kind)
    earlier = publications.of_version(session, design.kind, design.definition_id, design.base_version)
    version = earlier.base_version if earlier is not None else design.base_version
    return dict(known.document(session, design.definition_id, version)) if version else None


def operations_above(session: Session, kind: str, definition_id: str, layer: str) -> list[Any]:
    """Every operation of the layers above one, in their order."""
    name = key(kind, definition_id)
    return [each for row in above(session, layer) for each in row.overlays.get(name, ())]


def permissions_above(session: Session, kind: str, definition_id: str, layer: str) -> Permissions:
    """What the layers above one leave to it, item by item; what a lower one says counts."""
    found: dict[str, Any] = {}
    for row in above(session, layer):
        found |= row.permissions.get(key(kind, definition_id), {})
    return found


def require_allowed(session: Session, design: Design, operations: Iterable[Operation]) -> None:
    """Refused `overlay.…` when an operation does what the layers above do not leave to this one.

    It is judged by what stands above, not by what the layer has made of it: what was tightened may be eased again.
    """
    standard = standard_of(session, design) if design.kind == FORM else None
    if standard is None:
        return
    known, name = editable.kind(FORM), design.definition_id
    document = known.apply_all(standard, operations_above(session, FORM, name, design.layer))
    permissions = permissions_above(session, FORM, name, design.layer)
    problems = [each for one in operations for each in _judged(document, one, permissions)]
    if problems:
        raise Refused(problems)


def _judged(document: Document, operation: Operation, permissions: Permissions) -> tuple[Problem, ...]:
    try:
        return overlays.allowed(document, operation, permissions)
    except Refused:
        return ()  # it is about something that stands below only: nobody above has a say in it
