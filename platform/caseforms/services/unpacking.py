"""What a pack would change here, part by part, and taking it: all of it or nothing, by the same ways as any change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from caseforms import definitions
from caseforms import workflow as flows
from caseforms.problems import Problem, Refused
from caseforms.services import (
    audit,
    designs,
    editable,
    indicator_settings,
    indicator_tables,
    institutions,
    layers,
    levels,
    library,
    packing,
    permissions,
    publishing,
)
from caseforms.services.actors import Actor
from caseforms.services.editable import Document
from caseforms.services.in_force import FORM, WORKFLOW
from caseforms.services.packing import CHANGES, INDICATORS, LAYER, LISTS, Piece
from caseforms.services.publications import OWN
from caseforms.services.publishing import Content
from caseforms.services.refusal import problem, refuse_all

ORDER = (FORM, WORKFLOW, LAYER, CHANGES, LISTS, INDICATORS)
"""What the others stand on comes first."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What one part would do: `same` nothing, `new` something we lack, `newer` a standard's version to take over,
    `changes` something in work or in force here. `changes` are the differences, `document` what they lead to.
    """

    piece: Piece
    title: Mapping[str, str]
    outcome: str
    kind: str = ""
    document: Document | None = None
    changes: tuple[Any, ...] = ()
    problems: tuple[Problem, ...] = ()


def planned(session: Session, actor: Actor, pieces: Iterable[Piece]) -> tuple[Planned, ...]:
    """What taking these would do, in the order in which it would be done; each part with what is wrong with it."""
    permissions.require(actor, "manage-layers")
    ordered = sorted(pieces, key=lambda each: (ORDER.index(each.kind), each.id, each.version))
    return tuple(_planned(session, each, ordered) for each in ordered)


def take(
    session: Session, actor: Actor, pieces: Iterable[Piece], note: str, now: datetime
) -> tuple[Planned, ...]:
    """Take all of it, or raise Refused with everything that is in the way; the caller's transaction undoes the rest.

    Changes of another institution become steps of the work that is open here: they are published like any others.
    """
    plan = planned(session, actor, pieces)
    refuse_all(each for one in plan for each in one.problems)
    for each in plan:
        if each.outcome != "same":
            _TAKERS[each.piece.kind](session, actor, each, note, now)
    held = [f"{each.piece.kind} {each.piece.id}" for each in plan]
    audit.note(session, actor, "import", now, detail={"pack": held})
    return plan


def _planned(session: Session, piece: Piece, among: list[Piece]) -> Planned:
    try:
        if piece.kind in (FORM, WORKFLOW):
            return _definition(session, piece, among)
        return _PLANNERS[piece.kind](session, piece)
    except Refused as refused:
        found = tuple(refused.problems)
    except (KeyError, TypeError, ValueError, AttributeError):
        found = (problem("packing.unreadable", path=piece.id),)
    return Planned(piece, {}, "refused", problems=found)


def _definition(session: Session, piece: Piece, among: list[Piece]) -> Planned:
    known, document = editable.kind(piece.kind), dict(piece.document)
    title, standard = editable.title_of(document), "+" not in piece.version and editable.standard_of(document)
    wrong = tuple(each for each in _linted(session, piece, among) if each.severity == "error")
    if wrong:
        return Planned(piece, title, "refused", piece.kind, document, problems=wrong)
    if piece.id not in known.known(session):
        return Planned(piece, title, "new", piece.kind, document)
    base = levels.base_of(session, piece.kind, piece.id)
    if bool(base) is not bool(standard):
        clash = problem("packing.whole" if base else "design.id-taken", name=piece.id)
        return Planned(piece, title, "refused", piece.kind, document, problems=(clash,))
    version = library.newest_standard(session, piece.kind, piece.id) if standard else None
    before = known.normal(known.document(session, piece.id, version))
    changes = tuple(_differences(piece.kind, before, document))
    same = _bare(before) == _bare(known.normal(document))
    if standard and piece.version == version:
        clashes = () if same else (problem("library.version-changed", name=piece.id, version=version),)
        return Planned(piece, title, "refused" if clashes else "same", piece.kind, document, (), clashes)
    return Planned(
        piece, title, "same" if same else "newer" if standard else "changes", piece.kind, document, changes
    )


def _linted(session: Session, piece: Piece, among: list[Piece]) -> tuple[Problem, ...]:
    """The problems of a definition, with the forms at hand that come along with it."""
    forms = dict(library.form_definitions(session))
    for each in among:
        if each.kind == FORM:
            definition, _ = definitions.read(each.document)
            forms |= {each.id: definition} if definition is not None else {}
    if piece.kind == WORKFLOW:
        return flows.lint(piece.document, forms)
    definition, problems = definitions.read(piece.document)
    return problems if definition is None else definitions.lint(definition, forms)


def _changed(session: Session, piece: Piece) -> Planned:
    """Another institution's changes on top of our own; they must have been made on the version we work with."""
    kind, name = str(piece.document["kind"]), str(piece.document["definition"])
    operations = [dict(each) for each in piece.document["operations"]]
    title, known = piece.document["title"], editable.kind(kind)
    base = levels.base_of(session, kind, name)
    if not base or base != piece.document["base_version"]:
        clash = problem(
            "packing.other-base", name=name, theirs=piece.document["base_version"], ours=base or "–"
        )
        return Planned(piece, title, "refused", kind, problems=(clash,))
    parts = levels.parts(session, kind, name)
    given = [
        {**part, "operations": [*part["operations"], *operations]} if part["layer"] == OWN else part
        for part in parts
    ]
    after, overlay = levels.stacked(session, kind, name, base, given)
    before = known.normal(known.document(session, name, None))
    changes = tuple(_differences(kind, before, after))
    standard = known.document(session, name, base)
    against = levels.report_of(known, dict(standard), after, overlay).problems
    outcome = "refused" if against else "changes" if changes else "same"
    return Planned(piece, title, outcome, kind, after, changes, against)


