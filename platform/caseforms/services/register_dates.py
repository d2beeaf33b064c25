"""What the registers are waiting for: a drill, an evaluation, the week's meeting, the month's summary, a file on loan, an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caseforms.services import access, casework, institutions, notifications, permissions, users
from caseforms.services.actors import Actor
from caseforms.storage import institution_of
from caseforms.storage.tables import IndexedValue, Institution, Record

DRILL, EVALUATION = "emergency-drill", "quality-evaluation"
MEETING, SUMMARY = "weekly-meeting", "monthly-summary"
LOAN, COMPLAINT = "archive-borrowing", "complaint-record"


@dataclass(frozen=True, slots=True)
class Repeated:
    """What comes back: `setting` says after how many days (0 never asks), `dated` which field says when it was last.

    `once_begun`: only those who have begun with it are asked. `told` are the roles that hear of it, once each time.
    """

    kind: str
    setting: str
    dated: str = ""
    once_begun: bool = False
    told: frozenset[str] = frozenset()


REPEATED: Mapping[str, Repeated] = {
    DRILL: Repeated("drill", "drill.interval_days", dated="/drill_date"),
    EVALUATION: Repeated("evaluation", "evaluation.interval_days", told=frozenset({"quality"})),
    MEETING: Repeated(
        "meeting",
        "meeting.interval_days",
        "/meeting_date",
        once_begun=True,
        told=frozenset({"supervisor", "social_worker"}),
    ),
    SUMMARY: Repeated("summary", "summary.interval_days", once_begun=True, told=frozenset({"supervisor"})),
}


@dataclass(frozen=True, slots=True)
class RegisterDue:
    """Something a register waits for.

    `kind` is drill, evaluation, meeting, summary, loan or complaint; `day` the day it was due (of a complaint: received); `days` how
    many days ago that was; `what` the number, `who` the person it is about.
    """

    kind: str
    definition_id: str
    record_id: str | None
    day: date
    days: int
    what: str = ""
    who: str = ""


Source = Callable[[Session, Actor, date], Iterator[RegisterDue]]


def waiting(
    session: Session, actor: Actor, now: datetime, definition_id: str | None = None
) -> tuple[RegisterDue, ...]:
    """Everything that waits for this person, or for the readers of one register; the longest waiting first."""
    found = [
        line
        for name, lines_of in _SOURCES.items()
        if definition_id in (None, name) and _sees(actor, name, definition_id is not None)
        for line in lines_of(session, actor, casework.calendar_of(session).day_of(now))
    ]
    return tuple(sorted(found, key=lambda line: -line.days))


def tell(session: Session, now: datetime) -> int:
    """Tell those who are concerned, once each time, that an evaluation, a meeting or a summary is due; how many were told."""
    today = casework.calendar_of(session).day_of(now)
    told = 0
    for definition_id, repeated in REPEATED.items():
        for line in _repeated(session, definition_id, today) if repeated.told else ():
            kind = f"{repeated.kind}-due"
            receivers = users.with_role(session, repeated.told)
            told += notifications.tell(session, receivers, kind, f"{kind}/{line.day.isoformat()}", now)
    return told


def _sees(actor: Actor, definition_id: str, on_its_page: bool) -> bool:
    slot = definition_id.replace("-", "_")
    if definition_id in REPEATED and not on_its_page:
        return permissions.allowed(actor.roles, "start", slot)
    return permissions.allowed(actor.roles, "read", slot)


def _of(definition_id: str) -> Source:
    return lambda session, _actor, today: _repeated(session, definition_id, today)


def _repeated(session: Session, definition_id: str, today: date) -> Iterator[RegisterDue]:
    """One line when the last record (at first the opening of the institution) is older than the interval."""
    repeated = REPEATED[definition_id]
    interval = _days(institutions.setting(session, repeated.setting))
    last = _last(session, definition_id, repeated) if interval > 0 else None
    if interval <= 0 or (last is None and repeated.once_begun):
        return
    due = (last or _opening(session)) + timedelta(days=interval)
    if due <= today:
        yield RegisterDue(repeated.kind, definition_id, None, due, (today - due).days)


def _last(session: Session, definition_id: str, repeated: Repeated) -> date | None:
    if repeated.dated:
        text = session.scalar(
            select(func.max(IndexedValue.date))
            .join(Record, Record.id == IndexedValue.record_id)
            .where(
                IndexedValue.definition_id == definition_id,
                IndexedValue.pointer == repeated.dated,
                Record.status == "submitted",
            )
        )
        return date.fromisoformat(text[:10]) if text else None
    wanted = select(Record.submitted_at).where(
        Record.definition_id == definition_id, Record.status == "submitted"
    )
    at = session.scalar(wanted.order_by(Record.submitted_at.desc()).limit(1))
    return casework.calendar_of(session).day_of(at) if at is not None else None


def _days(setting: object) -> int:
    text = str(setting or "").strip()
    return int(text) if text.isdecimal() else 0


def _opening(session: Session) -> date:
    row = session.get_one(Institution, institution_of(session))
    return casework.calendar_of(session).day_of(row.created_at)


def _loans(session: Session, _actor: Actor, today: date) -> Iterator[RegisterDue]:
    for record, values in _open(session, LOAN, "/returned_at"):
        due = date.fromisoformat(values["/due_on"][:10])
        if due < today:
            yield _line("loan", record, values, due, today, "/archive_no", "/borrower")


def _complaints(session: Session, actor: Actor, today: date) -> Iterator[RegisterDue]:
    mine = set(
        session.scalars(select(Record.id).where(Record.definition_id == COMPLAINT, access.is_about(actor)))
    )
    for record, values in _open(session, COMPLAINT, "/responded_at"):
        if record.id not in mine:
            received = date.fromisoformat(values["/received_at"][:10])
            yield _line("complaint", record, values, received, today, "/complaint_no", "/handler")


def _open(session: Session, definition_id: str, end: str) -> Iterator[tuple[Record, dict[str, Any]]]:
    """Submitted records of a register without a value at `end`, with their indexed values."""
    done = select(IndexedValue.record_id).where(
        IndexedValue.definition_id == definition_id, IndexedValue.pointer == end
    )
    wanted = select(Record).where(
        Record.definition_id == definition_id, Record.status == "submitted", Record.id.not_in(done)
    )
    rows = {record.id: record for record in session.scalars(wanted.order_by(Record.submitted_at))}
    values: dict[str, dict[str, Any]] = {record_id: {} for record_id in rows}
    for value in session.scalars(select(IndexedValue).where(IndexedValue.record_id.in_(rows))):
        values[value.record_id][value.pointer] = value.date or value.text or value.number
    for record_id, record in rows.items():
        yield record, values[record_id]


def _line(
    kind: str, record: Record, values: dict[str, Any], day: date, today: date, what: str, who: str
) -> RegisterDue:
    return RegisterDue(
        kind,
        record.definition_id,
        record.id,
        day,
        (today - day).days,
        str(values.get(what, "")),
        str(values.get(who, "")),
    )


_SOURCES: Mapping[str, Source] = {
    **{name: _of(name) for name in REPEATED},
    LOAN: _loans,
    COMPLAINT: _complaints,
}
