"""Lints the data schema: choices, patterns, defaults."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from caseforms.definitions.definition import Definition
from caseforms.definitions.form import Form
from caseforms.definitions.plain import plain_schema
from caseforms.definitions.schemas import options, properties_of
from caseforms.definitions.walking import subschemas
from caseforms.problems import Problem
from caseforms.rules.operators import equal
from caseforms.rules.patterns import faults
from caseforms.rules.pointers import split
from caseforms.rules.validator import build, validator_of

SOUND = "sound"


def schemas(definition: Definition, before: Form | None = None) -> Iterator[Problem]:
    """Problems of the schema and of the schemas inside conditions.

    What ``before``, a form that was linted, shares with the definition and what was sound there is not looked at again.
    """
    known = before.memory.get(SOUND, NOTHING) if before else NOTHING
    left = replace(definition, schema=_without_known(definition, before, known))
    for pointer, schema in _all_schemas(left, _known_elements(before, known)):
        yield from _of_pattern(pointer, schema)
        yield from _of_choices(pointer, schema)
        yield from _of_limits(pointer, schema)
        if pointer.startswith("/schema"):
            yield from _of_names(pointer, schema)
            yield from _of_default(pointer, schema)
    try:
        build(plain_schema(left, {}))
    except ValueError as refused:
        yield Problem("definition.schema", "/schema", {"reason": str(refused)[:200]})


@dataclass(frozen=True, slots=True)
class Sound:
    """What was found sound in a form: the questions by name, and whether the conditions of its layout are."""

    names: frozenset[str] = frozenset()
    layout: bool = False


NOTHING = Sound()


def remember_sound(form: Form, problems: Iterable[Problem]) -> None:
    """Notes on a form what ``schemas`` found sound in it, for the next look at a changed one."""
    places = [split(problem.pointer) for problem in problems]
    wrong = {place[2] for place in places if place[:2] == ("schema", "properties") and len(place) > 2}
    whole = any(place[:1] == ("schema",) and place[:2] != ("schema", "properties") for place in places)
    names = frozenset() if whole else frozenset(properties_of(form.definition.schema)) - wrong
    form.memory[SOUND] = Sound(names, not any(place[:1] == ("ui",) for place in places))


def _without_known(definition: Definition, before: Form | None, known: Sound) -> Mapping[str, Any]:
    """The schema with nothing said of the questions that are known to be sound."""
    if before is None or not known.names:
        return definition.schema
    earlier = properties_of(before.definition.schema)
    left = {
        name: True if name in known.names and earlier.get(name) is one else one
        for name, one in properties_of(definition.schema).items()
    }
    return {**definition.schema, "properties": left}


def _known_elements(before: Form | None, known: Sound) -> Mapping[int, Any]:
    """The elements whose conditions are known to be sound; held, so that nothing else gets their identity."""
    if before is None or not known.layout:
        return {}
    return {id(node.element): node.element for node in before.root.walk()}


def _all_schemas(definition: Definition, known: Mapping[int, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield from subschemas(definition.schema)
    yield from _condition_schemas(definition.ui, "/ui", known)


def _condition_schemas(
    element: Any, pointer: str, known: Mapping[int, Any]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if isinstance(element, list):
        for number, one in enumerate(element):
            yield from _condition_schemas(one, f"{pointer}/{number}", known)
    elif isinstance(element, dict) and id(element) not in known:
        for key, value in element.items():
            if key == "schema" and "scope" in element:
                yield from subschemas(value, f"{pointer}/schema")
            else:
                yield from _condition_schemas(value, f"{pointer}/{key}", known)


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
