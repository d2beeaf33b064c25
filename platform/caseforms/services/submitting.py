"""Submitting a record and correcting it: checks, guards, an immutable revision, the event and what follows, at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms import answers
from caseforms import workflow as flows
from caseforms.definitions import Form
from caseforms.problems import Problem, Refused
from caseforms.rules import Context
from caseforms.services import (
    access,
    casework,
    chain,
    consequences,
    drafts,
    file_values,
    filing,
    indexing,
    indicator_rows,
    library,
    locks,
    medication,
    numbering,
    opening,
    permissions,
    prefill,
    quality_records,
    record_facts,
    record_views,
    register_facts,
    registering,
    scale_rules,
    signature_views,
    staff_rules,
    team_notes,
    voiding,
    warning_reasons,
)
from caseforms.services.actors import Actor
from caseforms.services.casework import Casework
from caseforms.services.identifiers import checked
from caseforms.services.record_lines import RecordLine, lines
from caseforms.services.refusal import problem, refuse
from caseforms.storage import locks_rows
from caseforms.storage.tables import Case, Record, Revision

LARGEST = 2_000_000


@dataclass(frozen=True, slots=True)
class Submitted:
    """The record after submission; `again` when the same submission had been taken before."""

    record: RecordLine
    warnings: tuple[Problem, ...]
    again: bool


def submit(
    session: Session,
    actor: Actor,
    record_id: str,
    data: Mapping[str, Any],
    version: int,
    now: datetime,
    submission_id: str,
    *,
    reasons: Mapping[str, str] | None = None,
) -> Submitted:
    """Submit a draft, all or nothing. The same submission again has no effect; other content under its id is refused."""
    submission = checked(submission_id)
    record, work = _locked(session, actor, record_id, now)
    earlier = _taken_before(session, actor, record, data, submission)
    if earlier is not None:
        return earlier
    require_draft(session, actor, record, "submit")
    draft = drafts.draft_of(session, record)
    if not drafts.agrees(session, record, draft, data, version):
        refuse("record.stale-version")
    form = library.form_of(session, record)
    warnings, final = _write(session, actor, record, form, data, now, submission, work, reasons or {}, "")
    drafts.finish(session, record, draft)
    if opening.opens_case(record):
        work = opening.after_submission(session, actor, record, final, now)
    _told(session, record, form, work, {"submission": submission}, final)
    if work is not None:
        medication.after_submission(work, record, None)
    return Submitted(_first_line(session, actor, record, form, work, final), warnings, False)


def correct(
    session: Session,
    actor: Actor,
    record_id: str,
    data: Mapping[str, Any],
    version: int,
    now: datetime,
    submission_id: str,
    reason: str,
    *,
    reasons: Mapping[str, str] | None = None,
) -> Submitted:
    """A new revision of a submitted record; `version` is the revision that was seen. Signatures on what changed are void."""
    submission = checked(submission_id)
    record, work = _locked(session, actor, record_id, now)
    earlier = session.scalar(select(Revision).where(Revision.submission_id == submission))
    if earlier is not None:
        return _again(session, actor, record, data, earlier)
    require_reading(session, actor, record)
    if actor.record_id is None:
        subject = work.workflow.subject if work else permissions.PERSON
        permissions.require(actor, "correct", record.slot, subject)
    elif actor.hand_role != "receiver":
        refuse("permission.denied", verb="correct")
    if record.status != "submitted":
        refuse("record.not-submitted")
    quality_records.require_unsigned(session, record)
    if not reason.strip():
        refuse("record.reason-needed", "/reason")
    if record.revision != version:
        refuse("record.stale-version")
    form = library.form_of(session, record)
    before = record_facts.content(session, record)
    reason = reason.strip()
    warnings, after = _write(session, actor, record, form, data, now, submission, work, reasons or {}, reason)
    voided = voiding.void_changed(session, record, form, before, after, now, voiding.bound(work, record.slot))
    _told(session, record, form, work, {"submission": submission, "reason": reason, "voided": voided}, after)
    if work is not None:
        medication.after_submission(work, record, before)
    return Submitted(_line(session, actor, record, work), warnings, False)


def record_row(session: Session, record_id: str) -> Record:
    """The record's row; not found for another institution's id."""
    record = session.scalar(select(Record).where(Record.id == record_id))
    if record is None:
        refuse("record.not-found")
    return record


def _locked(session: Session, actor: Actor, record_id: str, now: datetime) -> tuple[Record, Casework | None]:
    """The record and its case, locked in that order that everybody uses: the case first."""
    record = record_row(session, record_id)
    require_reading(session, actor, record)
    work = casework.opened(session, actor, record.case_id, now) if record.case_id else None
    if locks_rows(session):
        session.refresh(record, with_for_update=True)
    return record, work


def case_row(session: Session, record: Record) -> Case | None:
    """The case of a record, when it has one."""
    return access.case_of(session, record)


def require_reading(session: Session, actor: Actor, record: Record) -> None:
    """Refused `record.not-found` or `permission.denied` unless the actor reads this record."""
    case = case_row(session, record)
    if access.may_read_record(session, actor, case, record):
        return
    if case is None or access.level(session, actor, case) == "none":
        refuse("record.not-found")
    refuse("permission.denied", verb="read")


def require_draft(session: Session, actor: Actor, record: Record, verb: str) -> None:
    """Refused unless the record is a draft and the actor may do this with it."""
    require_reading(session, actor, record)
    if actor.record_id is None:
        permissions.require(actor, verb, record.slot, access.subject_of_record(session, record))
    elif actor.hand_role != "fill" or verb == "hand-over":
        refuse("permission.denied", verb=verb)
    if record.status != "draft":
        refuse("record.not-a-draft")


def part_of(actor: Actor) -> str:
    """The part in a case that a role takes."""
    return "volunteer" if actor.main_role == "volunteer" else "member"


def check_storable(form: Form, data: Mapping[str, Any]) -> None:
    """Refused when a draft holds what could never be kept: unknown names, wrong types, NUL, ten megabytes."""
    text = chain.canonical(data)
    if len(text) > LARGEST:
        refuse("record.too-large", limit=LARGEST)
    unknown = [name for name in data if f"/{name}" not in form.fields]
    if unknown:
        raise Refused(problem("record.unknown-field", f"/{name}", name=name) for name in unknown)
    if not chain.is_storable(text):
        refuse("record.unstorable-text")


def context_of(session: Session, now: datetime, facts: Mapping[str, Any]) -> Context:
    """What expressions of a form may know: the clock, the working days, the facts of the case."""
    calendar = casework.calendar_of(session)
    return Context(
        now=now,
        today=calendar.day_of(now),
        working_days=calendar.working_days_between,
        facts=facts,
        zone=calendar.zone,
    )


def _taken_before(
    session: Session, actor: Actor, record: Record, data: Mapping[str, Any], submission: str
) -> Submitted | None:
    earlier = session.scalar(select(Revision).where(Revision.submission_id == submission))
    if earlier is None and record.status == "submitted":
        wanted = select(Revision).where(Revision.record_id == record.id, Revision.number == 1)
        earlier = session.scalar(wanted)
    return None if earlier is None else _again(session, actor, record, data, earlier)


def _again(
    session: Session, actor: Actor, record: Record, data: Mapping[str, Any], earlier: Revision
) -> Submitted:
    if earlier.record_id != record.id or earlier.submitted_sha256 != chain.digest(data):
        refuse("record.conflict")
    return Submitted(_line(session, actor, record, None), warning_reasons.of_revision(earlier), True)


def _write(
    session: Session,
    actor: Actor,
    record: Record,
    form: Form,
    given: Mapping[str, Any],
    now: datetime,
    submission: str,
    work: Casework | None,
    reasons: Mapping[str, str],
    correction: str,
) -> tuple[tuple[Problem, ...], dict[str, Any]]:
    """Check the content and write it as the record's next revision: the warnings accepted, and what was written."""
    check_storable(form, given)
    file_values.check(session, record, form, given)
    stands = record_facts.content(session, record)
    own = record_views.locked(session, actor, record, form, stands)
    seen = team_notes.restored(session, actor, record, stands, given)
    mine = locks.without_overtaken(form, stands, locks.guarded(stands, seen, own))
    data = _numbered(session, record, form, mine, now)
    this = {"slot": record.slot, "data": data, "id": record.id, "author": record.author}
    facts = _facts_alone(session, actor, record, data, now) if work is None else work.facts(this)
    context = context_of(session, now, facts)
    found, final = answers.finished(form, data, context)
    errors = [each for each in found if each.severity == "error"]
    if errors:
        raise Refused(errors)
    warnings = [each for each in found if each.severity == "warning"]
    scale_rules.require(session, actor, record.definition_id)
    if concern := scale_rules.concern(session, actor, record.definition_id):
        warnings.append(concern)
    if work is not None:
        facts["this"]["data"] = final
        against = flows.may_submit(work.workflow, facts)
        warning_reasons.refuse_reasons(against)
        warnings += [
            warning_reasons.reason_problem(each, "warning") for each in against if each.force == "should"
        ]
    warning_reasons.require_reasons(warnings, reasons)
    _revise(
        session,
        actor,
        record,
        form,
        final,
        chain.digest(given),
        now,
        submission,
        correction,
        warnings,
        reasons,
    )
    indexing.write(session, record, form, final)
    return tuple(warnings), final


