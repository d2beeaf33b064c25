"""Hours of continuing education by person and year, and the confirmation that makes them count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.services import casework, permissions, record_facts, submitting, users
from caseforms.services.actors import Actor
from caseforms.services.identifiers import new_id
from caseforms.services.refusal import refuse
from caseforms.services.submitting import Submitted
from caseforms.storage.tables import IndexedValue, Record

TRAINING = "training-record"
HOURS_A_YEAR = 120
CONFIRMING = ("administrator", "supervisor", "head")
LEARNING = ("social_worker", "assistant", "supervisor")


@dataclass(frozen=True, slots=True)
class TrainingYear:
    """One person's year: confirmed hours and those that wait; `short`: the year is over and the sum below 120."""

    user_id: str
    name: str
    hours: float
    unconfirmed: float
    trainings: int
    short: bool


def year_of(session: Session, actor: Actor, year: int, now: datetime) -> tuple[TrainingYear, ...]:
    """The sums of a year, by name: of everybody for readers of the register, else of the actor alone."""
    permissions.require(actor, "start", "training_record")
    sums = _sums(session, year)
    wanted = {actor.user_id}
    if permissions.allowed(actor.roles, "read", "training_record"):
        wanted = set(users.with_role(session, LEARNING)) | set(sums)
    over = casework.calendar_of(session).day_of(now).year > year
    names = users.names(session)
    lines = []
    for user_id in wanted:
        hours, waiting, trainings = sums.get(user_id, (0.0, 0.0, 0))
        short = over and hours < HOURS_A_YEAR
        lines.append(TrainingYear(user_id, names.get(user_id, user_id), hours, waiting, trainings, short))
    return tuple(sorted(lines, key=lambda line: (line.name, line.user_id)))


def unconfirmed(session: Session, actor: Actor) -> frozenset[str]:
    """Ids of the submitted trainings that this person may confirm: those of others that nobody has confirmed."""
    if not actor.has(*CONFIRMING):
        return frozenset()
    done = select(IndexedValue.record_id).where(
        IndexedValue.definition_id == TRAINING, IndexedValue.pointer == "/confirmed_by"
    )
    wanted = (
        select(IndexedValue.record_id)
        .join(Record, Record.id == IndexedValue.record_id)
        .where(
            IndexedValue.definition_id == TRAINING,
            IndexedValue.pointer == "/staff_name",
            IndexedValue.text != actor.user_id,
            Record.status == "submitted",
            Record.id.not_in(done),
        )
    )
    return frozenset(session.scalars(wanted))


def confirm(session: Session, actor: Actor, record_id: str, now: datetime, reason: str) -> Submitted:
    """Confirm a training, so that its hours count: a correction that names who confirmed it."""
    if not actor.has(*CONFIRMING):
        refuse("permission.denied", verb="correct")
    record = submitting.record_row(session, record_id)
    if record.definition_id != TRAINING:
        refuse("record.not-found")
    data = record_facts.content(session, record)
    if data.get("confirmed_by"):
        refuse("register.confirmed")
    data["confirmed_by"] = actor.user_id
    return submitting.correct(session, actor, record_id, data, record.revision, now, new_id(), reason)


def _sums(session: Session, year: int) -> dict[str, tuple[float, float, int]]:
    """Confirmed hours, hours that wait for confirmation, and number of trainings, by person."""
    found: dict[str, tuple[float, float, int]] = {}
    for values in _records(session, year):
        person, hours = str(values.get("/staff_name", "")), float(values.get("/hours", 0))
        confirmed, waiting, number = found.get(person, (0.0, 0.0, 0))
        if values.get("/confirmed_by"):
            confirmed += hours
        else:
            waiting += hours
        found[person] = (confirmed, waiting, number + 1)
    return found


def _records(session: Session, year: int) -> list[Mapping[str, Any]]:
    inside = select(IndexedValue.record_id).where(
        IndexedValue.definition_id == TRAINING,
        IndexedValue.pointer == "/training_date",
        IndexedValue.date >= f"{year:04}-01-01",
        IndexedValue.date < f"{year + 1:04}-01-01",
    )
    wanted = (
        select(IndexedValue)
        .join(Record, Record.id == IndexedValue.record_id)
        .where(IndexedValue.record_id.in_(inside), Record.status == "submitted")
    )
    records: dict[str, dict[str, Any]] = {}
    for value in session.scalars(wanted):
        records.setdefault(value.record_id, {})[value.pointer] = (
            value.number if value.number is not None else value.text or value.date
        )
    return list(records.values())
