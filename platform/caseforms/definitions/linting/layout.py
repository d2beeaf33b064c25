"""Lints the layout: fields without a control, companions, conditions that hold on an empty form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from caseforms.definitions.form import Field, Form, Node
from caseforms.definitions.keywords import OPTIONS
from caseforms.definitions.schemas import is_leaf_object, many_options, options
from caseforms.problems import Problem
from caseforms.rules.conditions import leaves
from caseforms.rules.operators import equal
from caseforms.rules.pointers import scope_segments, split


def layout(form: Form) -> Iterator[Problem]:
    """Problems of the layout and of its rules."""
    yield from _of_controls(form)
    for field in form.fields.values():
        if field.control is not None:
            yield from _of_companion(form, field)
    for node in every_node(form.root):
        yield from _of_condition(node)
        for name in (node.element.get("options") or {}).keys() - OPTIONS:
            yield Problem("definition.unknown-option", _place(node), {"option": name}, "warning")


def every_node(node: Node) -> Iterator[Node]:
    """A node, those below it and those inside its fields."""
    for one in node.walk():
        yield one
        if one.field is not None:
            for child in one.field.children:
                yield from every_node(child)


def _place(node: Node) -> str:
    return schema_place(node.field.pointer) if node.field else "/ui"


def schema_place(pointer: str) -> str:
    """Where a field stands in the document."""
    place = "/schema"
    for segment in split(pointer):
        place += "/items" if segment == "*" else f"/properties/{segment}"
    return place


def _of_controls(form: Form) -> Iterator[Problem]:
    drawn = {field.pointer for field in form.fields.values() if field.control is not None}
    for pointer, field in form.fields.items():
        place = schema_place(pointer)
        if len(field.routes) > 1:
            yield Problem("definition.scope-twice", place, {"field": field.name})
        if field.control is not None or any(one.startswith(pointer + "/") for one in drawn):
            continue
        if field.parent is not None and is_leaf_object(field.parent.schema):
            continue
        if field.required and "x-compute" not in field.schema:
            yield Problem("definition.required-without-control", place, {"field": field.name})
        elif not {"x-compute", "x-prefill"} & field.schema.keys():
            yield Problem("definition.no-control", place, {"field": field.name}, "warning")


def _of_companion(form: Form, field: Field) -> Iterator[Problem]:
    companion = field.options.get("companionOf")
    if not isinstance(companion, dict):
        return
    place = schema_place(field.pointer)
    segments = scope_segments(str(companion.get("scope")))
    target = form.fields.get(f"{field.base}/{'/'.join(segments)}") if segments else None
    value = companion.get("value")
    if target is None or target is field:
        yield Problem("definition.companion-of-nothing", place, {"scope": companion.get("scope")})
        return
    codes = [code for code, _ in options(target.schema) or many_options(target.schema)]
    if target.type == "boolean":
        codes = [True, False]
    if not any(equal(code, value) for code in codes):
        yield Problem("definition.companion-choice", place, {"value": value, "field": target.name})
    elif not _shown_with(field, target, value):
        yield Problem("definition.companion-rule", place, {"value": value, "field": target.name})


def _shown_with(field: Field, target: Field, value: object) -> bool:
    """Whether a rule shows the companion with its choice and hides it without."""
    answer: Any = [value] if target.type == "array" else value
    for rule in field.conditions:
        reads = {scope_segments(leaf["scope"]) for leaf in leaves(rule.condition)}
        if (target.name,) in reads or any(segments and segments[-1] == target.name for segments in reads):
            data: Mapping[str, Any] = {target.name: answer}
            for segment in reversed(split(target.pointer[len(rule.base) :])[:-1]):
                data = {segment: data}
            several = "conditions" in rule.condition
            return (several or rule.passes(rule.predicate(dict(data)))) and not rule.passes(
                rule.predicate({})
            )
    return False


def _of_condition(node: Node) -> Iterator[Problem]:
    """A rule that already holds when nothing is answered: mostly a forgotten ``failWhenUndefined``.

    Who means it says so by writing ``"failWhenUndefined": false``.
    """
    rule = node.condition
    if rule is None or not rule.predicate({}):
        return
    for leaf in leaves(node.element["rule"]["condition"]):
        if "failWhenUndefined" not in leaf and leaf.get("type") != "LEAF":
            yield Problem("definition.condition-open", _place(node), {"scope": leaf["scope"]}, "warning")
            return
