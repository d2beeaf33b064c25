"""What anybody may do without signing in: read the published rules, answer the survey, file a complaint."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from caseforms.services import (
    actors,
    casework,
    institutions,
    library,
    prefill,
    record_facts,
    starting,
    submitting,
)
from caseforms.services.identifiers import checked
from caseforms.services.institutions import InstitutionLine
from caseforms.services.prefill import Known
from caseforms.services.refusal import refuse
from caseforms.services.submitting import Submitted
from caseforms.storage import store_of
from caseforms.storage.tables import Case, IndexedValue, PublicSending, Record

FORMS = ("public-awareness-survey", "complaint-record", "hospital-satisfaction")
HOSPITAL = "hospital-case"
BY_NATURE: Mapping[str, Mapping[str, Any]] = {"complaint-record": {"channel": "online"}}
"""What is true of a form because it comes in this way."""
MOST_AN_HOUR = 120
"""So many public forms an institution takes in one hour: a flood stops before it fills the disk."""
MOST_FROM_ONE_ADDRESS = 40
"""So many of them from one address: a hall with tablets behind one connection has room, and nobody takes all of it."""
MEMORY = timedelta(hours=1)


def institution(session: Session, code: str) -> InstitutionLine:
    """The institution of a public address. Raises Refused `institution.not-found`."""
    found = next((line for line in institutions.listed(session) if line.code == code), None)
    if found is None:
        refuse("institution.not-found")
    return found


def published(session: Session, now: datetime) -> dict[str, Any] | None:
    """The newest quality objectives whose day of publication has come, as they were submitted."""
    today = casework.calendar_of(session).day_of(now).isoformat()
    wanted = (
        select(Record)
        .join(IndexedValue, IndexedValue.record_id == Record.id)
        .where(
            Record.definition_id == "quality-objectives",
            Record.status == "submitted",
            IndexedValue.pointer == "/published_on",
            IndexedValue.date <= today,
        )
        .order_by(IndexedValue.date.desc(), Record.submitted_at.desc())
    )
    record = session.scalar(wanted.limit(1))
    return record_facts.content(session, record) if record is not None else None


def is_hospital(session: Session) -> bool:
    """Whether the institution works in a hospital: only then its patients and staff are asked about one."""
    return session.scalar(select(Case.id).where(Case.workflow == HOSPITAL).limit(1)) is not None


def blank(session: Session, definition_id: str, now: datetime, phase: str) -> dict[str, Any]:
    """What a public form begins with. Nothing is written for it."""
    form = library.form(session, _public(definition_id))
    zone = casework.calendar_of(session).zone
    known = Known(now, zone, "", False, {}, {}, "", (), {"task": {"phase": phase}}, {})
    return {**prefill.fill(form, known)[0], **BY_NATURE.get(definition_id, {})}


def send(
    session: Session,
    institution_id: str,
    definition_id: str,
    given: Mapping[str, Any],
    now: datetime,
    submission_id: str,
    address: str,
) -> Submitted:
    """Take in a filled-in public form, all or nothing; the same submission again has no effect.

    No account stands in it, and no person is registered for it. Of `address` a keyed digest is kept for an hour,
    apart from the form, so that a complaint stays anonymous.
    """
    actor, record_id = actors.public(institution_id), checked(submission_id)
    slot = starting.slot_of_alone(_public(definition_id))
    record = starting.existing(session, record_id, None, slot)
    if record is None:
        _require_room(session, address, now)
        record = starting.start_alone(session, actor, definition_id, now, record_id)
    data = {**record_facts.content(session, record), **given} if record.status == "draft" else given
    return submitting.submit(session, actor, record.id, data, 1, now, record_id)


def number_of(session: Session, sent: Submitted) -> str:
    """The number under which a public form was taken in; empty for one that has none."""
    found = select(IndexedValue.text).where(
        IndexedValue.record_id == sent.record.id, IndexedValue.pointer == "/complaint_no"
    )
    return session.scalar(found) or ""


def forget_addresses(session: Session, now: datetime) -> None:
    """Drop what was kept of addresses longer than MEMORY ago."""
    session.execute(delete(PublicSending).where(PublicSending.at <= now - MEMORY))


def _require_room(session: Session, address: str, now: datetime) -> None:
    forget_addresses(session, now)
    digest = store_of(session).keyring.blind("public-address", address)
    lately = select(func.count()).where(Record.author == actors.PUBLIC_ID, Record.created_at > now - MEMORY)
    from_there = select(func.count()).where(PublicSending.address == digest)
    if (session.scalar(lately) or 0) >= MOST_AN_HOUR:
        refuse("register.too-many")
    if (session.scalar(from_there) or 0) >= MOST_FROM_ONE_ADDRESS:
        refuse("register.too-many")
    session.add(PublicSending(address=digest, at=now))


def _public(definition_id: str) -> str:
    if definition_id not in FORMS:
        refuse("register.not-found")
    return definition_id
