"""The records of a slot for choosing one: by number and by the name that stands in each."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.services import access, library, record_facts
from caseforms.services.actors import Actor
from caseforms.services.refusal import refuse
from caseforms.storage.tables import Case, Record


def named(
    session: Session, actor: Actor, case_id: str, slot: str, limit: int = 100
) -> tuple[tuple[str, int, str], ...]:
    """The submitted records of a slot with their number and the name of the person in them, for choosing one."""
    case = session.scalar(select(Case).where(Case.id == case_id))
    if case is None:
        refuse("case.not-found")
    access.require_content(session, actor, case)
    wanted = select(Record).where(
        Record.case_id == case_id, Record.slot == slot, Record.status == "submitted"
    )
    rows = session.scalars(wanted.order_by(Record.number).limit(limit)).all()
    return tuple(
        (row.id, row.number, _name_in(session, row))
        for row in rows
        if access.may_read_record(session, actor, case, row)
    )


def _name_in(session: Session, record: Record) -> str:
    form = library.form_of(session, record)
    content = record_facts.content(session, record)
    names = (
        content.get(field.name)
        for pointer, field in form.fields.items()
        if pointer.count("/") == 1
        and field.schema.get("x-personal") == "identity"
        and field.name.endswith("name")
    )
    return next((str(name) for name in names if name), "")
