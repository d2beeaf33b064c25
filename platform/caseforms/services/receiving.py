"""The receiver's part of a referral, filled over a link by an organisation without an account (003 §4.1.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from caseforms.definitions import Form
from caseforms.services import audit, library, links, locks, record_facts, submitting
from caseforms.services.actors import Actor
from caseforms.services.links import Issued, Received
from caseforms.services.refusal import refuse
from caseforms.storage.tables import Record

FORM, PART = "referral-form", 1
"""The form, and the number of the page that the receiver fills in (from 0)."""


@dataclass(frozen=True, slots=True)
class ReceiversPart:
    """What the receiver's page shows: the form, its own answers, the number of the referral, nothing else of it."""

    opened: Received
    form: Form
    data: Mapping[str, Any]
    version: int
    number: str
    closed: frozenset[str]


def invite(session: Session, actor: Actor, record_id: str, now: datetime) -> Issued:
    """A link for the receiver of a sent referral. Whoever does not read the record is not told what it is."""
    submitting.require_reading(session, actor, submitting.record_row(session, record_id))
    _referral(session, record_id)
    return links.for_receiver(session, actor, record_id, now)


def part(session: Session, token: str, now: datetime) -> ReceiversPart:
    """What the holder of a link sees; the look is logged. Refused `link.ended`."""
    opened = links.receiver(session, token, now)
    record = _referral(session, opened.record_id)
    audit.note(
        session,
        opened.actor,
        "view",
        now,
        case_id=record.case_id,
        record_id=record.id,
        detail={"link": opened.link_id[:12]},
    )
    return _part(session, opened, record)


def part_unseen(session: Session, token: str, now: datetime) -> ReceiversPart:
    """The same, to read what was typed into it."""
    opened = links.receiver(session, token, now)
    return _part(session, opened, _referral(session, opened.record_id))


def answer(
    session: Session, token: str, given: Mapping[str, Any], now: datetime, submission_id: str, reason: str
) -> Issued | None:
    """Take in what the receiver wrote, as a new revision of the form, and use the link up.

    Accepted but without a result yet: a new link for the result is given back, else None.
    """
    opened = links.receiver(session, token, now)
    links.used(session, opened.link_id, now)
    record = _referral(session, opened.record_id)
    known = _part(session, opened, record)
    stands = record_facts.content(session, record)
    own = {name: value for name, value in given.items() if f"/{name}" not in known.closed}
    kept = {name: value for name, value in stands.items() if f"/{name}" in known.closed}
    submitting.correct(
        session, opened.actor, record.id, {**kept, **own}, record.revision, now, submission_id, reason
    )
    after = record_facts.content(session, record)
    if after.get("accepted") == "yes" and not after.get("result"):
        return links.for_receiver(session, opened.actor, record.id, now)
    return None


def _referral(session: Session, record_id: str | None) -> Record:
    record = submitting.record_row(session, record_id or "")
    if record.definition_id != FORM or record.status != "submitted":
        refuse("link.ended")
    return record


def _part(session: Session, opened: Received, record: Record) -> ReceiversPart:
    form = library.form_of(session, record)
    content = record_facts.content(session, record)
    mine = locks.on_pages(form, [PART])
    closed = locks.top_pointers(form) - mine
    closed |= {pointer for pointer in mine if _is_not_theirs(form, pointer)}
    shown = {name: value for name, value in content.items() if f"/{name}" not in closed}
    # whether the referral is urgent decides which questions the receiver is asked; nothing else is told
    shown |= {name: content[name] for name in ("urgent", "sent_at") if name in content}
    return ReceiversPart(
        opened, form, shown, record.revision, str(content.get("referral_no", "")), frozenset(closed)
    )


def _is_not_theirs(form: Form, pointer: str) -> bool:
    schema = form.fields[pointer].schema
    return "x-signature" in schema or "third_party" not in schema.get("x-edit-roles", ())
