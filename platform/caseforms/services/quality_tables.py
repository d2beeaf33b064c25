"""A table of indicators for one period: a few counts over the rows that cases have written, judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session, aliased

from caseforms import indicators
from caseforms.indicators import Asked, Count, Counter, Figures, Period, Table, Verdict
from caseforms.services import casework, indicator_tables, permissions
from caseforms.services.actors import Actor
from caseforms.services.refusal import refuse
from caseforms.storage.tables import ContributionRow, InstitutionSetting, PersonKey

Row = ContributionRow
RESIDENTS = "covered_residents"
REGISTERED = ":registered"


def of_period(session: Session, actor: Actor, table_id: str, period: Period, now: datetime) -> Figures:
    """The table as the rows stand now. A period that is not over counts up to today.

    Raises Refused `permission.denied`, `indicators.not-found`.
    """
    permissions.require(actor, "statistics")
    return figures(session, indicator_tables.table(table_id), period, today(session, now))


def figures(session: Session, table: Table, period: Period, day: date) -> Figures:
    """The judged table of a period, seen on a day."""
    counted = counts(session, table, table.counters(), period, day)
    counted |= _registered(session, table, period, day)
    return indicators.judge(table, counted, asked(session, table))


def trend(
    session: Session, actor: Actor, table_id: str, row_id: str, last: Period, number: int, now: datetime
) -> tuple[tuple[Period, Verdict], ...]:
    """One row over the last periods of the same kind, oldest first."""
    permissions.require(actor, "statistics")
    table, day = indicator_tables.table(table_id), today(session, now)
    row = indicator_tables.row(table, row_id)
    parts = (*table.figures, *row.parts) if row.given or row.coverage else row.parts
    wanted = [part.counter for part in (*parts, *row.beside)]
    wanted += [row.counter] if row.counter else []
    found = []
    for period in indicators.run_of(last, number):
        counted = counts(session, table, wanted, period, day)
        if row.given is not None:
            counted |= _registered(session, table, period, day)
        judged = indicators.judge(table, counted, asked(session, table))
        found.append((period, judged.row(row_id)))
    return tuple(found)


def of_teams(
    session: Session, actor: Actor, table_id: str, row_id: str, period: Period, now: datetime
) -> tuple[Count, ...]:
    """The counts of a rate by team, the largest team first; no team is named."""
    permissions.require(actor, "statistics")
    table = indicator_tables.table(table_id)
    row = indicator_tables.row(table, row_id)
    if row.counter is None:
        return ()
    wanted = (
        select(Row.team_id, func.count(), func.sum(case((Row.met, 1), else_=0)))
        .where(
            Row.counter == indicator_tables.counter_key(table, row.counter),
            Row.team_id.is_not(None),
            inside(Row, period, today(session, now)),
        )
        .group_by(Row.team_id)
    )
    found = [Count(int(good), int(every)) for _, every, good in session.execute(wanted)]
    return tuple(sorted(found, key=lambda count: (-count.all, -count.good)))


def counts(
    session: Session, table: Table, wanted: Iterable[Counter], period: Period, day: date
) -> dict[str, Count]:
    """What counters say of a period, by counter id; one without units is left out."""
    named = {indicator_tables.counter_key(table, counter): counter for counter in wanted}
    shared = {key for key, counter in named.items() if counter.distinct}
    money = {key for key, counter in named.items() if any(looks.amount for looks in counter.looks)}
    found: dict[str, list[int]] = {}
    for key, met, number in session.execute(_plain(named.keys() - shared, period, day)):
        both = found.setdefault(key, [0, 0, 0])
        both[0] += number if met else 0
        both[1] += number
    if shared:
        for key, every, good in session.execute(_distinct(shared, period, day)):
            found[key] = [good, every, 0]
    if money:
        for key, total in session.execute(_amounts(money, period, day)):
            found[key][2] = int(total or 0)
    return {named[key].id: Count(*numbers) for key, numbers in found.items()}


def inside(row: Any, period: Period, day: date) -> ColumnElement[bool]:
    """Whether a row counts in the period; one that is not over ends on `day`."""
    start, end = indicators.number(period.start), indicators.number(min(period.end, day))
    return and_(row.s_to >= start, row.e_from <= end, row.e_to > end, row.s_from < start)


def today(session: Session, now: datetime) -> date:
    """The local day of the institution."""
    return casework.calendar_of(session).day_of(now)


def asked(session: Session, table: Table) -> Asked:
    """What people typed in for the table, and the institution's settings."""
    kept = session.scalar(select(InstitutionSetting.value).where(InstitutionSetting.name == RESIDENTS))
    typed = kept["value"] if kept else None
    given = {RESIDENTS: int(typed)} if isinstance(typed, int) and typed > 0 else {}
    return Asked(given, indicator_tables.settings_of(session, table))


def set_residents(session: Session, actor: Actor, number: int | None, now: datetime) -> None:
    """Note how many residents live in the communities covered; None forgets it."""
    permissions.require(actor, "start", "cd_monitoring_table")
    if number is not None and not 1 <= number <= 100_000_000:
        refuse("indicators.residents", "/covered_residents")
    setting = session.scalar(select(InstitutionSetting).where(InstitutionSetting.name == RESIDENTS))
    if setting is None:
        setting = InstitutionSetting(name=RESIDENTS)
        session.add(setting)
    setting.value, setting.changed_by, setting.changed_at = {"value": number}, actor.user_id, now
    session.flush()
    session.info.pop("settings", None)


def _plain(keys: Iterable[str], period: Period, day: date) -> Any:
    return (
        select(Row.counter, Row.met, func.count())
        .where(Row.counter.in_(sorted(keys)), Row.met.in_((False, True)), inside(Row, period, day))
        .group_by(Row.counter, Row.met)
    )


def _distinct(keys: Iterable[str], period: Period, day: date) -> Any:
    good = func.count(func.distinct(case((Row.met, Row.unit))))
    return (
        select(Row.counter, func.count(func.distinct(Row.unit)), good)
        .where(Row.counter.in_(sorted(keys)), Row.met.in_((False, True)), inside(Row, period, day))
        .group_by(Row.counter)
    )


def _amounts(keys: Iterable[str], period: Period, day: date) -> Any:
    return (
        select(Row.counter, func.sum(Row.amount))
        .where(Row.counter.in_(sorted(keys)), Row.met.is_(True), inside(Row, period, day))
        .group_by(Row.counter)
    )


def _registered(session: Session, table: Table, period: Period, day: date) -> Mapping[str, Count]:
    """For rows whose denominator nobody typed in: their units that are registered clients with an active case."""
    given = asked(session, table).given
    found: dict[str, Count] = {}
    for row in table.rows:
        if row.given is None or row.counter is None or row.given.name in given:
            continue
        clients = aliased(Row)
        whole = next(part.counter for part in table.figures if part.id == row.given.otherwise)
        active = select(clients.unit).where(
            clients.counter == indicator_tables.counter_key(table, whole), inside(clients, period, day)
        )
        known = (
            select(PersonKey.person_id)
            .where(PersonKey.kind == "phone", PersonKey.digest == Row.unit, PersonKey.person_id.in_(active))
            .exists()
        )
        wanted = select(func.count(func.distinct(Row.unit))).where(
            Row.counter == indicator_tables.counter_key(table, row.counter), inside(Row, period, day), known
        )
        found[row.counter.id + REGISTERED] = Count(session.scalar(wanted) or 0, 0)
    return found
