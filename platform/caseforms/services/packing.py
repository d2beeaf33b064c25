"""What an institution gives away in a pack: its changes, its own forms and processes, local standards, its settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.services import (
    adopting,
    audit,
    editable,
    in_force,
    indicator_tables,
    institutions,
    levels,
    permissions,
    publications,
)
from caseforms.services.actors import Actor
from caseforms.services.in_force import FORM, WORKFLOW
from caseforms.services.refusal import refuse
from caseforms.storage.tables import InstitutionSetting

CHANGES, LAYER, LISTS, INDICATORS, STANDARD = "changes", "layer", "lists", "indicators", "standard"
SETTINGS, TARGETS = "settings", "targets"
LONGEST_VALUE = 200


@dataclass(frozen=True, slots=True)
class Piece:
    """One document of a pack: kind, id and version name it there."""

    kind: str
    id: str
    version: str
    document: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be given away: the key to choose it by, its kind, its title, its version."""

    key: str
    kind: str
    title: Mapping[str, str]
    version: str


def offers(session: Session, actor: Actor) -> tuple[Offer, ...]:
    """Everything that the institution can give away."""
    permissions.require(actor, "manage-layers")
    return tuple(_offers(session))


def packed(session: Session, actor: Actor, chosen: Iterable[str], now: datetime) -> tuple[Piece, ...]:
    """What was chosen, by its keys; noted in the access log. Refused `packing.nothing`."""
    permissions.require(actor, "manage-layers")
    known = {each.key for each in _offers(session)}
    pieces = [piece for key in dict.fromkeys(chosen) if key in known for piece in _pieces(session, key)]
    unique = {(each.kind, each.id, each.version): each for each in pieces}
    if not unique:
        refuse("packing.nothing")
    audit.note(
        session, actor, "export", now, detail={"pack": [f"{each.kind} {each.id}" for each in unique.values()]}
    )
    return tuple(unique.values())


def own_settings(session: Session) -> dict[str, Any]:
    """The settings of the institution that another one could use too: patterns, limits, profiles."""
    rows = session.scalars(select(InstitutionSetting).order_by(InstitutionSetting.name))
    return {row.name: row.value["value"] for row in rows if is_shared(row.name)}


def is_shared(name: str) -> bool:
    """Whether a setting says how an institution works, not who it is."""
    return name in institutions.DEFAULTS or institutions.CASE_SETTING in name


def can_stand(name: str, value: object) -> bool:
    """Whether a value from elsewhere is of the sort that this setting has."""
    if isinstance(value, bool) or not isinstance(value, str | int | float) or len(str(value)) > LONGEST_VALUE:
        return False
    return not isinstance(institutions.DEFAULTS.get(name), int) or str(value).isdecimal()


def _offers(session: Session) -> Iterator[Offer]:
    for kind in (FORM, WORKFLOW):
        for name in sorted(in_force.versions(session, kind)):
            document = editable.kind(kind).document(session, name, None)
            based = levels.base_of(session, kind, name)
            key = f"{CHANGES}:{kind}:{name}" if based else f"{kind}:{name}"
            yield Offer(key, CHANGES if based else kind, editable.title_of(document), document["version"])
    for row in levels.rows(session):
        yield Offer(f"{LAYER}:{row.code}", LAYER, row.title, "")
    if own_settings(session):
        yield Offer(f"{LISTS}:{SETTINGS}", LISTS, {}, "")
    if indicator_tables.own_settings(session):
        yield Offer(f"{INDICATORS}:{TARGETS}", INDICATORS, {}, "")
    for number in adopting.documents():
        yield Offer(f"{STANDARD}:{number}", STANDARD, {}, number)


def _pieces(session: Session, key: str) -> Iterator[Piece]:
    kind, _, name = key.partition(":")
    if kind == CHANGES:
        yield _changes(session, *name.split(":", 1))
    elif kind in (FORM, WORKFLOW):
        document = editable.kind(kind).document(session, name, None)
        yield Piece(kind, name, document["version"], document)
    elif kind == LAYER:
        yield _layer(session, name)
    elif kind == LISTS:
        yield Piece(LISTS, SETTINGS, "", {"values": own_settings(session)})
    elif kind == INDICATORS:
        yield Piece(INDICATORS, TARGETS, "", {"values": _targets(session)})
    else:
        yield from _standard(session, name)


def _changes(session: Session, kind: str, name: str) -> Piece:
    """The institution's own changes to a form or workflow, without those of the layers above it."""
    document = editable.kind(kind).document(session, name, None)
    row = publications.of_version(session, kind, name, document["version"])
    base = levels.base_of(session, kind, name)
    held = {
        "kind": kind,
        "definition": name,
        "title": editable.title_of(document),
        "base_version": base,
        "operations": [levels.without_was(each) for each in publications.own_operations(row)],
    }
    return Piece(CHANGES, f"{kind}-{name}", base, held)


def _layer(session: Session, code: str) -> Piece:
    row = levels.row_of(session, code)
    overlays = []
    for kind in (FORM, WORKFLOW):
        for name in sorted(in_force.versions(session, kind)):
            for part in levels.parts(session, kind, name):
                if part["layer"] == code and part["operations"]:
                    base = levels.base_of(session, kind, name)
                    bare = [levels.without_was(each) for each in part["operations"]]
                    overlays.append(
                        {"kind": kind, "definition": name, "base_version": base, "operations": bare}
                    )
    held = {"title": row.title, "kind": row.kind, "rank": row.rank, "permissions": row.permissions}
    return Piece(LAYER, code, "", {**held, "overlays": overlays})


def _targets(session: Session) -> dict[str, str]:
    own = indicator_tables.own_settings(session)
    return {f"{table}.{name}": str(value) for table, group in own.items() for name, value in group.items()}


def _standard(session: Session, document: str) -> Iterator[Piece]:
    """Every form and workflow of a standard, as the institution works with it, without anybody's changes."""
    for kind in (FORM, WORKFLOW):
        known = editable.kind(kind)
        for name, (_, shipped) in sorted(known.shipped().items()):
            if editable.standard_of(shipped) == document:
                base = levels.base_of(session, kind, name)
                yield Piece(kind, name, base, known.document(session, name, base))
