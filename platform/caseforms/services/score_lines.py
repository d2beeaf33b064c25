"""The course of a case's scale scores: one line per instrument and version, since other wording is another instrument."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.services import access, audit, casework, library
from caseforms.services.actors import Actor
from caseforms.services.scores import BAND, SCALES, TOTAL
from caseforms.storage.tables import IndexedValue, Record

SCORE, DAY, OCCASION = "/score", "/administered_on", "/occasion"
KIND, EXTERNAL = "/scale_name", "/external_name"
WANTED = (TOTAL, SCORE, BAND, DAY, OCCASION, KIND, EXTERNAL)
HUNDRED = 100.0


@dataclass(frozen=True, slots=True)
class Point:
    """One score: its day, its number, the words of its band and of its occasion, and its record."""

    record_id: str
    day: date
    score: float
    band: Mapping[str, str]
    occasion: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """The scores of one instrument in one version, oldest first; `top` is the highest score there can be."""

    title: Mapping[str, str]
    own_name: str  # of a scale that the institution brings itself
    version: str
    top: float
    points: tuple[Point, ...]


def of_case(session: Session, actor: Actor, case_id: str, now: datetime) -> tuple[Line, ...]:
    """The lines of a case, by instrument; the look is logged. Refused like the case itself."""
    work = casework.opened(session, actor, case_id, now, write=False)
    access.require_content(session, actor, work.case)
    audit.note(session, actor, "view", now, case_id=case_id, detail={"scores": True})
    found: dict[tuple[str, str, str], list[tuple[str, dict[str, Any]]]] = {}
    for record, values in _records(session, case_id):
        if DAY in values and (TOTAL in values or SCORE in values):
            key = (record.definition_id, record.definition_version, str(values.get(EXTERNAL, "")))
            found.setdefault(key, []).append((record.id, values))
    return tuple(_line(session, key, scores) for key, scores in sorted(found.items()))


def _records(session: Session, case_id: str) -> list[tuple[Record, dict[str, Any]]]:
    wanted = (
        select(Record, IndexedValue)
        .join(IndexedValue, IndexedValue.record_id == Record.id)
        .where(
            IndexedValue.case_id == case_id,
            IndexedValue.definition_id.like(SCALES),
            IndexedValue.pointer.in_(WANTED),
            Record.status == "submitted",
        )
    )
    found: dict[str, tuple[Record, dict[str, Any]]] = {}
    for record, value in session.execute(wanted):
        said = next((each for each in (value.number, value.text, value.date) if each is not None), None)
        found.setdefault(record.id, (record, {}))[1][value.pointer] = said
    return list(found.values())


def _line(session: Session, key: tuple[str, str, str], scores: list[tuple[str, dict[str, Any]]]) -> Line:
    definition_id, version, own_name = key
    form = library.form(session, definition_id, version)
    points = [
        Point(
            record_id,
            date.fromisoformat(str(values[DAY])[:10]),
            float(values[TOTAL] if TOTAL in values else values[SCORE]),
            _words(form, BAND, values.get(BAND)),
            _words(form, OCCASION, values.get(OCCASION)),
        )
        for record_id, values in scores
    ]
    field = form.fields.get(TOTAL) or form.fields.get(SCORE)
    highest = field.schema.get("maximum") if field is not None else None
    top = float(highest) if highest else max([HUNDRED, *(point.score for point in points)])
    title = {language: form.text("title", language) for language in ("zh", "en")}
    return Line(title, own_name, version, top, tuple(sorted(points, key=lambda point: point.day)))


def _words(form: Any, pointer: str, code: object) -> dict[str, str]:
    field = form.fields.get(pointer)
    if field is None or code is None:
        return {}
    return {language: str(dict(form.choices(field, language)).get(code, code)) for language in ("zh", "en")}
