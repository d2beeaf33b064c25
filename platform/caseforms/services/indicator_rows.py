"""What one case or register record adds to the tables of indicators, written anew in the transaction that changed it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from caseforms import indicators
from caseforms.indicators import Contribution, Ground, Table
from caseforms.services import identity, indicator_tables, shipped
from caseforms.storage import institution_of, store_of
from caseforms.storage.tables import Case, ContributionRow, CountedSource
from caseforms.workflow import Calendar

if TYPE_CHECKING:
    from caseforms.services.casework import Casework

UNSEEN: dict[str, Any] = {"synchronize_session": False}
Rows = list[dict[str, Any]]
_LATER: ContextVar[bool] = ContextVar("counted_later", default=False)


@contextmanager
def left_for_later() -> Iterator[None]:
    """Inside, nothing is counted: for whoever writes very much at once and has it recounted afterwards."""
    token = _LATER.set(True)
    try:
        yield
    finally:
        _LATER.reset(token)


def case_settled(work: Casework, *, anew: bool = False) -> bool:
    """Replace the rows of a case after it was settled; whether they changed. Cheap for workflows no table names.

    `anew` writes them although they seem unchanged.
    """
    tables = indicator_tables.fed_by(work.workflow.id)
    if not tables or (_LATER.get() and not anew):
        return False
    return _write(work.session, work.case.id, rows_of_case(work, tables), anew=anew)


def rows_of_case(work: Casework, tables: Iterable[Table]) -> Rows:
    """The rows that a case adds, as they are kept."""
    case, found = work.case, []
    for table in tables:
        ground = indicators.of_case(
            work.workflow,
            work.state,
            work.facts(as_actor=False),
            work.now,
            work.calendar,
            indicator_tables.settings_of(work.session, table),
            _blind(work.session),
            case.person_id or case.id,
        )
        found += _rows(work.session, table, ground, case.id, case)
    return found


def record_changed(
    session: Session,
    definition_id: str,
    record: Mapping[str, Any],
    calendar: Calendar,
    *,
    anew: bool = False,
) -> bool:
    """Replace the rows of a record outside every case, given as a RecordFact; one that is not submitted adds none."""
    tables = indicator_tables.fed_by_register(definition_id)
    if not tables:
        return False
    rows = rows_of_record(session, definition_id, record, calendar)
    return _write(session, str(record["id"]), rows, anew=anew)


def rows_of_record(
    session: Session, definition_id: str, record: Mapping[str, Any], calendar: Calendar
) -> Rows:
    """The rows that a register record adds, as they are kept."""
    found: Rows = []
    if record["status"] != "submitted":
        return found
    for table in indicator_tables.fed_by_register(definition_id):
        settings = indicator_tables.settings_of(session, table)
        ground = indicators.of_record(definition_id, record, calendar, settings, _blind(session))
        found += _rows(session, table, ground, str(record["id"]), None)
    return found


def fed(definition_ids: Iterable[str]) -> tuple[str, ...]:
    """Those of some forms whose records outside cases feed a table."""
    return tuple(name for name in definition_ids if indicator_tables.fed_by_register(name))


def workflows_counted() -> tuple[str, ...]:
    """The workflows that exist and feed a table."""
    named = {name for each in indicator_tables.tables().values() for name in each.workflows()}
    return tuple(sorted(named & set(shipped.workflows())))


def _rows(session: Session, table: Table, ground: Ground, source: str, case: Case | None) -> Rows:
    return [_row(session, table, each, source, case) for each in indicators.contributions(table, ground)]


def _row(
    session: Session, table: Table, each: Contribution, source: str, case: Case | None
) -> dict[str, Any]:
    return {
        "institution_id": institution_of(session),
        "counter": f"{table.id}:{each.counter}",
        "source_id": source,
        "case_id": case.id if case is not None else None,
        "record_id": each.record or None,
        "form": each.form,
        "missing": each.missing,
        "unit": each.unit or None,
        "team_id": case.team_id if case is not None else None,
        "met": each.met,
        "at": each.at,
        "e_from": each.e_from,
        "e_to": each.e_to,
        "s_from": each.s_from,
        "s_to": each.s_to,
        "amount": each.amount,
    }


def _write(session: Session, source: str, rows: Rows, *, anew: bool) -> bool:
    rules, digest = indicator_tables.rules(session), sha256(repr(rows).encode()).hexdigest()
    known = session.execute(
        select(CountedSource.rules, CountedSource.rows).where(CountedSource.source_id == source)
    ).one_or_none()
    if not anew and known is not None and tuple(known) == (rules, digest):
        return False
    if known is None:
        kept = {"institution_id": institution_of(session), "source_id": source}
        session.execute(insert(CountedSource), [{**kept, "rules": rules, "rows": digest}])
    else:
        changed = update(CountedSource).where(CountedSource.source_id == source)
        session.execute(changed.values(rules=rules, rows=digest), execution_options=UNSEEN)
    if anew or known is None or known.rows != digest:
        own = delete(ContributionRow).where(ContributionRow.source_id == source)
        session.execute(own, execution_options=UNSEEN)
        if rows:
            session.execute(insert(ContributionRow), rows)
    return True


def _blind(session: Session) -> Any:
    keyring = store_of(session).keyring

    def blind(kind: str, text: str) -> str:
        """The digest by which the registry finds a phone, too; other kinds are only told apart."""
        return keyring.blind(kind, identity.digits(text) if kind == "phone" else text)

    return blind
