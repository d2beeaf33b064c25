"""Sessions that see one institution: the filter is added to every query, and a session without one sees nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Engine, event
from sqlalchemy.orm import (
    LoaderCriteriaOption,
    ORMExecuteState,
    Session,
    UOWTransaction,
    with_loader_criteria,
)
from sqlalchemy.sql.base import Executable

from caseforms.storage.base import SHARED, OfInstitution, OwnOrShared
from caseforms.storage.engine import READ_ONLY

INSTITUTION = "institution_id"
UNFILTERED = "unfiltered"
Statement = TypeVar("Statement", bound=Executable)


class InstitutionMissing(RuntimeError):
    """A query for institution-owned rows in a session that belongs to no institution: a programming error."""


class CaseSession(Session):
    """A session whose `info` names the institution (or none) and the store it came from."""


@contextmanager
def transaction(engine: Engine, institution_id: str | None, **info: Any) -> Iterator[CaseSession]:
    """A writing session: commits when the block ends, rolls everything back when it raises."""
    made = CaseSession(engine, info={INSTITUTION: institution_id, **info}, expire_on_commit=False)
    with made as session, session.begin():
        session.connection()
        yield session


@contextmanager
def reading(engine: Engine, institution_id: str | None, **info: Any) -> Iterator[CaseSession]:
    """A session that cannot write: it never waits for a writer and none waits for it."""
    view = engine.execution_options(**{READ_ONLY: True})
    with CaseSession(view, info={INSTITUTION: institution_id, **info}, autoflush=False) as session:
        yield session
        session.expunge_all()  # what was read stays readable after the session
        session.rollback()


def unfiltered(statement: Statement, reason: str) -> Statement:
    """The same statement over all institutions; `reason` says why that is right (a test lists every use)."""
    return statement.execution_options(**{UNFILTERED: reason})


def institution_of(session: Session) -> str:
    """The institution this session belongs to."""
    institution_id = session.info.get(INSTITUTION)
    if not institution_id:
        raise InstitutionMissing("this session belongs to no institution")
    return str(institution_id)


def locks_rows(session: Session) -> bool:
    """Whether a row is locked by asking for it; on SQLite a writing transaction holds everything from its begin on."""
    return session.get_bind().dialect.name != "sqlite"


@event.listens_for(CaseSession, "do_orm_execute")
def _only_own_rows(state: ORMExecuteState) -> None:
    if state.execution_options.get(UNFILTERED) or state.is_column_load:
        return
    institution_id = state.session.info.get(INSTITUTION)
    if institution_id is None and _touches_owned(state):
        raise InstitutionMissing("rows of an institution were asked for without one")
    state.statement = state.statement.options(*_rows_of(institution_id or ""))


@lru_cache(maxsize=1024)
def _rows_of(wanted: str) -> tuple[LoaderCriteriaOption, ...]:
    """The filters for one institution, made once: making them anew costs as much as a small query."""
    seen = [SHARED, wanted]
    return (
        with_loader_criteria(OfInstitution, lambda cls: cls.institution_id == wanted, include_aliases=True),
        with_loader_criteria(OwnOrShared, lambda cls: cls.institution_id.in_(seen), include_aliases=True),
    )


def _touches_owned(state: ORMExecuteState) -> bool:
    return any(issubclass(mapper.class_, OfInstitution) for mapper in state.all_mappers)


@event.listens_for(CaseSession, "before_flush")
def _stamp_new_rows(session: Session, _context: UOWTransaction, _instances: Any) -> None:
    own = session.info.get(INSTITUTION)
    for row in session.new:
        if not isinstance(row, OfInstitution | OwnOrShared):
            continue
        theirs: str | None = row.institution_id
        if theirs is None and own is not None:
            row.institution_id = own
        elif own is not None and theirs != own:
            raise InstitutionMissing("a row of another institution cannot be written in this session")
