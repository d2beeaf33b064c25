"""One's own password, asked again before an account changes: wrong ones count towards the lock-out like wrong sign-ins."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from caseforms.problems import Problem
from caseforms.services import lockout, passwords
from caseforms.services.actors import Actor
from caseforms.services.refusal import problem, refuse
from caseforms.storage.tables import User, UserSession


def change_password(
    session: Session, actor: Actor, old: str, new: str, ip: str, now: datetime
) -> tuple[Problem, ...]:
    """Change one's own password; every session of the user ends. What is wrong with it, empty when it is changed.

    Never raises for a wrong one: the attempt must be committed.
    """
    user = own(session, actor)
    if wrong := _wrong(session, user, old, ip, now):
        return (wrong,)
    if new == old:
        return (problem("account.password-same"),)
    if found := passwords.problems(new, user.username):
        return found
    user.password_hash, user.must_change_password = passwords.hashed(new), False
    session.execute(delete(UserSession).where(UserSession.user_id == user.id))
    return ()


def drop_totp(session: Session, actor: Actor, password: str, ip: str, now: datetime) -> tuple[Problem, ...]:
    """Switch the second factor off; asks for the password. What is wrong with it, empty when it is off.

    Never raises for a wrong one: the attempt must be committed.
    """
    user = own(session, actor)
    if wrong := _wrong(session, user, password, ip, now):
        return (wrong,)
    user.totp_sealed, user.totp_confirmed, user.recovery_digests = None, False, []
    return ()


def own(session: Session, actor: Actor) -> User:
    """The account of the person who asks. Raises Refused `account.not-found`."""
    user = session.scalar(select(User).where(User.id == actor.user_id))
    if user is None:
        refuse("account.not-found")
    return user


def _wrong(session: Session, user: User, given: str, ip: str, now: datetime) -> Problem | None:
    """Why this password does not prove that it is the person themselves who asks; the try is kept."""
    until = lockout.locked_until(session, user.username, ip, now)
    if until is not None:
        return lockout.waiting(until, now)
    right = passwords.matches(user.password_hash, given)
    lockout.remember(session, user.username, ip, now, succeeded=right)
    return None if right else problem("account.old-password-wrong")
