"""Reports on how an institution's forms and workflows stand to their standard, item by item and as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from caseforms.overlays import Report
from caseforms.services import design_steps, designs, editable, in_force, levels, permissions, publications
from caseforms.services.actors import Actor
from caseforms.services.editable import Document, Kind
from caseforms.services.in_force import FORM, WORKFLOW
from caseforms.services.refusal import refuse
from caseforms.storage.tables import Design

VERDICTS = ("compliesWith", "extends", "inspiredBy")
"""From the closest to the standard to the farthest."""


@dataclass(frozen=True, slots=True)
class Conformance:
    """One form or workflow beside its standard. `layers` are the codes of what stands between, from the standard down."""

    kind: str
    definition_id: str
    title: Mapping[str, str]
    standard: Mapping[str, Any]
    base_version: str
    version: str
    layers: tuple[str, ...]
    report: Report


@dataclass(frozen=True, slots=True)
class Overall:
    """All that an institution has made of one standard document; what it did not touch complies and is only counted."""

    document: str
    verdict: str
    changed: tuple[Conformance, ...]
    untouched: int


def of(
    session: Session, actor: Actor, kind: str, definition_id: str, version: str | None = None
) -> Conformance:
    """The report on the version in force, or on another. Refused `conformance.own` for what has no standard."""
    _require(actor)
    known = editable.kind(kind)
    document = dict(known.document(session, definition_id, version))
    row = publications.of_version(session, kind, definition_id, document["version"])
    base_version = row.base_version if row is not None else document["version"]
    if not base_version:
        refuse("conformance.own", name=definition_id)
    base = dict(known.document(session, definition_id, base_version))
    return _conformance(known, base, document, base_version, row.overlay if row is not None else [])


def of_design(session: Session, actor: Actor, design_id: str) -> Conformance:
    """The report on work that is not published yet. Refused `conformance.own` for what has no standard."""
    row = designs.row_of(session, actor, design_id)
    standard = levels.standard_of(session, row)
    if standard is None:
        refuse("conformance.own", name=row.definition_id)
    known, document = editable.kind(row.kind), design_steps.document_of(session, row)
    earlier = publications.of_version(session, row.kind, row.definition_id, row.base_version)
    own = {"layer": publications.OWN, "operations": _made(session, row)}
    overlay = [*(earlier.overlay if earlier is not None else []), own]
    return _conformance(known, standard, document, standard["version"], overlay)


def overall(session: Session, actor: Actor, document: str) -> Overall:
    """The report on everything that comes from one standard document (`002`)."""
    _require(actor)
    changed, untouched = [], 0
    for kind in (FORM, WORKFLOW):
        own = in_force.versions(session, kind)
        for name, (_, shipped) in editable.kind(kind).shipped().items():
            if editable.standard_of(shipped) != document:
                continue
            if name in own:
                changed.append(of(session, actor, kind, name))
            else:
                untouched += 1
    verdict = max((each.report.verdict for each in changed), key=VERDICTS.index, default=VERDICTS[0])
    return Overall(document, verdict, tuple(changed), untouched)


def _conformance(
    kind: Kind, base: Document, document: Document, base_version: str, overlay: list[Any]
) -> Conformance:
    return Conformance(
        kind=kind.name,
        definition_id=document["id"],
        title=editable.title_of(document),
        standard=base.get("standard", {}),
        base_version=base_version,
        version=document["version"],
        layers=tuple(part["layer"] for part in overlay if part["layer"]),
        report=levels.report_of(kind, base, document, overlay),
    )


def _made(session: Session, row: Design) -> list[Any]:
    return design_steps.net(design_steps.after(session, row.id, 0))


def _require(actor: Actor) -> None:
    """Whoever edits forms or reads the numbers of the house may read the report."""
    if not permissions.allowed(actor.roles, "edit-forms"):
        permissions.require(actor, "statistics")
