"""How promptly service is written down: the days between a service and the submission of its record (001 B.1.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from caseforms.services import access, case_lines, casework, institutions, permissions, record_lines
from caseforms.services.actors import Actor
from caseforms.services.case_lines import CaseLine
from caseforms.services.paging import Page, cursor, read_cursor
from caseforms.storage.tables import Case, IndexedValue, Record
from caseforms.workflow import SUBJECTS

DATED: Mapping[str, str] = {
    "mh-service-record": "start_at",
    "cd-service-record": "service_at",
    "hosp-intervention-record": "session_at",
    "case-activity-record": "served_at",
    "group-session-record": "held_at",
    "activity-signin": "held_on",
    "volunteer-service-record": "service_date",
}
"""The records of service, and the field that says when it was."""
DELAY = "/days-until-recorded"
"""Where the index keeps the days of a record; no field is called so."""


@dataclass(frozen=True, slots=True)
class LateLine:
    """A record written later than the institution asks: how many days after the service."""

    record_id: str
    title: Mapping[str, str]
    case: CaseLine
    days: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Promptness:
    """How many records of service there are, and how many of them came late (`limit`: the days that are allowed)."""

    records: int
    late: int
    limit: int


def delay(session: Session, record: Record, data: Mapping[str, Any]) -> int | None:
    """The days from the service to the first submission of its record; None for other records."""
    field = DATED.get(record.definition_id)
    said = str(data.get(field or "", ""))[:10]
    if record.submitted_at is None or not said:
        return None
    try:
        return (casework.calendar_of(session).day_of(record.submitted_at) - date.fromisoformat(said)).days
    except ValueError:
        return None


def promptness(session: Session, actor: Actor) -> Promptness:
    """The counts of the institution. Raises Refused `permission.denied` without the right to statistics."""
    permissions.require(actor, "statistics")
    limit = _limit(session)
    counted = select(func.count()).where(IndexedValue.pointer == DELAY, IndexedValue.definition_id.in_(DATED))
    late = counted.where(IndexedValue.number > limit)
    return Promptness(session.scalar(counted) or 0, session.scalar(late) or 0, limit)


def late(session: Session, actor: Actor, after: str | None = None, limit: int = 30) -> Page[LateLine]:
    """The late records in the cases that this person reads, the latest submission first."""
    if not any(permissions.allowed(actor.roles, "search", subject=each) for each in SUBJECTS):
        permissions.require(actor, "search")
    wanted = (
        select(Record, Case, IndexedValue.number)
        .join(Case, Case.id == Record.case_id)
        .join(IndexedValue, and_(IndexedValue.record_id == Record.id, IndexedValue.pointer == DELAY))
        .where(
            IndexedValue.definition_id.in_(DATED),
            IndexedValue.number > _limit(session),
            Record.status == "submitted",
            access.readable(session, actor),
        )
    )
    if after is not None:
        at, record_id = read_cursor(after, 2)
        moment = datetime.fromisoformat(str(at))
        same = (Record.submitted_at == moment) & (Record.id < str(record_id))
        wanted = wanted.where(or_(Record.submitted_at < moment, same))
    rows = session.execute(
        wanted.order_by(Record.submitted_at.desc(), Record.id.desc()).limit(limit + 1)
    ).all()
    lines = tuple(
        LateLine(
            row.Record.id,
            record_lines.title(session, row.Record.definition_id, row.Record.definition_version),
            case_lines.line(session, row.Case),
            int(row.number),
            row.Record.submitted_at,
        )
        for row in rows[:limit]
    )
    last = rows[limit - 1].Record if len(rows) > limit else None
    return Page(lines, cursor(last.submitted_at.isoformat(), last.id) if last else None)


def _limit(session: Session) -> int:
    return int(institutions.setting(session, "record.within_days"))
