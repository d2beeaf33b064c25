"""News by e-mail: who wants it, what waits to be announced, and what was. A letter says that there is news, never what."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.answers import reading
from caseforms.services.actors import Actor
from caseforms.services.refusal import refuse
from caseforms.storage.tables import Letter, Notification, User

FRESH = timedelta(days=2)
"""Older news is not announced any more: it stands in the inbox."""
LONGEST_ADDRESS = 254
MOST_TRIES = 6
FIRST_WAIT = timedelta(minutes=2)
BATCH = 200
_ADDRESS = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+\.[^\s@<>,;\".]+")


@dataclass(frozen=True, slots=True)
class Post:
    """What one user is to be told: how many pieces of news wait, and whether something is urgent."""

    user_id: str
    address: str
    language: str
    news: tuple[str, ...]


def address(session: Session, actor: Actor) -> str:
    """Where the actor's letters go; "" for nowhere."""
    return session.scalar(select(User.email).where(User.id == actor.user_id)) or ""


def set_address(session: Session, actor: Actor, typed: str) -> str:
    """Keep where the actor's letters go; an empty address ends them. Refused `account.email`."""
    wanted = reading.parse_email(typed) or ""
    if wanted and (len(wanted) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(wanted)):
        refuse("account.email", "/email")
    user = session.scalar(select(User).where(User.id == actor.user_id))
    if user is None:
        refuse("account.not-found")
    user.email = wanted
    return wanted


def waiting(session: Session, now: datetime) -> tuple[Post, ...]:
    """Unread news of the last two days that was not announced yet, put together by reader."""
    untold = Letter.notification_id.is_(None) | (Letter.sent_at.is_(None) & (Letter.next_try_at <= now))
    wanted = (
        select(Notification.id, User.id, User.email, User.language)
        .join(User, User.id == Notification.user_id)
        .outerjoin(Letter, Letter.notification_id == Notification.id)
        .where(Notification.read_at.is_(None), Notification.at > now - FRESH)
        .where(User.email != "", User.active, untold)
        .order_by(Notification.at)
        .limit(BATCH)
    )
    readers: dict[tuple[str, str, str], list[str]] = {}
    for notice, user_id, email, language in session.execute(wanted):
        readers.setdefault((user_id, email, language), []).append(notice)
    return tuple(Post(*reader, tuple(news)) for reader, news in readers.items())


def sent(session: Session, post: Post, now: datetime) -> None:
    """Remember that a letter went out."""
    for letter in _letters(session, post.news):
        letter.tries, letter.sent_at, letter.next_try_at = letter.tries + 1, now, None


def failed(session: Session, post: Post, now: datetime) -> None:
    """Remember that a letter could not be sent: tried again after 2, 4, 8 … minutes, six times."""
    for letter in _letters(session, post.news):
        letter.tries += 1
        letter.next_try_at = now + FIRST_WAIT * 2 ** (letter.tries - 1) if letter.tries < MOST_TRIES else None


def _letters(session: Session, news: Iterable[str]) -> list[Letter]:
    wanted = list(news)
    known = {
        row.notification_id: row
        for row in session.scalars(select(Letter).where(Letter.notification_id.in_(wanted)))
    }
    for notice in wanted:
        if notice not in known:
            known[notice] = Letter(notification_id=notice, tries=0, next_try_at=None, sent_at=None)
            session.add(known[notice])
    return list(known.values())
