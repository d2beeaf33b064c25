"""What the institution's work looks like in numbers: counts and averages only, never a name or an id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caseforms.services import access, case_lines, library, permissions, users
from caseforms.services.actors import Actor
from caseforms.services.case_lines import CaseLine
from caseforms.services.paging import Page, cursor, read_cursor
from caseforms.storage.tables import Case, IndexedValue, Record

SATISFACTION = (("satisfaction-patient", "/overall"), ("mh-evaluation", "/satisfaction"))
SATISFIED = frozenset({"4", "5"})
SERVICE_RECORD, LEVEL = "mh-service-record", "/intervention_level"
KINDS: Mapping[str, tuple[str, str]] = {
    "level": (SERVICE_RECORD, LEVEL),
    "domain": ("mh-plan", "/plan_items/*/domain"),
    "resource": ("resource-link", "/resource_type"),
    "source": ("hosp-intake-record", "/patient_source"),
}
"""What records are counted and listed by: the choice at a pointer of a form."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many of one kind; the label in both languages."""

    code: str
    label: Mapping[str, str]
    number: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """Cases by stage; service records by level, plans by domain, resources by type, hospital cases by source of the patient;
    satisfaction with its average (1–5)."""

    stages: tuple[Count, ...]
    levels: tuple[Count, ...]
    domains: tuple[Count, ...]
    resources: tuple[Count, ...]
    sources: tuple[Count, ...]
    satisfaction: tuple[Count, ...]
    answers: int
    average: float | None
    satisfied_percent: float | None


@dataclass(frozen=True, slots=True)
class LevelLine:
    """One service record of a level, with the case that it belongs to."""

    record_id: str
    at: str
    case: CaseLine


def of_institution(session: Session, actor: Actor) -> Statistics:
    """The numbers of the institution. Raises Refused `permission.denied` without the right to statistics."""
    permissions.require(actor, "statistics")
    answers = _satisfaction(session)
    numbers = [(int(code), count) for code, count in answers.items()]
    total = sum(count for _, count in numbers)
    return Statistics(
        stages=_stages(session),
        levels=levels(session),
        domains=by_kind(session, "domain"),
        resources=by_kind(session, "resource"),
        sources=by_kind(session, "source"),
        satisfaction=_choices(session, *SATISFACTION[0], answers),
        answers=total,
        average=round(sum(code * count for code, count in numbers) / total, 2) if total else None,
        satisfied_percent=_percent(answers),
    )


def levels(session: Session) -> tuple[Count, ...]:
    """The service records by level of intervention."""
    return by_kind(session, "level")


def by_kind(session: Session, kind: str) -> tuple[Count, ...]:
    """The records of one of KINDS by choice."""
    return _choices(session, *KINDS[kind], _counted(session, *KINDS[kind]))


def satisfied_percent(session: Session) -> float | None:
    """The share of answers “satisfied” and “very satisfied” in all surveys and evaluations; None without answers."""
    return _percent(_satisfaction(session))


def at_level(
    session: Session, actor: Actor, level: str, after: str | None = None, limit: int = 30
) -> Page[LevelLine]:
    """The service records of one level of intervention, in the cases whose content this person reads; newest first."""
    return listed(session, actor, "level", level, after, limit)


def listed(
    session: Session, actor: Actor, kind: str, code: str, after: str | None = None, limit: int = 30
) -> Page[LevelLine]:
    """The records of one of KINDS that made this choice, in the cases whose content this person reads; newest first."""
    definition_id, pointer = KINDS[kind]
    chosen = (
        select(IndexedValue.id)
        .where(
            IndexedValue.record_id == Record.id,
            IndexedValue.pointer == pointer,
            IndexedValue.text == code,
        )
        .exists()
    )
    wanted = (
        select(Record, Case)
        .join(Case, Case.id == Record.case_id)
        .where(
            Record.definition_id == definition_id,
            Record.status == "submitted",
            chosen,
            access.readable(session, actor),
        )
    )
    if after is not None:
        at, record_id = read_cursor(after, 2)
        moment = datetime.fromisoformat(str(at))
        same = (Record.submitted_at == moment) & (Record.id < str(record_id))
        wanted = wanted.where((Record.submitted_at < moment) | same)
    rows = session.execute(
        wanted.order_by(Record.submitted_at.desc(), Record.id.desc()).limit(limit + 1)
    ).all()
    names = users.names(session)
    lines = tuple(
        LevelLine(
            row.Record.id, row.Record.submitted_at.isoformat(), case_lines.line(session, row.Case, names)
        )
        for row in rows[:limit]
    )
    last = rows[limit - 1].Record if len(rows) > limit else None
    return Page(lines, cursor(last.submitted_at.isoformat(), last.id) if last else None)


def _stages(session: Session) -> tuple[Count, ...]:
    rows = session.execute(
        select(Case.workflow, Case.stage, func.count()).group_by(Case.workflow, Case.stage)
    )
    counted = {(flow, stage): number for flow, stage, number in rows}
    found = []
    for flow_id in sorted({flow for flow, _ in counted}):
        stages = library.workflow(session, flow_id).stages
        found += [
            Count(name, dict(stage.label), counted.get((flow_id, name), 0)) for name, stage in stages.items()
        ]
    return tuple(found)


def _counted(session: Session, definition_id: str, pointer: str) -> dict[str, int]:
    rows = session.execute(
        select(IndexedValue.text, func.count(IndexedValue.record_id.distinct()))
        .join(Record, Record.id == IndexedValue.record_id)
        .where(
            IndexedValue.definition_id == definition_id,
            IndexedValue.pointer == pointer,
            Record.status == "submitted",
        )
        .group_by(IndexedValue.text)
    )
    return {str(code): number for code, number in rows if code is not None}


def _satisfaction(session: Session) -> dict[str, int]:
    found: dict[str, int] = {}
    for definition_id, pointer in SATISFACTION:
        for code, number in _counted(session, definition_id, pointer).items():
            found[code] = found.get(code, 0) + number
    return found


def _percent(answers: Mapping[str, int]) -> float | None:
    total = sum(answers.values())
    satisfied = sum(number for code, number in answers.items() if code in SATISFIED)
    return round(100 * satisfied / total, 1) if total else None


def _choices(
    session: Session, definition_id: str, pointer: str, counted: Mapping[str, int]
) -> tuple[Count, ...]:
    form = library.form(session, definition_id)
    field = form.fields[pointer]
    words = {language: dict(form.choices(field, language)) for language in ("zh", "en")}
    return tuple(
        Count(str(code), {"zh": label, "en": str(words["en"].get(code, label))}, counted.get(str(code), 0))
        for code, label in words["zh"].items()
    )
