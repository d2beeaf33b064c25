"""What patients and staff say of each department of a hospital (001 5.3.4 d): counts and averages, never a name."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Float, case, cast, func, select
from sqlalchemy.orm import Session, aliased

from caseforms.services import permissions
from caseforms.services.actors import Actor
from caseforms.storage.tables import IndexedValue, Record

SURVEY = "hospital-satisfaction"
MOST = 60
"""So many departments stand in the report, those with the most answers: the page does not grow with the surveys."""
SATISFIED = ("4", "5")


@dataclass(frozen=True, slots=True)
class Department:
    """One department: how many answered, the average of their grades (1–5), and the share of 4 and 5 in percent."""

    name: str
    answers: int
    average: float
    satisfied_percent: float


def by_department(session: Session, actor: Actor) -> tuple[Department, ...]:
    """The submitted surveys by department, most answers first. Refused `permission.denied` without the right."""
    permissions.require(actor, "statistics")
    department, grade = aliased(IndexedValue), aliased(IndexedValue)
    wanted = (
        select(
            department.text,
            func.count(),
            func.avg(cast(grade.text, Float)),
            func.sum(case((grade.text.in_(SATISFIED), 1), else_=0)),
        )
        .join(Record, Record.id == department.record_id)
        .join(grade, grade.record_id == department.record_id)
        .where(
            department.definition_id == SURVEY,
            department.pointer == "/department",
            grade.definition_id == SURVEY,
            grade.pointer == "/overall",
            Record.status == "submitted",
        )
        .group_by(department.text)
        .order_by(func.count().desc(), department.text)
        .limit(MOST)
    )
    return tuple(
        Department(str(name), answers, round(float(average), 2), round(100 * satisfied / answers, 1))
        for name, answers, average, satisfied in session.execute(wanted)
    )
