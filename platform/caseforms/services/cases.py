"""Cases: opening, taking, acting, assigning, noting, linking."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NoReturn

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.answers import reading
from caseforms.services import (
    access,
    case_lines,
    casework,
    chain,
    consequences,
    library,
    linking,
    permissions,
    persons,
    registering,
    staff_rules,
    submitting,
    users,
    warning_reasons,
)
from caseforms.services.actors import Actor
from caseforms.services.case_lines import CaseLine
from caseforms.services.case_views import CaseView, Timeline, timeline, view
from caseforms.services.casework import Casework
from caseforms.services.claiming import claimed
from caseforms.services.identifiers import checked
from caseforms.services.refusal import refuse
from caseforms.storage.tables import Case, User
from caseforms.workflow import Action

__all__ = [
    "CaseLine",
    "CaseView",
    "Timeline",
    "accept",
    "act",
    "assign",
    "link",
    "note",
    "open_case",
    "timeline",
    "view",
]
LONGEST_NOTE = 4000


def open_case(
    session: Session,
    actor: Actor,
    workflow_id: str,
    now: datetime,
    person_id: str | None = None,
    case_id: str | None = None,
    client_name: str = "",
    urgent: bool = False,
    reopened_from: str | None = None,
) -> CaseLine:
    """Open a case; the same client-made id again gives the same case.

    A social worker (or who else carries such cases) who opens it is responsible for it; opened by somebody else, it
    waits for one to take it.
    """
    flow = library.workflow(session, workflow_id)
    if not actor.has("system"):
        permissions.require(actor, "open-case", subject=flow.subject)
    wanted = checked(case_id)
    known = _opened_before(session, actor, wanted, workflow_id)
    if known is not None:
        return known
    if actor.has("social_worker"):
        staff_rules.require_responsible(session, actor.user_id)
    name = persons.row(session, person_id).name if person_id else client_name.strip()[:120]
    case = _new_case(session, actor, workflow_id, wanted, person_id, name, now)
    if not claimed(session, case):
        known = _opened_before(session, actor, wanted, workflow_id)
        return known if known is not None else refuse("record.conflict")
    work = Casework(session, actor, case, now)
    responsible = actor.user_id if permissions.holds(actor.roles, flow.subject) else ""
    consequences.tell(work, "case.opened", _opening(work, responsible, reopened_from, urgent))
    part = "responsible" if responsible else submitting.part_of(actor)
    if not actor.has("system"):
        casework.take_part(session, case.id, actor.user_id, part, now)
    if reopened_from is not None:
        linking.write(session, case.id, reopened_from, "reopened", actor, now)
    work.settle()
    registering.search_terms(session, case)
    return case_lines.line(session, case)


def act(
    session: Session,
    actor: Actor,
    case_id: str,
    action: str,
    now: datetime,
    *,
    reason: str = "",
    data: Mapping[str, Any] | None = None,
    expected_stage: str | None = None,
) -> CaseLine:
    """Do one of the workflow's actions. `expected_stage` is the stage the page showed: refused when it has moved on.

    Refused `case.guard` with each reason, `case.reason-needed`, `case.moved-on`, `case.taken`.
    """
    work = casework.opened(session, actor, case_id, now)
    if not _acts_on_headers(actor, work.workflow.subject):
        access.require_content(session, actor, work.case)
    if expected_stage is not None and work.state.stage != expected_stage:
        _refuse_moved(work, action)
    offered = {each.name: each for each in work.evaluation().actions}
    found = offered.get(action)
    if found is None and action not in work.workflow.actions:
        refuse("case.unknown-action", action=action)
    if found is None:
        _refuse_moved(work, action)
    warning_reasons.refuse_reasons(found.why_not)
    if found.needs_reason and not reason.strip():
        refuse("case.reason-needed", "/reason", label=dict(found.label))
    _require_answers(found, data or {}, work.calendar.day_of(now))
    more = {**(data or {}), **({"reason": reason.strip()} if reason.strip() else {})}
    consequences.act(work, action, more)
    work.settle()
    registering.search_terms(session, work.case)
    return case_lines.line(session, work.case)


def _require_answers(action: Action, data: Mapping[str, Any], today: date) -> None:
    """Refused when the day or the kind that an action asks is missing, or the day lies ahead."""
    if "date" in action.asks:
        day = reading.parse_date(str(data.get("date", "")))
        if not isinstance(day, str) or day > today.isoformat():
            refuse("case.ask-date", "/date")
    if "kind" in action.asks and data.get("kind") not in action.kinds:
        refuse("case.ask-kind", "/kind")


def accept(session: Session, actor: Actor, case_id: str, now: datetime) -> CaseLine:
    """Take a case nobody is responsible for. Two at once: one gets it, the other is told who did (`case.taken`)."""
    work = casework.opened(session, actor, case_id, now)
    permissions.require(actor, "accept", subject=work.workflow.subject)
    if work.state.responsible and work.state.responsible != actor.user_id:
        refuse("case.taken", name=users.names(session).get(work.state.responsible, ""))
    if not work.state.responsible:
        staff_rules.require_responsible(session, actor.user_id)
        _make_responsible(work, actor.user_id, "")
    return case_lines.line(session, work.case)


def assign(
    session: Session, actor: Actor, case_id: str, user_id: str, now: datetime, reason: str = ""
) -> CaseLine:
    """Make a social worker responsible; the former one stays a member."""
    work = casework.opened(session, actor, case_id, now)
    permissions.require(actor, "assign", subject=work.workflow.subject)
    access.require_content(session, actor, work.case)
    if user_id not in users.people(session, actor, ["social_worker"]):
        refuse("case.not-a-worker")
    if work.state.responsible != user_id:
        staff_rules.require_responsible(session, user_id)
        _make_responsible(work, user_id, reason)
    return case_lines.line(session, work.case)


def note(session: Session, actor: Actor, case_id: str, text: str, now: datetime) -> None:
    """Write a remark into the case's log."""
    work = casework.opened(session, actor, case_id, now)
    permissions.require(actor, "note", subject=work.workflow.subject)
    access.require_content(session, actor, work.case)
    plain = text.strip()
    if not plain or len(plain) > LONGEST_NOTE or "\0" in plain:
        refuse("case.note-text", "/text", limit=LONGEST_NOTE)
    consequences.tell(work, "case.note", {"text": plain})
    work.settle()


