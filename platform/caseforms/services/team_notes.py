"""Notes that a team writes together: one a day, and of their rows each reader sees those of cases they may see."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.services import access, casework
from caseforms.services.actors import Actor
from caseforms.storage.tables import Case, Record

DAILY = "daily-communication"
ROWS: Mapping[str, str] = MappingProxyType({DAILY: "entries", "weekly-meeting": "clients"})
"""The table of a note whose rows are about cases."""
_SPACE = UUID("6f0a4c1e-55a5-4a0e-9d2b-3a1f3c7f8d11")


def id_of_today(session: Session, actor: Actor, now: datetime) -> str:
    """The id of the daily note of the actor's team: beginning it again opens the one that is there."""
    day = casework.calendar_of(session).day_of(now).isoformat()
    team = casework.team_of(session, actor.user_id) or actor.institution_id
    return uuid5(_SPACE, f"{actor.institution_id}/{team}/{day}").hex


def visible(session: Session, actor: Actor, record: Record, data: Mapping[str, Any]) -> dict[str, Any]:
    """The content without the rows about cases that the reader does not read."""
    table = _table(record)
    if table is None or table not in data:
        return dict(data)
    open_to = _open_to(session, actor, data[table])
    return {**data, table: [row for row in data[table] if _number(row) in open_to or not _number(row)]}


def restored(
    session: Session, actor: Actor, record: Record, stands: Mapping[str, Any], given: Mapping[str, Any]
) -> dict[str, Any]:
    """What was given, with the rows that the writer could not see kept as they stand."""
    table = _table(record)
    if table is None or not stands.get(table):
        return dict(given)
    open_to = _open_to(session, actor, stands[table])
    hidden = [row for row in stands[table] if _number(row) and _number(row) not in open_to]
    return {**given, table: [*hidden, *given.get(table, [])]} if hidden else dict(given)


def _table(record: Record) -> str | None:
    return ROWS.get(record.definition_id) if record.case_id is None else None


def _number(row: Mapping[str, Any]) -> str:
    return str(row.get("case_no", ""))


def _open_to(session: Session, actor: Actor, rows: list[Mapping[str, Any]]) -> frozenset[str]:
    numbers = sorted({_number(row) for row in rows} - {""})
    wanted = select(Case.case_no, Case.application_no).where(
        Case.case_no.in_(numbers) | Case.application_no.in_(numbers), access.readable(session, actor)
    )
    return frozenset(number for row in session.execute(wanted) for number in row if number)
