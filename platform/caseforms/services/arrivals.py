"""Records that tablets delivered, as those see them who decide: the list, and one opened with what there is to know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from caseforms.definitions import Form
from caseforms.services import (
    access,
    arrival_marks,
    arriving,
    attachments,
    audit,
    institution_keys,
    library,
    permissions,
    record_lines,
    sealed_files,
    sealed_records,
    users,
)
from caseforms.services.actors import Actor
from caseforms.services.arrival_marks import Mark
from caseforms.services.arriving import CONFLICT, UNREADABLE, WAITING, Receipt
from caseforms.services.paging import Page, cursor, moment, read_cursor
from caseforms.services.refusal import refuse
from caseforms.services.sealed_records import File, Opened
from caseforms.storage.envelopes import EnvelopeBroken
from caseforms.storage.tables import Arrival, Case, Tablet

UNDECIDED = (WAITING, CONFLICT, UNREADABLE)
LIMIT = 30
SUBJECTS = (permissions.PERSON, "group", "activity")
"""What cases are about in which tablets are carried about."""


@dataclass(frozen=True, slots=True)
class ArrivalLine:
    """One arrival in the list; nothing of its content."""

    id: str
    number: str
    title: Mapping[str, str]
    kind: str
    state: str
    received_at: datetime
    volunteer: str
    tablet: str
    case_id: str | None
    client_name: str


@dataclass(frozen=True, slots=True)
class ArrivalView:
    """One arrival opened: `content` and `form` are None when it cannot be; `rivals` are other contents of the record."""

    line: ArrivalLine
    receipt: Receipt
    form: Form | None
    content: Opened | None
    marks: tuple[Mark, ...]
    rivals: tuple[ArrivalLine, ...]
    decided_by: str
    decided_at: datetime | None
    reason: str
    filed_as: str | None


def listed(
    session: Session, actor: Actor, *, decided: bool = False, after: str | None = None
) -> Page[ArrivalLine]:
    """What waits for a decision of this person, oldest first; or what was decided, newest first."""
    _require_deciding(actor)
    wanted = select(Arrival).where(_seen_by(session, actor))
    wanted = wanted.where(Arrival.state.not_in(UNDECIDED) if decided else Arrival.state.in_(UNDECIDED))
    at, own = Arrival.received_at, Arrival.id
    if after is not None:
        seconds, last_id = read_cursor(after, 2)
        then, key = moment(seconds), str(last_id)
        beyond = at < then if decided else at > then
        wanted = wanted.where(or_(beyond, and_(at == then, own < key if decided else own > key)))
    order = (at.desc(), own.desc()) if decided else (at, own)
    rows = list(session.scalars(wanted.order_by(*order).limit(LIMIT + 1)))
    last = rows[LIMIT - 1] if len(rows) > LIMIT else None
    following = cursor(last.received_at.timestamp(), last.id) if last is not None else None
    return Page(_lines(session, rows[:LIMIT]), following)


def count(session: Session, actor: Actor) -> int:
    """How many arrivals wait for a decision of this person; none for whoever decides on none."""
    if not decides(actor):
        return 0
    wanted = select(func.count()).where(Arrival.state.in_(UNDECIDED), _seen_by(session, actor))
    return session.scalar(wanted) or 0


def look(session: Session, actor: Actor, arrival_id: str, now: datetime) -> ArrivalView:
    """One arrival opened; the look is logged."""
    row = row_of(session, actor, arrival_id)
    detail = {"arrival": row.number, "tablet": row.tablet_id}
    audit.note(session, actor, "view", now, case_id=row.case_id, record_id=row.record_id, detail=detail)
    content = opened(session, row)
    form = library.form(session, row.definition_id, row.definition_version) if content else None
    others = select(Arrival).where(Arrival.record_id == row.record_id, Arrival.id != row.id)
    return ArrivalView(
        line=_lines(session, [row])[0],
        receipt=arriving.receipt(session, row),
        form=form,
        content=content,
        marks=arrival_marks.of_arrival(session, row, content) if content else (),
        rivals=_lines(session, list(session.scalars(others.order_by(Arrival.place)))),
        decided_by=users.names(session).get(row.decided_by or "", ""),
        decided_at=row.decided_at,
        reason=row.reason,
        filed_as=row.filed_as,
    )


def file(session: Session, actor: Actor, arrival_id: str, file_id: str, now: datetime) -> tuple[str, bytes]:
    """The type and the bytes of a file that came with a record; the look is logged."""
    row = row_of(session, actor, arrival_id)
    content = opened(session, row)
    found = next((each for each in content.files if each.id == file_id), None) if content else None
    if found is None:
        refuse("attachment.not-found")
    detail = {"arrival": row.number, "attachment": file_id}
    audit.note(session, actor, "view", now, case_id=row.case_id, record_id=row.record_id, detail=detail)
    plain = file_content(session, found)
    kind = next((kind for sign, kind in attachments.SIGNS if plain.startswith(sign)), None)
    return (
        (kind, plain)
        if kind is not None
        else refuse("attachment.type", accepted=", ".join(attachments.ACCEPTED))
    )


def opened(session: Session, row: Arrival) -> Opened | None:
    """The content of an arrival; None when it cannot be opened."""
    return None if row.state == UNREADABLE else sealed_records.opened(session, arriving.sealed_of(row))


def file_content(session: Session, found: File) -> bytes:
    """The bytes of a file of an opened record. Refused `attachment.lost` when they do not open."""
    sealed = sealed_files.content(session, found.address)
    try:
        return institution_keys.opened_file(session, sealed, f"{found.id}|attachment")
    except EnvelopeBroken:
        refuse("attachment.lost", name=found.name)


def decides(actor: Actor) -> bool:
    """Whether the actor decides on arrivals at all: whoever may take cases that volunteers work in."""
    return any(permissions.allowed(actor.roles, "accept", subject=each) for each in SUBJECTS)


def row_of(session: Session, actor: Actor, arrival_id: str, *, lock: bool = False) -> Arrival:
    """The arrival when the actor may decide on it; refused `arrival.not-found` else."""
    _require_deciding(actor)
    wanted = select(Arrival).where(Arrival.id == arrival_id, _seen_by(session, actor))
    row = session.scalar(wanted.with_for_update(of=Arrival) if lock else wanted)
    return row if row is not None else refuse("arrival.not-found")


def _require_deciding(actor: Actor) -> None:
    if not decides(actor):
        refuse("permission.denied", verb="accept")


def _seen_by(session: Session, actor: Actor) -> ColumnElement[bool]:
    """What stands in no case is for everybody who takes cases of people; the rest for those who read the case."""
    of_own = Arrival.case_id.in_(select(Case.id).where(access.readable(session, actor)))
    if not permissions.allowed(actor.roles, "accept"):
        return of_own
    return or_(Arrival.case_id.is_(None), of_own)


def _lines(session: Session, rows: list[Arrival]) -> tuple[ArrivalLine, ...]:
    names = users.names(session)
    tablets = {row.id: row.name for row in session.scalars(select(Tablet))} if rows else {}
    ids = {row.case_id for row in rows if row.case_id}
    clients: dict[str, str] = {}
    if ids:
        named = session.execute(select(Case.id, Case.client_name).where(Case.id.in_(ids)))
        clients = {row.id: row.client_name for row in named}
    return tuple(_line(session, row, names, tablets, clients) for row in rows)


def _line(
    session: Session,
    row: Arrival,
    names: Mapping[str, str],
    tablets: Mapping[str, str],
    clients: Mapping[str, str],
) -> ArrivalLine:
    title: Mapping[str, Any] = record_lines.title(session, row.definition_id) if row.definition_id else {}
    return ArrivalLine(
        row.id,
        row.number,
        title,
        row.kind,
        row.state,
        row.received_at,
        names.get(row.volunteer or "", ""),
        tablets.get(row.tablet_id, ""),
        row.case_id,
        clients.get(row.case_id or "", ""),
    )
