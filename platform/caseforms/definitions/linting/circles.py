"""Finds rules and computed values that run in a circle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from caseforms.definitions.form import Field, Form
from caseforms.definitions.linting.layout import schema_place
from caseforms.definitions.ordering import row_of
from caseforms.problems import Problem
from caseforms.rules.conditions import leaves, normal
from caseforms.rules.expressions import fields_read
from caseforms.rules.pointers import join, scope_segments


def circles(form: Form) -> Iterator[Problem]:
    """One problem per circle, naming the fields it runs through."""
    below = _below(form)
    edges = {pointer: sorted(_needs(field, below)) for pointer, field in form.fields.items()}
    for circle in _circles(edges):
        path = " → ".join((*circle, circle[0]))
        yield Problem("definition.circle", schema_place(circle[0]), {"path": path})


def _below(form: Form) -> dict[str, set[str]]:
    """For each pointer and whatever stands around a field: the fields there and inside."""
    found: dict[str, set[str]] = {"": set(form.fields)}
    for pointer in form.fields:
        above = pointer
        while above:
            found.setdefault(above, set()).add(pointer)
            above = above.rpartition("/")[0]
    return found


def _needs(field: Field, below: Mapping[str, set[str]]) -> set[str]:
    """Pointers of the fields that decide on a field being there or on its computed value."""
    found: set[str] = set()
    for route in field.routes:
        for rule in route:
            found |= condition_reads(rule.condition, rule.base)
    row = row_of(field.pointer)
    if "x-compute" in field.schema:
        found |= set(fields_read(field.schema["x-compute"], row))
        found |= _conditions_inside(field.schema["x-compute"], row)
    if "x-compute-when" in field.schema:
        found |= condition_reads(normal(field.schema["x-compute-when"]), row)
    return {pointer for one in found for pointer in below.get(one, ())}


def condition_reads(condition: Mapping[str, Any], base: str) -> set[str]:
    """Pattern pointers that a normal condition looks at."""
    found: set[str] = set()
    for leaf in leaves(condition):
        place = f"{base}{join(scope_segments(leaf['scope']) or ())}"
        found |= _schema_reads(leaf["schema"], place)
    return found


def _schema_reads(schema: Any, place: str) -> set[str]:
    """What a schema over the value at a place looks at: its named properties, else the whole."""
    if not isinstance(schema, dict):
        return {place} if place else set()
    found: set[str] = set()
    for keyword, value in schema.items():
        if keyword == "properties":
            for name, inner in value.items():
                found |= _schema_reads(inner, f"{place}/{name}")
        elif keyword == "required":
            found |= {f"{place}/{name}" for name in value}
        elif keyword in ("allOf", "anyOf", "oneOf"):
            for inner in value:
                found |= _schema_reads(inner, place)
        elif keyword in ("not", "if", "then", "else"):
            found |= _schema_reads(value, place)
        elif keyword != "type":
            found.add(place)
    return found or {place}


def _conditions_inside(expression: Any, row: str) -> set[str]:
    """What the conditions of ``if`` operations look at."""
    found: set[str] = set()
    if isinstance(expression, list):
        for one in expression:
            found |= _conditions_inside(one, row)
    elif isinstance(expression, dict):
        if expression.get("op") == "if" and isinstance(expression.get("condition"), dict):
            found |= condition_reads(normal(expression["condition"]), row)
        for key in ("args", "then", "else"):
            found |= _conditions_inside(expression.get(key), row)
    return found


def _circles(edges: Mapping[str, list[str]]) -> Iterator[list[str]]:
    """Each circle once, found by walking in depth."""
    done: set[str] = set()

    def visit(node: str, path: list[str]) -> Iterator[list[str]]:
        if node in path:
            yield path[path.index(node) :]
            return
        if node in done:
            return
        for following in edges.get(node, ()):
            yield from visit(following, [*path, node])
        done.add(node)

    seen: set[frozenset[str]] = set()
    for start in edges:
        for circle in visit(start, []):
            if frozenset(circle) not in seen:
                seen.add(frozenset(circle))
                yield circle
