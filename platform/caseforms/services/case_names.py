"""The numbers by which lists name cases to people who may not read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.storage.tables import Case


def numbers(session: Session, case_ids: Iterable[str | None]) -> Mapping[str, str]:
    """The number of each case: that of the case, before it has one that of its application."""
    wanted = {each for each in case_ids if each is not None}
    if not wanted:
        return {}
    rows = session.execute(select(Case.id, Case.case_no, Case.application_no).where(Case.id.in_(wanted)))
    return {row.id: row.case_no or row.application_no or "" for row in rows}
