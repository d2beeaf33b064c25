"""Local standards between a standard and an institution: a province's, a city's, a trade's; what each leaves to the next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.overlays.permissions import STEPS
from caseforms.services import editable, levels, permissions, publications, publishing
from caseforms.services.actors import Actor
from caseforms.services.identifiers import new_id
from caseforms.services.in_force import IN_FORCE
from caseforms.services.publications import PublicationLine
from caseforms.services.publishing import Content
from caseforms.services.refusal import refuse
from caseforms.storage.tables import LayerRow, Publication

KINDS = ("province", "city", "trade")
CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
LONGEST = 120


@dataclass(frozen=True, slots=True)
class LayerLine:
    """One layer: `permissions` is what it leaves to those below, by form or workflow and item; `changed` what it touches."""

    code: str
    title: Mapping[str, str]
    kind: str
    rank: int
    permissions: Mapping[str, Mapping[str, str]]
    changed: tuple[tuple[str, str], ...]
    changed_at: datetime


def listed(session: Session, actor: Actor) -> tuple[LayerLine, ...]:
    """Every layer, the one nearest to the standard first."""
    permissions.require(actor, "edit-forms")
    touched = _touched(session)
    return tuple(
        LayerLine(
            row.code,
            row.title,
            row.kind,
            row.rank,
            row.permissions,
            tuple(touched.get(row.code, ())),
            row.changed_at,
        )
        for row in levels.rows(session)
    )


def keep(
    session: Session, actor: Actor, code: str, title: Mapping[str, str], kind: str, rank: int, now: datetime
) -> None:
    """A new layer, or another title, kind or rank of one (the lower the rank, the nearer to the standard).

    Refused `layer.code`, `layer.title`, `layer.kind`.
    """
    permissions.require(actor, "manage-layers")
    words = {language: str(title.get(language, "")).strip() for language in ("zh", "en")}
    if not CODE.fullmatch(code):
        refuse("layer.code", "/code")
    if not all(0 < len(each) <= LONGEST for each in words.values()):
        refuse("layer.title", "/title", limit=LONGEST)
    if kind not in KINDS:
        refuse("layer.kind", "/kind")
    row = session.scalar(select(LayerRow).where(LayerRow.code == code))
    if row is None:
        row = LayerRow(id=new_id(), code=code, permissions={})
        session.add(row)
    row.title, row.kind, row.rank = words, kind, rank
    row.changed_by, row.changed_at = actor.user_id, now
    session.flush()


def permit(
    session: Session,
    actor: Actor,
    code: str,
    kind: str,
    definition_id: str,
    item: str,
    permission: str | None,
    now: datetime,
) -> None:
    """What a layer leaves to those below: locked, relabel, tighten or free; None: what the standard leaves.

    `item` is one of the document, or `*` for all. Refused `layer.not-found`, `layer.permission`.
    """
    permissions.require(actor, "manage-layers")
    row = levels.row_of(session, code)
    editable.kind(kind).document(session, definition_id, None)
    if permission is not None and permission not in STEPS:
        refuse("layer.permission")
    name = levels.key(kind, definition_id)
    own = {each: given for each, given in row.permissions.get(name, {}).items() if each != item}
    own |= {item: permission} if permission is not None else {}
    row.permissions = {**row.permissions, name: own}
    row.changed_by, row.changed_at = actor.user_id, now


def lay(
    session: Session,
    actor: Actor,
    code: str,
    kind: str,
    definition_id: str,
    operations: Iterable[Any],
    note: str,
    now: datetime,
) -> PublicationLine:
    """Give a layer these operations on a form or workflow, instead of those it had, and publish what comes of it."""
    permissions.require(actor, "manage-layers")
    levels.row_of(session, code)
    own = [dict(each) for each in operations]
    given = [
        {**part, "operations": own} if part["layer"] == code else part
        for part in levels.parts(session, kind, definition_id)
    ]
    return _published(session, actor, kind, definition_id, given, note, now)


def take_away(
    session: Session, actor: Actor, code: str, note: str, now: datetime
) -> tuple[PublicationLine, ...]:
    """Work without a layer from now on: whatever it changed is published anew without it."""
    permissions.require(actor, "manage-layers")
    row = levels.row_of(session, code)
    lines = []
    for kind, definition_id in _touched(session).get(code, ()):
        given = [part for part in levels.parts(session, kind, definition_id) if part["layer"] != code]
        lines.append(_published(session, actor, kind, definition_id, given, note, now))
    session.delete(row)
    session.flush()
    return tuple(lines)


def _published(
    session: Session,
    actor: Actor,
    kind: str,
    definition_id: str,
    given: list[levels.Part],
    note: str,
    now: datetime,
) -> PublicationLine:
    base = levels.base_of(session, kind, definition_id)
    if not base:
        refuse("conformance.own", name=definition_id)
    document, overlay = levels.stacked(session, kind, definition_id, base, given)
    content = Content(editable.kind(kind), document, base, overlay, [])
    return publishing.put_forward(session, actor, content, definition_id, note, now)


def _touched(session: Session) -> dict[str, list[tuple[str, str]]]:
    """The forms and workflows in force that each layer changes."""
    found: dict[str, list[tuple[str, str]]] = {}
    rows = session.scalars(select(Publication).where(Publication.state == IN_FORCE))
    for row in sorted(rows, key=lambda each: (each.kind, each.definition_id)):
        for part in publications.below(row):
            if part["operations"]:
                found.setdefault(part["layer"], []).append((row.kind, row.definition_id))
    return found
