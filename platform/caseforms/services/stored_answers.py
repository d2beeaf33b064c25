"""Everything that was filled in with a form, read in batches: lean rows, one pass, no more in memory than one batch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from caseforms.services import sealing
from caseforms.storage import store_of
from caseforms.storage.tables import Draft, Record, Revision

BATCH = 500


@dataclass(frozen=True, slots=True)
class Stored:
    """What one record holds: its newest revision, or its draft."""

    id: str
    case_id: str | None
    number: int
    version: str
    sha256: str
    at: datetime
    data: dict[str, Any]


def count(session: Session, definition_id: str, status: str = "submitted") -> int:
    """How many records of a form there are in a status."""
    wanted = select(func.count()).select_from(Record)
    return session.scalar(wanted.where(Record.definition_id == definition_id, Record.status == status)) or 0


def submitted(session: Session, definition_id: str, after: str = "") -> Iterator[list[Stored]]:
    """Every submitted record of a form after an id, in batches in the order of the ids."""
    current = and_(Revision.record_id == Record.id, Revision.number == Record.revision)
    columns = (Revision.data, Revision.sealed, Record.submitted_at)
    wanted = select(*_OF_RECORD, *columns).join(Revision, current)
    return _batches(session, wanted, definition_id, "submitted", after)


def drafts(session: Session, definition_id: str, after: str = "") -> Iterator[list[Stored]]:
    """Every draft of a form after an id, in batches in the order of the ids."""
    columns = (Draft.data, Draft.sealed, Record.updated_at)
    wanted = select(*_OF_RECORD, *columns).join(Draft, Draft.record_id == Record.id)
    return _batches(session, wanted, definition_id, "draft", after)


_OF_RECORD = (
    Record.id,
    Record.case_id,
    Record.number,
    Record.definition_version,
    Record.definition_sha256,
)


def _batches(
    session: Session, wanted: Any, definition_id: str, status: str, after: str
) -> Iterator[list[Stored]]:
    keyring = store_of(session).keyring
    own = wanted.where(Record.definition_id == definition_id, Record.status == status)
    own = own.order_by(Record.id).limit(BATCH)
    while True:
        rows = session.execute(own.where(Record.id > after)).all()
        if rows:
            yield [
                Stored(name, case, number, version, sha256, at, sealing.opened(keyring, name, data, sealed))
                for name, case, number, version, sha256, data, sealed, at in rows
            ]
        if len(rows) < BATCH:
            return
        after = rows[-1][0]
