"""Expressions of computed values and checks: JSON data over the operator table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from caseforms.rules.conditions import holds
from caseforms.rules.context import Context
from caseforms.rules.operators import OPERATORS
from caseforms.rules.pointers import ABSENT, gather, get, join, split

OPERAND_KEYS = frozenset({"field", "fact", "today", "now", "op"})


def is_operand(value: object) -> bool:
    """Whether an object is an operand or an operation; any other JSON value stands for itself."""
    return isinstance(value, dict) and bool(OPERAND_KEYS & value.keys())


def field_segments(name: str, at: str) -> tuple[str, ...]:
    """Where an operand's field stands: from the root with a leading slash, else from the row ``at``."""
    return split(name) if name.startswith("/") or not name else (*split(at), *split("/" + name))


def _operand(operand: Mapping[str, object], data: object, context: Context, at: str) -> object:
    if "field" in operand:
        return gather(data, field_segments(str(operand["field"]), at))
    if "fact" in operand:
        value = get(context.facts, tuple(str(operand["fact"]).split(".")))
        return ABSENT if value is None else value
    if "today" in operand:
        return context.today.isoformat()
    return context.wall_clock()


def _value(expression: object, data: object, context: Context, at: str) -> object:
    if not isinstance(expression, dict) or not is_operand(expression):
        return expression
    if "op" not in expression:
        return _operand(expression, data, context, at)
    if expression["op"] == "if":
        branch = "then" if holds(expression["condition"], data, at) else "else"
        return _value(expression[branch], data, context, at) if branch in expression else ABSENT
    operator = OPERATORS.get(expression["op"])
    if operator is None:
        return ABSENT
    return operator([_value(one, data, context, at) for one in expression.get("args", [])], context)


def evaluate(expression: object, data: object, context: Context, at: str = "") -> object:
    """The value of an expression on data, or None when an operand it needs is missing.

    ``at`` is the pointer of the row that names without a leading slash start from.
    """
    value = _value(expression, data, context, at)
    return None if value is ABSENT else value


def facts_read(expression: object) -> Iterator[str]:
    """The paths of the facts that an expression reads."""
    if isinstance(expression, list):
        for part in expression:
            yield from facts_read(part)
    elif isinstance(expression, dict):
        if isinstance(expression.get("fact"), str):
            yield expression["fact"]
        for part in (expression.get("args", []), expression.get("then"), expression.get("else")):
            yield from facts_read(part)


def fields_read(expression: object, at: str = "") -> Iterator[str]:
    """Pattern pointers of the fields an expression reads; ``at`` is the pattern of its row."""
    if isinstance(expression, list):
        for part in expression:
            yield from fields_read(part, at)
    elif isinstance(expression, dict):
        if isinstance(expression.get("field"), str):
            yield join(field_segments(expression["field"], at))
        for part in (expression.get("args", []), expression.get("then"), expression.get("else")):
            yield from fields_read(part, at)
