"""Links for people without an account: one form, until a day, a counted number of times (000 §7.5.1, 003 §4.1.2)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caseforms.services import (
    access,
    casework,
    handover,
    library,
    permissions,
    record_lines,
    starting,
    submitting,
    warning_reasons,
)
from caseforms.services.actors import Actor
from caseforms.services.handover import HandedOver
from caseforms.services.refusal import refuse
from caseforms.storage import unfiltered
from caseforms.storage.tables import Case, ClientLink, Institution, Record, User

PURPOSES = ("sign", "fill")
CLIENT = "client"
RECEIVE, RECEIVER = "receive", "receiver"
MOST_OPEN = 5
"""So many receivers' links of one record hold at a time."""
LONGEST_DAYS, MOST_USES, MOST_SHOWN = 90, 100, 20
SITTING = timedelta(hours=2)
"""How long one opening of a link lasts; the link may be opened again as long as it holds."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A new link: the token that its address ends in, shown once."""

    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """What a link asks for, before it is used: nothing about the person, since anybody may open an address."""

    institution: Mapping[str, str]
    title: Mapping[str, str]
    purpose: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Received:
    """What the holder of a receiver's link may do: as this actor, with this one record."""

    actor: Actor
    record_id: str
    link_id: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link that still holds, as whoever sent it sees it."""

    id: str
    title: Mapping[str, str]
    purpose: str
    uses_left: int
    issued_at: datetime
    expires_at: datetime
    last_used_at: datetime | None


def for_record(
    session: Session,
    actor: Actor,
    record_id: str,
    purpose: str,
    role: str,
    now: datetime,
    *,
    days: int = 7,
    pages: Iterable[int] = (),
) -> Issued:
    """A link to sign one submitted record in a client's role, or to fill in one draft. It can be used once."""
    record = submitting.record_row(session, record_id)
    submitting.require_reading(session, actor, record)
    handover.require_possible(session, actor, record, role, purpose)
    if purpose == "fill" and not _clients_submit(session, record.case_id, record.slot):
        refuse("link.not-for-clients")
    return _kept(session, actor, now, days, 1, record.case_id, record_id, record.slot, role, purpose, pages)


def for_slot(
    session: Session, actor: Actor, case_id: str, slot: str, now: datetime, *, days: int = 30, uses: int = 31
) -> Issued:
    """A link that begins a new record of the slot each time: a daily check-in, a survey. Refused `link.not-for-clients`."""
    work = casework.opened(session, actor, case_id, now, write=False)
    access.require_content(session, actor, work.case)
    permissions.require(actor, "start", slot, work.workflow.subject)
    if not _clients_submit(session, case_id, slot) or not 1 <= uses <= MOST_USES:
        refuse("link.not-for-clients")
    return _kept(session, actor, now, days, uses, case_id, None, slot, CLIENT, "fill", ())


def for_receiver(session: Session, actor: Actor, record_id: str, now: datetime, *, days: int = 14) -> Issued:
    """A link by which whoever a record was sent to answers their part of it, once (003 §4.1.2).

    Refused `link.too-many` when MOST_OPEN links of the record hold.
    """
    record = submitting.record_row(session, record_id)
    submitting.require_reading(session, actor, record)
    if actor.record_id is None:
        subject = access.subject_of_record(session, record)
        permissions.require(actor, "correct", record.slot, subject)
    holding = select(func.count()).where(
        ClientLink.record_id == record_id,
        ClientLink.revoked_at.is_(None),
        ClientLink.expires_at > now,
        ClientLink.uses_left > 0,
    )
    if (session.scalar(holding) or 0) >= MOST_OPEN:
        refuse("link.too-many")
    role, slot = RECEIVER, record.slot
    return _kept(session, actor, now, days, 1, record.case_id, record_id, slot, role, RECEIVE, ())


def receiver(session: Session, token: str, now: datetime) -> Received:
    """Who holds a receiver's link and what for. Refused `link.ended`."""
    row = _holding(session, token, now)
    if row.purpose != RECEIVE or row.record_id is None:
        refuse("link.ended")
    roles = frozenset({"system", "third_party"})
    actor = Actor(row.issued_by, row.institution_id, roles, "", record_id=row.record_id, hand_role=RECEIVER)
    return Received(actor, row.record_id, row.id, row.expires_at)


def institution_of(session: Session, token: str) -> str:
    """Whose link it is, from a session of no institution. Refused `link.ended` for a token that nobody was given."""
    wanted = select(ClientLink.institution_id).where(ClientLink.id == _digest(token))
    found = session.scalar(unfiltered(wanted, "a link is found by its secret token"))
    return found if found is not None else refuse("link.ended")


def look(session: Session, token: str, now: datetime) -> Asked:
    """What a link asks for, from a session of its institution. Refused `link.ended` when it does not hold any more."""
    row = _holding(session, token, now)
    owner = session.get_one(Institution, row.institution_id)
    names = {"zh": owner.name_zh, "en": owner.name_en}
    return Asked(names, _title(session, row), row.purpose, row.expires_at)


