"""How long the clocks run in an institution: what the standard says, what is set instead, by whom and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms import workflow as flows
from caseforms.services import audit, institutions, library, permissions, recomputing
from caseforms.services.actors import Actor
from caseforms.services.recomputing import Recomputed
from caseforms.services.refusal import refuse
from caseforms.storage.tables import InstitutionSetting
from caseforms.workflow import Length

LONGEST_REASON = 500
MOST_KEPT = 20
"""So many former lengths are kept: what was judged by an older one is judged by the oldest of these."""


@dataclass(frozen=True, slots=True)
class LengthLine:
    """One length as it stands: the present value, and, where it was set, the reason, who set it and when."""

    length: Length
    present: int
    reason: str = ""
    changed_by: str = ""
    changed_at: datetime | None = None
    earlier: tuple[Mapping[str, Any], ...] = ()


def listed(session: Session, actor: Actor) -> Mapping[str, tuple[LengthLine, ...]]:
    """The lengths of every workflow that has any, by the id of the workflow."""
    permissions.require(actor, "manage-lists")
    kept = {row.name: row for row in session.scalars(select(InstitutionSetting))}
    found = {
        flow.id: tuple(_line(length, kept.get(length.setting)) for length in flows.lengths(flow))
        for flow in library.workflows(session).values()
    }
    return {name: lines for name, lines in found.items() if lines}


def of(session: Session, actor: Actor, setting: str) -> LengthLine:
    """One length by the name of its setting. Refused `clock.not-found`."""
    lines = (line for group in listed(session, actor).values() for line in group)
    found = next((line for line in lines if line.length.setting == setting), None)
    if found is None:
        refuse("clock.not-found")
    return found


def set_length(
    session: Session, actor: Actor, setting: str, written: str, reason: str, now: datetime
) -> Recomputed:
    """Set a length; empty means the default again. Due dates are worked out anew, the reason is kept.

    Refused `clock.range`, `clock.only-shorter` (应: the standard gives the length), `clock.reason`.
    """
    line = of(session, actor, setting)
    length, reason = line.length, reason.strip()
    value = _checked(length, written.strip())
    if not 0 < len(reason) <= LONGEST_REASON:
        refuse("clock.reason", limit=LONGEST_REASON)
    if value == line.present:
        return Recomputed(0, 0, 0)
    until = {"until": now.isoformat(), "value": line.present}  # what is past by now was judged by this length
    earlier = (*line.earlier, until)[-MOST_KEPT:]
    institutions.set_setting(session, actor, setting, value, now, reason=reason, earlier=earlier)
    told = {"setting": setting, "before": line.present, "after": value, "reason": reason}
    audit.note(session, actor, "change", now, detail=told)
    session.flush()
    return recomputing.begin(session, actor, {"setting": setting, "reason": reason}, now)


def _checked(length: Length, written: str) -> int:
    if not written:
        return length.default
    value = int(written) if written.isascii() and written.isdecimal() and len(written) < 6 else 0
    if length.shorten_only and value > length.default:
        refuse("clock.only-shorter", clause=length.clause, default=length.default)
    if not length.admits(value):
        refuse("clock.range", longest=length.longest)
    return value


def _line(length: Length, row: InstitutionSetting | None) -> LengthLine:
    """What is kept and admitted, else the default: as the clocks read it."""
    written = str(row.value["value"] or "") if row is not None else ""
    if row is None:
        return LengthLine(length, length.default)
    earlier = tuple(row.value.get("earlier", ()))
    if not written.isdecimal() or not length.admits(int(written)):
        return LengthLine(length, length.default, earlier=earlier)
    reason, by = row.value.get("reason", ""), row.changed_by or ""
    return LengthLine(length, int(written), reason, by, row.changed_at, earlier)
