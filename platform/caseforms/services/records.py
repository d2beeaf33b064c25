"""Records as people work on them: begin, save, hand over, put aside, void, look at, look back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms import answers
from caseforms import workflow as flows
from caseforms.answers import Change
from caseforms.definitions import Form
from caseforms.services import (
    access,
    audit,
    casework,
    consequences,
    drafts,
    file_values,
    library,
    locks,
    notifications,
    permissions,
    quality_records,
    record_facts,
    record_views,
    registering,
    starting,
    submitting,
    team_notes,
    users,
    warning_reasons,
)
from caseforms.services.actors import Actor
from caseforms.services.drafts import Branch, DraftSaved
from caseforms.services.identifiers import checked
from caseforms.services.record_lines import RecordLine, lines
from caseforms.services.record_views import Entry, RecordView
from caseforms.services.refusal import refuse
from caseforms.services.submitting import Submitted, correct, submit
from caseforms.storage.tables import Case, Record, Revision

__all__ = [
    "Branch",
    "DraftSaved",
    "Entry",
    "RecordLine",
    "RecordView",
    "RevisionLine",
    "Submitted",
    "branches",
    "correct",
    "discard",
    "entry",
    "hand_over",
    "history",
    "save_draft",
    "start",
    "submit",
    "view",
    "void",
]


FOR_OTHERS = frozenset({"agency-feedback"})


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """One submitted state under its form, and what it changed against the one before."""

    revision: int
    at: datetime
    by_name: str
    reason: str
    sha256: str
    changes: tuple[Change, ...]
    form: Form


def start(
    session: Session,
    actor: Actor,
    case_id: str | None,
    slot: str,
    now: datetime,
    record_id: str | None = None,
    definition_id: str | None = None,
) -> RecordView:
    """Begin a record; the same client-made id again gives the same record.

    Without a case, `definition_id` says which form (an incident, a survey) and `slot` is ignored.
    """
    wanted = checked(record_id)
    if case_id is None:
        record = _start_alone(session, actor, definition_id or slot, now, wanted)
        return record_views.view_of(session, actor, record, None, now)
    work = casework.opened(session, actor, case_id, now)
    _require_case(session, actor, work, slot)
    permissions.require(actor, "start", slot, work.workflow.subject)
    known = starting.existing(session, wanted, case_id, slot)
    if known is not None:
        return record_views.view_of(session, actor, known, work, now)
    require_offer(work, slot)
    record = starting.start_in(work, slot, record_id=wanted)
    work.settle()
    return record_views.view_of(session, actor, record, work, now)


def save_draft(
    session: Session,
    actor: Actor,
    record_id: str,
    data: Mapping[str, Any],
    version: int,
    now: datetime,
    *,
    page: int | None = None,
) -> DraftSaved:
    """Keep what was typed so far. Cheap: nothing of the case is read or written unless the client's name changed."""
    record = submitting.record_row(session, record_id)
    submitting.require_draft(session, actor, record, "save")
    form = library.form_of(session, record)
    submitting.check_storable(form, data)
    file_values.check(session, record, form, data)
    stands = record_facts.content(session, record)
    own = record_views.locked(session, actor, record, form, stands)
    saved = drafts.save(
        session,
        actor,
        record,
        locks.guarded(stands, team_notes.restored(session, actor, record, stands, data), own),
        version,
        now,
    )
    if record.case_id is not None:
        registering.name_case(session, record, form, saved.data)
        _watch(session, actor, record, saved.data, now)
    return saved


def _watch(session: Session, actor: Actor, record: Record, content: Mapping[str, Any], now: datetime) -> None:
    """Let the workflow see a draft of a slot that it watches (PHQ-9 item 9: 000 7.2.4)."""
    case = session.get(Case, record.case_id)
    if case is None or not flows.watches(
        library.workflow(session, case.workflow, case.workflow_version), record.slot
    ):
        return
    work = casework.opened(session, actor, case.id, now)
    if consequences.watch(work, record, content):
        work.settle()


def branches(session: Session, actor: Actor, record_id: str) -> tuple[Branch, ...]:
    """What was typed into this draft and overtaken by somebody else."""
    record = submitting.record_row(session, record_id)
    submitting.require_reading(session, actor, record)
    return drafts.branches(session, record)


def discard(session: Session, actor: Actor, record_id: str, now: datetime, reason: str = "") -> RecordLine:
    """Put a draft aside: void, its content kept in its history."""
    record = submitting.record_row(session, record_id)
    submitting.require_draft(session, actor, record, "save")
    if record.case_id is None:
        record.status, record.void_reason, record.updated_at = "void", reason or "discarded", now
    else:
        work = casework.opened(session, actor, record.case_id, now)
        consequences.put_aside(work, record, reason or "discarded")
        work.settle()
    return lines(session, [record])[0]


def void(session: Session, actor: Actor, record_id: str, reason: str, now: datetime) -> RecordLine:
    """Declare a submitted record void, with the reason; it keeps its number and stays readable."""
    record = submitting.record_row(session, record_id)
    submitting.require_reading(session, actor, record)
    permissions.require(actor, "void", record.slot, access.subject_of_record(session, record))
    if access.only_named(session, actor, record):
        refuse("permission.denied", verb="void")
    if record.status != "submitted":
        refuse("record.not-submitted")
    quality_records.require_unsigned(session, record)
    if not reason.strip():
        refuse("record.reason-needed", "/reason")
    record.status, record.void_reason, record.updated_at = "void", reason.strip(), now
    if record.case_id is not None:
        work = casework.opened(session, actor, record.case_id, now)
        work.changed(record)
        consequences.tell(
            work, "record.voided", {"record": record.id, "slot": record.slot, "reason": reason.strip()}
        )
        work.settle()
    else:
        session.flush()
        submitting.register_counted(session, record, {})
    return lines(session, [record])[0]


