"""Signing: who may, in which way, bound to exactly the content that was shown."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms import answers
from caseforms import workflow as flows
from caseforms.answers import SignatureSlot
from caseforms.problems import Problem
from caseforms.services import (
    casework,
    chain,
    consequences,
    library,
    permissions,
    quality_records,
    record_facts,
    signature_views,
    submitting,
    warning_reasons,
)
from caseforms.services.actors import Actor
from caseforms.services.casework import Casework
from caseforms.services.identifiers import new_id
from caseforms.services.record_lines import SignatureLine, signature_line
from caseforms.services.refusal import refuse
from caseforms.services.signature_views import SignatureView, SignatureWaiting, views
from caseforms.storage.tables import Attachment, Case, OpenItem, Record, Signature, User

__all__ = ["SignatureView", "SignatureWaiting", "pending", "sign", "views", "waive", "withdraw"]
MOST_POINTS = 60_000
FARTHEST = 1_000_000
WAIVED = "waived"


def sign(
    session: Session,
    actor: Actor,
    record_id: str,
    role: str,
    method: str,
    now: datetime,
    *,
    strokes: list[Any] | None = None,
    image: str | None = None,
    typed: str = "",
    signer_name: str = "",
    witness: str = "",
    note: str = "",
    sha256: str = "",
    at: datetime | None = None,
) -> SignatureLine:
    """Give a signature on a submitted record.

    Staff sign for themselves; a client's, guardian's or family member's is given on the handed-over tablet or noted
    by a worker with the signer's name. `sha256` is the hash of the content that was shown: refused when it changed.
    An earlier signature that is still missing is a warning in the answer, not a refusal. `at` is when it was given, where
    that was before it came here.
    """
    record, work, slot = _asked(session, actor, record_id, role, now)
    if method not in slot.methods:
        refuse("sign.method", method=method)
    if sha256 and sha256 != record.sha256:
        refuse("sign.content-changed")
    _check_evidence(session, method, strokes, image, typed, witness)
    signer_id, name = _signer(session, actor, role, typed, signer_name)
    warnings = _against(session, work, record, role, slot, signer_id)
    row = Signature(
        id=new_id(),
        record_id=record.id,
        case_id=record.case_id,
        revision=record.revision,
        role=role,
        pointer=slot.pointer,
        method=method,
        signer_id=signer_id,
        signer_name=name,
        by=actor.user_id,
        at=at or now,
        sha256=record.sha256,
        strokes=strokes,
        image_id=image,
        typed=typed.strip(),
        witness=witness.strip(),
        note=note.strip(),
    )
    _write(session, work, record, row)
    return signature_line(row, warnings)


def waive(
    session: Session, actor: Actor, record_id: str, role: str, reason: str, now: datetime
) -> SignatureLine:
    """Note that a client's signature cannot be had (death, lost contact, refusal, moved), with the reason."""
    if permissions.is_staff_signature(role):
        refuse("sign.not-waivable")
    if not reason.strip():
        refuse("record.reason-needed", "/reason")
    record, work, slot = _asked(session, actor, record_id, role, now)
    row = Signature(
        id=new_id(),
        record_id=record.id,
        case_id=record.case_id,
        revision=record.revision,
        role=role,
        pointer=slot.pointer,
        method=WAIVED,
        signer_id=None,
        signer_name="",
        by=actor.user_id,
        at=now,
        sha256=record.sha256,
        strokes=None,
        image_id=None,
        typed="",
        witness="",
        note=reason.strip(),
    )
    _write(session, work, record, row)
    return signature_line(row)


def withdraw(
    session: Session, actor: Actor, record_id: str, role: str, reason: str, now: datetime
) -> SignatureLine:
    """Take back one's own signature (or one noted for a client); it stays visible as void."""
    record = submitting.record_row(session, record_id)
    submitting.require_reading(session, actor, record)
    wanted = select(Signature).where(
        Signature.record_id == record_id, Signature.role == role, Signature.voided_at.is_(None)
    )
    row = session.scalar(wanted.with_for_update())
    if row is None:
        refuse("sign.nothing-to-withdraw")
    if actor.user_id not in (row.signer_id, row.by):
        refuse("permission.denied", verb="sign")
    quality_records.require_unsigned(session, record)
    if not reason.strip():
        refuse("record.reason-needed", "/reason")
    row.voided_at, row.void_reason = now, reason.strip()
    if record.case_id is not None:
        work = casework.opened(session, actor, record.case_id, now)
        work.changed(record)
        consequences.tell(work, "record.unsigned", {**_told(record, row), "reason": reason.strip()})
        work.settle()
    return signature_line(row)


def pending(
    session: Session, actor: Actor, record_id: str | None = None, now: datetime | None = None
) -> tuple[SignatureWaiting, ...]:
    """The signatures a record still needs; without one, every signature that waits for this actor."""
    if record_id is not None:
        record = submitting.record_row(session, record_id)
        submitting.require_reading(session, actor, record)
        return signature_views.waiting_of(session, actor, record, _work(session, actor, record, now))
    pools = sorted(actor.roles)
    wanted = select(OpenItem.record_id).where(OpenItem.kind == "signature", OpenItem.record_id.is_not(None))
    mine = wanted.where((OpenItem.assignee == actor.user_id) | OpenItem.pool.in_(pools)).limit(200)
    found: list[SignatureWaiting] = []
    for each in dict.fromkeys(session.scalars(mine)):
        record = submitting.record_row(session, str(each))
        found += signature_views.waiting_of(session, actor, record, _work(session, actor, record, now))
    return tuple(each for each in found if each.mine)


