"""One case in one transaction: its log, its state folded from the log, its facts, and the caches that lists read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from copy import copy
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from caseforms import workflow as flows
from caseforms.services import (
    aid_budgets,
    archiving,
    chain,
    filing,
    folded,
    indicator_rows,
    institutions,
    library,
    record_facts,
)
from caseforms.services.actors import Actor
from caseforms.services.refusal import refuse
from caseforms.storage import institution_of, locks_rows
from caseforms.storage.tables import (
    CalendarYear,
    Case,
    CaseEvent,
    CaseMember,
    Institution,
    OpenItem,
    Record,
    TeamMember,
)
from caseforms.workflow import Calendar, Evaluation, State, Workflow, Year

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
RUNNING = frozenset({"open", "soon", "overdue"})
ONE_DAY = timedelta(days=1)
LARGEST = 1_000_000  # no limit or interval is as large
UNSEEN: dict[str, Any] = {"synchronize_session": False}
"""For rows that no session holds as objects: written and removed in bulk."""


class Casework:
    """A case being read or written. After the last `append` of a transaction, `settle` refreshes what lists read."""

    def __init__(self, session: Session, actor: Actor, case: Case, now: datetime) -> None:
        self.session = session
        self.actor = actor
        self.case = case
        self.now = now
        self._published = library.workflow(session, case.workflow, case.workflow_version)
        self.workflow: Workflow = flows.with_settings(self._published, settings_of(session))
        self.calendar = calendar_of(session)
        self.state: State = self._folded()
        self._records: list[dict[str, Any]] | None = None
        self._facts: dict[bool, dict[str, Any]] = {}
        self._found_by = _found_by(case)

    def _folded(self) -> State:
        """The state after the log's last line; folded here only when no case with this very log was seen before."""
        known = folded.known(self._published, self.case.last_hash)
        if known is not None:
            return known
        lines = (event_of(row) for row in events(self.session, self.case.id))
        return folded.keep(self._published, self.case.last_hash, flows.fold(self.workflow, lines))

    def under(self, published: Workflow) -> Casework:
        """The same case, to be looked at, as if it followed another version of its workflow. Nothing is written."""
        other = copy(self)
        other._published = published
        other.workflow = flows.with_settings(published, settings_of(self.session))
        other._records, other._facts = self.records, {}
        return other

    @property
    def records(self) -> list[dict[str, Any]]:
        """Every record of the case as the workflow sees it, with its content."""
        if self._records is None:
            self._records = record_facts.of_case(self.session, self.case.id)
        return self._records

    @property
    def renamed(self) -> bool:
        """Whether the case goes by another name or number than when this began."""
        return _found_by(self.case) != self._found_by

    def changed(
        self, record: Record | None = None, data: Mapping[str, Any] | None = None, *, unsigned: bool = False
    ) -> None:
        """A record was written: its new content, or None when only its status or signatures changed.

        Without a record, every record is read again when next asked for. `unsigned`: nobody can have signed it yet.
        """
        self.session.flush()
        self._facts.clear()
        if record is None or self._records is None:
            self._records = None
            return
        known = {each["id"]: each for each in self._records}
        content = dict(data) if data is not None else known.get(record.id, {}).get("data", {})
        known[record.id] = record_facts.of_one(self.session, record, content, unsigned=unsigned)
        self._records = list(known.values())

    def facts(self, this: Mapping[str, Any] | None = None, *, as_actor: bool = True) -> dict[str, Any]:
        """The facts now; with the actor in them unless the answer is for the case rather than for somebody."""
        if this is None and as_actor in self._facts:
            return self._facts[as_actor]
        actor = {"id": self.actor.user_id, "roles": sorted(self.actor.roles)} if as_actor else None
        found = flows.facts(
            self.workflow, self.state, self.records, self.now, self.calendar, actor, this, self.settings()
        )
        found["archive"] = archiving.facts_of(self.workflow, self.state, self.records, self.calendar)
        if self.workflow.subject == "archive":
            known = filing.facts_of(self.session, self.case, self.records, self.now, self.calendar)
            guard = settings_of(self.session).get("retention.guard", "refuse")
            found["file"] = {**known, "guard": guard}
        if self.workflow.subject == "aid":
            found["aid"] = aid_budgets.facts_of(
                self.session, self.records, this, self.calendar.day_of(self.now)
            )
        if this is None:
            self._facts[as_actor] = found
        return found

    def settings(self) -> dict[str, float]:
        """What the institution has set instead of this workflow's own limits and intervals."""
        own = settings_of(self.session) if self.workflow.settings else {}
        found = {name: _number(own.get(f"{self.workflow.id}.{name}")) for name in self.workflow.settings}
        return {name: value for name, value in found.items() if value is not None}

    def evaluation(self, *, as_actor: bool = True) -> Evaluation:
        """What may be done now, why not, what is open and due."""
        return flows.evaluate(self.workflow, self.facts(as_actor=as_actor), self.now, self.calendar)

    def append(self, kind: str, data: Mapping[str, Any]) -> dict[str, Any]:
        """Write one event at the end of the log and fold it into the state."""
        row = CaseEvent(
            case_id=self.case.id,
            seq=self.case.last_seq + 1,
            at=self.now,
            type=kind,
            by=self.actor.user_id,
            role=self.actor.main_role,
            data=json.loads(chain.canonical(data)),  # folded now as it will be read later
            workflow=f"{self.workflow.id}@{self.workflow.version}",
            prev_hash=self.case.last_hash or chain.START,
        )
        row.hash = chain.link(row.prev_hash, hashed(row))
        self.case.last_seq, self.case.last_hash = row.seq, row.hash
        self.session.add(row)
        event = event_of(row)
        self.state = folded.keep(self._published, row.hash, flows.fold(self.workflow, [event], self.state))
        self._facts.clear()
        return event

    def settle(self) -> Evaluation:
        """Write what lists and tables read: stage, flags, next due date, open items, what the case adds to indicators."""
        evaluation = self.evaluation(as_actor=False)
        case, stage = self.case, self.workflow.stages[evaluation.stage]
        responsible = self.state.responsible or None
        with self.session.no_autoflush:  # the case is written once, at the end
            team = team_of(self.session, responsible)
        case.stage, case.phase, case.retention = stage.name, stage.phase, stage.retention
        case.stage_entered_at = self.state.entered_at or self.now
        case.flags = list(evaluation.flags)
        case.responsible, case.team_id = responsible, team or case.team_id
        case.closed_at = case.stage_entered_at if stage.final else None
        running = [due for due in evaluation.due if due.status in RUNNING]
        case.next_due_at = running[0].at if running else None
        case.next_due_force = running[0].force if running else None
        ahead = [due.at for due in running if due.at > self.now]
        case.check_at = None if stage.final and not running else min([self.now + ONE_DAY, *ahead])
        self.session.flush()
        _write_open_items(self.session, case, evaluation)
        indicator_rows.case_settled(self)
        return evaluation


