"""What an institution sets for its tables of indicators: targets and days of grace, instead of what the tables say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.indicators import Table
from caseforms.services import audit, indicator_tables, permissions
from caseforms.services.actors import Actor
from caseforms.services.refusal import problem, refuse_all
from caseforms.storage.tables import InstitutionSetting
from caseforms.workflow.lengths import IN_DAYS

HIGHEST = 1000
Number = int | float


@dataclass(frozen=True, slots=True)
class SettingLine:
    """One number of a table: what the table says, and what holds here."""

    table_id: str
    name: str
    label: Mapping[str, str]
    default: Number
    present: Number


def listed(session: Session, actor: Actor) -> Mapping[str, tuple[SettingLine, ...]]:
    """The numbers of every table that has any, by the id of the table."""
    permissions.require(actor, "manage-lists")
    found = {each.id: _lines(session, each) for each in indicator_tables.tables().values()}
    return {name: lines for name, lines in found.items() if lines}


def keep(session: Session, actor: Actor, written: Mapping[str, str], now: datetime) -> bool:
    """Keep what was written, by `table.name`; empty means the table's own again. Whether anything changed.

    Everything has to be counted anew then. Refused `indicators.setting` for each text that is no such number.
    """
    lines = [line for group in listed(session, actor).values() for line in group]
    read = [(line, _number(line, written.get(key_of(line), str(line.present)))) for line in lines]
    refuse_all(
        problem("indicators.setting", f"/{key_of(line)}", written=written[key_of(line)], most=HIGHEST)
        for line, value in read
        if value is None
    )
    changed = [(line, value) for line, value in read if value != line.present]
    if not changed:
        return False
    own = {name: dict(group) for name, group in indicator_tables.own_settings(session).items()}
    for line, value in changed:
        own.setdefault(line.table_id, {})[line.name] = value
        audit.note(
            session,
            actor,
            "change",
            now,
            detail={"setting": key_of(line), "before": line.present, "after": value},
        )
    row = session.scalar(
        select(InstitutionSetting).where(InstitutionSetting.name == indicator_tables.SETTING)
    )
    if row is None:
        row = InstitutionSetting(name=indicator_tables.SETTING)
        session.add(row)
    row.value, row.changed_by, row.changed_at = {"value": own}, actor.user_id, now
    session.flush()
    indicator_tables.forget(session)
    return True


def key_of(line: SettingLine) -> str:
    """The name of a number among those of all tables."""
    return f"{line.table_id}.{line.name}"


def _lines(session: Session, table: Table) -> tuple[SettingLine, ...]:
    present, labels = indicator_tables.settings_of(session, table), _labels(table)
    return tuple(
        SettingLine(table.id, name, labels[name], default, present[name])
        for name, default in table.settings.items()
        if isinstance(default, int | float)
    )


def _labels(table: Table) -> Mapping[str, Mapping[str, str]]:
    settings: Any = table.document.get("settings", {})  # checked against the schema when the table was read
    return {name: each["label"] for name, each in settings.items()}


def _number(line: SettingLine, written: str) -> Number | None:
    """The number that was written, whole where the table's own is; None when it is none or out of range."""
    text = written.strip()
    if not text:
        return line.default
    try:
        value = int(text) if isinstance(line.default, int) else float(text)
    except ValueError:
        return None
    least_is_zero = line.name.endswith(IN_DAYS)  # a target of nothing is none
    return value if 0 < value <= HIGHEST or (value == 0 and least_is_zero) else None
