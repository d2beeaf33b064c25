"""Carrying stored records over to the version in force, where that is chosen: new revisions with the reason, in steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from caseforms import answers
from caseforms.definitions import Form
from caseforms.services import (
    casework,
    consequences,
    indexing,
    library,
    permissions,
    publications,
    record_facts,
    submitting,
)
from caseforms.services.actors import Actor
from caseforms.services.chain import digest
from caseforms.services.identifiers import new_id
from caseforms.services.refusal import refuse
from caseforms.storage import Store
from caseforms.storage.tables import Record, Revision, Signature

STEP = 40
SHOWN = 50
SIGNED, FAILS, NO_WAY = "signed", "fails", "no-way"
"""Why a record stays with its version: a signature stands under it, it would be refused, no version leads on from its own."""
Tell = Callable[[int, int], None]


@dataclass(slots=True)
class CarriedOver:
    """How many records have a new revision, and which stay as they are and why (the first of them by id)."""

    carried: int = 0
    left: Counter[str] = field(default_factory=Counter)
    first: dict[str, str] = field(default_factory=dict)


def carry_over(
    store: Store,
    actor: Actor,
    definition_id: str,
    reason: str,
    clock: Callable[[], datetime],
    tell: Tell | None = None,
) -> CarriedOver:
    """Carry every submitted record of a form over to the version in force; `tell` hears how many of how many are done.

    A signed record stays as it was signed. Refused `permission.denied`, `record.reason-needed`. Stopped half-way it can
    be run again: what has been carried over is not looked at twice.
    """
    permissions.require(actor, "publish-forms")
    if not reason.strip():
        refuse("record.reason-needed", "/reason")
    found, after = CarriedOver(), ""
    with store.reading(actor.institution_id) as session:
        form = library.form(session, definition_id)
        total = len(session.scalars(_older(definition_id, form)).all())
    while True:
        with store.transaction(actor.institution_id) as session:
            wanted = _older(definition_id, form).where(Record.id > after).order_by(Record.id).limit(STEP)
            ids = list(session.scalars(wanted))
            for record_id in ids:
                _one(session, actor, form, record_id, reason.strip(), clock(), found)
        if tell is not None:
            tell(found.carried + sum(found.left.values()), total)
        if len(ids) < STEP:
            return found
        after = ids[-1]


def _older(definition_id: str, form: Form) -> Any:
    return select(Record.id).where(
        Record.definition_id == definition_id,
        Record.status == "submitted",
        Record.definition_sha256 != form.definition.sha256,
    )


def _one(
    session: Session, actor: Actor, form: Form, record_id: str, reason: str, now: datetime, found: CarriedOver
) -> None:
    record = submitting.record_row(session, record_id)
    work = casework.opened(session, actor, record.case_id, now) if record.case_id else None
    data, why = _carried(session, record, form)
    if why:
        found.left[why] += 1
        if len(found.first) < SHOWN:
            found.first[record_id] = why
        return
    _revise(session, actor, record, form, data, now, reason)
    found.carried += 1
    if work is None:
        submitting.register_counted(session, record, data)
        return
    work.changed(record, data)
    told = {"carried_over": record.id, "version": record.definition_version, "sha256": record.sha256}
    consequences.tell(work, "case.note", {**told, "revision": record.revision, "reason": reason})
    work.settle()


def _carried(session: Session, record: Record, form: Form) -> tuple[dict[str, Any], str]:
    """The content under the new form, and why the record stays as it is (empty: it does not)."""
    signed = select(Signature.id).where(Signature.record_id == record.id, Signature.voided_at.is_(None))
    if session.scalar(signed.limit(1)) is not None:
        return {}, SIGNED
    versions = (record.definition_version, form.definition.version)
    moves = publications.moves_between(session, record.definition_id, *versions)
    if moves is None:
        return {}, NO_WAY
    data = answers.fitting(form, answers.moved(record_facts.content(session, record), moves))
    context = submitting.context_of(session, record.submitted_at or record.updated_at, {})
    wrong = any(each.severity == "error" for each in answers.check(form, data, context))
    return data, FAILS if wrong else ""


def _revise(
    session: Session,
    actor: Actor,
    record: Record,
    form: Form,
    data: Mapping[str, Any],
    now: datetime,
    reason: str,
) -> None:
    """The next revision; those before it keep the version of the form that they answer."""
    before = {"definition_version": record.definition_version, "definition_sha256": record.definition_sha256}
    earlier = update(Revision).where(Revision.record_id == record.id, Revision.definition_version.is_(None))
    session.execute(earlier.values(**before))
    record.definition_version, record.definition_sha256 = form.definition.version, form.definition.sha256
    kept, sealed = record_facts.sealed(session, record, data)
    record.revision, record.sha256 = record.revision + 1, answers.content_hash(form, dict(data))
    record.updated_at = now
    session.add(
        Revision(
            record_id=record.id,
            number=record.revision,
            case_id=record.case_id,
            submission_id=new_id(),
            data=kept,
            sealed=sealed,
            sha256=record.sha256,
            submitted_sha256=digest(data),
            by=actor.user_id,
            at=now,
            reason=reason,
            warnings=[],
        )
    )
    session.flush()
    indexing.write(session, record, form, data)
