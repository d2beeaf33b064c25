"""A case and its person: registered with the application, found by name and number, asked when a form differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from caseforms.definitions import Form
from caseforms.services import identity, library, numbering, persons, prefill, sounds
from caseforms.services.casework import UNSEEN, Casework
from caseforms.services.identifiers import new_id
from caseforms.storage.tables import Case, Person, Record, SearchTerm
from caseforms.workflow import Workflow


@dataclass(frozen=True, slots=True)
class IdentityChange:
    """A field in which a form differs from the registry: to be asked, never written over silently."""

    field: str
    pointer: str
    registered: str
    in_form: str


def identity_in(form: Form, data: Mapping[str, Any]) -> dict[str, str]:
    """The identity that a form's content states."""
    fields = prefill.identity_fields(form)
    return identity.cleaned({name: data.get(place) for name, place in fields.items()})


def differences(
    session: Session, case: Case, form: Form, data: Mapping[str, Any]
) -> tuple[IdentityChange, ...]:
    """Where a form's content differs from the person's registered identity."""
    if case.person_id is None:
        return ()
    known = persons.known_identity(session, persons.row(session, case.person_id))
    fields = prefill.identity_fields(form)
    stated = identity_in(form, data)
    return tuple(
        IdentityChange(name, f"/{fields[name]}", known.get(name, ""), value)
        for name, value in stated.items()
        if known.get(name, "") != value
    )


def name_case(session: Session, record: Record, form: Form, data: Mapping[str, Any]) -> None:
    """While nobody is registered yet, the case goes by the name in the draft of its application; a case that is not
    about a person goes by its title."""
    named = identity_in(form, data).get("name", "") if _is_application(form) else ""
    if not named and not _is_title(session, form):
        return
    case = session.scalar(select(Case).where(Case.id == record.case_id))
    if case is None:
        return
    flow = library.workflow(session, case.workflow, case.workflow_version)
    name = named if flow.about_person else _title(flow, record.slot, data)
    if name and case.person_id is None and case.client_name != name[:120]:
        case.client_name = name[:120]
        session.flush()
        search_terms(session, case)


def person_of_application(work: Casework, form: Form, data: Mapping[str, Any]) -> None:
    """An application of somebody unknown enters them; the same identity number joins the person's file."""
    if not work.workflow.about_person or work.case.person_id is not None or not _is_application(form):
        return
    stated = _one_line_address(form, data) | identity_in(form, data)
    if not stated.get("name"):
        return
    known = persons.with_id_number(work.session, stated["id_number"]) if stated.get("id_number") else None
    person_id = known.id if known is not None else _enter(work, stated)
    work.case.person_id, work.case.client_name = person_id, stated["name"][:120]
    work.session.flush()


def title_of_case(work: Casework, slot: str, data: Mapping[str, Any]) -> None:
    """A case that is not about a person goes by what the form of its `title_from` says."""
    name = _title(work.workflow, slot, data)
    if name and not work.workflow.about_person:
        work.case.client_name = name[:120]
        work.session.flush()


def _one_line_address(form: Form, data: Mapping[str, Any]) -> dict[str, str]:
    """An address that a form asks for in one line, for the file of somebody new."""
    named = [field.name for field in form.fields.values() if "person.address" in prefill.wanted(field)]
    return identity.cleaned({"address_detail": data.get(named[0])}) if named else {}


def search_terms(session: Session, case: Case) -> None:
    """Write what the case is found by."""
    wanted = set(sounds.name_terms(case.client_name)) if case.client_name else set()
    for number in (case.case_no, case.application_no):
        wanted |= sounds.number_terms(number) if number else set()
    known = set(session.scalars(select(SearchTerm.term).where(SearchTerm.case_id == case.id)))
    gone = sorted(known - wanted)
    if gone:
        theirs = delete(SearchTerm).where(SearchTerm.case_id == case.id, SearchTerm.term.in_(gone))
        session.execute(theirs, execution_options=UNSEEN)
    rows = [
        {"institution_id": case.institution_id, "case_id": case.id, "term": term}
        for term in sorted(wanted - known)
    ]
    if rows:
        session.execute(insert(SearchTerm), rows)


def _title(flow: Workflow, slot: str, data: Mapping[str, Any]) -> str:
    if flow.title_from is None or flow.title_from[0] != slot:
        return ""
    value = data.get(flow.title_from[1])
    return value.strip() if isinstance(value, str) else ""


def _is_title(session: Session, form: Form) -> bool:
    """Whether some workflow takes the titles of its cases from this form."""
    return any(
        flow.title_from is not None and flow.slots[flow.title_from[0]].definition == form.definition.id
        for flow in library.workflows(session).values()
    )


def _is_application(form: Form) -> bool:
    return form.definition.kind == "application"


def _enter(work: Casework, stated: Mapping[str, str]) -> str:
    person = Person(
        id=new_id(),
        archive_no=numbering.issue(work.session, "archive_no", work.calendar.day_of(work.now).year),
        created_at=work.now,
        created_by=work.actor.user_id,
    )
    persons.enter(work.session, person, stated)
    return person.id