def _facts_alone(
    session: Session, actor: Actor, record: Record, data: Mapping[str, Any], now: datetime
) -> dict[str, Any]:
    """What is known beside a record outside every case; refused when a rule of its register forbids it."""
    if record.definition_id == "supervision-record" and data.get("supervisor"):
        staff_rules.require_supervisor(session, str(data["supervisor"]), "/supervisor")
    if record.definition_id == "archive-borrowing":
        filing.require_lendable(session, str(data.get("archive_no", "")))
    return register_facts.facts_of(session, actor, record.definition_id, data, now)


def _revise(
    session: Session,
    actor: Actor,
    record: Record,
    form: Form,
    final: dict[str, Any],
    given_digest: str,
    now: datetime,
    submission: str,
    correction: str,
    warnings: list[Problem],
    reasons: Mapping[str, str],
) -> None:
    sha256 = answers.content_hash(form, final)
    if correction and sha256 == record.sha256:
        refuse("record.nothing-changed")
    kept, sealed = record_facts.sealed(session, record, final)
    session.add(
        Revision(
            record_id=record.id,
            number=record.revision + 1,
            case_id=record.case_id,
            submission_id=submission,
            data=kept,
            sealed=sealed,
            sha256=sha256,
            submitted_sha256=given_digest,
            by=actor.user_id,
            at=now,
            reason=correction,
            warnings=[warning_reasons.kept(each, reasons) for each in warnings],
        )
    )
    record.revision, record.status, record.sha256 = record.revision + 1, "submitted", sha256
    record.submitted_at = record.updated_at = now
    session.flush()


