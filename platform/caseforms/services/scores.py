"""The totals of the scales in a case, from their indexed values, for the lines of the case file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.services import library
from caseforms.storage.tables import IndexedValue, Record

TOTAL, BAND = "/total", "/severity"
SCALES = "scale-%"


@dataclass(frozen=True, slots=True)
class Score:
    """A scale's total and the words of the band that it falls into."""

    total: int
    band: Mapping[str, str] | None


def of_case(session: Session, case_id: str) -> dict[str, Score]:
    """The score of each submitted scale of a case, by record id."""
    wanted = (
        select(IndexedValue)
        .join(Record, Record.id == IndexedValue.record_id)
        .where(
            IndexedValue.case_id == case_id,
            IndexedValue.definition_id.like(SCALES),
            IndexedValue.pointer.in_([TOTAL, BAND]),
            Record.status == "submitted",
        )
    )
    rows = list(session.scalars(wanted))
    bands = {row.record_id: _words(session, row) for row in rows if row.pointer == BAND}
    return {
        row.record_id: Score(int(row.number), bands.get(row.record_id))
        for row in rows
        if row.pointer == TOTAL and row.number is not None
    }


def _words(session: Session, row: IndexedValue) -> dict[str, str]:
    form = library.form(session, row.definition_id)
    field = form.fields[BAND]
    return {
        language: str(dict(form.choices(field, language)).get(row.text, row.text))
        for language in ("zh", "en")
    }