def opened(session: Session, actor: Actor, case_id: str, now: datetime, *, write: bool = True) -> Casework:
    """The case, locked until the transaction ends when it will be written. Refused `case.not-found`."""
    if write and locks_rows(session):
        wanted = select(Case).where(Case.id == case_id).with_for_update()
        case = session.scalar(wanted.execution_options(populate_existing=True))
    else:
        case = session.get(Case, case_id)
    if case is None:
        refuse("case.not-found")
    return Casework(session, actor, case, now)


def events(session: Session, case_id: str) -> Iterable[CaseEvent]:
    """The log, oldest line first."""
    return session.scalars(select(CaseEvent).where(CaseEvent.case_id == case_id).order_by(CaseEvent.seq))


def event_of(row: CaseEvent) -> dict[str, Any]:
    """An event as the workflow reads it."""
    return {
        "seq": row.seq,
        "at": chain.instant(row.at),
        "type": row.type,
        "by": row.by,
        "role": row.role,
        "data": row.data,
        "workflow": row.workflow,
    }


def hashed(row: CaseEvent) -> dict[str, Any]:
    """The part of an event that its hash covers."""
    return {"case": row.case_id, **event_of(row)}


def settings_of(session: Session) -> Mapping[str, Any]:
    """What the session's institution has set, defaults included; read once per session."""
    known = session.info.get("settings")
    if known is None:
        known = session.info["settings"] = institutions.settings(session)
    assert isinstance(known, dict)
    return known


def _number(written: object) -> float | None:
    """A positive number that an institution has written, whole when it is; None otherwise."""
    try:
        value = float(str(written))
    except ValueError:
        return None
    if not 0 < value < LARGEST:
        return None
    return int(value) if value.is_integer() else value


_calendars: dict[str, tuple[tuple[Any, ...], Calendar]] = {}
"""By institution: what its years said of themselves when they were read, and the calendar made of them."""


