"""What whoever decides on an arrived record has to know: what changed since the tablet was last here, what is odd about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.services import casework, library, users
from caseforms.services.sealed_records import Opened
from caseforms.storage.tables import Arrival, Case, FieldBundle, Tablet

ODD_CLOCK = timedelta(minutes=10)
LATE = timedelta(days=3)
WITHDRAWN = "consent_withdrawn"


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing to know, by a code that the page has words for."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)


def of_arrival(session: Session, row: Arrival, content: Opened) -> tuple[Mark, ...]:
    """Every mark of one arrival as things stand now."""
    return (
        *_of_sender(session, row),
        *_of_case(session, row, content),
        *_of_form(session, row, content),
        *_of_time(row, content),
    )


def _of_sender(session: Session, row: Arrival) -> Iterator[Mark]:
    tablet = session.get_one(Tablet, row.tablet_id)
    if tablet.expired_at is not None and row.received_at >= tablet.expired_at:
        yield Mark("tablet-expired")
    if not row.granted:
        yield Mark("sender-unknown")


def _of_case(session: Session, row: Arrival, content: Opened) -> Iterator[Mark]:
    if content.case_id is None:
        return
    case = session.scalar(select(Case).where(Case.id == row.case_id)) if row.case_id else None
    if case is None:
        yield Mark("case-gone")
        return
    if case.closed_at is not None:
        yield Mark("case-closed", {"at": case.closed_at})
    if WITHDRAWN in case.flags:
        yield Mark("consent-withdrawn")
    then = _responsible_then(session, row)
    if then is not None and then != (case.responsible or ""):
        yield Mark("case-taken-over", {"name": users.names(session).get(case.responsible or "", "")})
    if row.volunteer and row.volunteer not in casework.members(session, case.id):
        yield Mark("not-in-team")


def _responsible_then(session: Session, row: Arrival) -> str | None:
    """Who carried the case when it was last taken along; None when nothing says so."""
    wanted = select(FieldBundle.cases).where(
        FieldBundle.tablet_id == row.tablet_id,
        FieldBundle.user_id == row.volunteer,
        FieldBundle.issued_at <= row.received_at,
    )
    taken = session.scalar(wanted.order_by(FieldBundle.issued_at.desc(), FieldBundle.id.desc()).limit(1))
    found = (taken or {}).get(row.case_id or "")
    return found if isinstance(found, str) else None


def _of_form(session: Session, row: Arrival, content: Opened) -> Iterator[Mark]:
    if content.incomplete:
        yield Mark("incomplete")
    newest = library.form(session, row.definition_id).definition.version
    if newest != row.definition_version:
        yield Mark("other-version", {"own": row.definition_version, "newest": newest})


def _of_time(row: Arrival, content: Opened) -> Iterator[Mark]:
    finished: datetime | None = content.finished_at
    ahead = finished is not None and finished > row.received_at + ODD_CLOCK
    if ahead or abs(content.offset_ms) > ODD_CLOCK.total_seconds() * 1000:
        yield Mark("odd-clock", {"said": content.tablet_time, "received": row.received_at})
    elif finished is not None and row.received_at - finished > LATE:
        yield Mark("late", {"days": (row.received_at - finished).days})
