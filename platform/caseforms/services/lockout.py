"""Slowing down who guesses passwords: five failures from one place, then waits that double."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from caseforms.problems import Problem
from caseforms.services.refusal import problem
from caseforms.storage.tables import LoginAttempt

FREE_FAILURES = 5
LONGEST_WAIT = timedelta(hours=1)
MEMORY = timedelta(hours=24)
FAILURES_FROM_ANYWHERE = 50


def locked_until(session: Session, username: str, ip: str, now: datetime) -> datetime | None:
    """When this name may be tried again from this address; None when it may now."""
    here = _failures(session, username, ip, now)
    anywhere = _failures(session, username, None, now)
    waits = [
        _wait_until(count, last, limit)
        for (count, last), limit in ((here, FREE_FAILURES), (anywhere, FAILURES_FROM_ANYWHERE))
    ]
    ends = [end for end in waits if end is not None and end > now]
    return max(ends, default=None)


def waiting(until: datetime, now: datetime) -> Problem:
    """What somebody is told who has to wait until then."""
    return problem("account.locked", minutes=max(1, round((until - now).total_seconds() / 60)))


def is_waiting(session: Session, username: str, now: datetime) -> bool:
    """Whether this name has to wait at any address."""
    seen = select(LoginAttempt.ip).where(LoginAttempt.username == username, LoginAttempt.at > now - MEMORY)
    return any(locked_until(session, username, ip, now) for ip in session.scalars(seen.distinct()))


def forgive(session: Session, username: str) -> None:
    """Let this name be tried again at once, everywhere."""
    session.execute(
        delete(LoginAttempt).where(LoginAttempt.username == username, LoginAttempt.succeeded.is_(False))
    )


def remember(session: Session, username: str, ip: str, now: datetime, succeeded: bool) -> None:
    """Keep one attempt."""
    session.add(LoginAttempt(username=username[:120], ip=ip[:120], at=now, succeeded=succeeded))


def _failures(session: Session, username: str, ip: str | None, now: datetime) -> tuple[int, datetime | None]:
    """Failures since the last success within MEMORY, and the time of the last one."""
    here = [LoginAttempt.username == username, LoginAttempt.at > now - MEMORY]
    if ip is not None:
        here.append(LoginAttempt.ip == ip)
    success = session.scalar(select(func.max(LoginAttempt.at)).where(*here, LoginAttempt.succeeded))
    if success is not None:
        here.append(LoginAttempt.at > success)
    row = session.execute(
        select(func.count(), func.max(LoginAttempt.at)).where(*here, LoginAttempt.succeeded.is_(False))
    ).one()
    return int(row[0]), row[1]


def _wait_until(failures: int, last: datetime | None, limit: int) -> datetime | None:
    if last is None or failures < limit:
        return None
    return last + min(timedelta(minutes=2 ** min(failures - limit, 6)), LONGEST_WAIT)
