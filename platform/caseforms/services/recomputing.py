"""Due dates worked out again after a calendar year or the length of a clock was changed: the open cases, in batches.

The first batch is done in the transaction of the change. Where there are more, a row remembers how far the walk has come,
and the worker goes on from there, a short transaction for each batch: nobody who writes waits for a hundred thousand cases.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.services import actors, casework, consequences, notifications
from caseforms.services.actors import Actor
from caseforms.storage import Store, locks_rows
from caseforms.storage.tables import Case, InstitutionSetting

BATCH = 50
WAITING = "recompute.waiting"
"""The setting in which the walk keeps its place; there is none when nothing is left to do."""


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What a change did to the open cases: how many were looked at, moved earlier, moved later; whether more follow."""

    cases: int
    earlier: int
    later: int
    more: bool = False


def begin(session: Session, actor: Actor, why: Mapping[str, Any], now: datetime) -> Recomputed:
    """Do the first batch and leave the rest to `go_on`. `why` stands in the log of each case that moves.

    A walk that another change has begun starts anew: what it has not reached is reached by this one.
    """
    done, last = _batch(session, actor, "", why, now)
    row = _place(session)
    if row is not None:
        session.delete(row)
        session.flush()
    if last:
        value = {"after": last, "why": dict(why)}
        session.add(
            InstitutionSetting(name=WAITING, value={"value": value}, changed_by=actor.user_id, changed_at=now)
        )
    return done


def go_on(store: Store, institution_id: str, now: datetime) -> int:
    """Walk on from where the last batch ended, until no open case is left; how many were looked at."""
    looked = 0
    while True:
        with store.transaction(institution_id) as session:
            row = _place(session)
            if row is None:
                return looked
            value = row.value["value"]
            done, last = _batch(session, actors.system(institution_id), value["after"], value["why"], now)
            looked += done.cases
            if last:
                row.value = {"value": {**value, "after": last}}
            else:
                session.delete(row)


def _place(session: Session) -> InstitutionSetting | None:
    wanted = select(InstitutionSetting).where(InstitutionSetting.name == WAITING)
    return session.scalar(wanted.with_for_update() if locks_rows(session) else wanted)


def _batch(
    session: Session, actor: Actor, after: str, why: Mapping[str, Any], now: datetime
) -> tuple[Recomputed, str]:
    """What the next batch came to, and the id of its last case; empty when no case follows it."""
    wanted = select(Case.id).where(Case.closed_at.is_(None), Case.id > after).order_by(Case.id)
    found = list(session.scalars(wanted.limit(BATCH + 1)))
    moved = [_recompute(session, actor, case_id, now, why) for case_id in found[:BATCH]]
    more = len(found) > BATCH
    done = Recomputed(len(moved), moved.count(-1), moved.count(1), more)
    return done, found[BATCH - 1] if more else ""


def _recompute(session: Session, actor: Actor, case_id: str, now: datetime, why: Mapping[str, Any]) -> int:
    """-1, 0 or 1: the case's next due date moved earlier, not, or later. Who has less time is told."""
    work = casework.opened(session, actor, case_id, now)
    before = work.case.next_due_at
    work.settle()
    after = work.case.next_due_at
    if before == after or before is None or after is None:
        return 0
    moved = {**why, "before": before.isoformat(), "after": after.isoformat()}
    consequences.tell(work, "case.note", {"due_moved": moved})
    if after > before:
        return 1
    params = {"client": work.case.client_name, "day": work.calendar.day_of(after).isoformat()}
    told = [work.case.responsible] if work.case.responsible else []
    key = f"due-earlier/{case_id}/{after.isoformat()}"
    notifications.tell(session, told, "due-earlier", key, now, case_id=case_id, params=params)
    return -1
