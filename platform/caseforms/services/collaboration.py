"""Numbers of working together: the month's summary, the day's log of a worker, a person's appraisal (003 §5.2, §5.3)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from caseforms.services import casework, ledger, record_lines
from caseforms.services.actors import Actor
from caseforms.storage.tables import Case, IndexedValue, Record

FOLLOW_UPS = ("post-closure-visit", "cd-follow-up", "hosp-follow-up")
NONE = "—"
PERIOD = re.compile(r"([0-9]{4})(?:-Q([1-4]))?")
MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


def month(session: Session, text: str, now: datetime) -> dict[str, Any]:
    """The numbers of a month `YYYY-MM` (this month without one): counts and the closed rate."""
    today = casework.calendar_of(session).day_of(now)
    found = MONTH.fullmatch(text) or MONTH.fullmatch(f"{today:%Y-%m}")
    assert found is not None
    first = date(int(found[1]), int(found[2]), 1)
    after = (first + timedelta(days=32)).replace(day=1)
    sent = ledger.lines(session, now, first, after)
    closed = sum(1 for line in sent if line.status == "closed")
    rate = ledger.closed_rate(sent)
    begin, end = _instants(session, first, after)
    opened = _count(session, Case.opened_at >= begin, Case.opened_at < end)
    ended = _count(session, Case.closed_at >= begin, Case.closed_at < end)
    running = _count(session, Case.opened_at < end, (Case.closed_at.is_(None)) | (Case.closed_at >= end))
    visits = session.scalar(
        select(func.count()).where(
            Record.definition_id.in_(FOLLOW_UPS),
            Record.status == "submitted",
            Record.submitted_at >= begin,
            Record.submitted_at < end,
        )
    )
    return {
        "month": f"{first:%Y-%m}",
        "rate": f"{rate:g}%" if rate is not None else NONE,
        "referrals": len(sent),
        "closed": closed,
        "running": running,
        "opened": opened,
        "ended": ended,
        "follow_ups": visits or 0,
    }


def log_of_day(session: Session, actor: Actor, now: datetime) -> dict[str, Any]:
    """What this person submitted today in cases, as rows of the service log."""
    calendar = casework.calendar_of(session)
    today = calendar.day_of(now)
    begin, end = _instants(session, today, today + timedelta(days=1))
    wanted = (
        select(Record, Case)
        .join(Case, Case.id == Record.case_id)
        .where(
            Record.author == actor.user_id,
            Record.status == "submitted",
            Record.submitted_at >= begin,
            Record.submitted_at < end,
        )
        .order_by(Record.submitted_at, Record.id)
        .limit(100)
    )
    rows = []
    for row in session.execute(wanted):
        at = row.Record.submitted_at.astimezone(calendar.zone)
        entry = {
            "time": at.strftime("%H:%M"),
            "work": record_lines.title(session, row.Record.definition_id)["zh"],
        }
        number = row.Case.case_no or row.Case.application_no
        rows.append(entry | ({"case_no": number} if number else {}))
    return {"entries": rows} if rows else {}


def appraisal(session: Session, person: str, period: str, now: datetime) -> dict[str, Any]:
    """A person's figures of a year `YYYY` or quarter `YYYY-Qn`: links obtained, psychology improved, loops closed."""
    found = PERIOD.fullmatch(period)
    if not found or not person:
        return {}
    year, quarter = int(found[1]), int(found[2] or 0)
    first = date(year, 3 * (quarter or 1) - 2, 1)
    after = date(year + 1, 1, 1) if quarter in (0, 4) else date(year, 3 * quarter + 1, 1)
    links = _answers(session, "resource-link", "/obtained", first, after, Record.author == person)
    psych = _answers(
        session, "cd-stage-assessment", "/psych_improved", first, after, Case.responsible == person
    )
    figures = {
        "period": period,
        "person": person,
        "resource_link_effect": _share(links, {"yes", "partly"}, {"yes", "partly", "no", "pending"}),
        "psych_quality": _share(psych, {"yes"}, {"yes", "no"}),
        "closed_loop_rate": ledger.closed_rate(ledger.lines(session, now, first, after, person)),
    }
    return {name: value for name, value in figures.items() if value is not None}


def _answers(
    session: Session, form: str, pointer: str, first: date, after: date, whose: ColumnElement[bool]
) -> list[str]:
    begin, end = _instants(session, first, after)
    wanted = (
        select(IndexedValue.text)
        .join(Record, Record.id == IndexedValue.record_id)
        .join(Case, Case.id == Record.case_id)
        .where(IndexedValue.definition_id == form, IndexedValue.pointer == pointer, whose)
        .where(Record.status == "submitted", Record.submitted_at >= begin, Record.submitted_at < end)
    )
    return [text or "" for text in session.scalars(wanted)]


def _share(found: list[str], good: set[str], counted: set[str]) -> float | None:
    known = [each for each in found if each in counted]
    return round(100 * sum(each in good for each in known) / len(known), 1) if known else None


def _count(session: Session, *conditions: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(Case).where(*conditions)) or 0


def _instants(session: Session, first: date, after: date) -> tuple[datetime, datetime]:
    zone = casework.calendar_of(session).zone
    begin, end = (
        datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC) for day in (first, after)
    )
    return begin, end
