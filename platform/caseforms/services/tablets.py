"""Shared tablets: let in by a QR code, listed, renamed, locked, expired; what each says of itself."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from caseforms.answers import reading as typed
from caseforms.services import audit, permissions, users
from caseforms.services.actors import Actor
from caseforms.services.casework import UNSEEN
from caseforms.services.identifiers import new_id
from caseforms.services.refusal import refuse
from caseforms.storage import unfiltered
from caseforms.storage.tables import FieldGrant, Institution, Tablet, TabletTicket

MANAGE = "manage-tablets"
TICKET_HOLDS = timedelta(minutes=30)
LONGEST_NAME = 120
MOST_TABLETS = 500
SHOWN_BY_TABLETS = "t."
LARGEST_COUNT, LARGEST_NUMBER = 1_000_000, 2**53
LONGEST_SHELL = 64
UNPRINTABLE = re.compile(r"[^\x20-\x7e]")


@dataclass(frozen=True, slots=True)
class TabletLine:
    """A tablet as the list shows it; what it said of itself is as old as `seen_at`."""

    id: str
    name: str
    enrolled_at: datetime
    enrolled_by: str
    seen_at: datetime | None
    waiting: int
    drafts: int
    shell: str
    free_bytes: int | None
    clock_offset_ms: int | None
    locked_at: datetime | None
    expired_at: datetime | None
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the QR code carries; shown once."""

    token: str
    name: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A tablet that was let in, with the token that it shows from now on; told once."""

    id: str
    token: str
    institution: Mapping[str, str]


def invite(session: Session, actor: Actor, name: str, now: datetime) -> Ticket:
    """A ticket for one new tablet, good for half an hour."""
    permissions.require(actor, MANAGE)
    named = _name(name)
    if (session.scalar(select(func.count()).select_from(Tablet)) or 0) >= MOST_TABLETS:
        refuse("tablet.too-many", most=MOST_TABLETS)
    token = secrets.token_urlsafe(32)
    ends = now + TICKET_HOLDS
    ticket = TabletTicket(
        id=digest(token), name=named, issued_by=actor.user_id, issued_at=now, expires_at=ends
    )
    session.add(ticket)
    session.flush()
    return Ticket(token, named, ends)


def institution_of(session: Session, token: str) -> str:
    """Whose ticket it is, from a session of no institution. Refused `tablet.ticket` for one that nobody was given."""
    wanted = select(TabletTicket.institution_id).where(TabletTicket.id == digest(token))
    found = session.scalar(unfiltered(wanted, "a tablet is let in by the secret token of its ticket"))
    return found if found is not None else refuse("tablet.ticket")


def enrol(session: Session, token: str, name: str, now: datetime) -> Enrolled:
    """Let a tablet in, from a session of the ticket's institution. Refused `tablet.ticket` when it was used or ran out."""
    wanted = select(TabletTicket).where(TabletTicket.id == digest(token)).with_for_update()
    ticket = session.scalar(wanted)
    if ticket is None or ticket.tablet_id is not None or now >= ticket.expires_at:
        refuse("tablet.ticket")
    own = SHOWN_BY_TABLETS + secrets.token_urlsafe(32)
    row = Tablet(
        id=new_id(),
        name=_name(name or ticket.name),
        token_digest=digest(own),
        enrolled_at=now,
        enrolled_by=ticket.issued_by,
        seen_at=now,
    )
    session.add(row)
    session.flush()
    ticket.tablet_id = row.id
    owner = session.get_one(Institution, row.institution_id)
    return Enrolled(row.id, own, {"code": owner.code, "name_zh": owner.name_zh, "name_en": owner.name_en})


def any_let_in(session: Session) -> bool:
    """Whether this institution works with tablets at all."""
    return session.scalar(select(Tablet.id).limit(1)) is not None


