"""File fields of a record: what stands in one is a file that was brought to this record or its case, with its own facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.answers.editing import occurrences
from caseforms.definitions import Form
from caseforms.problems import Refused
from caseforms.rules.pointers import get, split
from caseforms.services.refusal import problem
from caseforms.storage.tables import Attachment, Record

FACTS = ("id", "name", "type", "size", "sha256")


def check(session: Session, record: Record, form: Form, data: Mapping[str, Any]) -> None:
    """Refused when a file field names a file of somebody else, of nobody, or with facts that are not the file's."""
    found = tuple(_values(form, data))
    if not found:
        return
    ids = {str(value.get("id")) for _, value in found if isinstance(value, Mapping)}
    rows = {row.id: row for row in session.scalars(select(Attachment).where(Attachment.id.in_(ids)))}
    wrong = [pointer for pointer, value in found if not _is_ours(value, rows, record)]
    if wrong:
        raise Refused(problem("attachment.not-found", pointer) for pointer in wrong)


def _values(form: Form, data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for pattern, field in form.fields.items():
        if "x-file" in field.schema:
            for pointer in occurrences(data, split(pattern)):
                yield pointer, get(data, split(pointer))


def _is_ours(value: Any, rows: Mapping[str, Attachment], record: Record) -> bool:
    row = rows.get(str(value.get("id"))) if isinstance(value, Mapping) else None
    if row is None:
        return False
    near = row.record_id == record.id or (row.case_id is not None and row.case_id == record.case_id)
    return near and {name: value.get(name) for name in FACTS} == {name: getattr(row, name) for name in FACTS}
