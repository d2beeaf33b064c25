"""Registers: the institution's records that stand outside every case, listed from their indexed values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from caseforms.definitions import Field, Form
from caseforms.services import (
    access,
    casework,
    library,
    permissions,
    record_facts,
    record_views,
    register_facts,
    register_rights,
    starting,
    team_notes,
    users,
)
from caseforms.services.actors import Actor
from caseforms.services.identifiers import checked
from caseforms.services.paging import Page, cursor, read_cursor
from caseforms.services.record_views import RecordView
from caseforms.services.refusal import refuse
from caseforms.storage.tables import IndexedValue, Record

COLUMNS = 5
FIRST_FROM: Mapping[str, tuple[str, ...]] = {
    "emergency-drill": ("emergency-plan",),
    "facility-checklist": ("staffing-report",),
}
"""Registers whose new records take values from the newest record of another register."""


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One record of a register. `values` holds the indexed values by pattern pointer, in the order of the rows."""

    id: str
    definition_id: str
    status: str
    created_at: datetime
    submitted_at: datetime | None
    author: str
    author_name: str
    values: Mapping[str, tuple[Any, ...]]


def definitions_of(actor: Actor) -> tuple[str, ...]:
    """The registers that this person reads or may add to, in the order of the table of rights."""
    return tuple(
        slot.replace("_", "-")
        for slot in register_rights.REGISTERS
        if any(permissions.allowed(actor.roles, verb, slot) for verb in ("read", "start"))
    )


def columns(form: Form) -> tuple[Field, ...]:
    """The fields that a list shows: the first indexed ones, in the order of the form."""
    order = {
        node.field.pointer: place for place, node in enumerate(form.root.walk()) if node.field is not None
    }
    indexed = [field for field in form.fields.values() if "x-index" in field.schema]
    return tuple(sorted(indexed, key=lambda field: order.get(field.pointer, len(order)))[:COLUMNS])


def start(
    session: Session,
    actor: Actor,
    definition_id: str,
    now: datetime,
    record_id: str | None = None,
    values: Mapping[str, Any] | None = None,
) -> RecordView:
    """Begin a record of a register; the same client-made id again gives the same record, and the daily note of a team
    is the same record for everybody in it. `values` say whom or what it is about where that decides its numbers.
    """
    slot = _slot(definition_id)
    permissions.require(actor, "start", slot)
    daily = definition_id == team_notes.DAILY
    wanted = team_notes.id_of_today(session, actor, now) if daily else checked(record_id)
    record = starting.existing(session, wanted, None, slot)
    if record is None:
        sources = tuple(each for name in FIRST_FROM.get(definition_id, ()) for each in _newest(session, name))
        facts = register_facts.facts_of(session, actor, definition_id, values or {}, now)
        record = starting.start_alone(
            session, actor, definition_id, now, wanted, records=sources, facts=facts
        )
    return record_views.view_of(session, actor, record, None, now)


def listed(
    session: Session,
    actor: Actor,
    definition_id: str,
    *,
    year: int | None = None,
    text: str = "",
    sort: str = "",
    after: str | None = None,
    limit: int = 30,
) -> Page[RegisterLine]:
    """A page of a register, newest first, or highest first by the indexed number at pointer `sort`.

    Readers of the register see what was submitted and their own drafts; everybody else their own records.
    """
    wanted = _visible(actor, definition_id)
    form = library.form(session, definition_id)
    if year is not None:
        wanted = wanted.where(_in_year(session, form, year))
    if text.strip():
        wanted = wanted.where(_matches(session, form, text.strip()))
    if sort:
        return _by_number(session, form, wanted, sort, after, limit)
    if after is not None:
        at, record_id = read_cursor(after, 2)
        moment = datetime.fromtimestamp(float(at), UTC)
        older = and_(Record.created_at == moment, Record.id < str(record_id))
        wanted = wanted.where(or_(Record.created_at < moment, older))
    rows = list(session.scalars(wanted.order_by(Record.created_at.desc(), Record.id.desc()).limit(limit + 1)))
    last = rows[limit - 1] if len(rows) > limit else None
    more = cursor(last.created_at.timestamp(), last.id) if last else None
    return Page(_lines(session, rows[:limit]), more)


def risks(session: Session, actor: Actor) -> tuple[dict[str, Any], ...]:
    """Every risk of the register, the highest score first; each with the `record` that it stands in."""
    permissions.require(actor, "read", "risk_register")
    rows = session.scalars(_submitted("risk-register").order_by(Record.submitted_at.desc(), Record.id))
    found = [
        {**risk, "record": record.id}
        for record in rows
        for risk in record_facts.content(session, record).get("risks", [])
    ]
    return tuple(sorted(found, key=lambda risk: -risk.get("score", 0)))


def _slot(definition_id: str) -> str:
    slot = starting.slot_of_alone(definition_id)
    if slot not in register_rights.REGISTERS:
        refuse("register.not-found")
    return slot


def _submitted(definition_id: str) -> Select[Record]:
    return select(Record).where(
        Record.definition_id == definition_id, _in_register(definition_id), Record.status == "submitted"
    )


