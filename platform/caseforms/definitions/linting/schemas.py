"""Lints the data schema: choices, patterns, defaults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from caseforms.definitions.definition import Definition
from caseforms.definitions.plain import plain_schema
from caseforms.definitions.schemas import options
from caseforms.definitions.walking import subschemas
from caseforms.problems import Problem
from caseforms.rules.operators import equal
from caseforms.rules.patterns import faults
from caseforms.rules.validator import build, validator_of


def schemas(definition: Definition) -> Iterator[Problem]:
    """Problems of the schema and of the schemas inside conditions."""
    for pointer, schema in _all_schemas(definition):
        yield from _of_pattern(pointer, schema)
        yield from _of_choices(pointer, schema)
        yield from _of_limits(pointer, schema)
        if pointer.startswith("/schema"):
            yield from _of_names(pointer, schema)
            yield from _of_default(pointer, schema)
    try:
        build(plain_schema(definition, {}))
    except ValueError as refused:
        yield Problem("definition.schema", "/schema", {"reason": str(refused)[:200]})


def _all_schemas(definition: Definition) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield from subschemas(definition.schema)
    yield from _condition_schemas(definition.ui, "/ui")


def _condition_schemas(element: Any, pointer: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if isinstance(element, list):
        for number, one in enumerate(element):
            yield from _condition_schemas(one, f"{pointer}/{number}")
    elif isinstance(element, dict):
        for key, value in element.items():
            if key == "schema" and "scope" in element:
                yield from subschemas(value, f"{pointer}/schema")
            else:
                yield from _condition_schemas(value, f"{pointer}/{key}")


def _of_pattern(pointer: str, schema: Mapping[str, Any]) -> Iterator[Problem]:
    patterns = [("pattern", schema["pattern"])] if isinstance(schema.get("pattern"), str) else []
    patterns += [(f"patternProperties/{one}", one) for one in schema.get("patternProperties") or ()]
    for name, pattern in patterns:
        for fault in faults(pattern):
            yield Problem(fault.code, f"{pointer}/{name}", {"pattern": pattern, "piece": fault.piece})


def _of_choices(pointer: str, schema: Mapping[str, Any]) -> Iterator[Problem]:
    seen: list[object] = []
    for value, _ in options(schema):
        if any(equal(value, other) for other in seen):
            yield Problem("definition.choice-twice", pointer, {"value": value})
        if value == "":
            yield Problem("definition.choice-empty", pointer)
        seen.append(value)


_PAIRS = (
    ("minLength", "maxLength"),
    ("minimum", "maximum"),
    ("minItems", "maxItems"),
    ("minContains", "maxContains"),
    ("minProperties", "maxProperties"),
)


def _of_limits(pointer: str, schema: Mapping[str, Any]) -> Iterator[Problem]:
    for least, most in _PAIRS:
        if least in schema and most in schema and schema[least] > schema[most]:
            yield Problem("definition.limits", f"{pointer}/{least}", {"least": least, "most": most})


def _of_names(pointer: str, schema: Mapping[str, Any]) -> Iterator[Problem]:
    properties = schema.get("properties")
    if isinstance(properties, dict) and "type" in schema:
        for name in schema.get("required") or ():
            if name not in properties:
                yield Problem("definition.required-unknown", f"{pointer}/required", {"property": name})


def _of_default(pointer: str, schema: Mapping[str, Any]) -> Iterator[Problem]:
    if "default" in schema:
        plain = {key: value for key, value in schema.items() if key != "default" and not key.startswith("x-")}
        try:
            fits = validator_of(plain).is_valid(schema["default"])
        except ValueError:
            return  # the schema itself is a problem of its own
        if not fits:
            yield Problem("definition.default", f"{pointer}/default")
