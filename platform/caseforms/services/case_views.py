"""The case page as values: where the case is, what comes next and why not yet, what happened, who takes part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.services import (
    access,
    audit,
    case_lines,
    casework,
    library,
    linking,
    permissions,
    persons,
    record_lines,
    signature_views,
    users,
)
from caseforms.services.actors import Actor
from caseforms.services.case_lines import CaseLine
from caseforms.services.casework import Casework
from caseforms.services.linking import LinkLine
from caseforms.services.record_lines import RecordLine
from caseforms.services.refusal import refuse
from caseforms.services.signature_views import SignatureWaiting
from caseforms.storage.tables import Case, CaseEvent, CaseMember, Record, User, UserRole
from caseforms.workflow import Action, Due, NextStep, Offer, OpenItem

REFERRAL = "referral-form"
CASE_VERBS = ("act", "note", "assign", "print", "export", "link", "team")


@dataclass(frozen=True, slots=True)
class StageStep:
    """One stage on the stage line: done, now or ahead."""

    name: str
    label: Mapping[str, str]
    phase: str
    state: str
    entered_at: datetime | None
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class FlagView:
    """One flag that is set; the tone says how loudly."""

    name: str
    label: Mapping[str, str]
    tone: str


@dataclass(frozen=True, slots=True)
class SlotView:
    """The place of a form, with the records in it."""

    name: str
    label: Mapping[str, str]
    clause: str
    phase: str
    many: bool
    definition_id: str
    records: tuple[RecordLine, ...]


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One event; `text` when the workflow has words for it (an action's label)."""

    seq: int
    at: datetime
    type: str
    by: str
    by_name: str
    role: str
    slot: str
    record_id: str
    data: Mapping[str, Any]
    clause: str
    text: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """Newest first; `next` is the `before` of the following page."""

    entries: tuple[TimelineEntry, ...]
    next: int | None


@dataclass(frozen=True, slots=True)
class MemberLine:
    """Somebody who takes part in the case."""

    user_id: str
    name: str
    roles: tuple[str, ...]
    part: str
    since: datetime


@dataclass(frozen=True, slots=True)
class CaseView:
    """The whole case page. `header_only`: the reader may see the line and the stages, the rest is empty."""

    line: CaseLine
    workflow_title: Mapping[str, str]
    subject: str
    person_id: str | None
    gender: str
    birth_date: str
    age: int | None
    stages: tuple[StageStep, ...]
    flags: tuple[FlagView, ...]
    actions: tuple[Action, ...]
    offers: tuple[Offer, ...]
    open_items: tuple[OpenItem, ...]
    due: tuple[Due, ...]
    next_step: NextStep | None
    slots: tuple[SlotView, ...]
    timeline: Timeline
    team: tuple[MemberLine, ...]
    referrals: tuple[RecordLine, ...]
    waiting: tuple[SignatureWaiting, ...]
    links: tuple[LinkLine, ...]
    may: frozenset[str]
    header_only: bool


def view(session: Session, actor: Actor, case_id: str, now: datetime, log: bool = True) -> CaseView:
    """The case for one reader; the look is logged. Refused `case.not-found` when they must not know of it."""
    work = casework.opened(session, actor, case_id, now, write=False)
    level = access.level(session, actor, work.case)
    if level == "none":
        refuse("case.not-found")
    if log:
        audit.note(session, actor, "view" if level == "content" else "view-header", now, case_id=case_id)
    return _whole(work) if level == "content" else _header(work)


def timeline(
    session: Session, actor: Actor, case_id: str, before: int | None = None, limit: int = 30
) -> Timeline:
    """A page of the log, newest first."""
    case = session.scalar(select(Case).where(Case.id == case_id))
    if case is None:
        refuse("case.not-found")
    access.require_content(session, actor, case)
    wanted = select(CaseEvent).where(CaseEvent.case_id == case_id)
    if before is not None:
        wanted = wanted.where(CaseEvent.seq < before)
    rows = list(session.scalars(wanted.order_by(CaseEvent.seq.desc()).limit(limit + 1)))
    names = users.names(session)
    entries = tuple(_entry(session, row, names) for row in rows[:limit])
    return Timeline(entries, entries[-1].seq if len(rows) > limit else None)


def _whole(work: Casework) -> CaseView:
    session, actor, case = work.session, work.actor, work.case
    evaluation, subject = work.evaluation(), work.workflow.subject
    rows = list(
        session.scalars(
            select(Record).where(Record.case_id == case.id).order_by(Record.created_at, Record.id)
        )
    )
    readable = [row for row in rows if access.may_read_record(session, actor, case, row)]
    waiting = [each for row in readable for each in signature_views.waiting_of(session, actor, row, work)]
    by_record: dict[str, tuple[str, ...]] = {}
    for each in waiting:
        by_record[each.record_id] = (*by_record.get(each.record_id, ()), each.role)
    shown = record_lines.lines(session, readable, by_record)
    gender, birth_date = _person(session, case)
    return CaseView(
        line=case_lines.line(session, case),
        workflow_title=dict(work.workflow.title),
        subject=work.workflow.subject,
        person_id=case.person_id if permissions.allowed(actor.roles, "persons") else None,
        gender=gender,
        birth_date=birth_date,
        age=_age(birth_date, work.calendar.day_of(work.now)),
        stages=_stages(work),
        flags=_flags(work, evaluation.flags),
        actions=evaluation.actions if permissions.allowed(actor.roles, "act", subject=subject) else (),
        offers=tuple(
            each
            for each in evaluation.offers
            if permissions.allowed(actor.roles, "start", each.slot, subject)
        ),
        open_items=evaluation.open_items,
        due=evaluation.due,
        next_step=evaluation.next_step,
        slots=_slots(work, shown),
        timeline=timeline(session, actor, case.id),
        team=_team(session, case.id),
        referrals=tuple(each for each in shown if each.definition_id == REFERRAL),
        waiting=tuple(waiting),
        links=linking.of_case(session, actor, case.id),
        may=_may(actor, subject),
        header_only=False,
    )


