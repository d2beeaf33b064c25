"""When a piece appears and how a value is worked out, as operations, from the pickers of the panel."""

from __future__ import annotations

from typing import Any

from werkzeug.datastructures import MultiDict

from caseforms.rules.conditions import as_schema
from caseforms.rules.pointers import split
from caseforms.services.refusal import refuse
from caseforms.web.designer import conditions, limits, picking
from caseforms.web.designer.canvas import Canvas
from caseforms.web.designer.conditions import Clause, When
from caseforms.web.designer.demands import with_value
from caseforms.web.designer.naming import code

Posted = MultiDict[str, str]
Operations = list[dict[str, Any]]


def shown(canvas: Canvas, posted: Posted) -> Operations:
    """When a piece appears. A picked question or test that does not go with the rest falls back to the likeliest."""
    item = posted.get("item", "")
    pointer = item.removeprefix("field:")
    row = pointer.rpartition("/")[0] if item.startswith("field:") and "*" in pointer else ""
    before = _element(canvas, item).get("rule")
    clauses = _picked(canvas, posted, row, pointer)
    if clauses is None:
        return []
    if not clauses:
        return [with_value(item, "rule", None)] if before else []
    condition = conditions.write(When(tuple(clauses), posted.get("all", "all") != "any"), row)
    rule = {"effect": "SHOW", "condition": condition}
    return [] if rule == before else [with_value(item, "rule", rule)]


def demanded(canvas: Canvas, posted: Posted) -> Operations:
    """When a question must be answered that otherwise need not be."""
    pointer = posted.get("item", "").removeprefix("field:")
    name = split(pointer)[-1]
    clauses = _picked(canvas, posted, "", pointer)
    if clauses is None or pointer != f"/{name}":
        return []
    before = list(canvas.document["schema"].get("allOf", ()))
    parts = [each for each in before if not picking.demands_only(each, name)]
    if clauses:
        condition = conditions.write(When(tuple(clauses), posted.get("all", "all") != "any"))
        parts.append({"if": as_schema(condition), "then": {"required": [name]}})
    return [] if parts == before else [with_value("form", "schema.allOf", parts or None)]


def _picked(canvas: Canvas, posted: Posted, row: str, pointer: str) -> list[Clause] | None:
    """The conditions as they are picked after the pressed button has done its work; None when nothing was asked."""
    offered = [each for each, _ in picking.questions(canvas.names, row, pointer)]
    clauses = [
        _clause(canvas, offered, *each)
        for each in zip(
            posted.getlist("question"), posted.getlist("test"), posted.getlist("value"), strict=False
        )
    ]
    act, _, number = posted.get("act", "").partition(" ")
    if act == "clear":
        clauses = []
    elif act == "drop" and number.isdigit():
        clauses = [each for at, each in enumerate(clauses) if at != int(number)]
    elif act == "add" and offered:
        clauses.append(_first(canvas, offered))
    elif not clauses:
        return None
    return clauses


def computed(canvas: Canvas, posted: Posted) -> Operations:
    """How a value is worked out: the way, and the answers it uses."""
    item = posted.get("item", "")
    pointer = item.removeprefix("field:")
    schema = canvas.names.schema(pointer)
    before = schema.get("x-compute")
    name = posted.get("how", "")
    if name == "keep":
        return []
    if name not in picking.WAYS:
        return _no_longer(item, schema)
    way = picking.WAYS[name]
    offered = [each for each, _ in picking.ingredients(canvas.names, way, pointer)]
    if not offered:
        refuse("designer.nothing-to-work-out")
    parts = [each for each in posted.getlist("part") if each in offered]
    wanted = max(len(way.parts), len(parts) if way.grows else 0)
    while len(parts) < wanted:
        parts.append(next((each for each in offered if each not in parts), offered[0]))
    if posted.get("act") == "more" and way.grows:
        parts.append(next((each for each in offered if each not in parts), offered[0]))
    expression = picking.write_expression(name, tuple(parts[: None if way.grows else len(way.parts)]))
    return [] if expression == before else [with_value(item, "x-compute", expression)]


def _no_longer(item: str, schema: Any) -> Operations:
    """The value is answered by hand from now on."""
    return [with_value(item, name, None) for name in ("x-compute-when", "x-compute") if name in schema]


def _element(canvas: Canvas, item: str) -> Any:
    if item in canvas.pieces:
        return canvas.pieces[item].element
    return picking.control(canvas.document, item.removeprefix("field:"))


def _first(canvas: Canvas, offered: list[str]) -> Clause:
    """A condition to begin with: on the first question that has choices."""
    with_choices = (each for each in offered if picking.answers(canvas.names, each))
    return _clause(canvas, offered, next(with_choices, offered[0]), "", "")


def _clause(canvas: Canvas, offered: list[str], pointer: str, test: str, typed: str) -> Clause:
    """What was picked, as a condition that makes sense."""
    if pointer not in offered:
        refuse("designer.no-such-place")
    names = canvas.names
    schema, answers = names.schema(pointer), picking.answers(names, pointer)
    tests = conditions.tests_for(schema, bool(names.choices(pointer)))
    if test not in conditions.TESTS or (test not in tests and test not in conditions.KEPT):
        test = tests[0]
    if test in conditions.NEEDS_NO_VALUE:
        return Clause(pointer, test)
    if not answers:
        return Clause(pointer, test, _number(typed, schema.get("type") != "number"))
    values = names.choices(pointer) or [(True, ""), (False, "")]
    chosen = next((value for value, _ in values if code(value) == typed), values[0][0])
    return Clause(pointer, test, [chosen] if test in conditions.TAKES_SEVERAL else chosen)


def _number(typed: str, whole: bool) -> int | float:
    try:
        return limits.number(typed, whole) or 0
    except ValueError:
        refuse("designer.no-number", typed=typed[:40])
