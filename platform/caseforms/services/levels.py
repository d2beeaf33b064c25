"""What stands above an institution's own changes: the standard, the layers between, and what these leave to others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms import overlays
from caseforms.overlays import Permissions, Report
from caseforms.problems import Problem, Refused
from caseforms.services import editable, library, publications
from caseforms.services.editable import Document, Kind, Operation
from caseforms.services.in_force import FORM
from caseforms.services.publications import OWN
from caseforms.services.refusal import refuse
from caseforms.storage.tables import Design, LayerRow

Part = dict[str, Any]
"""What one layer makes of a form or workflow: `{"layer": code, "operations": […]}`; the institution's own has no code."""


def rows(session: Session) -> list[LayerRow]:
    """The layers of the institution, the one nearest to the standard first."""
    return list(session.scalars(select(LayerRow).order_by(LayerRow.rank, LayerRow.code)))


def row_of(session: Session, code: str) -> LayerRow:
    """One layer. Refused `layer.not-found`."""
    found = session.scalar(select(LayerRow).where(LayerRow.code == code))
    if found is None:
        refuse("layer.not-found")
    return found


def key(kind: str, definition_id: str) -> str:
    """How a layer names a form or workflow."""
    return f"{kind}:{definition_id}"


def order(session: Session) -> list[str]:
    """The codes of all layers from the standard down; the institution's own is the last."""
    return [*(row.code for row in rows(session)), OWN]


def base_of(session: Session, kind: str, definition_id: str) -> str:
    """The standard's version that is worked with; empty for what is the institution's own, or not there yet."""
    if definition_id not in library.known(session, kind):
        return ""
    version = str(editable.kind(kind).document(session, definition_id, None)["version"])
    row = publications.of_version(session, kind, definition_id, version)
    return row.base_version if row is not None else version


def parts(session: Session, kind: str, definition_id: str) -> list[Part]:
    """What each layer makes of the standard, in force now, from the standard down; one for the institution's own last."""
    known: dict[str, list[Any]] = {}
    if definition_id in library.known(session, kind):
        version = editable.kind(kind).document(session, definition_id, None)["version"]
        row = publications.of_version(session, kind, definition_id, version)
        known = {part["layer"]: part["operations"] for part in (row.overlay if row is not None else [])}
    return [{"layer": each, "operations": known.get(each, [])} for each in order(session)]


def document(session: Session, kind: str, definition_id: str, layer: str) -> Document:
    """A form or workflow as one layer makes it, without what the layers below it do."""
    known = editable.kind(kind)
    base = base_of(session, kind, definition_id)
    if not base or layer == OWN:
        return known.normal(known.document(session, definition_id, None))
    row_of(session, layer)
    found = known.normal(known.document(session, definition_id, base))
    for part in parts(session, kind, definition_id):
        found = known.apply_all(found, part["operations"])
        if part["layer"] == layer:
            break
    return found


def stacked(
    session: Session, kind: str, definition_id: str, base_version: str, given: Iterable[Part]
) -> tuple[Document, list[Part]]:
    """The standard's version with each layer on top of those before, and the layers' operations in their shortest form.

    Refused `overlay.…` when a layer does what those above do not leave to it, `editing.…` when one does not fit.
    """
    known = editable.kind(kind)
    found = known.normal(known.document(session, definition_id, base_version))
    permissions: dict[str, Any] = {}
    of_row = {row.code: row.permissions.get(key(kind, definition_id), {}) for row in rows(session)}
    shortest: list[Part] = []
    for part in given:
        bare = [without_was(each) for each in part["operations"]]
        operations = [dict(each) for each in known.editing.compacted(found, bare)]
        if kind == FORM:
            _require(found, operations, permissions)
        found = known.apply_all(found, operations)
        permissions |= of_row.get(part["layer"], {})
        shortest.append({"layer": part["layer"], "operations": operations})
    return found, [part for part in shortest if part["operations"] or part["layer"] == OWN]


def without_was(operation: Any) -> dict[str, Any]:
    """An operation that does not mind what stands there now."""
    return {name: value for name, value in operation.items() if name != "was"}


def require_allowed(session: Session, design: Design, operations: Iterable[Operation]) -> None:
    """Refused `overlay.…` when an operation does what the layers above do not leave to this one.

    It is judged by what stands above, not by what the layer has made of it: what was tightened may be eased again.
    """
    base = base_of(session, FORM, design.definition_id) if design.kind == FORM and design.base_version else ""
    if not base:
        return
    known, permissions = editable.kind(FORM), dict[str, Any]()
    above = dict(known.document(session, design.definition_id, base))
    of_row = {row.code: row.permissions for row in rows(session)}
    for part in parts(session, FORM, design.definition_id):
        if part["layer"] == design.layer:
            break
        above = known.apply_all(above, part["operations"])
        permissions |= of_row[part["layer"]].get(key(FORM, design.definition_id), {})
    _require(above, operations, permissions)


def standard_of(session: Session, design: Design) -> Document | None:
    """The standard's version that a design stands on in the end; nothing for something of the institution's own."""
    base = base_of(session, design.kind, design.definition_id) if design.base_version else ""
    return dict(editable.kind(design.kind).document(session, design.definition_id, base)) if base else None


def report_of(kind: Kind, base: Document, made: Document, overlay: Iterable[Part]) -> Report:
    """How a document stands to its standard; the reasons are those given with the operations of its overlay."""
    if kind.name == FORM:
        return overlays.conformance(base, made)
    reasons = {
        str(each["item"]): str(each["reason"])
        for part in overlay
        for each in part["operations"]
        if each.get("reason")
    }
    return overlays.workflow_conformance(base, made, reasons)


def _require(above: Document, operations: Iterable[Operation], permissions: Permissions) -> None:
    problems = [each for one in operations for each in _judged(above, one, permissions)]
    if problems:
        raise Refused(problems)


def _judged(above: Document, operation: Operation, permissions: Permissions) -> tuple[Problem, ...]:
    try:
        return overlays.allowed(above, operation, permissions)
    except Refused:
        return ()  # it is about something that stands below only: nobody above has a say in it
