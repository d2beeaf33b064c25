"""The open cases of a workflow under another version of it: what would change for each, seen before anything is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caseforms.services import casework, permissions
from caseforms.services.actors import Actor
from caseforms.services.casework import RUNNING, Casework
from caseforms.storage.tables import Case
from caseforms.workflow import Due, Evaluation, Workflow

Text = Mapping[str, str]
BATCH = 50
KINDS = ("lost", "blocked", "freed", "due")


@dataclass(frozen=True, slots=True)
class DueChange:
    """A deadline that another version sets otherwise; None where one of the two has no such deadline running."""

    what: Text
    before: date | None
    after: date | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class Blocked:
    """Something that may be done now and could not be done any more, with the reasons."""

    action: Text
    reasons: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class CaseChange:
    """What another version would mean for one case. `lost`: stages and forms that it stands in or has, and that are gone.

    A case is told by its number, its stage and its opening alone: who administers a workflow reads nobody's file.
    """

    case_id: str
    number: str
    opened_at: datetime
    version: str
    stage: Text
    lost: tuple[Text, ...] = ()
    blocked: tuple[Blocked, ...] = ()
    freed: tuple[Text, ...] = ()
    due: tuple[DueChange, ...] = ()

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of change there are for it."""
        return tuple(kind for kind in KINDS if getattr(self, kind))


@dataclass(frozen=True, slots=True)
class Affected:
    """A stretch of the open cases: how many were looked at, how many of each kind change, and those that do.

    `next` is where the following stretch begins; None when every case was looked at.
    """

    looked: int
    counts: Mapping[str, int] = field(default_factory=dict)
    changed: tuple[CaseChange, ...] = ()
    next: str | None = None


def open_cases(session: Session, actor: Actor, workflow_id: str) -> Mapping[str, int]:
    """How many cases of a workflow are open, by the version that they follow."""
    permissions.require(actor, "edit-forms")
    counted = (
        select(Case.workflow_version, func.count())
        .where(Case.workflow == workflow_id, Case.closed_at.is_(None))
        .group_by(Case.workflow_version)
        .order_by(Case.workflow_version)
    )
    return {row[0]: row[1] for row in session.execute(counted)}


def affected(
    session: Session, actor: Actor, flow: Workflow, now: datetime, after: str = "", most: int = BATCH
) -> Affected:
    """What would change for the open cases if they followed this version: the next `most` of them, in batches."""
    permissions.require(actor, "edit-forms")
    looked, changed, place = 0, list[CaseChange](), after
    while looked < most:
        batch = _batch(session, flow.id, place, min(BATCH, most - looked))
        if not batch:
            return Affected(looked, _counted(changed), tuple(changed))
        for case in batch:
            found = change_of(casework.Casework(session, actor, case, now), flow)
            if found.kinds:
                changed.append(found)
        looked, place = looked + len(batch), batch[-1].id
    more = _batch(session, flow.id, place, 1)
    return Affected(looked, _counted(changed), tuple(changed), place if more else None)


def change_of(work: Casework, flow: Workflow) -> CaseChange:
    """What following another version would mean for one case."""
    case, stage = work.case, work.workflow.stages[work.state.stage]
    told = CaseChange(
        case_id=case.id,
        number=case.case_no or case.application_no or "",
        opened_at=case.opened_at,
        version=case.workflow_version,
        stage=dict(stage.label),
        lost=tuple(_lost(work, flow)),
    )
    if stage.name not in flow.stages:
        return told
    before, after = work.evaluation(as_actor=False), work.under(flow).evaluation(as_actor=False)
    ready = {action.name for action in before.actions if action.allowed}
    then = {action.name: action for action in after.actions}
    blocked = tuple(
        Blocked(
            action.label,
            tuple(reason.text for reason in then[action.name].why_not) if action.name in then else (),
        )
        for action in before.actions
        if action.allowed and (action.name not in then or not then[action.name].allowed)
    )
    freed = tuple(action.label for action in after.actions if action.allowed and action.name not in ready)
    return CaseChange(
        told.case_id,
        told.number,
        told.opened_at,
        told.version,
        told.stage,
        told.lost,
        blocked,
        freed,
        tuple(_due(before, after)),
    )


def _batch(session: Session, workflow_id: str, after: str, most: int) -> list[Case]:
    wanted = select(Case).where(Case.workflow == workflow_id, Case.closed_at.is_(None), Case.id > after)
    return list(session.scalars(wanted.order_by(Case.id).limit(most)))


def _counted(changed: list[CaseChange]) -> dict[str, int]:
    return dict(Counter(kind for each in changed for kind in each.kinds))


def _lost(work: Casework, flow: Workflow) -> Iterator[Text]:
    """The stage the case is in, and the forms it has records of, that the other version no longer has."""
    if work.state.stage not in flow.stages:
        yield dict(work.workflow.stages[work.state.stage].label)
    slots = dict.fromkeys(record["slot"] for record in work.records)
    for name in slots.keys() - flow.slots.keys():
        known = work.workflow.slots.get(name)
        yield dict(known.label) if known else {"zh": name, "en": name}


def _due(before: Evaluation, after: Evaluation) -> Iterator[DueChange]:
    old, new = _running(before), _running(after)
    for key in dict.fromkeys((*old, *new)):
        was, will = old.get(key), new.get(key)
        if was is None or will is None or was.day != will.day:
            either = will or was
            assert either is not None
            yield DueChange(
                either.what,
                was.day if was else None,
                will.day if will else None,
                will is not None and will.status == "overdue" and (was is None or was.status != "overdue"),
            )


def _running(evaluation: Evaluation) -> dict[str, Due]:
    return {due.key: due for due in evaluation.due if due.status in RUNNING}
