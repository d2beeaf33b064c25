"""The standards an institution works by: which it has adopted, since when, and how much of each there is here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.services import audit, editable, permissions, shipped, users
from caseforms.services.actors import Actor
from caseforms.services.claiming import claimed
from caseforms.services.refusal import refuse
from caseforms.storage import institution_of
from caseforms.storage.tables import Adoption


@dataclass(frozen=True, slots=True)
class Standard:
    """One standard document: how many forms and workflows come from it, and whether the institution works by it."""

    document: str
    forms: int
    workflows: int
    adopted: bool
    since: datetime | None
    by_name: str


def standards(session: Session, actor: Actor) -> tuple[Standard, ...]:
    """Every standard that forms or workflows come from, by its number."""
    permissions.require(actor, "edit-forms")
    rows = {row.document: row for row in session.scalars(select(Adoption))}
    names = users.names(session) if rows else {}
    return tuple(_standard(document, rows.get(document), names) for document in documents())


def documents() -> tuple[str, ...]:
    """The numbers of the standards that there are."""
    return tuple(sorted({*_counted(shipped.form_documents()), *_counted(shipped.workflow_documents())}))


def adopted(session: Session) -> frozenset[str]:
    """The standards that the institution works by now."""
    return frozenset(session.scalars(select(Adoption.document).where(Adoption.until.is_(None))))


def adopt(session: Session, actor: Actor, document: str, now: datetime) -> None:
    """Work by a standard from now on; doing so already is fine. Refused `adopting.not-found`."""
    permissions.require(actor, "manage-layers")
    if document not in documents():
        refuse("adopting.not-found")
    row = _row(session, document)
    if row is None:
        made = Adoption(
            document=document, institution_id=institution_of(session), by=actor.user_id, at=now, until=None
        )
        if not claimed(session, made):
            return
    elif row.until is not None:
        row.by, row.at, row.until = actor.user_id, now, None
    else:
        return
    audit.note(session, actor, "adopt", now, detail={"standard": document})


def leave(session: Session, actor: Actor, document: str, now: datetime) -> None:
    """Work by a standard no longer: its forms stay, its newer versions are no longer offered.

    Refused `adopting.not-found` for one that is not adopted.
    """
    permissions.require(actor, "manage-layers")
    row = _row(session, document)
    if row is None or row.until is not None:
        refuse("adopting.not-found")
    row.until = now
    audit.note(session, actor, "leave", now, detail={"standard": document})


def _row(session: Session, document: str) -> Adoption | None:
    return session.scalar(select(Adoption).where(Adoption.document == document).with_for_update())


def _standard(document: str, row: Adoption | None, names: Mapping[str, str]) -> Standard:
    active = row is not None and row.until is None
    return Standard(
        document=document,
        forms=_counted(shipped.form_documents()).get(document, 0),
        workflows=_counted(shipped.workflow_documents()).get(document, 0),
        adopted=active,
        since=row.at if row is not None and active else None,
        by_name=names.get(row.by, "") if row is not None and active else "",
    )


def _counted(known: Mapping[str, tuple[str, Mapping[str, Any]]]) -> dict[str, int]:
    """How many documents come from each standard."""
    found: dict[str, int] = {}
    for _, document in known.values():
        name = editable.standard_of(document)
        if name:
            found[name] = found.get(name, 0) + 1
    return found
