"""What the institution knows when somebody begins or submits a record of a register: counted, never typed twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.services import (
    aid_budgets,
    casework,
    collaboration,
    complaint_numbers,
    ledger,
    staff_rules,
    statistics,
)
from caseforms.services.actors import Actor
from caseforms.storage import institution_of
from caseforms.storage.tables import Institution, Team

Data = Mapping[str, Any]
Facts = dict[str, Any]


def facts_of(session: Session, actor: Actor, definition_id: str, data: Data, now: datetime) -> Facts:
    """The facts of one form, `data` being what is known of the record (a month, a person, a period)."""
    source = _SOURCES.get(definition_id)
    return source(session, actor, data, now) if source is not None else {}


def _ledger(session: Session, _actor: Actor, _data: Data, now: datetime) -> Facts:
    return {"ledger": ledger.facts_of(session, now)}


def _complaints(session: Session, actor: Actor, _data: Data, now: datetime) -> Facts:
    return {"complaints": complaint_numbers.facts_of(session, actor, now)}


def _month(session: Session, _actor: Actor, data: Data, now: datetime) -> Facts:
    return {"monthly": collaboration.month(session, str(data.get("month", "")), now)}


def _log(session: Session, actor: Actor, _data: Data, now: datetime) -> Facts:
    return {"log": collaboration.log_of_day(session, actor, now)}


def _appraisal(session: Session, _actor: Actor, data: Data, now: datetime) -> Facts:
    person, period = str(data.get("person", "")), str(data.get("period", ""))
    return {"appraisal": collaboration.appraisal(session, person, period, now)}


def _tenant(session: Session, _actor: Actor, _data: Data, _now: datetime) -> Facts:
    return {"tenant": {"name": session.get_one(Institution, institution_of(session)).name_zh}}


def _note(session: Session, actor: Actor, _data: Data, _now: datetime) -> Facts:
    team_id = casework.team_of(session, actor.user_id)
    name = session.scalar(select(Team.name).where(Team.id == team_id)) if team_id else None
    return {"note": {"team": name or ""}} if name else {}


def _staffing(session: Session, _actor: Actor, _data: Data, now: datetime) -> Facts:
    today = casework.calendar_of(session).day_of(now)
    known = staff_rules.qualifications(session).values()
    in_post = [each for each in known if each.left_on is None or each.left_on > today]
    workers = [
        each for each in in_post if each.role == "social_worker" and each.certificate not in (None, "none")
    ]
    return {"staffing": {"actual_workers": len(workers)}}


def _aid(session: Session, _actor: Actor, _data: Data, now: datetime) -> Facts:
    calendar = casework.calendar_of(session)
    today = calendar.day_of(now)
    first = aid_budgets.year_start(session, today)
    return {"aid": aid_budgets.list_facts(session, first, today, calendar.day_of)}


def _evaluation(session: Session, _actor: Actor, _data: Data, _now: datetime) -> Facts:
    return {"statistics": {"satisfied_percent": statistics.satisfied_percent(session)}}


_SOURCES: Mapping[str, Callable[[Session, Actor, Data, datetime], Facts]] = MappingProxyType(
    {
        "quality-evaluation": _evaluation,
        "aid-list": _aid,
        "referral-ledger": _ledger,
        "complaint-register": _complaints,
        "monthly-summary": _month,
        "service-log": _log,
        "collab-appraisal": _appraisal,
        "responsibility-list": _tenant,
        "daily-communication": _note,
        "staffing-report": _staffing,
    }
)
