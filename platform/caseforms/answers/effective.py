"""Tells for every field of a form whether it is visible, enabled and required, given the data."""

from __future__ import annotations

from caseforms.answers.settling import Data, View, settle
from caseforms.definitions import Form
from caseforms.rules import Context
from caseforms.rules.pointers import ABSENT, get, place, split


class Effective:
    """What the rules of a form say on one state of the data; asked with concrete pointers, ``/rows/0/name``."""

    def __init__(self, form: Form, data: Data, view: View, hidden: tuple[str, ...]) -> None:
        self.form = form
        self.data = data
        self.hidden = hidden
        self._view = view

    def visible(self, pointer: str) -> bool:
        """Whether the field is shown: its own rules and those of all that surrounds it."""
        field = self.form.field(pointer)
        return field is not None and self._view.shown(field, pointer)

    def enabled(self, pointer: str) -> bool:
        """Whether the field takes input; a computed or read-only one does not."""
        field = self.form.field(pointer)
        if field is None or field.schema.get("readOnly") is True:
            return False
        return all(self._view.passes(rule, pointer) for rule in field.rule_enable)

    def required(self, pointer: str) -> bool:
        """Whether a finished record needs the field: visible, and demanded always or under a condition that holds."""
        field = self.form.field(pointer)
        if field is None or not self._view.shown(field, pointer):
            return False
        return field.required or any(
            self._holds(need.base, pointer, need.predicate)
            for need in self.form.requirements
            if need.pointer == field.pointer
        )

    def _holds(self, base: str, pointer: str, predicate: object) -> bool:
        value = get(self._view.data, split(place(base, pointer)))
        return bool(predicate({} if value is ABSENT else value))  # type: ignore[operator]


def effective(form: Form, data: Data, context: Context | None = None) -> Effective:
    """Visible, enabled, required for raw data; with a context, computed values are computed first.

    Pointers are those of the data given, blank rows included. A hidden field counts as absent in conditions.
    """
    settled = settle(form, data, context, rows=False)
    return Effective(form, settled.data, settled.view, settled.hidden)
