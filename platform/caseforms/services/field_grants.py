"""Who may work on which tablet: somebody who signed in there on line, until a day; found again by a token of the two."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.services import audit
from caseforms.services.actors import Actor
from caseforms.services.refusal import refuse
from caseforms.services.tablets import SHOWN_BY_TABLETS, digest
from caseforms.storage import unfiltered
from caseforms.storage.tables import FieldGrant, Tablet, User, UserRole

SHOWN_BY_PEOPLE = "g."
HOLDS = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Grant:
    """The token for one person on one tablet; told once."""

    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who shows a token: a tablet, and the person whose grant it is (None: the tablet alone)."""

    tablet_id: str
    institution_id: str
    name: str
    locked: bool
    expired: bool
    actor: Actor | None


def join(session: Session, actor: Actor, tablet_id: str, now: datetime) -> Grant:
    """Let the signed-in person work on a tablet; an earlier grant of theirs there ends.

    Refused `tablet.locked` or `tablet.expired`.
    """
    tablet = session.scalar(select(Tablet).where(Tablet.id == tablet_id))
    if tablet is None:
        refuse("tablet.unknown")
    require_usable(tablet.locked_at is not None, tablet.expired_at is not None)
    earlier = select(FieldGrant).where(
        FieldGrant.tablet_id == tablet_id,
        FieldGrant.user_id == actor.user_id,
        FieldGrant.ended_at.is_(None),
    )
    for row in session.scalars(earlier):
        row.ended_at = now
    token = SHOWN_BY_PEOPLE + secrets.token_urlsafe(32)
    ends = now + HOLDS
    session.add(
        FieldGrant(
            id=digest(token), tablet_id=tablet_id, user_id=actor.user_id, issued_at=now, expires_at=ends
        )
    )
    audit.note(session, actor, "tablet", now, detail={"tablet": tablet_id, "what": "joined"})
    session.flush()
    return Grant(token, ends)


def bearer(session: Session, token: str, now: datetime) -> Bearer:
    """Who shows this token, from a session of no institution.

    Refused `tablet.unknown` for a token that nobody has, `tablet.grant-ended` for one that ran out or whose person left.
    """
    return _person(session, token, now) if token.startswith(SHOWN_BY_PEOPLE) else _tablet(session, token)


def require_usable(locked: bool, expired: bool) -> None:
    """Refused `tablet.expired` or `tablet.locked`."""
    if expired:
        refuse("tablet.expired")
    if locked:
        refuse("tablet.locked")


def of_tablet(row: Tablet) -> Bearer:
    """A tablet alone, as it stands by its own token."""
    locked, expired = row.locked_at is not None, row.expired_at is not None
    return Bearer(row.id, row.institution_id, row.name, locked, expired, None)


def _tablet(session: Session, token: str) -> Bearer:
    wanted = select(Tablet).where(Tablet.token_digest == digest(token))
    row = session.scalar(unfiltered(wanted, "a tablet is found by its secret token"))
    if row is None or not token.startswith(SHOWN_BY_TABLETS):
        refuse("tablet.unknown")
    return of_tablet(row)


def _person(session: Session, token: str, now: datetime) -> Bearer:
    wanted = (
        select(FieldGrant, Tablet, User, UserRole.role)
        .join(Tablet, Tablet.id == FieldGrant.tablet_id)
        .join(User, User.id == FieldGrant.user_id)
        .outerjoin(UserRole, UserRole.user_id == User.id)
        .where(FieldGrant.id == digest(token))
    )
    rows = session.execute(unfiltered(wanted, "a person's grant is found by its secret token")).all()
    if not rows:
        refuse("tablet.unknown")
    grant, tablet, user, _ = rows[0]
    if grant.ended_at is not None or now >= grant.expires_at or not user.active:
        refuse("tablet.grant-ended")
    given: list[str | None] = [role for *_, role in rows]
    roles = frozenset(role for role in given if role is not None)
    actor = Actor(user.id, user.institution_id, roles, user.name, user.language)
    return replace(of_tablet(tablet), actor=actor)
