"""What becomes of an arrived record: a person confirms it, goes on with it, chooses between two contents, or puts it aside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.problems import Problem
from caseforms.services import arrivals, audit, records, taking_over, users
from caseforms.services.actors import Actor
from caseforms.services.arriving import CONFLICT, UNREADABLE, WAITING
from caseforms.services.refusal import refuse
from caseforms.services.sealed_records import Opened
from caseforms.storage.tables import Arrival

FILED, DRAFTED, DECLINED = "filed", "drafted", "declined"
LONGEST_REASON = 1000


@dataclass(frozen=True, slots=True)
class Decided:
    """The record that stands now, and which of the signatures could not be taken over with it."""

    record_id: str
    left_out: tuple[Problem, ...] = ()


def confirm(
    session: Session, actor: Actor, arrival_id: str, now: datetime, *, person_id: str | None = None
) -> Decided:
    """Make the record a fact as it is: submitted by this person under its own version, written by the volunteer.

    Refused as submitting it would be; nothing is written then and it goes on waiting.
    """
    row, content = _waiting(session, actor, arrival_id)
    author = row.volunteer if row.volunteer and taking_over.person(session, row.volunteer) else actor.user_id
    begun = taking_over.begin(session, actor, row, content, now, author=author, person_id=person_id)
    record = begun.record
    records.submit(session, actor, record.id, begun.data, begun.version, now, record.id)
    left_out = taking_over.signed(session, actor, row, content, begun, now)
    _decided(session, actor, row, FILED, now, filed_as=record.id)
    return Decided(record.id, left_out)


def go_on(
    session: Session, actor: Actor, arrival_id: str, now: datetime, *, person_id: str | None = None
) -> Decided:
    """Make it a draft of this person, who completes and submits it; signatures are then given anew."""
    row, content = _waiting(session, actor, arrival_id)
    begun = taking_over.begin(session, actor, row, content, now, author=actor.user_id, person_id=person_id)
    _decided(session, actor, row, DRAFTED, now, filed_as=begun.record.id)
    return Decided(begun.record.id)


def decline(session: Session, actor: Actor, arrival_id: str, reason: str, now: datetime) -> None:
    """Put it aside with the reason. It stays sealed and can be opened again by whoever may decide."""
    row = _undecided(session, actor, arrival_id)
    _decided(session, actor, row, DECLINED, now, reason=_reason(reason))


def prefer(session: Session, actor: Actor, arrival_id: str, reason: str, now: datetime) -> None:
    """Of the contents that arrived under one record let this one hold; the others are put aside with the reason.

    Refused `arrival.already-there` when one of them stands in its case by now.
    """
    row, why = _undecided(session, actor, arrival_id), _reason(reason)
    if row.state == UNREADABLE:
        refuse("arrival.closed")
    others = select(Arrival).where(Arrival.record_id == row.record_id, Arrival.id != row.id).with_for_update()
    rivals = list(session.scalars(others))
    if any(each.state in (FILED, DRAFTED) for each in rivals):
        refuse("arrival.already-there")
    for each in rivals:
        if each.state in arrivals.UNDECIDED:
            _decided(session, actor, each, DECLINED, now, reason=why)
    row.state = WAITING
    session.flush()


def _waiting(session: Session, actor: Actor, arrival_id: str) -> tuple[Arrival, Opened]:
    row = _undecided(session, actor, arrival_id)
    if row.state == CONFLICT:
        refuse("arrival.undecided")
    content = arrivals.opened(session, row)
    return (row, content) if content is not None else refuse("arrival.closed")


def _undecided(session: Session, actor: Actor, arrival_id: str) -> Arrival:
    row = arrivals.row_of(session, actor, arrival_id, lock=True)
    if row.state not in arrivals.UNDECIDED:
        refuse("arrival.decided", name=users.names(session).get(row.decided_by or "", ""))
    return row


def _reason(written: str) -> str:
    plain = written.strip()[:LONGEST_REASON]
    return plain or refuse("arrival.reason", "/reason")


def _decided(
    session: Session,
    actor: Actor,
    row: Arrival,
    state: str,
    now: datetime,
    *,
    reason: str = "",
    filed_as: str | None = None,
) -> None:
    row.state, row.reason, row.filed_as = state, reason, filed_as
    row.decided_by, row.decided_at = actor.user_id, now
    detail = {"arrival": row.number, "decision": state}
    audit.note(session, actor, "decide", now, case_id=row.case_id, record_id=row.record_id, detail=detail)
    session.flush()
