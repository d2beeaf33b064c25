"""The working-day calendar an institution keeps: seeded from public holidays, corrected by its administrator."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.services import permissions
from caseforms.services.actors import Actor
from caseforms.services.refusal import refuse
from caseforms.storage.tables import CalendarYear
from caseforms.workflow.days import Calendar, Year

PUBLISHED_YEARS = range(2024, 2027)
ESTIMATED_YEARS = range(2027, 2029)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class YearLine:
    """One year: days off that fall on weekdays, weekend days worked, and whether the State has published it."""

    year: int
    status: str
    off: tuple[date, ...]
    work: tuple[date, ...]
    source: str
    notice: str
    version: int


def seed(session: Session, institution_id: str, now: datetime) -> None:
    """Give an institution the years known when this version was made; later years are estimates."""
    for year in (*PUBLISHED_YEARS, *ESTIMATED_YEARS):
        off, work = _public_days(year)
        status = "published" if year in PUBLISHED_YEARS else "estimated"
        session.add(
            CalendarYear(
                institution_id=institution_id,
                year=year,
                status=status,
                off_days=[day.isoformat() for day in off],
                work_days=[day.isoformat() for day in work],
                source="holidays",
                notice="",
                changed_by=None,
                changed_at=now,
            )
        )


def years(session: Session) -> tuple[YearLine, ...]:
    """Every year the institution keeps."""
    return tuple(_line(row) for row in session.scalars(select(CalendarYear).order_by(CalendarYear.year)))


def keep_year(
    session: Session,
    actor: Actor,
    year: int,
    off: Iterable[date],
    work: Iterable[date],
    status: str,
    now: datetime,
    version: int | None,
    source: str = "",
    notice: str = "",
) -> YearLine:
    """Write one year (new, or over the version that was seen). Due dates are recomputed by `clock.set_year`."""
    permissions.require(actor, "manage-calendar")
    off_days, work_days = sorted(set(off)), sorted(set(work))
    _check_days(year, off_days, work_days, status)
    row = session.scalar(select(CalendarYear).where(CalendarYear.year == year))
    if row is None:
        row = CalendarYear(year=year)
        session.add(row)
    elif row.version != version:
        refuse("calendar.stale", year=year)
    row.status, row.source, row.notice = status, source, notice
    row.off_days = [day.isoformat() for day in off_days]
    row.work_days = [day.isoformat() for day in work_days]
    row.changed_by, row.changed_at = actor.user_id, now
    session.flush()
    return _line(row)


def as_published() -> Calendar:
    """The years known when this version was made, for work outside an institution (checking and simulating)."""
    known = {}
    for year in (*PUBLISHED_YEARS, *ESTIMATED_YEARS):
        off, work = _public_days(year)
        published = year in PUBLISHED_YEARS
        known[year] = Year(frozenset(off), frozenset(work), "published" if published else "estimated")
    return Calendar(known)


def _check_days(year: int, off: list[date], work: list[date], status: str) -> None:
    if status not in ("published", "estimated"):
        refuse("calendar.status", status=status)
    for day in (*off, *work):
        if day.year != year:
            refuse("calendar.other-year", day=day.isoformat(), year=year)
    for day in set(off) & set(work):
        refuse("calendar.both", day=day.isoformat())
    for day in work:
        if day.weekday() < SATURDAY:
            refuse("calendar.not-a-weekend", day=day.isoformat())


def _public_days(year: int) -> tuple[list[date], list[date]]:
    import holidays  # 0.35 s to import, needed when an institution is made

    known = holidays.country_holidays("CN", years=year)
    days = [date(year, 1, 1) + timedelta(number) for number in range(366)]
    own = [day for day in days if day.year == year]
    off = [day for day in own if day.weekday() < SATURDAY and not known.is_working_day(day)]
    work = [day for day in own if day.weekday() >= SATURDAY and known.is_working_day(day)]
    return off, work


def _line(row: CalendarYear) -> YearLine:
    off = tuple(date.fromisoformat(day) for day in row.off_days)
    work = tuple(date.fromisoformat(day) for day in row.work_days)
    return YearLine(row.year, row.status, off, work, row.source, row.notice, row.version)
