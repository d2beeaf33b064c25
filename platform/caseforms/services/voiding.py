"""Signatures that no longer hold: the content they stand under was changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms import answers
from caseforms.definitions import Form
from caseforms.services import locks
from caseforms.services.casework import Casework
from caseforms.storage.tables import Record, Signature

CONTENT_CHANGED = "content-changed"


def void_changed(
    session: Session,
    record: Record,
    form: Form,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    now: datetime,
    bound: Mapping[str, frozenset[str]] | None = None,
) -> list[str]:
    """Void each valid signature whose part of the form changed; the roles it was given in.

    As on paper, a signature stands for the page it is on and the pages before it: what a receiver adds on a later
    page does not touch the sender's. One that `covers` its page alone stands for that page, so that two professions
    fill and sign their parts in any order. Where the workflow names the fields that a role signs for (`bound`), those
    and no others count.
    """
    changed = {
        "/" + change.pointer.split("/")[1] for change in answers.difference(form, dict(before), dict(after))
    }
    voided = []
    valid = select(Signature).where(Signature.record_id == record.id, Signature.voided_at.is_(None))
    for signature in list(session.scalars(valid)):
        named = frozenset(f"/{name}" for name in (bound or {}).get(signature.role, ()))
        if changed & (named or _covered(form, signature.pointer)):
            signature.voided_at, signature.void_reason = now, CONTENT_CHANGED
            voided.append(signature.role)
    session.flush()
    return voided


def bound(work: Casework | None, slot: str) -> dict[str, frozenset[str]]:
    """The fields that each signature of a slot stands for, where the workflow names them."""
    if work is None or slot not in work.workflow.slots:
        return {}
    return {each.role: each.binds for each in work.workflow.slots[slot].signatures if each.binds}


def _covered(form: Form, pointer: str) -> frozenset[str]:
    own = [number for number, _ in enumerate(form.pages) if pointer in locks.on_pages(form, [number])]
    if own and form.fields[pointer].schema["x-signature"].get("covers") == "page":
        return locks.on_pages(form, own)
    last = own[0] if own else len(form.pages) - 1
    everything = locks.top_pointers(form)
    later = locks.on_pages(form, range(last + 1, len(form.pages)))
    return everything - later
