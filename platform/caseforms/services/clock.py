"""What time alone brings about: overdue escalations, missed returns, estimated dates that became certain."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.services import (
    actors,
    calendar,
    casework,
    consequences,
    institutions,
    moving_cases,
    public_forms,
    publications,
    recomputing,
    register_dates,
    sealed_files,
)
from caseforms.services.actors import Actor
from caseforms.services.recomputing import Recomputed
from caseforms.storage import Store
from caseforms.storage.tables import Case, Notification

BATCH = 50


@dataclass(frozen=True, slots=True)
class Ticked:
    """How many deadlines fired and how many people were told."""

    fired: int
    notified: int


def tick(store: Store, now: datetime, only: Collection[str] | None = None) -> Ticked:
    """Let time pass for every institution. Each deadline fires once, however often this runs.

    `only` names the cases to look at: for whoever knows that nothing is due elsewhere (the demonstration's clock).
    """
    with store.reading(None) as session:
        known = [line.id for line in institutions.listed(session)]
    fired = notified = 0
    for institution_id in known:
        recomputing.go_on(store, institution_id, now)
        moving_cases.go_on(store, institution_id, now)
        for batch in _batches(store, institution_id, now):
            for case_id in batch if only is None else [each for each in batch if each in only]:
                with store.transaction(institution_id) as session:
                    one = _tick_case(session, actors.system(institution_id), case_id, now)
                fired, notified = fired + one.fired, notified + one.notified
        with store.transaction(institution_id) as session:
            notified += register_dates.tell(session, now)
            public_forms.forget_addresses(session, now)
            publications.bring_into_force(session, now)
            sealed_files.forget_unfinished(session, now)
    return Ticked(fired, notified)


def set_year(
    session: Session,
    actor: Actor,
    year: int,
    off: Iterable[date],
    work: Iterable[date],
    status: str,
    now: datetime,
    version: int | None,
    source: str = "",
    notice: str = "",
) -> Recomputed:
    """Write a calendar year and recompute every due date; who has less time than before is told."""
    calendar.keep_year(session, actor, year, off, work, status, now, version, source, notice)
    session.info.pop("calendar", None)
    return recomputing.begin(session, actor, {"year": year}, now)


def _batches(store: Store, institution_id: str, now: datetime) -> Iterable[list[str]]:
    done: set[str] = set()
    while True:
        with store.reading(institution_id) as session:
            due = select(Case.id).where(Case.check_at <= now).order_by(Case.check_at, Case.id).limit(BATCH)
            batch = [case_id for case_id in session.scalars(due) if case_id not in done]
        if not batch:
            return
        done |= set(batch)
        yield batch


def _tick_case(session: Session, actor: Actor, case_id: str, now: datetime) -> Ticked:
    work = casework.opened(session, actor, case_id, now)
    fired = 0
    before = _told(session, case_id)
    for due in work.evaluation(as_actor=False).due:
        if due.fire and due.key not in work.state.fired:
            consequences.tell(work, "timer.fired", {"due": due.key, "at": due.at.isoformat()})
            fired += 1
    work.settle()
    return Ticked(fired, _told(session, case_id) - before)


def _told(session: Session, case_id: str) -> int:
    return len(session.scalars(select(Notification.id).where(Notification.case_id == case_id)).all())
