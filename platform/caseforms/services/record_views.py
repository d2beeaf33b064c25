"""One record as a page draws it: form, content, sources, locked fields, signatures, and what the reader may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caseforms import answers
from caseforms.answers.editing import with_value
from caseforms.definitions import Form
from caseforms.rules import Context
from caseforms.rules.expressions import facts_read
from caseforms.rules.pointers import ABSENT, get
from caseforms.services import (
    access,
    case_lines,
    casework,
    library,
    locks,
    permissions,
    prefill,
    quality_records,
    record_facts,
    signature_views,
    team_notes,
    users,
)
from caseforms.services.actors import Actor
from caseforms.services.case_lines import CaseLine
from caseforms.services.casework import Casework
from caseforms.services.prefill import Source
from caseforms.services.record_lines import RecordLine, lines
from caseforms.services.signature_views import SignatureView, SignatureWaiting
from caseforms.storage.tables import Draft, Handover, Record, Revision, UserRole


@dataclass(frozen=True, slots=True)
class RecordView:
    """Everything a page needs. `version` is the draft's version, or the revision of a submitted record.

    `pages` are the pages this reader sees (None: all); `locked` the fields they may only read; `may` the verbs of
    save, submit, correct, void, sign, print, hand-over, acknowledge that are open to them; `facts` are those of the case
    that the form reads, and `current` the data with its computed values as these facts have them now. `newer` is the
    version in force when a draft answers another one.
    """

    line: RecordLine
    form: Form
    data: dict[str, Any]
    version: int
    sources: Mapping[str, Source]
    locked: frozenset[str]
    signatures: Mapping[str, SignatureView]
    pending: tuple[SignatureWaiting, ...]
    pages: tuple[int, ...] | None
    may: frozenset[str]
    saved_at: datetime | None
    saved_by_name: str
    case: CaseLine | None
    reasons: Mapping[str, str]
    facts: Mapping[str, Any]
    current: Mapping[str, Any]
    newer: str = ""

    @property
    def id(self) -> str:
        """The record's id."""
        return self.line.id


@dataclass(frozen=True, slots=True)
class Entry:
    """What it takes to read what somebody typed into a record: the part of its view that no page needs to be drawn for."""

    id: str
    case_id: str | None
    status: str
    form: Form
    data: dict[str, Any]
    version: int
    locked: frozenset[str]
    pages: tuple[int, ...] | None


def entry_of(session: Session, actor: Actor, record: Record) -> Entry:
    """The entry of a record for one writer; permission to read was checked before."""
    form = library.form_of(session, record)
    shown = pages(session, actor, record, form)
    draft = session.get(Draft, record.id) if record.status == "draft" else None
    content = record_facts.content(session, record)
    return Entry(
        id=record.id,
        case_id=record.case_id,
        status=record.status,
        form=form,
        data=locks.visible_part(form, content, shown),
        version=draft.number if draft else record.revision,
        locked=locked(session, actor, record, form, content),
        pages=shown,
    )


def view_of(
    session: Session,
    actor: Actor,
    record: Record,
    work: Casework | None,
    now: datetime,
    *,
    revision: int | None = None,
) -> RecordView:
    """The view of a record for one reader; permission to read was checked before."""
    kept = _revision(session, record, revision)
    form = library.form_of(session, record, kept if revision is not None else None)
    shown = pages(session, actor, record, form)
    draft = session.get(Draft, record.id) if record.status == "draft" else None
    content = record_facts.content(session, record, revision)
    data = team_notes.visible(session, actor, record, locks.visible_part(form, content, shown))
    data = _stamped(form, record, data, work)
    facts = _facts_read(form, record, content, work)
    pending = signature_views.waiting_of(session, actor, record, work)
    by, at = (
        (draft.by, draft.at) if draft else (kept.by, kept.at) if kept else (record.author, record.updated_at)
    )
    return RecordView(
        line=lines(session, [record], {record.id: tuple(each.role for each in pending)})[0],
        form=form,
        data=data,
        version=draft.number if draft else revision or record.revision,
        sources=prefill.from_json(draft.sources) if draft else {},
        locked=locked(session, actor, record, form, content),
        signatures=signature_views.views(session, record.id, revision),
        pending=pending,
        pages=shown,
        may=_may(session, actor, record, work, pending) | _named_verbs(actor, record, form, content),
        saved_at=at,
        saved_by_name=users.names(session).get(by, ""),
        case=_case_of(session, actor, work),
        reasons={each["params"].get("id", each["code"]): each["reason"] for each in kept.warnings}
        if kept
        else {},
        facts=facts,
        current=answers.compute(form, data, _context(session, now, facts)) if facts else data,
        newer=newer_version(session, record),
    )


def newer_version(session: Session, record: Record) -> str:
    """The version in force of a draft's form, when the draft answers other content; else empty."""
    if record.status != "draft":
        return ""
    present = library.form(session, record.definition_id).definition
    return present.version if present.sha256 != record.definition_sha256 else ""


def _case_of(session: Session, actor: Actor, work: Casework | None) -> CaseLine | None:
    """The case, unless it does not exist for this reader: whoever filed a complaint reads their own form only."""
    if work is None or (actor.record_id is None and access.level(session, actor, work.case) == "none"):
        return None
    return case_lines.line(session, work.case)


