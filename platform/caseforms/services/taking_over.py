"""An arrived record becomes a record of its case or register: begun under its own version, with its files and signatures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms import answers
from caseforms.definitions import Form
from caseforms.problems import Problem, Refused
from caseforms.services import (
    access,
    arrivals,
    arriving,
    attachments,
    cases,
    casework,
    chain,
    drafts,
    library,
    locks,
    permissions,
    prefill,
    record_facts,
    records,
    signing,
    starting,
    submitting,
)
from caseforms.services.actors import Actor
from caseforms.services.refusal import refuse, refuse_all
from caseforms.services.sealed_records import Opened, moment, word
from caseforms.storage.tables import Arrival, Record, Tablet, User, UserRole

VOLUNTEER = "volunteer"
Values = Mapping[str, Mapping[str, Any]]
"""What a file field holds, by the id that the tablet gave the file."""


@dataclass(frozen=True, slots=True)
class Begun:
    """The draft that an arrived record has become: its row, what stands in it, its draft's version, its files."""

    record: Record
    data: dict[str, Any]
    version: int
    files: Values


def begin(
    session: Session,
    actor: Actor,
    row: Arrival,
    content: Opened,
    now: datetime,
    *,
    author: str,
    person_id: str | None = None,
) -> Begun:
    """Begin the record where it belongs, all or nothing; `person_id` is the registered person of an application.

    Refused as beginning a form there is, or `arrival.no-case`, `arrival.wrong-form`, `arrival.already-there`.
    """
    if session.scalar(select(Record.id).where(Record.id == row.record_id)) is not None:
        refuse("arrival.already-there")
    begins = {"case": _in_case, "application": _in_new_case}.get(row.kind, _alone)
    record = begins(session, actor, row, content, now, person_id)
    form = library.form_of(session, record)
    files = _kept_files(session, actor, content, record, now)
    stands, given = record_facts.content(session, record), _with_files(content.data, files)
    data = _merged(stands, given, record, form, _filling(session, actor, row, content))
    _require_fitting(session, form, data, now)
    record.author = author
    if content.handed_over:
        record.locked = sorted({*record.locked, *_clients(form, data)})
    session.flush()
    writer = Actor(author, actor.institution_id, frozenset(), "")
    saved = drafts.save(session, writer, record, data, 1, now)
    return Begun(record, saved.data, saved.version, files)


def signed(
    session: Session, actor: Actor, row: Arrival, content: Opened, begun: Begun, now: datetime
) -> tuple[Problem, ...]:
    """Give the submitted record the signatures that were drawn on the tablet; what stood against any of them.

    A client's is noted by whoever confirms, at the time it was given; the volunteer's own is theirs where the tablet
    knows that they had signed in there.
    """
    volunteer = person(session, row.volunteer or "") if row.granted else None
    tablet = session.get_one(Tablet, row.tablet_id)
    against: list[Problem] = []
    for said in content.signatures:
        role = word(said.get("role"))
        signer = volunteer if permissions.is_staff_signature(role) else actor
        try:
            _sign(session, signer or actor, begun, said, role, tablet.name, row, now)
        except Refused as refused:
            against += refused.problems
    return tuple(against)


def person(session: Session, user_id: str) -> Actor | None:
    """An active user of this institution as an actor."""
    wanted = select(User, UserRole.role).outerjoin(UserRole, UserRole.user_id == User.id)
    rows = session.execute(wanted.where(User.id == user_id, User.active)).all()
    if not rows:
        return None
    user: User = rows[0][0]
    given: list[str | None] = [role for _, role in rows]
    roles = frozenset(role for role in given if role is not None)
    return Actor(user.id, user.institution_id, roles, user.name, user.language)


def named(form: Form, data: Mapping[str, Any]) -> dict[str, str]:
    """Who the record is about, as far as it says so: the fields by which a person is recognised."""
    fields = prefill.identity_fields(form)
    return {each: str(data[name]) for each, name in fields.items() if isinstance(data.get(name), str)}


def _in_case(
    session: Session, actor: Actor, row: Arrival, content: Opened, now: datetime, _person_id: str | None
) -> Record:
    if row.case_id is None:
        refuse("arrival.no-case")
    return _started(session, actor, row, row.case_id, content.slot, now)


def _in_new_case(
    session: Session, actor: Actor, row: Arrival, content: Opened, now: datetime, person_id: str | None
) -> Record:
    opens = arriving.application_of(session, row.definition_id)
    if opens is None:
        refuse("arrival.wrong-form")
    workflow_id, slot = opens
    form = library.form(session, row.definition_id, row.definition_version)
    opened = cases.open_case(
        session,
        actor,
        workflow_id,
        now,
        person_id=person_id,
        case_id=sha256(f"case:{row.record_id}".encode()).hexdigest()[:32],
        client_name="" if person_id else named(form, content.data).get("name", ""),
    )
    record = _started(session, actor, row, opened.id, slot, now)
    if row.volunteer and person(session, row.volunteer) and row.volunteer != actor.user_id:
        casework.take_part(session, opened.id, row.volunteer, VOLUNTEER, now)
    row.case_id = opened.id
    return record


