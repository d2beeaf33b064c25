"""Numbers people read out: application, case, referral and archive numbers, without gaps, per institution and year."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from caseforms.services import institutions
from caseforms.storage import institution_of
from caseforms.storage.tables import Counter


def issue(session: Session, counter: str, year: int) -> str:
    """The next number of `counter` by the institution's pattern.

    Part of the caller's transaction: rolled back with it, so no number is lost; concurrent callers wait for the row.
    A pattern without `{year}` counts on over the years.
    """
    pattern = str(institutions.setting(session, f"number.{counter}", "{year}-{n:04}"))
    return pattern.format(year=year, n=_next(session, counter, year if "{year" in pattern else 0))


def _next(session: Session, name: str, year: int) -> int:
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    row = {"institution_id": institution_of(session), "name": name, "year": year, "value": 0}
    session.execute(dialect.insert(Counter).values(row).on_conflict_do_nothing())
    where = (Counter.name == name, Counter.year == year)
    session.execute(update(Counter).where(*where).values(value=Counter.value + 1), execution_options=_NO_SYNC)
    return session.execute(select(Counter.value).where(*where)).scalar_one()


_NO_SYNC = {"synchronize_session": False}