def _told(
    session: Session,
    record: Record,
    form: Form,
    work: Casework | None,
    more: Mapping[str, Any],
    final: dict[str, Any],
) -> None:
    if work is None:
        register_counted(session, record, final)
        return
    work.changed(record, final, unsigned=record.revision == 1)
    registering.person_of_application(work, form, final)
    registering.title_of_case(work, record.slot, final)
    event = {"slot": record.slot, "record": record.id, "number": record.number, "revision": record.revision}
    consequences.tell(work, "record.submitted", {**event, "sha256": record.sha256, **more})
    work.settle()
    if work.renamed:
        registering.search_terms(session, work.case)


def register_counted(session: Session, record: Record, data: dict[str, Any]) -> None:
    """Let the tables of indicators know a record outside every case as it stands now."""
    if indicator_rows.fed([record.definition_id]):
        fact = record_facts.of_one(session, record, data)
        indicator_rows.record_changed(session, record.definition_id, fact, casework.calendar_of(session))


def _numbered(
    session: Session, record: Record, form: Form, data: dict[str, Any], now: datetime
) -> dict[str, Any]:
    """The data with the numbers that are given out on submission, and the service number made unique in its slot."""
    year = casework.calendar_of(session).day_of(now).year
    for name, counter in prefill.numbered(form):
        if counter is not None and name not in data:
            data = {**data, name: numbering.issue(session, counter, year)}
        if counter is None:
            data = {**data, name: record.number}
    return data


def _line(session: Session, actor: Actor, record: Record, work: Casework | None) -> RecordLine:
    waiting = signature_views.waiting_of(session, actor, record, work)
    return lines(session, [record], {record.id: tuple(each.role for each in waiting)})[0]


def _first_line(
    session: Session,
    actor: Actor,
    record: Record,
    form: Form,
    work: Casework | None,
    final: dict[str, Any],
) -> RecordLine:
    """The line of a record just submitted for the first time: nobody has signed it, its content is at hand."""
    waiting = signature_views.waiting_of(
        session, actor, record, work, unsigned=answers.signature_slots(form, final)
    )
    names = {actor.user_id: actor.name} if record.author == actor.user_id else None
    roles = tuple(each.role for each in waiting)
    return lines(session, [record], {record.id: roles}, signatures={}, names=names)[0]
