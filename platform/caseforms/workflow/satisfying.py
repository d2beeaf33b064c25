"""Makes facts on which a guard holds, to show that it can be met at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from caseforms.workflow.guards import Guard, holds

Facts = dict[str, Any]
MOST_TRIES = 64


def is_satisfiable(guard: Guard) -> bool:
    """Whether facts were found on which the guard and its `when` hold together."""
    return any(
        holds(guard, facts) and (guard.when is None or holds(guard.when, facts)) for facts in _tries(guard)
    )


def _tries(guard: Guard) -> list[Facts]:
    """Some facts that should satisfy the guard: one for each way through its alternatives, MOST_TRIES at the most.

    Each step stops there, so that the work grows with the size of the guard and not with its combinations.
    """
    found: Iterable[Facts]
    if guard.operator == "any":
        found = (facts for part in guard.parts for facts in _tries(part))
    elif guard.operator == "all":
        found = [{}]
        for part in guard.parts:
            found = list(islice(_together(found, _tries(part)), MOST_TRIES))
    elif guard.operator == "not":
        found = [{}]
    else:
        found = (_at(guard.path, value) for value in _samples(guard.schema))
    if guard.when is not None:
        found = _together(_tries(guard.when), list(islice(found, MOST_TRIES)))
    return list(islice(found, MOST_TRIES))


def _together(some: Iterable[Facts], others: list[Facts]) -> Iterator[Facts]:
    return (_merged(facts, other) for facts in some for other in others)


def _at(path: tuple[str, ...], value: object) -> Facts:
    for segment in reversed(path):
        value = {segment: value}
    return value if isinstance(value, dict) else {}


def _merged(first: Facts, second: Facts) -> Facts:
    merged = dict(first)
    for name, value in second.items():
        mine = merged.get(name)
        if isinstance(mine, dict) and isinstance(value, dict):
            merged[name] = _merged(mine, value)
        elif isinstance(mine, list) and isinstance(value, list):
            merged[name] = mine + value
        else:
            merged[name] = value
    return merged


def _samples(schema: Mapping[str, Any]) -> list[object]:
    if "const" in schema:
        return [schema["const"]]
    if "enum" in schema:
        return list(schema["enum"])
    kinds = schema.get("type", "object")
    return [
        each for kind in (kinds if isinstance(kinds, list) else [kinds]) for each in _of_kind(kind, schema)
    ]


def _of_kind(kind: str, schema: Mapping[str, Any]) -> list[object]:
    if kind == "null":
        return [None]
    if kind == "string":
        return ["x" * max(1, int(schema.get("minLength", 1)))]
    if kind in {"integer", "number"}:
        return [schema.get("minimum", schema.get("maximum", 0))]
    if kind == "boolean":
        return [True, False]
    if kind == "array":
        wanted = schema.get("contains") or schema.get("items") or {"const": "x"}
        inner = _samples(wanted) or ["x"]
        count = max(1, int(schema.get("minItems", 1)))
        return [[each] + [f"{each}{n}" for n in range(1, count)] for each in inner]
    return [{}]