def _layered(session: Session, piece: Piece) -> Planned:
    """A local standard: what it is, what it leaves to others, and what it makes of each form on the standard we have."""
    held = piece.document
    given = {name: dict(each) for name, each in held["permissions"].items()}
    described = (str(held["kind"]), int(held["rank"]), dict(held["title"]), given)
    clashes: list[Problem] = []
    changes: list[Any] = []
    for each in held["overlays"]:
        kind, name = str(each["kind"]), str(each["definition"])
        base = levels.base_of(session, kind, name)
        if not base or base != each["base_version"]:
            clashes.append(
                problem("packing.other-base", name=name, theirs=each["base_version"], ours=base or "–")
            )
            continue
        laid = {"layer": piece.id, "operations": [dict(one) for one in each["operations"]]}
        rest = [part for part in levels.parts(session, kind, name) if part["layer"] != piece.id]
        after, _ = levels.stacked(session, kind, name, base, [laid, *rest])
        before = editable.kind(kind).document(session, name, None)
        changes += _differences(kind, before, after)
    row = next((row for row in levels.rows(session) if row.code == piece.id), None)
    outcome = "changes" if row is not None else "new"
    if row is not None and not changes and described == (row.kind, row.rank, row.title, row.permissions):
        outcome = "same"
    return Planned(
        piece,
        held["title"],
        "refused" if clashes else outcome,
        LAYER,
        changes=tuple(changes),
        problems=tuple(clashes),
    )


def _listed(session: Session, piece: Piece) -> Planned:
    values, own = piece.document["values"], institutions.settings(session)
    unknown = [
        problem("packing.setting", name=name)
        for name, value in values.items()
        if not packing.is_shared(name) or not packing.can_stand(name, value)
    ]
    return _of_values(piece, values, own, unknown)


def _counted(session: Session, piece: Piece) -> Planned:
    present = {
        f"{table.id}.{name}": str(value)
        for table in indicator_tables.tables().values()
        for name, value in indicator_tables.settings_of(session, table).items()
    }
    values = piece.document["values"]
    unknown = [problem("packing.setting", name=name) for name in values if name not in present]
    return _of_values(piece, values, present, unknown)


def _of_values(
    piece: Piece, values: Mapping[str, Any], present: Mapping[str, Any], unknown: list[Problem]
) -> Planned:
    changes = tuple(
        (name, present.get(name), value) for name, value in values.items() if present.get(name) != value
    )
    outcome = "refused" if unknown else "changes" if changes else "same"
    return Planned(piece, {}, outcome, piece.kind, changes=changes, problems=tuple(unknown))


def _differences(kind: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Any]:
    """What differs, the number of the version left out."""
    found = editable.kind(kind).editing.difference(before, after)
    return [each for each in found if each.property != "version"]


def _bare(document: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name != "version"}


def _take_definition(session: Session, actor: Actor, one: Planned, note: str, now: datetime) -> None:
    known, document = editable.kind(one.kind), dict(one.piece.document)
    standard = "+" not in one.piece.version and bool(editable.standard_of(document))
    if standard:
        known.register(session, document, now)
    if one.outcome == "newer":
        return
    base, overlay = (one.piece.version, [{"layer": OWN, "operations": []}]) if standard else ("", [])
    content = Content(known, known.normal(document), base, overlay, [])
    publishing.put_forward(session, actor, content, one.piece.id, note, now)


def _take_changes(session: Session, actor: Actor, one: Planned, _: str, now: datetime) -> None:
    design = designs.open_(session, actor, one.kind, str(one.piece.document["definition"]), now)
    known, document = editable.kind(one.kind), design.document
    wanted = [levels.without_was(each) for each in one.piece.document["operations"]]
    if known.apply_all(document, wanted) != document:
        designs.apply(session, actor, design.id, wanted, now)


def _take_layer(session: Session, actor: Actor, one: Planned, note: str, now: datetime) -> None:
    code, held = one.piece.id, one.piece.document
    layers.keep(session, actor, code, held["title"], str(held["kind"]), int(held["rank"]), now)
    for name, given in held["permissions"].items():
        kind, _, definition_id = name.partition(":")
        for item, permission in given.items():
            layers.permit(session, actor, code, kind, definition_id, item, permission, now)
    for each in held["overlays"]:
        layers.lay(session, actor, code, each["kind"], each["definition"], each["operations"], note, now)


def _take_lists(session: Session, actor: Actor, one: Planned, _: str, now: datetime) -> None:
    for name, _before, value in one.changes:
        institutions.set_setting(session, actor, name, value, now)


def _take_indicators(session: Session, actor: Actor, one: Planned, _: str, now: datetime) -> None:
    indicator_settings.keep(session, actor, {name: str(value) for name, _before, value in one.changes}, now)


_PLANNERS: Mapping[str, Callable[[Session, Piece], Planned]] = {
    CHANGES: _changed,
    LAYER: _layered,
    LISTS: _listed,
    INDICATORS: _counted,
}
_TAKERS: Mapping[str, Callable[[Session, Actor, Planned, str, datetime], None]] = {
    FORM: _take_definition,
    WORKFLOW: _take_definition,
    CHANGES: _take_changes,
    LAYER: _take_layer,
    LISTS: _take_lists,
    INDICATORS: _take_indicators,
}
