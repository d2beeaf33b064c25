"""How often the client was seen of late: the days of the last service records and the gaps between them (002 §6.6.2 b)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.storage.tables import IndexedValue, Record

SERVICE_RECORD, DAY = "mh-service-record", "/start_at"
LAST = 6


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact and the days since the one before it; None for the first."""

    day: date
    gap: int | None


def last(session: Session, case_id: str, count: int = LAST) -> tuple[Contact, ...]:
    """The last contacts of a case, oldest first. Advice only: nothing is held up by it."""
    wanted = (
        select(IndexedValue)
        .join(Record, Record.id == IndexedValue.record_id)
        .where(
            IndexedValue.case_id == case_id,
            IndexedValue.definition_id == SERVICE_RECORD,
            IndexedValue.pointer == DAY,
            Record.status == "submitted",
        )
    )
    texts = sorted(str(row.text or row.date)[:10] for row in session.scalars(wanted))
    days = [date.fromisoformat(text) for text in texts]
    later = [Contact(after, (after - before).days) for before, after in pairwise(days)]
    return tuple([*(Contact(day, None) for day in days[:1]), *later][-count:])
