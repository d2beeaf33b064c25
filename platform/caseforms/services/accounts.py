"""Signing in, staying signed in, and the password and second factor of one's own account."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.problems import Problem
from caseforms.services import lockout, passwords
from caseforms.services.actors import Actor
from caseforms.services.own_password import change_password, drop_totp, own
from caseforms.services.refusal import problem, refuse
from caseforms.services.users import (
    UserAdded,
    UserLine,
    add_user,
    people,
    reset_password,
    set_active,
    set_roles,
    users,
)
from caseforms.storage import store_of, unfiltered
from caseforms.storage.tables import User, UserRole, UserSession

__all__ = [
    "SignIn",
    "Signed",
    "TotpOffer",
    "UserAdded",
    "UserLine",
    "add_user",
    "change_password",
    "confirm_totp",
    "drop_totp",
    "has_totp",
    "password_problems",
    "people",
    "preferences",
    "reset_password",
    "resume",
    "rotate",
    "set_active",
    "set_preferences",
    "set_roles",
    "sign_in",
    "sign_out",
    "start_totp",
    "touch",
    "users",
]

IDLE = timedelta(minutes=30)
LONGEST_SESSION = timedelta(hours=12)
TOUCH_AFTER = timedelta(minutes=1)
RECOVERY_CODES = 10
STEP_SECONDS = 30

password_problems = passwords.problems


@dataclass(frozen=True, slots=True)
class SignIn:
    """What came of a try: a token and an actor, or the problem (one for both a wrong name and a wrong password)."""

    problem: Problem | None = None
    token: str = ""
    actor: Actor | None = None
    must_change_password: bool = False


@dataclass(frozen=True, slots=True)
class Signed:
    """A session that is still good; `stale` asks for `touch` in a writing session."""

    actor: Actor
    must_change_password: bool
    expires_at: datetime
    stale: bool


@dataclass(frozen=True, slots=True)
class TotpOffer:
    """A second factor that has not been confirmed yet: the secret, and the address for the QR code."""

    secret: str
    uri: str


def sign_in(session: Session, username: str, password: str, ip: str, now: datetime, code: str = "") -> SignIn:
    """Try a name and password (and code). Never raises for a wrong one: the attempt must be committed."""
    name = username.replace("\0", "").strip().casefold()
    until = lockout.locked_until(session, name, ip, now)
    if until is not None:
        return SignIn(lockout.waiting(until, now))
    user = session.scalar(
        unfiltered(select(User).where(User.username == name), "signing in: no institution yet")
    )
    right = passwords.matches(user.password_hash if user else None, password)
    if user is None or not right or not user.active:
        lockout.remember(session, name, ip, now, succeeded=False)
        return SignIn(problem("account.wrong"))
    if user.totp_confirmed and not code:
        return SignIn(problem("account.code-needed"))
    if user.totp_confirmed and not _code_is_right(session, user, code, now):
        lockout.remember(session, name, ip, now, succeeded=False)
        return SignIn(problem("account.code-wrong"))
    lockout.remember(session, name, ip, now, succeeded=True)
    if passwords.is_outdated(user.password_hash):
        user.password_hash = passwords.hashed(password)
    user.last_sign_in = now
    return SignIn(None, _begin(session, user, ip, now), _actor(session, user), user.must_change_password)


def resume(session: Session, token: str, now: datetime, idle: timedelta = IDLE) -> Signed | None:
    """Who holds this token; None when it has ended, is unknown or its user may no longer sign in.

    `idle` is how long nobody may be there: `settings.session_lifetime`.
    """
    wanted = (
        select(UserSession, User, UserRole.role)
        .join(User, User.id == UserSession.user_id)
        .outerjoin(UserRole, UserRole.user_id == User.id)
        .where(UserSession.id == _digest(token))
    )
    rows = session.execute(unfiltered(wanted, "resuming a session by its token")).all()
    if not rows:
        return None
    row, user, _ = rows[0]
    if now >= row.expires_at or now - row.last_seen > idle or not user.active:
        return None
    given: list[str | None] = [role for _, _, role in rows]
    roles = frozenset(role for role in given if role is not None)
    actor = Actor(user.id, user.institution_id, roles, user.name, user.language)
    ends = min(row.expires_at, row.last_seen + idle)
    return Signed(actor, user.must_change_password, ends, now - row.last_seen > TOUCH_AFTER)


def touch(session: Session, token: str, now: datetime) -> None:
    """Note that the holder of the token was active."""
    row = _session_row(session, token)
    if row is not None:
        row.last_seen = now


def rotate(session: Session, token: str, now: datetime) -> str:
    """A new token for the same session (after a change of rights); the old one ends at once."""
    row = _session_row(session, token)
    if row is None:
        refuse("account.signed-out")
    fresh = secrets.token_urlsafe(32)
    session.add(
        UserSession(
            id=_digest(fresh),
            user_id=row.user_id,
            institution_id=row.institution_id,
            created_at=row.created_at,
            last_seen=now,
            expires_at=row.expires_at,
            ip=row.ip,
        )
    )
    session.delete(row)
    return fresh


def sign_out(session: Session, token: str, now: datetime) -> None:
    """End the session of this token."""
    row = _session_row(session, token)
    if row is not None:
        session.delete(row)


def start_totp(session: Session, actor: Actor) -> TotpOffer:
    """Offer a second factor; it counts once a code has been given back.

    Refused `account.has-second-factor` while one is in use: it is switched off with the password first.
    """
    user = own(session, actor)
    if user.totp_confirmed:
        refuse("account.has-second-factor")
    import pyotp  # for those who set up a second factor

    secret = pyotp.random_base32()
    user.totp_sealed = store_of(session).keyring.seal(secret, f"{user.id}/totp")
    user.totp_confirmed = False
    return TotpOffer(secret, pyotp.TOTP(secret).provisioning_uri(name=user.username, issuer_name="CaseForms"))


def confirm_totp(session: Session, actor: Actor, code: str, now: datetime) -> tuple[str, ...]:
    """Switch the second factor on; returns the recovery codes, shown once."""
    user = own(session, actor)
    if not user.totp_sealed or not _totp_fits(session, user, code, now):
        refuse("account.code-wrong")
    codes = tuple(f"{secrets.token_hex(3)}-{secrets.token_hex(3)}" for _ in range(RECOVERY_CODES))
    user.totp_confirmed, user.recovery_digests = True, [_digest(each) for each in codes]
    return codes


def has_totp(session: Session, actor: Actor) -> bool:
    """Whether signing in asks this user for a code."""
    return own(session, actor).totp_confirmed


def preferences(session: Session, actor: Actor) -> dict[str, Any]:
    """How the user wants the pages: language, large, contrast, theme."""
    user = own(session, actor)
    return {**user.preferences, "language": user.language}


def set_preferences(session: Session, actor: Actor, values: Mapping[str, Any], now: datetime) -> None:
    """Keep preferences; `language` must be zh or en."""
    user = own(session, actor)
    if values.get("language") in ("zh", "en"):
        user.language = str(values["language"])
    user.preferences = {
        **user.preferences,
        **{key: value for key, value in values.items() if key != "language"},
    }


def _begin(session: Session, user: User, ip: str, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    session.add(
        UserSession(
            id=_digest(token),
            user_id=user.id,
            institution_id=user.institution_id,
            created_at=now,
            last_seen=now,
            expires_at=now + LONGEST_SESSION,
            ip=ip[:120],
        )
    )
    return token


def _session_row(session: Session, token: str) -> UserSession | None:
    wanted = select(UserSession).where(UserSession.id == _digest(token))
    return session.scalar(unfiltered(wanted, "a session is found by its secret token"))


def _actor(session: Session, user: User) -> Actor:
    wanted = select(UserRole.role).where(UserRole.user_id == user.id)
    roles = session.scalars(unfiltered(wanted, "roles of the user who signs in"))
    return Actor(user.id, user.institution_id, frozenset(roles), user.name, user.language)


def _code_is_right(session: Session, user: User, code: str, now: datetime) -> bool:
    if _totp_fits(session, user, code, now):
        return True
    given = _digest(code.strip().lower())
    left = [kept for kept in user.recovery_digests if not hmac.compare_digest(kept, given)]
    used = len(left) < len(user.recovery_digests)
    user.recovery_digests = left
    return used


def _totp_fits(session: Session, user: User, code: str, now: datetime) -> bool:
    """Whether a code fits now or one step beside, and was not used before."""
    if not user.totp_sealed:
        return False
    import pyotp  # for those who have a second factor

    totp = pyotp.TOTP(store_of(session).keyring.open(user.totp_sealed, f"{user.id}/totp"))
    step = int(now.timestamp()) // STEP_SECONDS
    for candidate in (step - 1, step, step + 1):
        fits = hmac.compare_digest(totp.at(candidate * STEP_SECONDS), code.strip())
        if fits and candidate > user.totp_last_step:
            user.totp_last_step = candidate
            return True
    return False


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