def calendar_of(session: Session) -> Calendar:
    """The working-day calendar of the session's institution; a session asks once whether it is still the one known."""
    known = session.info.get("calendar")
    if known is None:
        own = institution_of(session)
        stands = (
            select(Institution.zone, func.count(CalendarYear.id), func.max(CalendarYear.changed_at))
            .add_columns(func.sum(CalendarYear.version))
            .outerjoin(CalendarYear, CalendarYear.institution_id == Institution.id)
            .where(Institution.id == own)
            .group_by(Institution.zone)
        )
        found = tuple(session.execute(stands).one_or_none() or ())
        stamp, known = _calendars.get(own, ((), None))
        if known is None or stamp != found:
            years = {row.year: _year(row) for row in session.scalars(select(CalendarYear))}
            known = Calendar(years, ZoneInfo((found and found[0]) or "Asia/Shanghai"))
            _calendars[own] = found, known
        session.info["calendar"] = known
    assert isinstance(known, Calendar)
    return known


def team_of(session: Session, user_id: str | None) -> str | None:
    """The first team of a user."""
    if user_id is None:
        return None
    return session.scalar(
        select(TeamMember.team_id).where(TeamMember.user_id == user_id).order_by(TeamMember.team_id).limit(1)
    )


def members(session: Session, case_id: str) -> frozenset[str]:
    """Ids of everybody who takes part in the case now."""
    wanted = select(CaseMember.user_id).where(CaseMember.case_id == case_id, CaseMember.until.is_(None))
    return frozenset(session.scalars(wanted))


def take_part(session: Session, case_id: str, user_id: str, part: str, now: datetime) -> None:
    """Make a user a member of the case, or change the part; a former responsible worker stays a member."""
    if part == "responsible":
        former = select(CaseMember).where(CaseMember.case_id == case_id, CaseMember.part == "responsible")
        for row in session.scalars(former):
            row.part = "member"
    member = session.scalar(
        select(CaseMember).where(CaseMember.case_id == case_id, CaseMember.user_id == user_id)
    )
    if member is None:
        case = session.get(Case, case_id)
        assert case is not None  # whoever lets somebody in has it open
        walked = {"opened_at": case.opened_at, "workflow": case.workflow}
        session.add(CaseMember(case_id=case_id, user_id=user_id, part=part, since=now, **walked))
    else:
        member.part, member.until = part, None
    session.flush()


def _year(row: CalendarYear) -> Year:
    off = frozenset(date.fromisoformat(day) for day in row.off_days)
    work = frozenset(date.fromisoformat(day) for day in row.work_days)
    return Year(off, work, "published" if row.status == "published" else "estimated")


def _write_open_items(session: Session, case: Case, evaluation: Evaluation) -> None:
    """Only what changed is written: most of what is open stays open."""
    rows = {row["key"]: row for row in (_open_item(case, item) for item in evaluation.open_items)}
    stood = select(*OPEN_ITEM).where(OpenItem.case_id == case.id)
    known = {row.key: row._asdict() for row in session.execute(stood)}
    gone = [key for key, row in known.items() if rows.get(key) != row]
    if gone:
        theirs = delete(OpenItem).where(OpenItem.case_id == case.id, OpenItem.key.in_(gone))
        session.execute(theirs, execution_options=UNSEEN)
    fresh = [row for key, row in rows.items() if known.get(key) != row]
    if fresh:
        session.execute(insert(OpenItem), fresh)


OPEN_ITEM = tuple(getattr(OpenItem, name) for name in OpenItem.__mapper__.columns.keys())  # noqa: SIM118
"""Every column of an open item, to be read as plain values."""


def _found_by(case: Case) -> tuple[str | None, ...]:
    return case.client_name, case.case_no, case.application_no


def _open_item(case: Case, item: flows.OpenItem) -> dict[str, Any]:
    mine = bool(item.user) and not item.roles.isdisjoint({"social_worker", "responsible"})
    others = sorted(item.roles - {"responsible", *(("social_worker",) if mine else ())})
    due = item.due
    return {
        "institution_id": case.institution_id,
        "case_id": case.id,
        "key": item.key[:160],
        "kind": item.kind,
        "label": dict(item.label),
        "slot": item.slot or None,
        "record_id": item.record or None,
        "roles": sorted(item.roles),
        "assignee": item.user if mine else None,
        "pool": _pool(others) or ("" if mine else "social_worker"),
        "team_id": case.team_id,
        "due_at": due.at if due else NEVER,
        "due_day": due.day.isoformat() if due else None,
        "force": item.force,
        "estimated": due.estimated if due else False,
        "clause": item.clause,
        "past": item.past,
        "since": item.since,
    }


def _pool(roles: list[str]) -> str:
    """The one role whose list shows the item: whoever decides before whoever helps."""
    order = (
        "supervisor",
        "head",
        "archivist",
        "medical",
        "social_worker",
        "assistant",
        "coordinator",
        "volunteer",
    )
    return next((role for role in order if role in roles), "")
