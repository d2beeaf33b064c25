"""Settles a form on data: which fields are hidden, what is computed, until neither changes the other.

Conditions and computed values see a hidden field as absent. Rules that do not run in a circle have exactly
one such state, and it is reached in as many rounds as one rule hangs on another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from caseforms.answers.cleaning import Cleaned, clean
from caseforms.answers.editing import occurrences, with_value, without
from caseforms.definitions import Field, Form, Rule
from caseforms.definitions.ordering import row_of
from caseforms.definitions.schemas import is_leaf_object, is_signature_part, properties_of
from caseforms.problems import Problem
from caseforms.rules import Context, evaluate, holds
from caseforms.rules.pointers import ABSENT, get, join, place, split

Data = dict[str, Any]


class View:
    """Answers what the rules say on one state of the data; remembers each rule once per row."""

    def __init__(self, form: Form, data: object) -> None:
        self.form = form
        self.data = data
        self._held: dict[tuple[int, str], bool] = {}

    def passes(self, rule: Rule, pointer: str) -> bool:
        """Whether a rule lets the field at a concrete pointer be shown (or enabled)."""
        base = place(rule.base, pointer)
        key = (id(rule), base)
        held = self._held.get(key)
        if held is None:
            value = get(self.data, split(base)) if base else self.data
            held = self._held[key] = rule.predicate({} if value is ABSENT else value)
        return rule.passes(held)

    def shown(self, field: Field, pointer: str) -> bool:
        """Whether the field at a concrete pointer is visible, all that surrounds it included."""
        return any(all(self.passes(rule, pointer) for rule in route) for route in field.routes)


@dataclass(slots=True)
class Settled:
    """``data`` without hidden fields, computed values set; ``cleaned`` leads back to the raw data."""

    data: Data
    view: View
    hidden: tuple[str, ...]
    problems: tuple[Problem, ...]
    steps: tuple[Cleaned, ...]

    def original(self, pointer: str) -> str:
        """A pointer of the settled data as one of the raw data, whose blank rows count."""
        for step in reversed(self.steps):
            pointer = step.original(pointer)
        return pointer


def fixed_lists(form: Form) -> frozenset[str]:
    """Pointers of the lists whose rows keep their place."""
    found = form.memory.get("fixed")
    if found is None:
        found = frozenset(pointer for pointer, field in form.fields.items() if "prefixItems" in field.schema)
        form.memory["fixed"] = found
    return found


def _signature_parts(form: Form) -> tuple[tuple[str, ...], ...]:
    found = form.memory.get("signature_parts")
    if found is None:
        found = tuple(split(p) for p, field in form.fields.items() if is_signature_part(field.schema))
        form.memory["signature_parts"] = found
    return found


def settle(form: Form, data: Any, context: Context | None, *, rows: bool = True) -> Settled:
    """The settled state of raw data. Without a context computed values stay as they are.

    ``rows`` false keeps blank rows, so that pointers of the settled data are those of the raw data.
    """
    steps = [clean(data, fixed_lists(form), drop_rows=rows)]
    problems = tuple(steps[0].problems)
    base: Data = steps[0].data
    while True:
        base = _start(form, base, context)
        settled, view, hidden = _stable(form, base, context)
        left = (
            clean(_start(form, settled, context), fixed_lists(form), drop_rows=rows)
            if rows and hidden
            else None
        )
        if left is None or not left.kept:
            return Settled(_with_groups(form, settled, view), view, hidden, problems, tuple(steps))
        steps.append(left)  # a row that held nothing but hidden answers is blank: go round without it
        base = left.data


def _start(form: Form, data: Data, context: Context | None) -> Data:
    """The data without what is not the person's to give: signatures, and values that will be computed."""
    found: Any = data
    for segments in _signature_parts(form):
        found = without(found, list(occurrences(found, segments)))
    if context is not None:
        for field in form.computed:
            if "x-compute-when" not in field.schema:
                found = without(found, list(occurrences(found, split(field.pointer))))
    return cast("Data", found)


def _with_groups(form: Form, data: Data, view: View) -> Data:
    """Opens each required object that has required fields, so that these are asked for by name."""
    found: Any = data
    for field in _required_groups(form):
        above, _, name = field.pointer.rpartition("/")
        for at in list(occurrences(found, split(above))):
            pointer = f"{at}/{name}"
            if get(found, split(pointer)) is ABSENT and view.shown(field, pointer):
                found = with_value(found, split(pointer), {})
    return cast("Data", found)


def _required_groups(form: Form) -> tuple[Field, ...]:
    found = form.memory.get("required_groups")
    if found is None:
        found = form.memory["required_groups"] = tuple(
            field
            for field in form.fields.values()
            if field.required
            and field.type == "object"
            and field.schema.get("required")
            and properties_of(field.schema)
            and not is_leaf_object(field.schema)
        )
    return found


def _stable(form: Form, base: Data, context: Context | None) -> tuple[Data, View, tuple[str, ...]]:
    current = _computed(form, base, context, None)
    view = View(form, current)
    hidden: tuple[str, ...] = ()
    for _ in range(len(form.conditional) + len(form.computed) + 1 if form.conditional else 0):
        hidden = tuple(_hidden(form, base, view))
        following = _computed(form, without(base, hidden), context, view)
        if following == current:
            break
        current = following
        view = View(form, current)
    return current, view, hidden


def _hidden(form: Form, data: object, view: View) -> list[str]:
    found: list[str] = []
    for field in form.conditional:
        for pointer in occurrences(data, split(field.pointer)):
            if not view.shown(field, pointer):
                found.append(pointer)
    return found


def _computed(form: Form, data: Any, context: Context | None, view: View | None) -> Data:
    if context is not None:
        for field in form.computed:
            data = _compute_field(field, data, context, view)
    return cast("Data", data)


def _compute_field(field: Field, data: Any, context: Context, view: View | None) -> Any:
    schema: Mapping[str, Any] = field.schema
    row = row_of(field.pointer)
    rest = split(field.pointer[len(row) :])
    for at in list(occurrences(data, split(row))):
        when = schema.get("x-compute-when")
        segments = (*split(at), *rest)
        if view is not None and not view.shown(field, join(segments)):
            continue
        if when is not None and not holds(when, data, at):
            continue
        value = evaluate(schema["x-compute"], data, context, at)
        data = with_value(data, segments, ABSENT if value is None or value in ("", []) else value)
    return data
