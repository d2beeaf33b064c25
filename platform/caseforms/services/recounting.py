"""Counting every case and register record anew for the tables of indicators: in small steps, resumable, one at a time."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from caseforms.services import actors, casework, indicator_rows, indicator_tables, record_facts
from caseforms.services.identifiers import new_id
from caseforms.services.refusal import refuse
from caseforms.storage import Store, institution_of
from caseforms.storage.tables import Case, CountedSource, Institution, Record, Recount

STEP = 40
"""Cases in one transaction: what is lost when the process is stopped, and what is held in memory."""
SILENT = timedelta(seconds=90)
"""After so long without a sign of life another process takes over."""
CASES, RECORDS = "case:", "record:"
Clock = Callable[[], datetime]
Told = Callable[["Progress"], None]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a recount is; `resumed` when it went on where a stopped one had been."""

    institution_id: str
    done: int
    total: int
    resumed: bool
    finished: bool


def recount(
    store: Store, institution_id: str, clock: Clock, tell: Told, most_steps: int | None = None
) -> Progress:
    """Count everything of one institution anew, or `most_steps` of it. Refused `indicators.running` while another does.

    Each step is a transaction of its own that also notes the place, so that a stopped recount goes on from there.
    """
    holder = f"{socket.gethostname()}:{new_id()}:{os.getpid()}"
    with store.transaction(institution_id) as session:
        run_id, resumed = _taken(session, holder, clock())
    steps = 0
    try:
        while True:
            with store.transaction(institution_id) as session:
                progress = _step(session, run_id, holder, clock(), resumed)
            tell(progress)
            steps += 1
            if progress.finished or steps == most_steps:
                return progress
    finally:
        with store.transaction(institution_id) as session:
            _let_go(session, run_id, holder)


def needed(store: Store, institution_id: str) -> bool:
    """Whether something stands as other rules counted it."""
    with store.reading(institution_id) as session:
        return not is_current(session)


def is_current(session: Session) -> bool:
    """Whether every counted source was counted under the present rules, and cases have been counted at all."""
    lowest = session.scalar(select(func.min(CountedSource.rules)))  # both ends are looked up in an index
    highest = session.scalar(select(func.max(CountedSource.rules)))
    if lowest is not None:
        return {lowest, highest} == {indicator_tables.rules(session)}
    any_case = select(Case.id).where(Case.workflow.in_(indicator_rows.workflows_counted())).limit(1)
    return session.scalar(any_case) is None


def _taken(session: Session, holder: str, now: datetime) -> tuple[int, bool]:
    """The run to go on with: an unfinished one whose process is gone, or a new one."""
    own = select(Institution.id).where(Institution.id == institution_of(session))
    session.scalar(own.with_for_update(key_share=True))  # two who begin at once: one after the other
    rules = indicator_tables.rules(session)
    wanted = select(Recount).where(Recount.finished_at.is_(None)).order_by(Recount.id.desc()).limit(1)
    run = session.scalar(wanted.with_for_update())
    if run is not None and run.holder != holder and _lives(run, now):
        refuse("indicators.running", since=run.started_at.isoformat(timespec="seconds"), holder=run.holder)
    if run is not None and run.rules == rules:
        run.holder, run.heartbeat = holder, now
        return run.id, True
    if run is not None:
        run.finished_at = now  # begun under other rules: what it has done is worth nothing
    made = Recount(
        rules=rules,
        holder=holder,
        started_at=now,
        heartbeat=now,
        finished_at=None,
        place=CASES,
        done=0,
        total=_total(session),
    )
    session.add(made)
    session.flush()
    return made.id, False


def _let_go(session: Session, run_id: int, holder: str) -> None:
    """Leave a run to whoever goes on with it, at once."""
    run = session.scalar(select(Recount).where(Recount.id == run_id).with_for_update())
    if run is not None and run.holder == holder:
        run.holder = ""


def _lives(run: Recount, now: datetime) -> bool:
    host, _, process = run.holder.rpartition(":")
    ours = host.partition(":")[0] == socket.gethostname()
    if not run.holder or (ours and process.isdecimal() and not _exists(int(process))):
        return False
    return now - run.heartbeat < SILENT


def _exists(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _total(session: Session) -> int:
    cases = (
        select(func.count()).select_from(Case).where(Case.workflow.in_(indicator_rows.workflows_counted()))
    )
    return (session.scalar(cases) or 0) + (session.scalar(select(func.count()).where(_alone())) or 0)


def _alone() -> ColumnElement[bool]:
    named = {name for each in indicator_tables.tables().values() for name in each.registers()}
    return Record.case_id.is_(None) & Record.definition_id.in_(sorted(named)) & (Record.status != "draft")


def _step(session: Session, run_id: int, holder: str, now: datetime, resumed: bool) -> Progress:
    run = session.scalar(select(Recount).where(Recount.id == run_id).with_for_update())
    if run is None or run.holder != holder:
        refuse("indicators.running", since="", holder=run.holder if run else "")
    kind, _, last = run.place.partition(":")
    done, following = (_cases if f"{kind}:" == CASES else _records)(session, last, now)
    run.done, run.heartbeat = run.done + done, now
    run.place = following
    if not following:
        run.finished_at = now
    institution = str(run.institution_id)
    return Progress(institution, run.done, max(run.total, run.done), resumed, not following)


def _cases(session: Session, last: str, now: datetime) -> tuple[int, str]:
    wanted = select(Case).where(Case.workflow.in_(indicator_rows.workflows_counted()), Case.id > last)
    found = list(session.scalars(wanted.order_by(Case.id).limit(STEP)))
    for case in found:
        work = casework.Casework(session, actors.system(case.institution_id), case, now)
        indicator_rows.case_settled(work, anew=True)
    return len(found), (CASES + found[-1].id if len(found) == STEP else RECORDS)


def _records(session: Session, last: str, now: datetime) -> tuple[int, str]:
    calendar = casework.calendar_of(session)
    wanted = select(Record).where(_alone(), Record.id > last).order_by(Record.id).limit(STEP)
    found = list(session.scalars(wanted))
    for record in found:
        fact = record_facts.of_one(session, record, record_facts.content(session, record))
        indicator_rows.record_changed(session, record.definition_id, fact, calendar, anew=True)
    return len(found), (RECORDS + found[-1].id if len(found) == STEP else "")
