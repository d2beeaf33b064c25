"""How satisfied people are, month by month, and how well patients and staff of a hospital know its social workers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session, aliased

from caseforms.services import casework, permissions
from caseforms.services.actors import Actor
from caseforms.services.department_statistics import SATISFIED, SURVEY
from caseforms.storage.tables import IndexedValue, Record

ANSWERED = (
    ("satisfaction-patient", "/overall", "/survey_date"),
    ("mh-evaluation", "/satisfaction", "/evaluation_date"),
)
"""The forms that ask a client how satisfied they are: the grade, and the day it was given."""
MONTHS = 12
RESPONDENTS = {"patients": ("patient", "family"), "staff": ("staff",)}


@dataclass(frozen=True, slots=True)
class Month:
    """One month (2026-03): how many answered, and the share of “satisfied” and “very satisfied”; None without answers."""

    name: str
    answers: int
    satisfied_percent: float | None


@dataclass(frozen=True, slots=True)
class Known:
    """What patients (with their families) or staff say of the social workers: `aware_percent` know of them,
    `satisfied_percent` are satisfied; None where nobody answered that question.
    """

    who: str
    answers: int
    aware_percent: float | None
    satisfied_percent: float | None


def by_month(session: Session, actor: Actor, now: datetime) -> tuple[Month, ...]:
    """The last twelve months, oldest first. Refused `permission.denied` without the right to statistics."""
    permissions.require(actor, "statistics")
    names = list(_months(casework.calendar_of(session).day_of(now).isoformat()[:7]))
    found = {name: [0, 0] for name in names}
    for form, grade, day in ANSWERED:
        for month, answers, satisfied in session.execute(_counted(form, grade, day, names[0])):
            if month in found:
                found[month][0] += answers
                found[month][1] += satisfied
    return tuple(Month(name, all_, _percent(good, all_)) for name, (all_, good) in found.items())


def of_social_workers(session: Session, actor: Actor) -> tuple[Known, ...]:
    """Patients and staff apart; a group that nobody belongs to is left out. Refused as `by_month`."""
    permissions.require(actor, "statistics")
    found = []
    for who, codes in RESPONDENTS.items():
        aware = _said(session, codes, "/msw_awareness", ("yes",))
        satisfied = _said(session, codes, "/msw_satisfaction", SATISFIED)
        answers = max(aware[1], satisfied[1])
        if answers:
            found.append(Known(who, answers, _percent(*aware), _percent(*satisfied)))
    return tuple(found)


def _months(last: str) -> Iterator[str]:
    year, month = int(last[:4]), int(last[5:])
    for back in range(MONTHS - 1, -1, -1):
        number = year * 12 + month - 1 - back
        yield f"{number // 12:04}-{number % 12 + 1:02}"


def _counted(form: str, grade: str, day: str, since: str) -> Select[Any, Any, Any]:
    given, on = aliased(IndexedValue), aliased(IndexedValue)
    month = func.substr(on.date, 1, 7)
    return (
        select(month, func.count(), func.sum(case((given.text.in_(SATISFIED), 1), else_=0)))
        .join(Record, Record.id == given.record_id)
        .join(on, on.record_id == given.record_id)
        .where(
            given.definition_id == form,
            given.pointer == grade,
            on.definition_id == form,
            on.pointer == day,
            on.date >= since,
            Record.status == "submitted",
        )
        .group_by(month)
    )


def _said(session: Session, who: tuple[str, ...], pointer: str, wanted: tuple[str, ...]) -> tuple[int, int]:
    """How many of these respondents gave one of the wanted answers, and how many answered."""
    respondent, answer = aliased(IndexedValue), aliased(IndexedValue)
    counted = (
        select(func.sum(case((answer.text.in_(wanted), 1), else_=0)), func.count())
        .join(Record, Record.id == answer.record_id)
        .join(respondent, respondent.record_id == answer.record_id)
        .where(
            answer.definition_id == SURVEY,
            answer.pointer == pointer,
            respondent.definition_id == SURVEY,
            respondent.pointer == "/respondent",
            respondent.text.in_(who),
            Record.status == "submitted",
        )
    )
    good, every = session.execute(counted).one()
    return int(good or 0), int(every)


def _percent(good: int, every: int) -> float | None:
    return round(100 * good / every, 1) if every else None