def _work(session: Session, actor: Actor, record: Record, now: datetime | None) -> Casework | None:
    case = session.scalar(select(Case).where(Case.id == record.case_id)) if record.case_id else None
    return Casework(session, actor, case, now or record.updated_at) if case is not None else None


def _asked(
    session: Session, actor: Actor, record_id: str, role: str, now: datetime
) -> tuple[Record, Casework | None, SignatureSlot]:
    """The record, its case and the signature asked for; refused unless the actor may give it now."""
    record = submitting.record_row(session, record_id)
    submitting.require_reading(session, actor, record)
    work = casework.opened(session, actor, record.case_id, now) if record.case_id else None
    if work is not None:
        session.refresh(record)
    if record.status != "submitted":
        refuse("sign.not-submitted")
    subject = work.workflow.subject if work is not None else permissions.PERSON
    if not signature_views.may_give(actor, record, role, subject):
        refuse("permission.denied", verb="sign")
    form = library.form_of(session, record)
    slots = {each.role: each for each in answers.signature_slots(form, record_facts.content(session, record))}
    if role not in slots:
        refuse("sign.not-asked", role=role)
    signed = select(Signature.id).where(
        Signature.record_id == record.id, Signature.role == role, Signature.voided_at.is_(None)
    )
    if session.scalar(signed) is not None:
        refuse("sign.already", role=role)
    return record, work, slots[role]


def _check_evidence(
    session: Session, method: str, strokes: list[Any] | None, image: str | None, typed: str, witness: str
) -> None:
    if method == "drawn" and not strokes:
        refuse("sign.no-strokes", "/strokes")
    if strokes is not None and not all(_is_stroke(each) for each in _listed(strokes)):
        refuse("sign.no-strokes", "/strokes")
    if strokes is not None and len(chain.canonical(strokes)) > MOST_POINTS * 10:
        refuse("sign.too-large", "/strokes")
    if method in ("fingerprint", "paper") and not image:
        refuse("sign.no-image", "/image")
    if image is not None and session.scalar(select(Attachment.id).where(Attachment.id == image)) is None:
        refuse("attachment.not-found")
    if method == "typed" and not typed.strip():
        refuse("sign.no-name", "/typed")
    if method == "oral" and not witness.strip():
        refuse("sign.no-witness", "/witness")


def drawable(strokes: object) -> list[Any]:
    """Strokes that came from outside when every one of them can be drawn, else none."""
    found = _listed(strokes)
    return found if all(_is_stroke(each) for each in found) else []


def _listed(strokes: object) -> list[Any]:
    """The strokes as they came from outside; what is no list holds none that is well-formed."""
    return strokes if isinstance(strokes, list) else [None]


def _is_stroke(stroke: Any) -> bool:
    """Whether this can be drawn again: `{"points": [{"x", "y"}, …]}` or a list of `[x, y]`, all finite numbers."""
    points = stroke.get("points") if isinstance(stroke, dict) else stroke
    return isinstance(points, list) and bool(points) and all(_is_point(each) for each in points)


def _is_point(point: Any) -> bool:
    if isinstance(point, dict):
        point = [point.get("x"), point.get("y")]
    return (
        isinstance(point, list)
        and len(point) >= 2
        and all(type(each) in (int, float) and abs(each) < FARTHEST for each in point[:2])
    )


def _signer(
    session: Session, actor: Actor, role: str, typed: str, signer_name: str
) -> tuple[str | None, str]:
    if permissions.is_staff_signature(role):
        name = session.scalar(select(User.name).where(User.id == actor.user_id)) or actor.name
        return actor.user_id, name
    name = (signer_name or typed).strip()[:120]
    if not name:
        refuse("sign.no-name", "/signer_name")
    return None, name


def _against(
    session: Session,
    work: Casework | None,
    record: Record,
    role: str,
    slot: SignatureSlot,
    signer_id: str | None,
) -> tuple[Problem, ...]:
    """Refused for a second signature by the same person where two are asked; a missing earlier one is a warning."""
    others = select(Signature.role).where(
        Signature.record_id == record.id,
        Signature.voided_at.is_(None),
        Signature.signer_id == signer_id,
        Signature.role.in_(slot.not_same_as),
    )
    if signer_id is not None and session.scalar(others) is not None:
        refuse("sign.same-person")
    if work is None or work.actor.record_id is not None:
        return ()
    reasons = flows.may_sign(work.workflow, work.facts(), record.id, role)
    known = [each for each in reasons if each.code != "nothing_to_sign"]
    warning_reasons.refuse_reasons(
        each for each in known if permissions.is_staff_signature(role) or each.code != "role"
    )
    return tuple(warning_reasons.reason_problem(each, "warning") for each in known if each.force == "should")


def _write(session: Session, work: Casework | None, record: Record, row: Signature) -> None:
    session.add(row)
    session.flush()
    if work is None:
        quality_records.archive_when_signed(session, record, row.at)
        return
    work.changed(record)
    consequences.tell(work, "record.signed", _told(record, row))
    work.settle()


def _told(record: Record, row: Signature) -> dict[str, Any]:
    return {
        "slot": record.slot,
        "record": record.id,
        "revision": record.revision,
        "role": row.role,
        "signer": row.signer_id or row.signer_name,
        "method": row.method,
        "sha256": row.sha256,
        "signature": row.id,
    }
