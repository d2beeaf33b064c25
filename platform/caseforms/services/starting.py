"""Beginning a record: its number in the slot, its definition version, and a first draft with prefilled values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caseforms.definitions import Form
from caseforms.services import (
    casework,
    consequences,
    library,
    locks,
    persons,
    prefill,
    record_facts,
    record_lines,
)
from caseforms.services.actors import Actor
from caseforms.services.casework import Casework
from caseforms.services.claiming import claimed
from caseforms.services.identifiers import new_id
from caseforms.services.prefill import Known
from caseforms.services.refusal import refuse
from caseforms.storage.tables import Draft, Record


def start_in(
    work: Casework,
    slot_name: str,
    *,
    record_id: str | None = None,
    values: Mapping[str, Any] | None = None,
    depth: int = 0,
    version: str | None = None,
) -> Record:
    """A draft in a slot of the case. `values` (from the workflow) win over prefill.

    `version` is that of the form, the one in force unless told.
    """
    slot = work.workflow.slots[slot_name]
    form = library.form(work.session, slot.definition, version)
    record = _record(work.session, form, work.actor, work.now, record_id)
    record.case_id, record.slot = work.case.id, slot_name
    record.number = _next_number(work.session, work.case.id, slot_name)
    data, sources = prefill.fill(form, known_of(work))
    data |= values or {}
    record.locked = locks.prefilled_locks(form, data)
    work.session.add(record)
    work.session.flush()
    _draft(work.session, record, data, prefill.as_json(sources), work.actor, work.now)
    work.changed(record, data)
    consequences.tell(
        work, "record.started", {"slot": slot_name, "record": record.id, "number": record.number}, depth
    )
    return record


def start_alone(
    session: Session,
    actor: Actor,
    definition_id: str,
    now: datetime,
    record_id: str | None,
    *,
    records: tuple[Mapping[str, Any], ...] = (),
    facts: Mapping[str, Any] | None = None,
    version: str | None = None,
) -> Record:
    """A draft outside every case (an incident, a drill, an anonymous survey), of the form's version in force unless told.

    `records` and `facts` are what its values may be taken from: other records of registers, facts of the institution.
    """
    form = library.form(session, definition_id, version)
    record = _record(session, form, actor, now, record_id)
    record.slot, record.number = slot_of_alone(definition_id), 1
    zone = casework.calendar_of(session).zone
    titles = {each["definition_id"]: record_lines.title(session, each["definition_id"]) for each in records}
    is_worker = actor.has("social_worker")
    known = Known(now, zone, actor.user_id, is_worker, {}, {}, "", records, facts or {}, titles)
    data, sources = prefill.fill(form, known)
    record.locked = locks.prefilled_locks(form, data)
    if not claimed(session, record):
        return existing(session, record.id, None, record.slot) or refuse("record.conflict")
    _draft(session, record, data, prefill.as_json(sources), actor, now)
    return record


def slot_of_alone(definition_id: str) -> str:
    """The slot name by which permissions know a record outside cases."""
    return {"incident-report": "incident"}.get(definition_id, definition_id.replace("-", "_"))


def known_of(work: Casework) -> Known:
    """Everything a new record of this case may take values from."""
    facts = work.facts()
    case = work.case
    identity: Mapping[str, str] = {}
    identity_date = ""
    archive_no: str | None = None
    if case.person_id is not None:
        person = persons.row(work.session, case.person_id)
        identity = persons.with_address(persons.known_identity(work.session, person))
        identity_date = work.calendar.day_of(person.created_at).isoformat()
        archive_no = person.archive_no
    own = {
        "archive_no": archive_no,
        **work.state.numbers,
        "case_no": case.case_no,
        **{name: value for name, value in facts["case"].items() if isinstance(value, str) and value},
        "client_name": case.client_name or None,
        "responsible_worker": work.state.responsible or None,
    }
    submitted = tuple(
        _known_record(work, record) for record in work.records if record["status"] == "submitted"
    )
    titles = {
        record["definition_id"]: record_lines.title(work.session, record["definition_id"])
        for record in submitted
    }
    return Known(
        now=work.now,
        zone=work.calendar.zone,
        user_id=work.actor.user_id,
        is_social_worker=work.actor.has("social_worker"),
        case=own,
        identity=identity,
        identity_date=identity_date,
        records=submitted,
        facts=facts,
        titles=titles,
        roles=work.actor.roles,
        language=work.actor.language,
    )


def _known_record(work: Casework, record: Mapping[str, Any]) -> dict[str, Any]:
    submitted = datetime.fromisoformat(record["submitted_at"])
    return {
        "definition_id": work.workflow.slots[record["slot"]].definition,
        "data": record["data"],
        "submitted_on": work.calendar.day_of(submitted).isoformat(),
    }


def _record(session: Session, form: Form, actor: Actor, now: datetime, record_id: str | None) -> Record:
    definition = form.definition
    return Record(
        id=record_id or new_id(),
        definition_id=definition.id,
        definition_version=definition.version,
        definition_sha256=definition.sha256,
        status="draft",
        author=actor.user_id,
        created_at=now,
        updated_at=now,
        locked=[],
    )


def _draft(
    session: Session,
    record: Record,
    data: Mapping[str, Any],
    sources: dict[str, Any],
    actor: Actor,
    now: datetime,
) -> None:
    kept, sealed = record_facts.sealed(session, record, data)
    session.add(
        Draft(
            record_id=record.id, number=1, data=kept, sealed=sealed, by=actor.user_id, at=now, sources=sources
        )
    )
    session.flush()


def _next_number(session: Session, case_id: str, slot: str) -> int:
    highest = session.scalar(
        select(func.max(Record.number)).where(Record.case_id == case_id, Record.slot == slot)
    )
    return (highest or 0) + 1


def existing(session: Session, record_id: str, case_id: str | None, slot: str) -> Record | None:
    """The record a client began before under this id; `record.conflict` when it is another one."""
    record = session.scalar(select(Record).where(Record.id == record_id))
    if record is not None and (record.case_id != case_id or record.slot != slot):
        refuse("record.conflict")
    return record
