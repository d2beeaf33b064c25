"""The work list: to-dos, signatures, drafts and cases, from the rows kept for lists; no record is opened for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, false, func, or_, select, true, union
from sqlalchemy.orm import Session

from caseforms.services import access, casework, permissions, record_lines, users
from caseforms.services.actors import Actor
from caseforms.services.case_lines import CaseLine
from caseforms.services.case_lists import cases, may_list
from caseforms.services.paging import Page, cursor, moment, read_cursor
from caseforms.services.refusal import refuse
from caseforms.storage.tables import Case, OpenItem, Record
from caseforms.workflow import Calendar

SCOPES = ("mine", "team", "signatures", "drafts", "cases")
SOON_DAYS = 3
ONE_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class TodoLine:
    """One to-do. `days` are working days until it is due (negative: late); `group` overdue, today, week, later, none."""

    case_id: str | None
    key: str
    kind: str
    label: Mapping[str, str]
    client_name: str
    number: str
    slot: str
    record_id: str | None
    due_at: datetime | None
    due_day: str | None
    force: str
    status: str
    days: int | None
    estimated: bool
    clause: str
    responsible_name: str
    group: str
    past: bool
    since: str


def todo(
    session: Session, actor: Actor, scope: str, now: datetime, after: str | None = None, limit: int = 30
) -> Page[TodoLine]:
    """A page of the actor's work, soonest due first (what is overdue leads), what has no date last."""
    if scope == "drafts":
        return _drafts(session, actor, after, limit)
    if scope == "cases":
        page = cases(session, actor, now, "mine", after=after, limit=limit)
        return Page(tuple(_case_todo(line) for line in page.items), page.next)
    found: dict[tuple[str, str], Any] = {}
    for place in _places(session, actor, scope):
        wanted = _items(place if after is None else and_(place, _beyond(after)))
        found |= {
            (row.OpenItem.case_id, row.OpenItem.key): row for row in session.execute(wanted.limit(limit + 1))
        }
    rows = sorted(found.values(), key=_order)[: limit + 1]
    calendar, names = casework.calendar_of(session), users.names(session)
    lines = tuple(_todo(row, calendar, names, now) for row in rows[:limit])
    last = rows[limit - 1] if len(rows) > limit else None
    more = (
        cursor(last.OpenItem.due_at.timestamp(), last.OpenItem.case_id, last.OpenItem.key) if last else None
    )
    return Page(lines, more)


def counts(session: Session, actor: Actor, now: datetime) -> dict[str, int]:
    """How many lines each scope has, and how many of `mine` are overdue."""
    found: dict[str, int] = {}
    own = _together(_places(session, actor, "mine"))
    signing, late = func.count().filter(own.c.kind == "signature"), func.count().filter(own.c.due_at < now)
    found["mine"], found["signatures"], found["overdue"] = session.execute(
        select(func.count(), signing, late).select_from(own)
    ).one()
    others = _together(_places(session, actor, "team"))
    found["team"] = session.scalar(select(func.count()).select_from(others)) or 0
    drafts = select(func.count()).where(Record.author == actor.user_id, Record.status == "draft")
    found["drafts"] = session.scalar(drafts) or 0
    mine = select(func.count()).where(Case.responsible == actor.user_id, Case.closed_at.is_(None))
    found["cases"] = session.scalar(mine) or 0
    return found


def _items(conditions: ColumnElement[bool]) -> Select[Any, Any, Any, Any, Any]:
    columns = (OpenItem, Case.client_name, Case.case_no, Case.application_no, Case.responsible)
    return (
        select(*columns)
        .join(Case, Case.id == OpenItem.case_id)
        .where(conditions)
        .order_by(OpenItem.due_at, OpenItem.case_id, OpenItem.key)
    )


def _order(row: Any) -> tuple[datetime, str, str]:
    return row.OpenItem.due_at, row.OpenItem.case_id, row.OpenItem.key


def _places(session: Session, actor: Actor, scope: str) -> list[ColumnElement[bool]]:
    """Where the items of a scope lie: each place is one walk along an index, soonest due first; some lie in two."""
    if scope not in SCOPES:
        refuse("page.unknown-scope", scope=scope)
    teams = access.teams(session, actor)
    near = [OpenItem.team_id.is_(None), *(OpenItem.team_id == team for team in teams)]
    mine = [OpenItem.assignee == actor.user_id]
    mine += [and_(OpenItem.pool == role, place) for role in sorted(actor.roles) for place in near]
    if scope == "signatures":
        return [and_(place, OpenItem.kind == "signature") for place in mine]
    if scope == "team" and permissions.allowed(actor.roles, "act"):
        listed = access.by_subject(session, lambda subject: true() if may_list(actor, subject) else false())
        mine += [and_(OpenItem.team_id == team, listed) for team in teams]
    return mine


