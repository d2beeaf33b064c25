"""Conditions of JSON Forms rules: read once into a predicate, then asked of data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from caseforms.problems import Problem, Refused
from caseforms.rules.patterns import portable_schema
from caseforms.rules.pointers import ABSENT, get, scope_segments, split
from caseforms.rules.validator import canonical, validator_of

Predicate = Callable[[object], bool]
Condition = Mapping[str, Any]


def normal(condition: Condition) -> dict[str, Any]:
    """A condition with the legacy ``LEAF`` form written as a schema; raises Refused for an unknown kind.

    JSON Forms takes a condition it does not know as true; here that is refused, because a rule that
    silently always holds shows what should stay hidden.
    """
    kind = condition.get("type")
    if kind in ("AND", "OR"):
        parts = condition.get("conditions")
        if not isinstance(parts, list):
            raise Refused(Problem("rule.condition", params={"condition": kind}))
        return {"type": kind, "conditions": [normal(part) for part in parts]}
    scope = condition.get("scope")
    if not isinstance(scope, str) or scope_segments(scope) is None:
        raise Refused(Problem("rule.scope", params={"scope": scope}))
    if kind == "LEAF" or ("expectedValue" in condition and "schema" not in condition):
        return {
            "scope": scope,
            "schema": {"const": condition.get("expectedValue")},
            "failWhenUndefined": True,
        }
    if "schema" not in condition or not isinstance(condition["schema"], dict | bool):
        raise Refused(Problem("rule.condition", params={"condition": kind or "?"}))
    simple: dict[str, Any] = {"scope": scope, "schema": portable_schema(condition["schema"])}
    if condition.get("failWhenUndefined"):
        simple["failWhenUndefined"] = True
    return simple


def leaves(condition: Condition) -> Iterator[Condition]:
    """The conditions with a scope inside a condition."""
    if "conditions" in condition:
        for part in condition["conditions"]:
            yield from leaves(part)
    else:
        yield condition


def as_schema(condition: Condition) -> dict[str, Any]:
    """The same condition as one schema over the object that its scopes start from."""
    if "conditions" in condition:
        parts = [as_schema(part) for part in condition["conditions"]]
        if condition["type"] == "AND":
            return {"allOf": parts} if parts else {}
        return {"anyOf": parts} if parts else {"not": {}}
    schema = condition["schema"]
    must = bool(condition.get("failWhenUndefined"))
    for segment in reversed(scope_segments(condition["scope"]) or ()):
        schema = {"properties": {segment: schema}}
        if must:
            schema = {"type": "object", "required": [segment], **schema}
    return dict(schema) if isinstance(schema, dict) else ({} if schema else {"not": {}})


def below(schema: dict[str, Any], segments: Sequence[str]) -> dict[str, Any]:
    """A schema that asks of an inner object what the given one asks of it; one that is not there counts as empty."""
    if not segments:
        return schema
    inner: dict[str, Any] = {"properties": {segments[-1]: schema}}
    if not validator_of(schema).is_valid({}):
        inner = {"required": [segments[-1]], **inner}
    return below(inner, segments[:-1])


def _same_text(segments: tuple[str, ...], wanted: frozenset[str], when_absent: bool) -> Predicate:
    def predicate(data: object) -> bool:
        value = get(data, segments)
        return when_absent if value is ABSENT else isinstance(value, str) and value in wanted

    return predicate


def _leaf(condition: Condition) -> Predicate:
    segments = scope_segments(condition["scope"]) or ()
    schema = condition["schema"]
    when_absent = not condition.get("failWhenUndefined")
    choices = _texts(schema)
    if choices is not None:
        return _same_text(segments, choices, when_absent)  # nine of ten conditions, without a validator
    holds = validator_of(schema).is_valid

    def predicate(data: object) -> bool:
        value = get(data, segments)
        return when_absent if value is ABSENT else holds(value)

    return predicate


def _texts(schema: object) -> frozenset[str] | None:
    """The texts a schema allows, if it says nothing but const or enum of texts."""
    if not isinstance(schema, dict) or len(schema) != 1:
        return None
    options = [schema["const"]] if "const" in schema else schema.get("enum")
    if isinstance(options, list) and all(isinstance(option, str) for option in options):
        return frozenset(options)
    return None


def predicate_of(condition: Condition) -> Predicate:
    """A normal condition as a function of the object that its scopes start from."""
    if "conditions" not in condition:
        return _leaf(condition)
    parts = [predicate_of(part) for part in condition["conditions"]]
    if condition["type"] == "AND":
        return lambda data: all(part(data) for part in parts)
    return lambda data: any(part(data) for part in parts)


@lru_cache(maxsize=4096)
def _remembered(text: str) -> Predicate:
    import json

    return predicate_of(normal(json.loads(text)))


def holds(condition: Condition, data: object, at: str = "") -> bool:
    """Whether a JSON Forms condition is true on data; scopes start from the object at the pointer ``at``.

    A scope that leads nowhere makes its part true, unless ``failWhenUndefined`` is set (JSON Forms).
    Raises Refused for a condition of unknown form.
    """
    base = get(data, split(at))
    return _remembered(canonical(condition))({} if base is ABSENT else base)
