"""The places of a form that somebody signs."""

from __future__ import annotations

from dataclasses import dataclass

from caseforms.answers.effective import Effective, effective
from caseforms.answers.settling import Data
from caseforms.definitions import Form

METHODS = ("drawn", "fingerprint", "typed", "oral", "paper")


@dataclass(frozen=True, slots=True)
class SignatureSlot:
    """One signature a record asks for: who, in which order, how, and whose account may not give it."""

    pointer: str
    role: str
    required: bool
    order: int
    date_pointer: str | None
    methods: tuple[str, ...] = METHODS
    not_same_as: tuple[str, ...] = ()


def signature_slots(form: Form, data: Data) -> tuple[SignatureSlot, ...]:
    """The signatures that a record with this content asks for, in the order asked; hidden ones are left out."""
    asked = form.memory.get("signed")
    if asked is None:
        asked = [pointer for pointer, field in form.fields.items() if "x-signature" in field.schema]
        form.memory["signed"] = asked
    if not asked:
        return ()
    state = effective(form, data)
    found = [slot for pointer in asked if (slot := _slot(form, pointer, state))]
    return tuple(sorted(found, key=lambda slot: slot.order))


def _slot(form: Form, pointer: str, state: Effective) -> SignatureSlot | None:
    asked = form.fields[pointer].schema.get("x-signature")
    if asked is None or not state.visible(pointer):
        return None
    return SignatureSlot(
        pointer=pointer,
        role=asked["role"],
        required=state.required(pointer),
        order=asked.get("order", 1),
        date_pointer=_date_of(form, pointer),
        methods=tuple(asked.get("methods", METHODS)),
        not_same_as=tuple(asked.get("not", ())),
    )


def _date_of(form: Form, pointer: str) -> str | None:
    above, _, name = pointer.rpartition("/")
    for other, field in form.fields.items():
        if field.schema.get("x-signed-date") == name and other.rpartition("/")[0] == above:
            return other
    return None
