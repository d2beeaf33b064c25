"""Signatures given and signatures waited for, as pages and paper show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms import answers
from caseforms.answers import SignatureSlot
from caseforms.services import casework, library, permissions, record_facts
from caseforms.services.actors import Actor
from caseforms.services.casework import Casework
from caseforms.storage.tables import Record, Signature


@dataclass(frozen=True, slots=True)
class SignatureView:
    """One signature as it is drawn: its date in the institution's zone, its strokes, picture or typed name."""

    role: str
    signer_name: str
    method: str
    date: str
    at: datetime
    strokes: list[Any] | None
    image_id: str | None
    typed: str
    valid: bool
    witness: str


@dataclass(frozen=True, slots=True)
class SignatureWaiting:
    """A signature that a submitted record still needs; `mine`: this reader may give or note it now."""

    record_id: str
    case_id: str | None
    slot: str
    definition_id: str
    role: str
    pointer: str
    label: Mapping[str, str]
    client_name: str
    since: datetime | None
    user_id: str | None
    mine: bool
    methods: tuple[str, ...]


def views(session: Session, record_id: str, revision: int | None = None) -> dict[str, SignatureView]:
    """The newest signature under each pointer; with a revision, those given on revisions up to it."""
    wanted = select(Signature).where(Signature.record_id == record_id).order_by(Signature.at, Signature.id)
    if revision is not None:
        wanted = wanted.where(Signature.revision <= revision)
    day_of = casework.calendar_of(session).day_of
    return {
        row.pointer: SignatureView(
            row.role,
            row.signer_name,
            row.method,
            day_of(row.at).isoformat(),
            row.at,
            row.strokes,
            row.image_id,
            row.typed,
            row.voided_at is None,
            row.witness,
        )
        for row in session.scalars(wanted)
    }


def waiting_of(
    session: Session,
    actor: Actor,
    record: Record,
    work: Casework | None,
    *,
    unsigned: Sequence[SignatureSlot] | None = None,
) -> tuple[SignatureWaiting, ...]:
    """The signatures that a submitted record still needs, in the order asked.

    `unsigned` are the places for signatures of a record that nobody can have signed yet: then nothing is read.
    """
    if record.status != "submitted":
        return ()
    form = library.form_of(session, record)
    if unsigned is None:
        unsigned = answers.signature_slots(form, record_facts.content(session, record))
        valid = select(Signature.role).where(Signature.record_id == record.id, Signature.voided_at.is_(None))
        given = set(session.scalars(valid))
    else:
        given = set()
    responsible = work.state.responsible if work is not None else record.author
    subject = work.workflow.subject if work is not None else permissions.PERSON
    return tuple(
        SignatureWaiting(
            record_id=record.id,
            case_id=record.case_id,
            slot=record.slot,
            definition_id=record.definition_id,
            role=slot.role,
            pointer=slot.pointer,
            label={language: form.label(form.fields[slot.pointer], language) for language in ("zh", "en")},
            client_name=work.case.client_name if work is not None else "",
            since=record.submitted_at,
            user_id=responsible if slot.role == "worker" else None,
            mine=may_give(actor, record, slot.role, subject),
            methods=slot.methods,
        )
        for slot in unsigned
        if slot.required and slot.role not in given
    )


def may_give(actor: Actor, record: Record, role: str, subject: str = permissions.PERSON) -> bool:
    """Whether the actor may give (or note) this signature at all; order and separation of duties come on signing."""
    if actor.record_id is not None:
        return actor.record_id == record.id and actor.hand_role == role
    return permissions.may_sign(actor.roles, role, record.slot, subject)