def _stamped(form: Form, record: Record, data: dict[str, Any], work: Casework | None) -> dict[str, Any]:
    """The data with the number that the case got after the record was submitted: shown on it, no part of what was signed."""
    number = work.state.numbers.get("case_no") if work is not None and record.status == "submitted" else None
    asked = form.fields["/case_no"].schema.get("x-prefill") if "/case_no" in form.fields else None
    return {"case_no": number, **data} if number and asked == "case.case_no" else data


def _context(session: Session, now: datetime, facts: Mapping[str, Any]) -> Context:
    calendar = casework.calendar_of(session)
    return Context(now, calendar.day_of(now), calendar.working_days_between, facts, calendar.zone)


def _facts_read(
    form: Form, record: Record, content: Mapping[str, Any], work: Casework | None
) -> dict[str, Any]:
    """The facts of the case that the form's computed values and checks read, and no others: the page carries them."""
    expressions = [field.schema["x-compute"] for field in form.computed] + [check for _, check in form.checks]
    paths = {path for each in expressions for path in facts_read(each.get("that", each))}
    if not paths or work is None:
        return {}
    known = work.facts({"slot": record.slot, "data": content, "id": record.id, "author": record.author})
    found: Any = {}
    for path in sorted(paths):
        segments = tuple(path.split("."))
        value = get(known, segments)
        if value is not ABSENT:
            found = with_value(found, segments, value)
    return dict(found)


def locked(
    session: Session, actor: Actor, record: Record, form: Form, stands: Mapping[str, Any]
) -> frozenset[str]:
    """Pointers of the top fields that this actor may only read, the content standing as it does."""
    shown = pages(session, actor, record, form)
    own = locks.locked(actor, record, form, shown, stands, access.only_named(session, actor, record))
    return own | _kept(session, actor, record, form)


def _kept(session: Session, actor: Actor, record: Record, form: Form) -> frozenset[str]:
    """What somebody of a field's `x-keep-roles` wrote and only they may change; what they left blank is open."""
    keepers = {
        pointer: frozenset(field.schema["x-keep-roles"])
        for pointer, field in form.fields.items()
        if "x-keep-roles" in field.schema and actor.roles.isdisjoint(field.schema["x-keep-roles"])
    }
    if not keepers:
        return frozenset()
    return frozenset(
        pointer
        for roles in set(keepers.values())
        for pointer in locks.standing(form, _written_by(session, record, roles))
        if keepers.get(pointer) == roles
    )


def _written_by(session: Session, record: Record, roles: frozenset[str]) -> Mapping[str, Any]:
    """What stood in the record when somebody of these roles last wrote it; nothing when they never did."""
    of_role = select(UserRole.user_id).where(UserRole.role.in_(roles))
    wanted = select(func.max(Revision.number)).where(
        Revision.record_id == record.id, Revision.by.in_(of_role)
    )
    number = session.scalar(wanted)
    if number:
        return record_facts.content(session, record, number)
    drafted = select(Draft.record_id).where(Draft.record_id == record.id, Draft.by.in_(of_role))
    return record_facts.content(session, record) if session.scalar(drafted) else {}


def pages(session: Session, actor: Actor, record: Record, form: Form) -> tuple[int, ...] | None:
    """The pages this reader sees and fills: a client those handed over, a volunteer the first of an intake."""
    if actor.record_id is not None:
        wanted = select(Handover.pages).where(Handover.record_id == record.id, Handover.closed_at.is_(None))
        handed = session.scalar(wanted.order_by(Handover.issued_at.desc()).limit(1))
        return tuple(handed) if handed and actor.hand_role == "fill" else None
    return locks.pages_of(actor, record, form)


def _revision(session: Session, record: Record, revision: int | None) -> Revision | None:
    number = record.revision if revision is None else revision
    wanted = select(Revision).where(Revision.record_id == record.id, Revision.number == number)
    return session.scalar(wanted) if number else None


def _named_verbs(actor: Actor, record: Record, form: Form, content: Mapping[str, Any]) -> frozenset[str]:
    waits = record.status == "submitted" and locks.waits_for(actor, form, content)
    return frozenset({"acknowledge"}) if waits else frozenset()


def _may(
    session: Session,
    actor: Actor,
    record: Record,
    work: Casework | None,
    pending: tuple[SignatureWaiting, ...],
) -> frozenset[str]:
    if actor.record_id is not None:
        fill = {"save", "submit"} if actor.hand_role == "fill" and record.status == "draft" else set()
        return frozenset(fill | ({"sign"} if actor.hand_role != "fill" and pending else set()))
    if access.only_named(session, actor, record):
        return frozenset()
    subject = work.workflow.subject if work is not None else permissions.PERSON
    final = quality_records.stays(session, record)
    by_status = {
        "draft": ("save", "submit", "hand-over"),
        "submitted": () if final else ("correct", "void"),
    }
    verbs = {
        verb
        for verb in by_status.get(record.status, ())
        if permissions.allowed(actor.roles, verb, record.slot, subject)
        and (verb != "hand-over" or work is not None)
    }
    if any(each.mine for each in pending):
        verbs.add("sign")
    if permissions.allowed(actor.roles, "print", permissions.register_of(record.slot, subject), subject):
        verbs.add("print")
    return frozenset(verbs)