def _together(places: list[ColumnElement[bool]]) -> Subquery:
    """The items of several places, each once."""
    columns = (OpenItem.case_id, OpenItem.key, OpenItem.kind, OpenItem.due_at)
    wanted = [select(*columns).join(Case, Case.id == OpenItem.case_id).where(place) for place in places]
    return union(*wanted).subquery()


def _beyond(after: str) -> ColumnElement[bool]:
    at, case_id, key = read_cursor(after, 3)
    last = moment(at)
    same_time = and_(OpenItem.due_at == last, OpenItem.case_id > str(case_id))
    same_case = and_(OpenItem.due_at == last, OpenItem.case_id == str(case_id), OpenItem.key > str(key))
    return and_(OpenItem.due_at >= last, or_(OpenItem.due_at > last, same_time, same_case))


def _todo(row: Any, calendar: Calendar, names: Mapping[str, str], now: datetime) -> TodoLine:
    item: OpenItem = row.OpenItem
    dated = item.due_at < casework.NEVER
    today = calendar.day_of(now)
    days = calendar.working_days_between(today, calendar.day_of(item.due_at)) if dated else None
    status = (
        "open"
        if days is None
        else "overdue"
        if now > item.due_at
        else "soon"
        if days <= SOON_DAYS
        else "open"
    )
    return TodoLine(
        case_id=item.case_id,
        key=item.key,
        kind=item.kind,
        label=item.label,
        client_name=row.client_name,
        number=row.case_no or row.application_no or "",
        slot=item.slot or "",
        record_id=item.record_id,
        due_at=item.due_at if dated else None,
        due_day=item.due_day,
        force=item.force,
        status=status,
        days=days,
        estimated=item.estimated,
        clause=item.clause,
        responsible_name=names.get(row.responsible or "", ""),
        group=_group(item.due_at, calendar, now) if dated else "none",
        past=item.past,
        since=item.since,
    )


def _group(due_at: datetime, calendar: Calendar, now: datetime) -> str:
    if now > due_at:
        return "overdue"
    if calendar.day_of(due_at) == calendar.day_of(now):
        return "today"
    return "week" if due_at - now <= ONE_WEEK else "later"


def _drafts(session: Session, actor: Actor, after: str | None, limit: int) -> Page[TodoLine]:
    wanted = (
        select(Record, Case.client_name, Case.case_no, Case.application_no)
        .outerjoin(Case, Case.id == Record.case_id)
        .where(Record.author == actor.user_id, Record.status == "draft")
    )
    if after is not None:
        at, record_id = read_cursor(after, 2)
        seen = moment(at)
        older = and_(Record.updated_at == seen, Record.id < str(record_id))
        wanted = wanted.where(or_(Record.updated_at < seen, older))
    rows = session.execute(wanted.order_by(Record.updated_at.desc(), Record.id.desc()).limit(limit + 1)).all()
    lines = tuple(_draft_todo(session, row) for row in rows[:limit])
    last = rows[limit - 1].Record if len(rows) > limit else None
    return Page(lines, cursor(last.updated_at.timestamp(), last.id) if last else None)


def _draft_todo(session: Session, row: Any) -> TodoLine:
    record: Record = row.Record
    label = record_lines.title(session, record.definition_id, record.definition_version)
    number = row.case_no or row.application_no or ""
    return _plain_todo(
        record.case_id, f"draft:{record.id}", "draft", label, row.client_name or "", number, record
    )


def _case_todo(line: CaseLine) -> TodoLine:
    number = line.case_no or line.application_no or ""
    return _plain_todo(line.id, f"case:{line.id}", "case", line.stage_label, line.client_name, number, None)


def _plain_todo(
    case_id: str | None,
    key: str,
    kind: str,
    label: Mapping[str, str],
    client_name: str,
    number: str,
    record: Record | None,
) -> TodoLine:
    return TodoLine(
        case_id=case_id,
        key=key,
        kind=kind,
        label=label,
        client_name=client_name,
        number=number,
        slot=record.slot if record else "",
        record_id=record.id if record else None,
        due_at=None,
        due_day=None,
        force="may",
        status="open",
        days=None,
        estimated=False,
        clause="",
        responsible_name="",
        group="none",
        past=False,
        since=record.updated_at.isoformat() if record else "",
    )
