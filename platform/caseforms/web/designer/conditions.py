"""Conditions as people put them: "when FOLLOW-UP is NO and AGE is at least 18", read from a form and written back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from caseforms.rules.pointers import scope_segments, split

JSON = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Test:
    """One way to ask about an answer: the schema it is written as, and whether an unanswered question passes."""

    schema: Callable[[Any], JSON]
    unanswered: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """One part of a condition: the question it asks about (a pointer), the test, the value it is tested with."""

    pointer: str
    test: str
    value: Any = None


@dataclass(frozen=True, slots=True)
class When:
    """A condition in clauses that hold all together, or of which one is enough."""

    clauses: tuple[Clause, ...]
    all: bool = True


TESTS: Mapping[str, Test] = MappingProxyType(
    {
        "is": Test(lambda value: {"const": value}),
        "is-not": Test(lambda value: {"not": {"const": value}}, unanswered=True),
        "other-than": Test(lambda value: {"not": {"const": value}}),
        "one-of": Test(lambda value: {"enum": list(value)}),
        "none-of": Test(lambda value: {"not": {"enum": list(value)}}, unanswered=True),
        "has": Test(lambda value: {"contains": {"const": value}}),
        "has-not": Test(lambda value: {"not": {"contains": {"const": value}}}, unanswered=True),
        "has-one-of": Test(lambda value: {"contains": {"enum": list(value)}}),
        "at-least": Test(lambda value: {"minimum": value}),
        "at-most": Test(lambda value: {"maximum": value}),
        "more-than": Test(lambda value: {"exclusiveMinimum": value}),
        "less-than": Test(lambda value: {"exclusiveMaximum": value}),
        "answered": Test(lambda _: {}),
        "unanswered": Test(lambda _: {"not": {}}, unanswered=True),
    }
)
NEEDS_NO_VALUE = frozenset({"answered", "unanswered"})
TAKES_SEVERAL = frozenset({"one-of", "none-of", "has-one-of"})
LIMITS = {
    "at-least": "minimum",
    "at-most": "maximum",
    "more-than": "exclusiveMinimum",
    "less-than": "exclusiveMaximum",
}
NEGATIVE = frozenset({"is-not", "other-than", "none-of", "has-not"})
KEPT = frozenset({"other-than", "none-of", "has-one-of", "one-of"})
"""Tests that a rule may have already, though nobody would pick them first."""
EVERYWHERE = ("answered", "unanswered")


def read(condition: Any, row: str = "") -> When | None:
    """A condition in clauses; None for one that is too involved to be put so. `row` is the row its scopes start from."""
    if not isinstance(condition, dict):
        return None
    parts = condition.get("conditions") if condition.get("type") in ("AND", "OR") else [condition]
    clauses = [_clause(part, row) for part in parts or ()]
    if not clauses or any(each is None for each in clauses):
        return None
    return When(tuple(each for each in clauses if each is not None), condition.get("type") != "OR")


def write(when: When, row: str = "") -> dict[str, Any]:
    """The condition that the clauses say."""
    parts = [_written(clause, row) for clause in when.clauses]
    if len(parts) == 1:
        return parts[0]
    return {"type": "AND" if when.all else "OR", "conditions": parts}


def from_schema(schema: Any) -> dict[str, Any] | None:
    """The condition that a schema over the whole record says, as `rules.conditions.as_schema` writes it; None for any
    other schema."""
    if not isinstance(schema, dict):
        return None
    for word, kind in (("allOf", "AND"), ("anyOf", "OR")):
        if set(schema) == {word}:
            parts = [from_schema(part) for part in schema[word]]
            return None if None in parts else {"type": kind, "conditions": parts}
    properties = schema.get("properties")
    if (
        not isinstance(properties, dict)
        or len(properties) != 1
        or set(schema) - {"type", "required", "properties"}
    ):
        return None
    name, asked = next(iter(properties.items()))
    return {
        "scope": f"#/properties/{name}",
        "schema": asked,
        "failWhenUndefined": schema.get("required") == [name],
    }


def tests_for(schema: JSON, choices: bool) -> tuple[str, ...]:
    """The tests that make sense for a question, the likeliest first."""
    kind = schema.get("type")
    if kind == "array":
        return ("has", "has-not", *EVERYWHERE) if choices else EVERYWHERE
    if kind in ("integer", "number"):
        return ("at-least", "at-most", "more-than", "less-than", "is", *EVERYWHERE)
    if kind == "boolean":
        return ("is", "is-not", *EVERYWHERE)
    if choices:
        return ("is", "is-not", "one-of", *EVERYWHERE)
    return EVERYWHERE


def _clause(condition: Any, row: str) -> Clause | None:
    """One simple condition as a clause."""
    if not isinstance(condition, dict) or not isinstance(condition.get("scope"), str):
        return None
    segments = scope_segments(condition["scope"])
    schema = condition.get("schema", {"const": condition.get("expectedValue")})
    if not segments or not isinstance(schema, dict):
        return None
    pointer = row + "".join(f"/{segment}" for segment in segments)
    if "type" in schema:
        schema = {
            name: value for name, value in schema.items() if name != "type"
        }  # the question says it already
    must_be_answered = bool(condition.get("failWhenUndefined"))
    for name, test in TESTS.items():
        value = _value_in(schema, name)
        if test.schema(value) == schema and must_be_answered != test.unanswered:
            return Clause(pointer, name, value)
    return None


def _value_in(schema: JSON, name: str) -> Any:
    """The value that a test of this name would have been given to be written like the schema."""
    inner = schema.get("not", schema) if name in NEGATIVE else schema
    if name in ("has", "has-not", "has-one-of"):
        inner = inner.get("contains", {}) if isinstance(inner, dict) else {}
    word = LIMITS.get(name, "enum" if name in TAKES_SEVERAL else "const")
    found = inner.get(word) if isinstance(inner, dict) else None
    return found if found is not None or word != "enum" else []


def _written(clause: Clause, row: str) -> dict[str, Any]:
    test = TESTS[clause.test]
    inner = clause.pointer.removeprefix(row)
    scope = "#" + "".join(f"/properties/{segment}" for segment in split(inner))
    schema = dict(test.schema(clause.value))
    return {"scope": scope, "schema": schema, "failWhenUndefined": not test.unanswered}
