"""How the work stands: open cases by worker and stage, what is late, referrals closed, hours given. Counts only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from caseforms.indicators import Count, Period, number
from caseforms.services import indicator_tables, library, permissions, quality_tables, statistics, users
from caseforms.services.actors import Actor
from caseforms.services.statistics import Count as Kind
from caseforms.storage.tables import Case, IndexedValue, OpenItem, Record

MOST_WORKERS = 60
HOURS = ("volunteer-service-record", "/hours")


@dataclass(frozen=True, slots=True)
class Load:
    """Open cases of one worker; the name is missing for who must not see names."""

    name: str
    cases: int
    late: int


@dataclass(frozen=True, slots=True)
class Stage:
    """Open cases in one stage of one workflow, in the order of the workflow."""

    workflow: Mapping[str, str]
    label: Mapping[str, str]
    cases: int


@dataclass(frozen=True, slots=True)
class Workload:
    """The whole page. `late` counts overdue items by force; `referrals` those closed of those sent."""

    loads: tuple[Load, ...]
    stages: tuple[Stage, ...]
    late: Mapping[str, int]
    referrals: Count
    scales: Count
    resources: tuple[Kind, ...]
    activities: int
    hours: float


def of_institution(session: Session, actor: Actor, period: Period, now: datetime) -> Workload:
    """The work as it stands now; scales, activities and hours of the period. Refused without the right to statistics."""
    permissions.require(actor, "statistics")
    return Workload(
        loads=_loads(session, actor, now),
        stages=_stages(session),
        late=_late(session, now),
        referrals=_referrals(session),
        scales=_scales(session, period, now),
        resources=statistics.by_kind(session, "resource"),
        activities=_activities(session, period),
        hours=_hours(session, period),
    )


def _loads(session: Session, actor: Actor, now: datetime) -> tuple[Load, ...]:
    late = func.sum(case((Case.next_due_at < now, 1), else_=0))
    wanted = (
        select(Case.responsible, func.count(), late)
        .where(Case.closed_at.is_(None), Case.responsible.is_not(None))
        .group_by(Case.responsible)
        .order_by(func.count().desc(), Case.responsible)
        .limit(MOST_WORKERS)
    )
    names = {} if actor.roles <= {"third_party"} else users.names(session)
    return tuple(
        Load(names.get(str(worker), ""), int(cases), int(overdue or 0))
        for worker, cases, overdue in session.execute(wanted)
    )


def _stages(session: Session) -> tuple[Stage, ...]:
    wanted = (
        select(Case.workflow, Case.stage, func.count())
        .where(Case.closed_at.is_(None))
        .group_by(Case.workflow, Case.stage)
    )
    counted = {(flow, stage): int(cases) for flow, stage, cases in session.execute(wanted)}
    found = []
    for name in sorted({flow for flow, _ in counted}):
        flow = library.workflow(session, name)
        found += [
            Stage(dict(flow.title), dict(stage.label), counted.get((name, stage.name), 0))
            for stage in flow.stages.values()
            if not stage.final
        ]
    return tuple(found)


def _late(session: Session, now: datetime) -> dict[str, int]:
    wanted = select(OpenItem.force, func.count()).where(OpenItem.due_at < now).group_by(OpenItem.force)
    return {str(force): int(items) for force, items in session.execute(wanted)}


def _referrals(session: Session) -> Count:
    """Referrals as cases of their own: closed of all that were opened."""
    closed = func.sum(case((Case.stage == "closed", 1), else_=0))
    every, good = session.execute(select(func.count(), closed).where(Case.workflow == "referral")).one()
    return Count(int(good or 0), int(every))


def _scales(session: Session, period: Period, now: datetime) -> Count:
    """Cases whose scale fell, as row 2.4 of table A.1 counts them."""
    table = indicator_tables.tables().get("cd-monitoring-table")
    row = table.row("2_4") if table is not None else None
    if table is None or row is None or row.counter is None:
        return Count()
    day = quality_tables.today(session, now)
    return quality_tables.counts(session, table, [row.counter], period, day).get(row.counter.id, Count())


def _activities(session: Session, period: Period) -> int:
    """Sign-in sheets of the period."""
    wanted = select(func.count(func.distinct(IndexedValue.record_id))).where(
        IndexedValue.definition_id == "activity-signin",
        IndexedValue.date >= period.start.isoformat(),
        IndexedValue.date <= f"{period.end.isoformat()}T99",
    )
    return session.scalar(wanted) or 0


def _hours(session: Session, period: Period) -> float:
    """Hours that volunteers gave, of records submitted in the period."""
    day = func.substr(func.replace(IndexedValue.date, "-", ""), 1, 8)
    dated = (
        select(IndexedValue.record_id)
        .where(
            IndexedValue.definition_id == HOURS[0],
            IndexedValue.date.is_not(None),
            day >= str(number(period.start)),
            day <= str(number(period.end)),
        )
        .distinct()
    )
    wanted = (
        select(func.sum(IndexedValue.number))
        .join(Record, Record.id == IndexedValue.record_id)
        .where(
            IndexedValue.definition_id == HOURS[0],
            IndexedValue.pointer == HOURS[1],
            Record.status == "submitted",
            Record.id.in_(dated),
        )
    )
    return float(session.scalar(wanted) or 0)
