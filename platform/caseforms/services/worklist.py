"""The work list: to-dos, signatures, drafts and cases, from the rows kept for lists; no record is opened for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import Session

from caseforms.services import access, case_lines, casework, library, permissions, record_lines, users
from caseforms.services.actors import Actor
from caseforms.services.case_lines import CaseLine
from caseforms.services.paging import Page, cursor, read_cursor
from caseforms.services.refusal import refuse
from caseforms.storage.tables import Case, CaseMember, OpenItem, Record
from caseforms.workflow import Calendar

SCOPES = ("mine", "team", "signatures", "drafts", "cases")
LISTING = frozenset({"all", "own", "team", "headers"})
"""Who sees such cases lists those of others, too."""
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
    wanted = _items(actor, _scope(session, actor, scope))
    if after is not None:
        wanted = wanted.where(_beyond(after))
    rows = session.execute(wanted.limit(limit + 1)).all()
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
    for scope in ("mine", "team", "signatures"):
        found[scope] = (
            session.scalar(
                select(func.count()).select_from(_items(actor, _scope(session, actor, scope)).subquery())
            )
            or 0
        )
    late = _items(actor, _scope(session, actor, "mine")).where(OpenItem.due_at < now)
    found["overdue"] = session.scalar(select(func.count()).select_from(late.subquery())) or 0
    drafts = select(func.count()).where(Record.author == actor.user_id, Record.status == "draft")
    found["drafts"] = session.scalar(drafts) or 0
    mine = select(func.count()).where(Case.responsible == actor.user_id, Case.closed_at.is_(None))
    found["cases"] = session.scalar(mine) or 0
    return found


def cases(
    session: Session,
    actor: Actor,
    now: datetime,
    scope: str = "mine",
    stage: str | None = None,
    subject: str | None = None,
    after: str | None = None,
    limit: int = 30,
) -> Page[CaseLine]:
    """Cases, newest first: `mine` (responsible or member), `team`, or `all` that the actor may know of; about
    `subject` when one is named."""
    wanted = select(Case).where(*_case_scope(session, actor, scope))
    if stage is not None:
        wanted = wanted.where(Case.stage == stage)
    if subject is not None:
        wanted = wanted.where(Case.workflow.in_(library.by_subject().get(subject, ())))
    if after is not None:
        at, case_id = read_cursor(after, 2)
        moment = _moment(at)
        wanted = wanted.where(
            or_(Case.opened_at < moment, and_(Case.opened_at == moment, Case.id < str(case_id)))
        )
    rows = list(session.scalars(wanted.order_by(Case.opened_at.desc(), Case.id.desc()).limit(limit + 1)))
    names = users.names(session)
    lines = seen_lines(session, actor, rows[:limit], names)
    last = rows[limit - 1] if len(rows) > limit else None
    return Page(lines, cursor(last.opened_at.timestamp(), last.id) if last else None)


def seen_lines(
    session: Session, actor: Actor, cases: Sequence[Case], names: Mapping[str, str]
) -> tuple[CaseLine, ...]:
    """Cases as this actor may see them: without flags and with a masked name where only supervision reads."""
    known = access.ties(session, actor, cases)
    return tuple(_seen_line(session, actor, case, names, known) for case in cases)


def _seen_line(
    session: Session, actor: Actor, case: Case, names: Mapping[str, str], known: access.Ties
) -> CaseLine:
    if access.level(session, actor, case, known) == "content":
        return case_lines.line(session, case, names)
    line = case_lines.line(session, case, names, access.shown_name(session, actor, case))
    return line.without_content()


def _items(actor: Actor, conditions: ColumnElement[bool]) -> Select[Any, Any, Any, Any, Any]:
    columns = (OpenItem, Case.client_name, Case.case_no, Case.application_no, Case.responsible)
    return (
        select(*columns)
        .join(Case, Case.id == OpenItem.case_id)
        .where(conditions)
        .order_by(OpenItem.due_at, OpenItem.case_id, OpenItem.key)
    )


def _scope(session: Session, actor: Actor, scope: str) -> ColumnElement[bool]:
    teams = access.teams(session, actor)
    near = or_(OpenItem.team_id.is_(None), OpenItem.team_id.in_(teams))
    pooled = and_(OpenItem.pool.in_(sorted(actor.roles)), near)
    mine = or_(OpenItem.assignee == actor.user_id, pooled)
    if scope not in SCOPES:
        refuse("page.unknown-scope", scope=scope)
    if scope == "signatures":
        return and_(mine, OpenItem.kind == "signature")
    if scope == "team" and permissions.allowed(actor.roles, "act"):
        listed = access.by_subject(lambda subject: _may_list(actor, subject))
        return or_(and_(OpenItem.team_id.in_(teams), listed), mine)
    return mine


def _may_list(actor: Actor, subject: str) -> ColumnElement[bool]:
    return true() if permissions.sees(actor.roles, subject) & LISTING else false()


def _beyond(after: str) -> ColumnElement[bool]:
    at, case_id, key = read_cursor(after, 3)
    moment = _moment(at)
    same_time = and_(OpenItem.due_at == moment, OpenItem.case_id > str(case_id))
    same_case = and_(OpenItem.due_at == moment, OpenItem.case_id == str(case_id), OpenItem.key > str(key))
    return or_(OpenItem.due_at > moment, same_time, same_case)


def _case_scope(session: Session, actor: Actor, scope: str) -> list[ColumnElement[bool]]:
    member = select(CaseMember.case_id).where(CaseMember.user_id == actor.user_id, CaseMember.until.is_(None))
    if scope == "mine":
        return [or_(Case.responsible == actor.user_id, Case.id.in_(member))]
    if scope not in ("team", "all"):
        refuse("page.unknown-scope", scope=scope)
    taking_part, near = Case.id.in_(member), Case.team_id.in_(access.teams(session, actor))

    def known(subject: str) -> ColumnElement[bool]:
        if not permissions.sees(actor.roles, subject) & LISTING:
            return taking_part
        return near if scope == "team" else true()

    return [access.by_subject(known)]


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
        moment = _moment(at)
        older = and_(Record.updated_at == moment, Record.id < str(record_id))
        wanted = wanted.where(or_(Record.updated_at < moment, older))
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


def _moment(at: object) -> datetime:
    try:
        return datetime.fromtimestamp(float(str(at)), UTC)
    except (ValueError, OverflowError, OSError):
        refuse("page.bad-cursor")
