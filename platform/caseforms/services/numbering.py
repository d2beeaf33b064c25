"""Numbers people read out: application, case, referral and archive numbers, without gaps, per institution and year."""

from __future__ import annotations

from importlib import import_module

from sqlalchemy import update
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
    counted = update(Counter).where(Counter.name == name, Counter.year == year)
    counted = counted.values(value=Counter.value + 1).returning(Counter.value)
    number = session.execute(counted, execution_options=_NO_SYNC).scalar_one_or_none()
    if number is None:
        _begin(session, name, year)
        number = session.execute(counted, execution_options=_NO_SYNC).scalar_one()
    return number


def _begin(session: Session, name: str, year: int) -> None:
    """The counter's row; whoever comes second finds it."""
    dialect = import_module(f"sqlalchemy.dialects.{session.get_bind().dialect.name}")  # only this database's
    row = {"institution_id": institution_of(session), "name": name, "year": year, "value": 0}
    session.execute(dialect.insert(Counter).values(row).on_conflict_do_nothing())


_NO_SYNC = {"synchronize_session": False}
