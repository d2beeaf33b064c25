"""News for one user: told once per key, read or not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from caseforms.services.actors import Actor
from caseforms.services.identifiers import new_id
from caseforms.services.paging import Page, cursor, moment, read_cursor
from caseforms.storage.tables import Notification

PAGE, MOST_COUNTED = 30, 100


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One piece of news; `kind` and `params` are put into words by the page."""

    id: str
    at: datetime
    kind: str
    case_id: str | None
    record_id: str | None
    params: Mapping[str, Any]
    read_at: datetime | None


def tell(
    session: Session,
    user_ids: Iterable[str],
    kind: str,
    key: str,
    now: datetime,
    *,
    case_id: str | None = None,
    record_id: str | None = None,
    params: Mapping[str, Any] | None = None,
) -> int:
    """Tell each user unless they were told under this key before; how many were told."""
    wanted = list(dict.fromkeys(user_ids))
    if not wanted:
        return 0
    told = select(Notification.user_id).where(Notification.key == key, Notification.user_id.in_(wanted))
    known = set(session.scalars(told))
    fresh = [user_id for user_id in wanted if user_id not in known]
    session.add_all(
        Notification(
            id=new_id(),
            user_id=user_id,
            key=key,
            at=now,
            kind=kind,
            case_id=case_id,
            record_id=record_id,
            params=dict(params or {}),
        )
        for user_id in fresh
    )
    session.flush()
    return len(fresh)


def mine(session: Session, actor: Actor, unread: bool = True, limit: int = 50) -> tuple[NoticeLine, ...]:
    """The actor's news, newest first."""
    wanted = select(Notification).where(Notification.user_id == actor.user_id)
    if unread:
        wanted = wanted.where(Notification.read_at.is_(None))
    rows = session.scalars(wanted.order_by(Notification.at.desc(), Notification.id.desc()).limit(limit))
    return tuple(map(_line, rows))


def inbox(session: Session, actor: Actor, *, after: str | None = None, limit: int = PAGE) -> Page[NoticeLine]:
    """A page of everything the actor was ever told, newest first."""
    wanted = select(Notification).where(Notification.user_id == actor.user_id)
    if after is not None:
        at, notice_id = read_cursor(after, 2)
        earlier = (Notification.at == moment(at)) & (Notification.id < str(notice_id))
        wanted = wanted.where((Notification.at < moment(at)) | earlier)
    newest = wanted.order_by(Notification.at.desc(), Notification.id.desc())
    rows = session.scalars(newest.limit(limit + 1)).all()
    last = rows[limit - 1] if len(rows) > limit else None
    return Page(
        tuple(map(_line, rows[:limit])), cursor(last.at.timestamp(), last.id) if last is not None else None
    )


def count_unread(session: Session, actor: Actor) -> int:
    """How many pieces of news wait, counted up to MOST_COUNTED."""
    waiting = select(Notification.id).where(
        Notification.user_id == actor.user_id, Notification.read_at.is_(None)
    )
    return session.scalar(select(func.count()).select_from(waiting.limit(MOST_COUNTED).subquery())) or 0


def read_all(session: Session, actor: Actor, until: datetime, now: datetime) -> None:
    """Mark everything the actor was told up to a moment as read: what came while they looked stays new."""
    own = (
        Notification.user_id == actor.user_id,
        Notification.read_at.is_(None),
        Notification.at <= until,
    )
    session.execute(update(Notification).where(*own).values(read_at=now))


def read(session: Session, actor: Actor, ids: Iterable[str], now: datetime) -> None:
    """Mark news of the actor as read."""
    own = (
        Notification.id.in_(list(ids)),
        Notification.user_id == actor.user_id,
        Notification.read_at.is_(None),
    )
    session.execute(update(Notification).where(*own).values(read_at=now))


def _line(row: Notification) -> NoticeLine:
    return NoticeLine(row.id, row.at, row.kind, row.case_id, row.record_id, row.params, row.read_at)