def listed(session: Session, actor: Actor) -> tuple[TabletLine, ...]:
    """Every tablet, those in use first, each with the people who may work on it."""
    permissions.require(actor, MANAGE)
    rows = session.scalars(select(Tablet).order_by(Tablet.expired_at.is_not(None), Tablet.name, Tablet.id))
    names = users.names(session)
    grants: dict[str, list[str]] = {}
    for grant in session.scalars(select(FieldGrant).where(FieldGrant.ended_at.is_(None))):
        grants.setdefault(grant.tablet_id, []).append(names.get(grant.user_id, ""))
    return tuple(_line(row, names, grants.get(row.id, [])) for row in rows)


def rename(session: Session, actor: Actor, tablet_id: str, name: str) -> None:
    """Call a tablet something else."""
    row = _managed(session, actor, tablet_id)
    row.name = _name(name)


def lock(session: Session, actor: Actor, tablet_id: str, locked: bool, now: datetime) -> None:
    """Let nobody take anything along on a tablet, or let them again. What it holds sealed it still delivers."""
    row = _managed(session, actor, tablet_id)
    row.locked_at = (row.locked_at or now) if locked else None
    _noted(session, actor, row, "locked" if locked else "unlocked", now)


def expire(session: Session, actor: Actor, tablet_id: str, now: datetime) -> None:
    """Tell a tablet to forget everything at its next contact, for good; nobody works on it any more.

    Sealed records it still holds are taken when they come, marked as coming from an expired tablet.
    """
    row = _managed(session, actor, tablet_id)
    row.expired_at = row.expired_at or now
    for grant in session.scalars(select(FieldGrant).where(FieldGrant.tablet_id == row.id)):
        grant.ended_at = grant.ended_at or now
    _noted(session, actor, row, "expired", now)


def report(session: Session, tablet_id: str, said: Mapping[str, Any], now: datetime) -> None:
    """Keep what a tablet says of itself at a contact; what somebody does to it at the same time stands."""
    offset = said.get("clock_offset_ms")
    seen(
        session,
        tablet_id,
        now,
        waiting=_count(said.get("waiting"), LARGEST_COUNT) or 0,
        drafts=_count(said.get("drafts"), LARGEST_COUNT) or 0,
        shell=UNPRINTABLE.sub("", str(said.get("version", "")))[:LONGEST_SHELL],
        free_bytes=_count(said.get("storage"), LARGEST_NUMBER),
        clock_offset_ms=offset if type(offset) is int and abs(offset) < LARGEST_NUMBER else None,
    )


def seen(session: Session, tablet_id: str, now: datetime, **said: Any) -> None:
    """The tablet has just been heard of."""
    told = update(Tablet).where(Tablet.id == tablet_id).values(seen_at=now, **said)
    session.execute(told, execution_options=UNSEEN)


def digest(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode()).hexdigest()


def _count(said: object, most: int) -> int | None:
    return said if type(said) is int and 0 <= said <= most else None


def _name(written: str) -> str:
    named = typed.normalise_text(written)
    if not named or len(named) > LONGEST_NAME:
        refuse("tablet.name", "/name")
    return named


def _managed(session: Session, actor: Actor, tablet_id: str) -> Tablet:
    permissions.require(actor, MANAGE)
    row = session.scalar(select(Tablet).where(Tablet.id == tablet_id))
    return row if row is not None else refuse("tablet.not-found")


def _noted(session: Session, actor: Actor, row: Tablet, what: str, now: datetime) -> None:
    audit.note(session, actor, "tablet", now, detail={"tablet": row.id, "what": what})


def _line(row: Tablet, names: Mapping[str, str], people: list[str]) -> TabletLine:
    return TabletLine(
        row.id,
        row.name,
        row.enrolled_at,
        names.get(row.enrolled_by, ""),
        row.seen_at,
        row.waiting,
        row.drafts,
        row.shell,
        row.free_bytes,
        row.clock_offset_ms,
        row.locked_at,
        row.expired_at,
        tuple(sorted({each for each in people if each})),
    )