def view(
    session: Session,
    actor: Actor,
    record_id: str,
    now: datetime,
    *,
    revision: int | None = None,
    purpose: str = "view",
    log: bool = True,
) -> RecordView:
    """A record with its form and content; the look is logged (`purpose`: view, print or export)."""
    record = submitting.record_row(session, record_id)
    submitting.require_reading(session, actor, record)
    if purpose in ("print", "export"):
        subject = access.subject_of_record(session, record)
        permissions.require(actor, purpose, permissions.register_of(record.slot, subject), subject)
    if log:
        detail = {"revision": revision} if revision is not None else {}
        audit.note(session, actor, purpose, now, case_id=record.case_id, record_id=record.id, detail=detail)
    work = casework.opened(session, actor, record.case_id, now, write=False) if record.case_id else None
    shown = record_views.view_of(session, actor, record, work, now, revision=revision)
    if purpose in ("print", "export") and not is_released(shown.line):
        refuse("record.not-released")
    return shown


def entry(session: Session, actor: Actor, record_id: str) -> Entry:
    """What it takes to read a posted body; nothing is shown, so nothing is logged."""
    record = submitting.record_row(session, record_id)
    submitting.require_reading(session, actor, record)
    return record_views.entry_of(session, actor, record)


def is_released(line: RecordLine) -> bool:
    """Whether a record may leave the house: a sheet for other departments waits for its signatures (002 6.4.2 b)."""
    return line.definition_id not in FOR_OTHERS or not line.waiting


def history(session: Session, actor: Actor, record_id: str, now: datetime) -> tuple[RevisionLine, ...]:
    """Every submitted state, oldest first, each with its changes against the one before."""
    record = submitting.record_row(session, record_id)
    submitting.require_reading(session, actor, record)
    audit.note(
        session, actor, "view", now, case_id=record.case_id, record_id=record.id, detail={"history": True}
    )
    names = users.names(session)
    found: list[RevisionLine] = []
    before: dict[str, Any] = {}
    rows = session.scalars(select(Revision).where(Revision.record_id == record.id).order_by(Revision.number))
    for row in rows:
        data = record_facts.content(session, record, row.number)
        form = library.form_of(session, record, row)
        changes = tuple(answers.difference(form, before, data)) if found else ()
        by = names.get(row.by, "")
        found.append(RevisionLine(row.number, row.at, by, row.reason, row.sha256, changes, form))
        before = data
    return tuple(found)


def hand_over(session: Session, actor: Actor, record_id: str, to_user: str, now: datetime) -> RecordLine:
    """Give a draft to a colleague, who goes on with it (a volunteer's intake to a social worker)."""
    record = submitting.record_row(session, record_id)
    submitting.require_draft(session, actor, record, "hand-over")
    if record.case_id is None:
        refuse("record.not-in-a-case")
    receiver = users.people(session, actor).get(to_user)
    if receiver is None:
        refuse("account.not-found")
    work = casework.opened(session, actor, record.case_id, now)
    warning_reasons.refuse_reasons(flows.may_hand_over(work.workflow, work.facts(), record.slot))
    casework.take_part(session, record.case_id, actor.user_id, submitting.part_of(actor), now)
    record.author, record.updated_at = to_user, now
    work.changed(record)
    consequences.tell(work, "record.handed_over", {"record": record.id, "slot": record.slot, "to": to_user})
    if work.state.responsible != to_user:
        casework.take_part(session, record.case_id, to_user, "member", now)
    work.settle()
    params = {"client": work.case.client_name, "from": actor.name}
    key = f"handed-over/{record.id}/{to_user}/{work.case.last_seq}"
    notifications.tell(
        session,
        [to_user],
        "handed-over",
        key,
        now,
        case_id=record.case_id,
        record_id=record.id,
        params=params,
    )
    return lines(session, [record])[0]


def _start_alone(session: Session, actor: Actor, definition_id: str, now: datetime, record_id: str) -> Record:
    slot = starting.slot_of_alone(definition_id)
    permissions.require(actor, "start", slot)
    record = starting.existing(session, record_id, None, slot)
    return record or starting.start_alone(session, actor, definition_id, now, record_id)


def _require_case(session: Session, actor: Actor, work: casework.Casework, slot: str) -> None:
    if slot not in work.workflow.slots:
        refuse("record.unknown-slot", slot=slot)
    found = access.level(session, actor, work.case)
    without = permissions.starts_without_case(actor.roles, slot, work.workflow.subject)
    if found != "content" and not (found == "header" and without):
        access.require_content(session, actor, work.case)


def require_offer(work: casework.Casework, slot: str) -> None:
    """Refused, with the workflow's reasons, unless the slot takes a new record now."""
    offers = {offer.slot: offer for offer in work.evaluation().offers}
    if slot not in offers:
        refuse("record.slot-closed", slot=slot, label=dict(work.workflow.slots[slot].label))
    warning_reasons.refuse_reasons(offers[slot].why_not)
