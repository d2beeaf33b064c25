"""What is known of an archived file: how long it is kept, how secret it is, whether its time is over (002 8.3 b)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from caseforms.services import record_facts
from caseforms.services.refusal import refuse
from caseforms.storage.tables import Case, IndexedValue, Record
from caseforms.workflow import Calendar

REGISTER = "archive-register"
OPEN_TO_ALL = "normal"


def facts_of(
    session: Session, case: Case, records: Iterable[Mapping[str, Any]], now: datetime, calendar: Calendar
) -> dict[str, Any]:
    """The facts of an archive case: from its own register entry, else from the entry under the number it goes by.

    `registered`, `archive_no`, `retention` (3y, permanent), `secrecy`, `kept_until` and `period_over`.
    """
    own = [each["data"] for each in records if each["slot"] == "register" and each["status"] == "submitted"]
    data = own[-1] if own else _registered(session, case.client_name, case.id)
    until = str(data.get("retention_until", ""))
    over = bool(until) and date.fromisoformat(until) <= calendar.day_of(now)
    return {
        "registered": bool(data),
        "archive_no": str(data.get("archive_no", "")),
        "retention": str(data.get("retention", "")),
        "secrecy": str(data.get("secrecy", "")),
        "kept_until": until,
        "period_over": over,
    }


def require_lendable(session: Session, archive_no: str) -> None:
    """Refused for a restricted or secret file: it goes out over the archive case only, after the head's approval."""
    data = _registered(session, archive_no, "")
    if data.get("secrecy", OPEN_TO_ALL) != OPEN_TO_ALL:
        refuse("archive.restricted", "/archive_no")


def _registered(session: Session, archive_no: str, case_id: str) -> dict[str, Any]:
    if not archive_no:
        return {}
    wanted = (
        select(Record)
        .join(IndexedValue, IndexedValue.record_id == Record.id)
        .where(
            Record.definition_id == REGISTER,
            Record.status == "submitted",
            or_(Record.case_id.is_(None), Record.case_id != case_id),
            IndexedValue.pointer == "/archive_no",
            IndexedValue.text == archive_no,
        )
        .order_by(Record.submitted_at.desc(), Record.id)
    )
    record = session.scalar(wanted.limit(1))
    return record_facts.content(session, record) if record is not None else {}
