"""Running cases moved to another version of their workflow, and back: each move is a line in the case's log.

The first batch is done in the transaction of whoever asked for it; the worker goes on with the rest from where it ended,
a short transaction for each batch. A case that the other version has no place for stays with its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.services import actors, audit, casework, library, permissions, running_cases
from caseforms.services.actors import Actor
from caseforms.services.casework import Casework
from caseforms.services.refusal import refuse
from caseforms.storage import Store, locks_rows
from caseforms.storage.tables import Case, CaseEvent, InstitutionSetting

BATCH = 50
LONGEST_REASON = 500
WAITING = "moving.waiting"
"""The setting in which the walk keeps its place; there is none when nothing is left to do."""
EVENT = "case.version"
BACK = "back"


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move came to so far: cases that follow the other version now, cases that stay; whether more follow."""

    moved: int
    stayed: int
    more: bool = False


def begin(
    session: Session, actor: Actor, workflow_id: str, version: str, reason: str, now: datetime
) -> Moved:
    """Let every open case of a workflow follow a version, the first batch at once. `BACK` as version: each goes back
    to the version that it followed before it was moved last.

    Refused `permission.denied`, `moving.reason`, `moving.under-way`, `library.unknown-workflow`.
    """
    permissions.require(actor, "publish-forms")
    if not 0 < len(reason.strip()) <= LONGEST_REASON:
        refuse("moving.reason", limit=LONGEST_REASON)
    if _place(session) is not None:
        refuse("moving.under-way")
    if version != BACK:
        library.workflow(session, workflow_id, version)
    job = {"workflow": workflow_id, "to": version, "reason": reason.strip(), "by": actor.user_id}
    audit.note(session, actor, "change", now, detail={"moving": job})
    done, last = _batch(session, actor, job, "", now)
    if last:
        value = {"after": last, "job": job}
        session.add(
            InstitutionSetting(name=WAITING, value={"value": value}, changed_by=actor.user_id, changed_at=now)
        )
    session.flush()
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
            done, last = _batch(session, actors.system(institution_id), value["job"], value["after"], now)
            looked += done.moved + done.stayed
            if last:
                row.value = {"value": {**value, "after": last}}
            else:
                session.delete(row)


def under_way(session: Session) -> bool:
    """Whether cases are still being moved."""
    return _place(session) is not None


def moved_here(session: Session, actor: Actor, workflow_id: str) -> int:
    """How many open cases follow a version that they were moved to, and can go back from."""
    permissions.require(actor, "edit-forms")
    wanted = (
        select(CaseEvent.case_id, CaseEvent.data)
        .join(Case, CaseEvent.case_id == Case.id)
        .where(Case.workflow == workflow_id, Case.closed_at.is_(None), CaseEvent.type == EVENT)
        .order_by(CaseEvent.case_id, CaseEvent.seq)
    )
    ways: dict[str, list[str]] = {}
    for case_id, data in session.execute(wanted):
        _step(ways.setdefault(case_id, []), data)
    return sum(1 for way in ways.values() if way)


def move(work: Casework, version: str, reason: str, by: str) -> bool:
    """Let one case follow another version from now on; False when that has no place for it, and nothing changes."""
    flow = library.workflow(work.session, work.case.workflow, version)
    if running_cases.change_of(work, flow).lost:
        return False
    before = work.case.workflow_version
    work.case.workflow_version = version
    moved = Casework(work.session, work.actor, work.case, work.now)
    moved.append(EVENT, {"from": before, "to": version, "reason": reason, "asked_by": by})
    moved.settle()
    return True


def _place(session: Session) -> InstitutionSetting | None:
    wanted = select(InstitutionSetting).where(InstitutionSetting.name == WAITING)
    return session.scalar(wanted.with_for_update() if locks_rows(session) else wanted)


def _batch(
    session: Session, actor: Actor, job: Mapping[str, Any], after: str, now: datetime
) -> tuple[Moved, str]:
    """What the next batch came to, and the id of its last case; empty when no case follows it."""
    wanted = select(Case.id).where(
        Case.workflow == job["workflow"], Case.closed_at.is_(None), Case.id > after
    )
    found = list(session.scalars(wanted.order_by(Case.id).limit(BATCH + 1)))
    moved = [_moved(session, actor, case_id, job, now) for case_id in found[:BATCH]]
    more = len(found) > BATCH
    return Moved(moved.count(True), moved.count(False), more), found[BATCH - 1] if more else ""


def _moved(
    session: Session, actor: Actor, case_id: str, job: Mapping[str, Any], now: datetime
) -> bool | None:
    """Whether the case was moved; None when it follows the version already, or has nowhere to go back to."""
    work = casework.opened(session, actor, case_id, now)
    version = _came_from(session, case_id) if job["to"] == BACK else str(job["to"])
    if not version or version == work.case.workflow_version:
        return None
    return move(work, version, str(job["reason"]), str(job["by"]))


def _came_from(session: Session, case_id: str) -> str:
    """The version that a case was moved away from last; "" when it was never moved, or has gone back."""
    lines = select(CaseEvent.data).where(CaseEvent.case_id == case_id, CaseEvent.type == EVENT)
    way: list[str] = []
    for data in session.scalars(lines.order_by(CaseEvent.seq)):
        _step(way, data)
    return way[-1] if way else ""


def _step(way: list[str], data: Mapping[str, Any]) -> None:
    """One move along the way that a case has come: back the way it came shortens it."""
    if way and way[-1] == data["to"]:
        way.pop()
    else:
        way.append(str(data["from"]))