def _header(work: Casework) -> CaseView:
    session, case = work.session, work.case
    subject = work.workflow.subject
    masked = access.shown_name(session, work.actor, case)
    acting = permissions.allowed(work.actor.roles, "act", subject=subject) and not work.actor.has(
        "social_worker"
    )
    slots = tuple(each for each in _archive_slots(work))
    return CaseView(
        line=case_lines.line(session, case, client_name=masked),
        workflow_title=dict(work.workflow.title),
        subject=work.workflow.subject,
        person_id=None,
        gender="",
        birth_date="",
        age=None,
        stages=_stages(work),
        flags=(),
        actions=work.evaluation().actions if acting else (),
        offers=tuple(
            each
            for each in work.evaluation().offers
            if permissions.starts_without_case(work.actor.roles, each.slot, subject)
        ),
        open_items=(),
        due=(),
        next_step=None,
        slots=slots,
        timeline=Timeline((), None),
        team=(),
        referrals=(),
        waiting=(),
        links=(),
        may=frozenset(),
        header_only=True,
    )


def _archive_slots(work: Casework) -> tuple[SlotView, ...]:
    """The slots that a reader of headers fills nevertheless."""
    session, actor, case = work.session, work.actor, work.case
    rows = session.scalars(
        select(Record).where(Record.case_id == case.id).order_by(Record.created_at, Record.id)
    )
    readable = [row for row in rows if access.may_read_record(session, actor, case, row)]
    return tuple(each for each in _slots(work, record_lines.lines(session, readable)) if each.records)


def _stages(work: Casework) -> tuple[StageStep, ...]:
    """The stages that are not final in the order of the definition, and the final one the case has reached."""
    visits = {visit.stage: visit for visit in work.state.visits}
    current = work.state.stage
    steps = []
    for stage in work.workflow.stages.values():
        if stage.final and stage.name != current:
            continue
        visit = visits.get(stage.name)
        state = "now" if stage.name == current else "done" if visit is not None else "ahead"
        steps.append(
            StageStep(
                stage.name,
                dict(stage.label),
                stage.phase,
                state,
                visit.entered_at if visit else None,
                visit.left_at if visit else None,
            )
        )
    return tuple(steps)


def _flags(work: Casework, names: tuple[str, ...]) -> tuple[FlagView, ...]:
    flags = work.workflow.flags
    return tuple(FlagView(name, dict(flags[name].label), flags[name].tone) for name in names)


def _slots(work: Casework, shown: tuple[RecordLine, ...]) -> tuple[SlotView, ...]:
    found = []
    for slot in work.workflow.slots.values():
        own = tuple(each for each in shown if each.slot == slot.name)
        stages = [stage for stage in work.workflow.stages.values() if stage.name in slot.stages]
        phase = stages[0].phase if stages and len(stages) < len(work.workflow.open_stages()) else ""
        found.append(
            SlotView(slot.name, dict(slot.label), slot.clause, phase, slot.many, slot.definition, own)
        )
    return tuple(found)


def _entry(session: Session, row: CaseEvent, names: Mapping[str, str]) -> TimelineEntry:
    flow_id, _, version = row.workflow.partition("@")
    flow = library.workflow(session, flow_id, version)
    slot = str(row.data.get("slot", ""))
    action = flow.actions.get(str(row.data.get("action", "")))
    alert = flow.alerts.get(str(row.data.get("alert", "")))
    text = (
        action.label
        if action
        else alert.label
        if alert
        else flow.slots[slot].label
        if slot in flow.slots
        else None
    )
    clause = action.clause if action else flow.slots[slot].clause if slot in flow.slots else ""
    return TimelineEntry(
        row.seq,
        row.at,
        row.type,
        row.by,
        names.get(row.by, ""),
        row.role,
        slot,
        str(row.data.get("record", "")),
        row.data,
        clause,
        dict(text) if text is not None else None,
    )


def _person(session: Session, case: Case) -> tuple[str, str]:
    if case.person_id is None:
        return "", ""
    person = persons.row(session, case.person_id)
    return person.gender, person.birth_date


def _age(birth_date: str, today: date) -> int | None:
    try:
        born = date.fromisoformat(birth_date)
    except ValueError:
        return None
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _team(session: Session, case_id: str) -> tuple[MemberLine, ...]:
    wanted = (
        select(CaseMember, User.name)
        .join(User, User.id == CaseMember.user_id)
        .where(CaseMember.case_id == case_id, CaseMember.until.is_(None))
        .order_by(CaseMember.since, CaseMember.user_id)
    )
    rows = session.execute(wanted).all()
    roles: dict[str, list[str]] = {}
    held = select(UserRole).where(UserRole.user_id.in_([row.CaseMember.user_id for row in rows]))
    for role in session.scalars(held.order_by(UserRole.role)):
        roles.setdefault(role.user_id, []).append(role.role)
    return tuple(
        MemberLine(
            row.CaseMember.user_id,
            row.name,
            tuple(roles.get(row.CaseMember.user_id, ())),
            row.CaseMember.part,
            row.CaseMember.since,
        )
        for row in rows
    )


def _may(actor: Actor, subject: str) -> frozenset[str]:
    return frozenset(verb for verb in CASE_VERBS if permissions.allowed(actor.roles, verb, subject=subject))