def begin(session: Session, token: str, now: datetime) -> HandedOver:
    """Use a link: hand its record over to whoever opened it, for two hours at most."""
    row = _holding(session, token, now)
    if row.purpose not in PURPOSES:
        refuse("link.ended")  # a receiver's link opens a page of its own
    record_id = row.record_id or _new_record(session, row, now)
    ends = min(now + SITTING, row.expires_at)
    return handover.write(
        session, record_id, row.role, row.purpose, row.pages, row.issued_by, now, ends, link_id=row.id
    )


def used(session: Session, link_id: str, now: datetime) -> None:
    """What was handed over by this link is done: one use less."""
    row = session.scalar(select(ClientLink).where(ClientLink.id == link_id))
    if row is not None:
        row.uses_left, row.last_used_at = max(0, row.uses_left - 1), now


def open_of(session: Session, now: datetime, *, case_id: str, slot: str = "") -> tuple[LinkLine, ...]:
    """The links of a case that still hold, newest first; whoever asks has been found to read the case."""
    holding = select(ClientLink).where(
        ClientLink.case_id == case_id,
        ClientLink.revoked_at.is_(None),
        ClientLink.expires_at > now,
        ClientLink.uses_left > 0,
    )
    if slot:
        holding = holding.where(ClientLink.slot == slot)
    rows = session.scalars(holding.order_by(ClientLink.issued_at.desc(), ClientLink.id).limit(MOST_SHOWN))
    return tuple(_line(session, row) for row in rows)


def revoke(session: Session, actor: Actor, link_id: str, now: datetime) -> str | None:
    """Let a link open nothing any more; returns its case. Refused `link.not-found` for who does not read the case."""
    row = session.scalar(select(ClientLink).where(ClientLink.id == link_id))
    case = (
        session.scalar(select(Case).where(Case.id == row.case_id))
        if row is not None and row.case_id
        else None
    )
    if row is None or (row.issued_by != actor.user_id and (case is None or not _reads(session, actor, case))):
        refuse("link.not-found")
    row.revoked_at = row.revoked_at or now
    return row.case_id


def _reads(session: Session, actor: Actor, case: Case) -> bool:
    return access.level(session, actor, case) == "content"


def _kept(
    session: Session,
    actor: Actor,
    now: datetime,
    days: int,
    uses: int,
    case_id: str | None,
    record_id: str | None,
    slot: str,
    role: str,
    purpose: str,
    pages: Iterable[int],
) -> Issued:
    if not 1 <= days <= LONGEST_DAYS:
        refuse("link.days", "/days", most=LONGEST_DAYS)
    token = secrets.token_urlsafe(32)
    ends = now + timedelta(days=days)
    row = ClientLink(
        id=_digest(token),
        case_id=case_id,
        record_id=record_id,
        slot=slot,
        role=role,
        purpose=purpose,
        pages=sorted(set(pages)),
        uses_left=uses,
        issued_by=actor.user_id,
        issued_at=now,
        expires_at=ends,
    )
    session.add(row)
    session.flush()
    return Issued(token, ends)


def _holding(session: Session, token: str, now: datetime) -> ClientLink:
    row = session.scalar(select(ClientLink).where(ClientLink.id == _digest(token)))
    if row is None or row.revoked_at is not None or row.uses_left < 1 or now >= row.expires_at:
        refuse("link.ended")
    if session.scalar(select(User.active).where(User.id == row.issued_by)) is not True:
        refuse("link.ended")  # whoever sent it has left
    return row


def _line(session: Session, row: ClientLink) -> LinkLine:
    return LinkLine(
        row.id,
        _title(session, row),
        row.purpose,
        row.uses_left,
        row.issued_at,
        row.expires_at,
        row.last_used_at,
    )


def _new_record(session: Session, row: ClientLink, now: datetime) -> str:
    """The record that this opening of the link fills in; one that was begun by it and left is gone on with."""
    assert row.case_id is not None
    left = (
        select(Record)
        .where(Record.case_id == row.case_id, Record.slot == row.slot)
        .where(Record.author == row.id[:32], Record.status == "draft")
    )
    if (record := session.scalar(left.limit(1))) is not None:
        return record.id
    client = Actor(row.id[:32], row.institution_id, frozenset({CLIENT}), "")
    work = casework.opened(session, client, row.case_id, now)
    offers = {offer.slot: offer for offer in work.evaluation(as_actor=False).offers}
    if row.slot not in offers:
        refuse("link.ended")
    warning_reasons.refuse_reasons(offers[row.slot].why_not)
    record = starting.start_in(work, row.slot)
    work.settle()
    return record.id


def _clients_submit(session: Session, case_id: str | None, slot: str) -> bool:
    """Whether the workflow lets the client submit this slot alone."""
    case = session.scalar(select(Case).where(Case.id == case_id)) if case_id else None
    if case is None:
        return False
    flow = library.workflow(session, case.workflow, case.workflow_version)
    return slot in flow.slots and CLIENT in flow.slots[slot].submit


def _title(session: Session, row: ClientLink) -> Mapping[str, str]:
    if row.record_id is not None:
        return record_lines.title(session, session.get_one(Record, row.record_id).definition_id)
    case = session.get_one(Case, row.case_id)
    flow = library.workflow(session, case.workflow, case.workflow_version)
    return record_lines.title(session, flow.slots[row.slot].definition)


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