def link(session: Session, actor: Actor, case_id: str, other_case_id: str, kind: str, now: datetime) -> None:
    """Link two cases (group, activity, referral …); shown on both."""
    work = casework.opened(session, actor, case_id, now)
    permissions.require(actor, "link", subject=work.workflow.subject)
    access.require_content(session, actor, work.case)
    if case_id == other_case_id:
        refuse("case.link-to-itself")
    other = session.scalar(select(Case).where(Case.id == other_case_id))
    if other is None:
        refuse("case.not-found")
    if linking.write(session, case_id, other_case_id, kind, actor, now):
        consequences.tell(work, "link.made", {"case": other_case_id, "kind": kind})
        work.settle()


def _new_case(
    session: Session,
    actor: Actor,
    workflow_id: str,
    case_id: str,
    person_id: str | None,
    name: str,
    now: datetime,
) -> Case:
    flow = library.workflow(session, workflow_id)
    stage = flow.stages[flow.start]
    return Case(
        id=case_id,
        workflow=flow.id,
        workflow_version=flow.version,
        person_id=person_id,
        client_name=name,
        stage=stage.name,
        phase=stage.phase,
        stage_entered_at=now,
        flags=[],
        team_id=casework.team_of(session, actor.user_id),
        retention=stage.retention,
        opened_at=now,
        opened_by=actor.user_id,
        last_seq=0,
        last_hash=chain.START,
    )


def _opened_before(session: Session, actor: Actor, case_id: str, workflow_id: str) -> CaseLine | None:
    known = session.scalar(select(Case).where(Case.id == case_id))
    if known is None:
        return None
    if known.workflow != workflow_id or known.opened_by != actor.user_id:
        refuse("record.conflict")
    return case_lines.line(session, known)


def _opening(work: Casework, responsible: str, reopened_from: str | None, urgent: bool) -> dict[str, Any]:
    data: dict[str, Any] = {"responsible": responsible} if responsible else {}
    if reopened_from is not None:
        casework.opened(work.session, work.actor, reopened_from, work.now, write=False)
        data["linked_from"] = reopened_from
    return {**data, "urgent": True} if urgent else data


def _make_responsible(work: Casework, user_id: str, reason: str) -> None:
    data = {"user": user_id, **({"reason": reason.strip()} if reason.strip() else {})}
    consequences.tell(work, "case.assigned", data)
    casework.take_part(work.session, work.case.id, user_id, "responsible", work.now)
    work.settle()


def _acts_on_headers(actor: Actor, subject: str) -> bool:
    """Archivists and heads act (archive, approve) without reading content; the workflow's roles still decide."""
    return "headers" in permissions.sees(actor.roles, subject)


def _refuse_moved(work: Casework, action: str) -> NoReturn:
    """The page is out of date: told who did it first when somebody did, else that the case has moved on."""
    done = work.state.acts.get(action)
    if done is not None:
        name = work.session.scalar(select(User.name).where(User.id == done.by))
        refuse("case.taken", name=name or "")
    refuse("case.moved-on", stage=dict(work.workflow.stages[work.state.stage].label))
