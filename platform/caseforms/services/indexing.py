"""The values of a submitted record that lists filter and count by, copied beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from caseforms.definitions import Form
from caseforms.rules.pointers import ABSENT, gather, split
from caseforms.services import timeliness
from caseforms.services.casework import UNSEEN
from caseforms.storage.tables import IndexedValue, Record

LONGEST = 200


def write(session: Session, record: Record, form: Form, data: Mapping[str, Any]) -> None:
    """Replace the indexed values of a record by those of its newest content; before its first revision it has none."""
    if record.revision > 1:
        owned = delete(IndexedValue).where(IndexedValue.record_id == record.id)
    if record.revision > 1:  # how promptly it was written stays as it was when it was first submitted
        owned = owned.where(IndexedValue.pointer != timeliness.DELAY)
        session.execute(owned, execution_options=UNSEEN)
    rows = [_row(record, pointer, kind, value) for pointer, kind, value in _values(form, data)]
    days = timeliness.delay(session, record, data) if record.revision == 1 else None
    if days is not None:
        rows.append(_row(record, timeliness.DELAY, "number", days))
    if rows:
        session.execute(insert(IndexedValue), rows)


def _row(record: Record, pointer: str, kind: str, value: Any) -> dict[str, Any]:
    number = float(value) if kind == "number" and isinstance(value, int | float) else None
    date = str(value)[:32] if kind == "date" else None
    text = None
    if number is None and date is None:
        text = (str(value).lower() if isinstance(value, bool) else str(value))[:LONGEST]
    return {
        "institution_id": record.institution_id,
        "record_id": record.id,
        "case_id": record.case_id,
        "definition_id": record.definition_id,
        "pointer": pointer,
        "text": text,
        "number": number,
        "date": date,
    }


def _values(form: Form, data: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    for pattern, field in form.fields.items():
        kind = field.schema.get("x-index")
        if kind is None or field.schema.get("x-personal") in ("identity", "contact"):
            continue
        found = gather(data, split(pattern))
        for value in found if isinstance(found, list) else [found]:
            for each in value if isinstance(value, list) else [value]:
                if each is not ABSENT and each is not None and not isinstance(each, dict | list):
                    yield pattern, kind, each
