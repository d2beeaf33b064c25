"""Conditions as people put them: read from the shipped forms and written back as they stood."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from caseforms import locations
from caseforms.web.designer import conditions
from caseforms.web.designer.conditions import Clause, When


@pytest.mark.parametrize(
    ("schema", "must", "clause"),
    [
        ({"const": "no"}, True, Clause("/a", "is", "no")),
        ({"not": {"const": "no"}}, False, Clause("/a", "is-not", "no")),
        ({"not": {"const": "no"}}, True, Clause("/a", "other-than", "no")),
        ({"enum": ["x", "y"]}, True, Clause("/a", "one-of", ["x", "y"])),
        ({"contains": {"const": "x"}}, True, Clause("/a", "has", "x")),
        ({"type": "integer", "minimum": 18}, True, Clause("/a", "at-least", 18)),
        ({"exclusiveMinimum": 5}, True, Clause("/a", "more-than", 5)),
        ({}, True, Clause("/a", "answered")),
    ],
)
def test_a_simple_condition_is_read(schema: dict[str, Any], must: bool, clause: Clause) -> None:
    condition = {"scope": "#/properties/a", "schema": schema, "failWhenUndefined": must}

    assert conditions.read(condition) == When((clause,))


def test_what_is_too_involved_for_pickers_is_left_alone() -> None:
    nested = {"type": "AND", "conditions": [{"type": "OR", "conditions": []}]}
    strange = {
        "scope": "#/properties/a",
        "schema": {"properties": {"b": {"const": 1}}},
        "failWhenUndefined": True,
    }

    assert conditions.read(nested) is None
    assert conditions.read(strange) is None


def test_every_shipped_condition_that_can_be_picked_is_written_back_with_the_same_meaning() -> None:
    picked = 0
    for condition in _shipped():
        when = conditions.read(condition)
        if when is not None:
            picked += 1
            assert _plain(conditions.write(when)) == _plain(condition)

    assert picked > 280


def _shipped() -> Iterator[Any]:
    for path in locations.shipped("form_definitions").glob("*/*.json"):
        document = json.loads(path.read_text(encoding="utf-8"))
        yield from _rules(document["ui"])


def _rules(element: Any) -> Iterator[Any]:
    if "rule" in element:
        yield element["rule"]["condition"]
    for child in element.get("elements", ()):
        yield from _rules(child)


def _plain(condition: Any) -> Any:
    """A condition without what says nothing: the type that the question has anyway, a flag that is not set."""
    if "conditions" in condition:
        return [condition["type"], [_plain(each) for each in condition["conditions"]]]
    schema = {key: value for key, value in condition["schema"].items() if key != "type"}
    return [condition["scope"], schema, bool(condition.get("failWhenUndefined"))]
