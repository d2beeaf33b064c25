"""A case in its person's file: where a form differs from the registry, and joining somebody already registered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from caseforms.services import (
    access,
    casework,
    consequences,
    library,
    permissions,
    persons,
    record_facts,
    registering,
    submitting,
)
from caseforms.services.actors import Actor
from caseforms.services.registering import IdentityChange


def identity_changes(session: Session, actor: Actor, record_id: str) -> tuple[IdentityChange, ...]:
    """Where a record differs from the registry; the page asks which is right, then `persons.update` writes it."""
    record = submitting.record_row(session, record_id)
    submitting.require_reading(session, actor, record)
    case = submitting.case_row(session, record)
    if case is None:
        return ()
    form = library.form_of(session, record)
    return registering.differences(session, case, form, record_facts.content(session, record))


def join(session: Session, actor: Actor, case_id: str, person_id: str, now: datetime) -> None:
    """Put a case into the file of somebody already registered (一人一档)."""
    permissions.require(actor, "persons")
    work = casework.opened(session, actor, case_id, now)
    access.require_content(session, actor, work.case)
    person = persons.row(session, person_id)
    if work.case.person_id == person.id:
        return
    work.case.person_id, work.case.client_name = person.id, person.name
    consequences.tell(work, "case.note", {"person": person.id, "archive_no": person.archive_no})
    work.settle()
    registering.search_terms(session, work.case)