def _visible(actor: Actor, definition_id: str) -> Select[Record]:
    slot = _slot(definition_id)
    if not any(permissions.allowed(actor.roles, verb, slot) for verb in ("read", "start")):
        refuse("permission.denied", verb="read")
    own = and_(Record.author == actor.user_id, Record.status != "void")
    seen: ColumnElement[bool] = own
    if permissions.allowed(actor.roles, "read", slot):
        seen = or_(own, and_(Record.status == "submitted", ~access.is_about(actor)))
    return select(Record).where(Record.definition_id == definition_id, _in_register(definition_id), seen)


def _in_register(definition_id: str) -> ColumnElement[bool]:
    """A register holds what stands outside every case; records that open a case of their own stay listed in it."""
    if definition_id == "complaint-record":
        return true()
    return Record.case_id.is_(None)


def _newest(session: Session, definition_id: str) -> tuple[dict[str, Any], ...]:
    row = session.scalar(_submitted(definition_id).order_by(Record.submitted_at.desc(), Record.id).limit(1))
    if row is None or row.submitted_at is None:
        return ()
    day = casework.calendar_of(session).day_of(row.submitted_at).isoformat()
    content = record_facts.content(session, row)
    return ({"definition_id": definition_id, "data": content, "submitted_on": day},)


def _in_year(session: Session, form: Form, year: int) -> ColumnElement[bool]:
    """Whether a record's own date (its year, or the day it was begun) lies in the year."""
    indexed = {field.pointer: field.schema["x-index"] for field in columns(form)}
    days = [pointer for pointer, kind in indexed.items() if kind == "date"]
    if "/year" in indexed:
        return _has("/year", IndexedValue.number == year)
    if days:
        inside = and_(IndexedValue.date >= f"{year:04}-01-01", IndexedValue.date < f"{year + 1:04}-01-01")
        return _has(days[0], inside)
    zone = casework.calendar_of(session).zone
    begin, end = (datetime(number, 1, 1, tzinfo=zone).astimezone(UTC) for number in (year, year + 1))
    return and_(Record.created_at >= begin, Record.created_at < end)


def _matches(session: Session, form: Form, text: str) -> ColumnElement[bool]:
    """Whether an indexed text holds the words: as typed, as a choice's label, or as a colleague's name."""
    folded = text.casefold()
    codes = {
        str(code)
        for field in form.fields.values()
        if "x-index" in field.schema
        for language in ("zh", "en")
        for code, label in form.choices(field, language)
        if folded in label.casefold()
    }
    people = {user_id for user_id, name in users.names(session).items() if folded in name.casefold()}
    typed = IndexedValue.text.icontains(text, autoescape=True)
    return (
        select(IndexedValue.id)
        .where(IndexedValue.record_id == Record.id, or_(typed, IndexedValue.text.in_(sorted(codes | people))))
        .exists()
    )


def _has(pointer: str, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        select(IndexedValue.id)
        .where(IndexedValue.record_id == Record.id, IndexedValue.pointer == pointer, condition)
        .exists()
    )


def _by_number(
    session: Session, form: Form, wanted: Select[Record], sort: str, after: str | None, limit: int
) -> Page[RegisterLine]:
    field = form.fields.get(sort)
    if field is None or field.schema.get("x-index") != "number":
        refuse("register.unknown-order", pointer=sort)
    number = aliased(IndexedValue)
    highest = (
        select(func.max(number.number))
        .where(number.record_id == Record.id, number.pointer == sort)
        .correlate(Record)
        .scalar_subquery()
    )
    order = func.coalesce(highest, -1.0)
    rows_wanted = wanted.add_columns(order.label("highest"))
    if after is not None:
        value, record_id = read_cursor(after, 2)
        lower = and_(order == float(value), Record.id > str(record_id))
        rows_wanted = rows_wanted.where(or_(order < float(value), lower))
    rows = session.execute(rows_wanted.order_by(order.desc(), Record.id).limit(limit + 1)).all()
    last = rows[limit - 1] if len(rows) > limit else None
    more = cursor(last.highest, last.Record.id) if last else None
    return Page(_lines(session, [row.Record for row in rows[:limit]]), more)


def _lines(session: Session, records: list[Record]) -> tuple[RegisterLine, ...]:
    names = users.names(session)
    values: dict[str, dict[str, tuple[Any, ...]]] = {record.id: {} for record in records}
    wanted = select(IndexedValue).where(IndexedValue.record_id.in_(values)).order_by(IndexedValue.id)
    for row in session.scalars(wanted):
        value = next(each for each in (row.text, row.number, row.date, "") if each is not None)
        kept = values[row.record_id]
        kept[row.pointer] = (*kept.get(row.pointer, ()), value)
    return tuple(
        RegisterLine(
            record.id,
            record.definition_id,
            record.status,
            record.created_at,
            record.submitted_at,
            record.author,
            names.get(record.author, ""),
            values[record.id],
        )
        for record in records
    )
