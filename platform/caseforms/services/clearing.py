"""Clearing away what has expired and proves nothing: ended sessions, hand-overs, old tries to sign in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, delete

from caseforms.storage import Store, unfiltered
from caseforms.storage.tables import Handover, LoginAttempt, UserSession

KEPT_ATTEMPTS = timedelta(days=90)
KEPT_HANDOVERS = timedelta(days=7)
"""A day or two longer than anything refers to them: a page left open over a weekend still says what happened."""


def clear(store: Store, now: datetime) -> int:
    """Delete what has expired in every institution; how many rows went."""
    gone: tuple[tuple[Any, ColumnElement[bool]], ...] = (
        (UserSession, UserSession.expires_at < now),
        (Handover, Handover.expires_at < now - KEPT_HANDOVERS),
        (LoginAttempt, LoginAttempt.at < now - KEPT_ATTEMPTS),
    )
    cleared = 0
    for table, expired in gone:
        with store.transaction(None) as session:
            statement = unfiltered(delete(table).where(expired), "what has expired goes in every institution")
            done = session.execute(statement)
            assert isinstance(done, CursorResult)
            cleared += done.rowcount
    return cleared
