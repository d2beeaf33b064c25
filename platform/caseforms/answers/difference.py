"""What changed between two records of one form, field by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from caseforms.answers.settling import Data
from caseforms.definitions import Form
from caseforms.rules.operators import equal
from caseforms.rules.pointers import ABSENT, escape

Kind = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs; ``old`` or ``new`` is None where nothing stood."""

    pointer: str
    old: object
    new: object
    kind: Kind


def difference(form: Form, old: Data, new: Data) -> list[Change]:
    """The changes from old to new in the order of the form; whole rows that came or went are one change each."""
    found: list[Change] = []
    _compare(form, "", old, new, found)
    return found


def _compare(form: Form, pointer: str, old: object, new: object, found: list[Change]) -> None:
    if old is ABSENT or new is ABSENT:
        kind: Kind = "added" if old is ABSENT else "removed"
        found.append(Change(pointer, None if old is ABSENT else old, None if new is ABSENT else new, kind))
    elif isinstance(old, dict) and isinstance(new, dict):
        for name in _names(form, pointer, old, new):
            one, other = old.get(name, ABSENT), new.get(name, ABSENT)
            _compare(form, f"{pointer}/{escape(name)}", one, other, found)
    elif isinstance(old, list) and isinstance(new, list) and _rows(old, new):
        for number in range(max(len(old), len(new))):
            one = old[number] if number < len(old) else ABSENT
            other = new[number] if number < len(new) else ABSENT
            _compare(form, f"{pointer}/{number}", one, other, found)
    elif not equal(old, new):
        found.append(Change(pointer, old, new, "changed"))


def _rows(old: list[object], new: list[object]) -> bool:
    return any(isinstance(row, dict) for row in (*old, *new))


def _names(form: Form, pointer: str, old: dict[str, object], new: dict[str, object]) -> list[str]:
    """The names of both objects in the order of the form, unknown ones last."""
    pattern = form.pattern(pointer) or ""
    order = {
        field.name: number
        for number, field in enumerate(form.fields.values())
        if field.pointer.rpartition("/")[0] == pattern
    }
    names = [name for name in dict.fromkeys((*old, *new)) if name in old or name in new]
    present = [
        name for name in names if not (old.get(name, ABSENT) is ABSENT and new.get(name, ABSENT) is ABSENT)
    ]
    return sorted(present, key=lambda name: order.get(name, len(order) + 10_000))
