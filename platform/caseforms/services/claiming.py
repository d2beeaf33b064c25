"""Rows under an identifier that a client made: of two requests with the same one, one adds the row."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from caseforms.storage.base import Base


def claimed(session: Session, row: Base) -> bool:
    """Add the row; False when another request was first (the row is then not in the session, theirs can be read)."""
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        return False
    return True
