"""The units behind a number: which cases, follow-ups, answers count, the failing ones first, and what each lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from caseforms.indicators import NEVER, Counter, Missing, Period, Row, day_of
from caseforms.services import (
    access,
    indicator_tables,
    library,
    permissions,
    quality_tables,
    record_lines,
    users,
)
from caseforms.services.actors import Actor
from caseforms.services.paging import Page, cursor, read_cursor
from caseforms.storage.tables import Case, ContributionRow

LATER: Mapping[str, str] = {"zh": "期末以后才完成", "en": "Done after the end of the period"}
NOT_YET: Mapping[str, str] = {"zh": "还不符合", "en": "Not fulfilled"}


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit: the number and stage of its case, never a name of a client. `missing` is the to-do.

    `case_id` and `record_id` are there when this reader may open them.
    """

    met: bool
    day: date | None
    case_no: str
    stage: Mapping[str, str]
    worker: str
    missing: Mapping[str, str]
    form: Mapping[str, str]
    case_id: str | None
    record_id: str | None


def units(
    session: Session,
    actor: Actor,
    table_id: str,
    row_id: str,
    period: Period,
    now: datetime,
    *,
    part_id: str = "",
    after: str | None = None,
    limit: int = 30,
) -> Page[UnitLine]:
    """The units of one row in a period, a page at a time. Somebody from outside sees numbers only, and no unit."""
    permissions.require(actor, "statistics")
    if actor.roles <= {"third_party"}:
        return Page(())
    table = indicator_tables.table(table_id)
    counter = counter_of(indicator_tables.row(table, row_id), part_id)
    found: list[ContributionRow] = []
    met, place = _begin(after)
    for good in (False, True):
        if good < met or len(found) > limit:
            continue
        wanted = (
            select(ContributionRow)
            .where(
                ContributionRow.counter == indicator_tables.counter_key(table, counter),
                ContributionRow.met.is_(good),
                quality_tables.inside(ContributionRow, period, quality_tables.today(session, now)),
            )
            .order_by(ContributionRow.s_to.desc(), ContributionRow.id.desc())
        )
        if place is not None and good is met:
            wanted = wanted.where(tuple_(ContributionRow.s_to, ContributionRow.id) < tuple_(*place))
        found += session.scalars(wanted.limit(limit + 1 - len(found)))
    last = found[limit - 1] if len(found) > limit else None
    following = cursor(int(last.met), last.s_to, last.id) if last else None
    return Page(_lines(session, actor, counter, found[:limit]), following)


def counter_of(row: Row, part_id: str) -> Counter:
    """The counter of a rate, or of one part of a row of targets; the first part when none is named."""
    for part in (*row.parts, *row.beside):
        if part.id == part_id:
            return part.counter
    return row.counter if row.counter is not None else row.parts[0].counter


def _begin(after: str | None) -> tuple[bool, tuple[int, int] | None]:
    if after is None:
        return False, None
    met, reach, row_id = read_cursor(after, 3)
    return bool(met), (int(reach), int(row_id))


def _lines(
    session: Session, actor: Actor, counter: Counter, rows: list[ContributionRow]
) -> tuple[UnitLine, ...]:
    ids = {row.case_id for row in rows if row.case_id}
    cases = {case.id: case for case in session.scalars(select(Case).where(Case.id.in_(ids)))}
    ties = access.ties(session, actor, cases.values())
    names = users.names(session)
    found = []
    for row in rows:
        case = cases.get(row.case_id or "")
        seen = "none" if case is None else access.level(session, actor, case, ties)
        reason = _reason(counter, row)
        found.append(
            UnitLine(
                met=row.met,
                day=day_of(row.at),
                case_no=(case.case_no or case.application_no or "") if case is not None else "",
                stage=_stage(session, case),
                worker=names.get(case.responsible or "", "") if case is not None else "",
                missing={} if row.met else reason.text if reason else _otherwise(row),
                form=_title(session, (reason.form if reason else "") or row.form),
                case_id=case.id if case is not None and seen != "none" else None,
                record_id=row.record_id if case is None or seen == "content" else None,
            )
        )
    return tuple(found)


def _reason(counter: Counter, row: ContributionRow) -> Missing | None:
    """The words that the definition gives for what this unit lacks."""
    if row.met or row.missing < 0:
        return None
    listed = counter.reasons()
    return listed[row.missing] if row.missing < len(listed) else None


def _otherwise(row: ContributionRow) -> Mapping[str, str]:
    return LATER if row.missing < 0 and row.e_to < NEVER else NOT_YET


def _stage(session: Session, case: Case | None) -> Mapping[str, str]:
    if case is None:
        return {}
    flow = library.workflow(session, case.workflow, case.workflow_version)
    stage = flow.stages.get(case.stage)
    return dict(stage.label) if stage else {}


def _title(session: Session, form: str) -> Mapping[str, str]:
    return record_lines.title(session, form) if form in library.forms(session) else {}