def _started(session: Session, actor: Actor, row: Arrival, case_id: str, slot: str, now: datetime) -> Record:
    work = casework.opened(session, actor, case_id, now)
    access.require_content(session, actor, work.case)
    if slot not in work.workflow.slots or work.workflow.slots[slot].definition != row.definition_id:
        refuse("arrival.wrong-form")
    permissions.require(actor, "start", slot, work.workflow.subject)
    records.require_offer(work, slot)
    record = starting.start_in(work, slot, record_id=row.record_id, version=row.definition_version)
    work.settle()
    return record


def _alone(
    session: Session, actor: Actor, row: Arrival, _content: Opened, now: datetime, _person_id: str | None
) -> Record:
    permissions.require(actor, "start", starting.slot_of_alone(row.definition_id))
    return starting.start_alone(
        session, actor, row.definition_id, now, row.record_id, version=row.definition_version
    )


def _kept_files(session: Session, actor: Actor, content: Opened, record: Record, now: datetime) -> Values:
    kept: dict[str, Mapping[str, Any]] = {}
    for each in content.files:
        plain = arrivals.file_content(session, each)
        line = attachments.add(session, actor, plain, each.name, now, record_id=record.id)
        kept[each.id] = {
            "id": line.id,
            "name": line.name,
            "type": line.type,
            "size": line.size,
            "sha256": line.sha256,
        }
    return kept


def _with_files(value: Any, files: Values) -> Any:
    """The answers with each file of the tablet as the file it has become."""
    if isinstance(value, list):
        return [_with_files(each, files) for each in value]
    if not isinstance(value, Mapping):
        return value
    known = files.get(str(value.get("id", ""))) if "sha256" in value else None
    return dict(known) if known else {name: _with_files(each, files) for name, each in value.items()}


def _merged(
    stands: Mapping[str, Any], given: Mapping[str, Any], record: Record, form: Form, roles: frozenset[str]
) -> dict[str, Any]:
    """The tablet's answers over what the case knows.

    Numbers, what is held by its source, and what nobody of these roles may fill in are not the tablet's to give.
    """
    numbers = {name for name, _ in prefill.numbered(form)}
    mine = {
        name: value
        for name, value in given.items()
        if name not in numbers and f"/{name}" not in record.locked and _is_open_to(form, name, roles)
    }
    return {**stands, **mine}


def _filling(session: Session, actor: Actor, row: Arrival, content: Opened) -> frozenset[str]:
    """The roles of everybody who has a hand in it: who wrote it, the client where they filled it in, who decides."""
    volunteer = person(session, row.volunteer or "")
    client = {"client"} if content.handed_over else set()
    return actor.roles | client | (volunteer.roles if volunteer is not None else frozenset())


def _is_open_to(form: Form, name: str, roles: frozenset[str]) -> bool:
    field = form.fields.get(f"/{name}")
    asked = field.schema.get("x-edit-roles") if field is not None else None
    return asked is None or not roles.isdisjoint(asked)


def _require_fitting(session: Session, form: Form, data: dict[str, Any], now: datetime) -> None:
    """Refused when an answer is of a kind that could never stand there: then it was not our form that was filled in."""
    submitting.check_storable(form, data)
    context = submitting.context_of(session, now, {})
    refuse_all(answers.check(form, data, context, draft=True))


def _clients(form: Form, data: Mapping[str, Any]) -> Iterator[str]:
    """What the client filled in alone: the answered fields of the pages that the form hands over."""
    pages = [
        number
        for number, node in enumerate(form.pages)
        if (node.element.get("options") or {}).get("handover") == "client"
    ]
    yield from (pointer for pointer in locks.on_pages(form, pages) if pointer[1:] in data)


def _sign(
    session: Session,
    signer: Actor,
    begun: Begun,
    said: Mapping[str, Any],
    role: str,
    tablet: str,
    row: Arrival,
    now: datetime,
) -> None:
    image = said.get("image")
    strokes = said.get("strokes")
    signing.sign(
        session,
        signer,
        begun.record.id,
        role,
        word(said.get("method")),
        now,
        strokes=strokes
        if isinstance(strokes, list) and chain.is_storable(chain.canonical(strokes))
        else None,
        image=str(begun.files.get(str(image), {}).get("id", "")) or None,
        typed=word(said.get("typed")),
        signer_name=word(said.get("signer_name")),
        witness=word(said.get("witness")),
        note=f"{tablet} · {row.number}",
        at=_given_at(row, said, now),
    )


def _given_at(row: Arrival, said: Mapping[str, Any], now: datetime) -> datetime:
    """When it was given: what the tablet says, where that can be; else when the record arrived."""
    at = moment(said.get("at"))
    return at if at is not None and at <= row.received_at <= now else row.received_at
