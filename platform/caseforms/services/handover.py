"""Handing the tablet over: a short-lived token by which a client signs, or fills pages of, one record and nothing else."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.services import access, library, locks, permissions, record_facts, scale_rules, submitting
from caseforms.services.actors import Actor
from caseforms.services.refusal import refuse
from caseforms.storage import unfiltered
from caseforms.storage.tables import Handover, Record, User

PURPOSES = ("sign", "fill")
LONGEST_MINUTES = 120


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The token to put into the address, shown once."""

    token: str
    record_id: str
    role: str
    expires_at: datetime
    purpose: str = "sign"


@dataclass(frozen=True, slots=True)
class Handed:
    """What the tablet may do: as this client actor, with this record."""

    actor: Actor
    record_id: str
    role: str
    purpose: str
    expires_at: datetime


def issue(
    session: Session,
    actor: Actor,
    record_id: str,
    role: str,
    now: datetime,
    purpose: str = "sign",
    minutes: int = 15,
    pages: Iterable[int] = (),
) -> HandedOver:
    """Hand a record over to a client: to sign in a role, or to fill `pages` of a draft themselves."""
    record = submitting.record_row(session, record_id)
    submitting.require_reading(session, actor, record)
    if not 1 <= minutes <= LONGEST_MINUTES:
        refuse("permission.denied", verb="hand-over")
    require_possible(session, actor, record, role, purpose)
    ends = now + timedelta(minutes=minutes)
    return write(session, record_id, role, purpose, pages, actor.user_id, now, ends)


def require_possible(session: Session, actor: Actor, record: Record, role: str, purpose: str) -> None:
    """Refused unless the actor may give this record away to be signed in the role, or to be filled in."""
    if actor.record_id is not None or purpose not in PURPOSES:
        refuse("permission.denied", verb="hand-over")
    subject = access.subject_of_record(session, record)
    permissions.require(actor, "sign" if purpose == "sign" else "save", record.slot, subject)
    if purpose == "sign" and permissions.is_staff_signature(role):
        refuse("sign.own-account")
    if purpose == "fill":
        scale_rules.require(session, actor, record.definition_id)
    if record.status != ("submitted" if purpose == "sign" else "draft"):
        refuse("sign.not-submitted" if purpose == "sign" else "record.not-a-draft")


def write(
    session: Session,
    record_id: str,
    role: str,
    purpose: str,
    pages: Iterable[int],
    issued_by: str,
    now: datetime,
    ends: datetime,
    *,
    link_id: str | None = None,
) -> HandedOver:
    """Keep a hand-over whose right has been checked; `link_id` names the link that it was opened by."""
    token = secrets.token_urlsafe(32)
    row = Handover(
        id=_digest(token),
        record_id=record_id,
        role=role,
        purpose=purpose,
        pages=sorted(set(pages)),
        issued_by=issued_by,
        issued_at=now,
        expires_at=ends,
        link_id=link_id,
    )
    session.add(row)
    session.flush()
    return HandedOver(token, record_id, role, ends, purpose)


def open(session: Session, token: str, now: datetime) -> Handed:  # noqa: A001 (read as `handover.open`)
    """Who holds this token.

    Refused `handover.ended` when it is unknown, used or too old, or when whoever issued it no longer works here.
    """
    row = _row(session, token)
    if row is None or row.closed_at is not None or now >= row.expires_at or not _works(session, row):
        refuse("handover.ended")
    hand_role = "fill" if row.purpose == "fill" else row.role
    actor = Actor(
        row.issued_by,
        row.institution_id,
        frozenset({"client"}),
        "",
        record_id=row.record_id,
        hand_role=hand_role,
    )
    return Handed(actor, row.record_id, row.role, row.purpose, row.expires_at)


def close(session: Session, token: str, now: datetime) -> str | None:
    """The client is done: the token ends, and what they filled themselves is locked for everybody else.

    Returns the link that it was opened by, if any.
    """
    row = _row(session, token)
    if row is None or row.closed_at is not None:
        return None
    row.closed_at = now
    if row.purpose != "fill":
        return row.link_id
    record = session.scalar(
        unfiltered(select(Record).where(Record.id == row.record_id), "the handed-over record")
    )
    if record is not None and record.institution_id == row.institution_id:
        _lock_answers(session, record, row)
    return row.link_id


def _lock_answers(session: Session, record: Record, row: Handover) -> None:
    form = library.form_of(session, record)
    answered = {f"/{name}" for name in record_facts.content(session, record)}
    theirs = locks.on_pages(form, row.pages) if row.pages else locks.top_pointers(form)
    record.locked = sorted({*record.locked, *(theirs & answered)})
    session.flush()


def _row(session: Session, token: str) -> Handover | None:
    wanted = select(Handover).where(Handover.id == _digest(token))
    return session.scalar(unfiltered(wanted, "a hand-over is found by its secret token"))


def _works(session: Session, row: Handover) -> bool:
    issuer = select(User.active).where(User.id == row.issued_by, User.institution_id == row.institution_id)
    return session.scalar(unfiltered(issuer, "whoever issued a hand-over may have left")) is True


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
