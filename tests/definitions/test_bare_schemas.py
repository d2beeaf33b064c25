"""Bare JSON Schemas of every draft become forms, or are refused with a reason."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from caseforms.answers import check, effective, finalise
from caseforms.definitions import Form, compile, from_schema  # noqa: A004 - the room's own word
from caseforms.problems import Refused
from caseforms.rules import Context

CONTEXT = Context.at(datetime(2026, 11, 22, 4, 0, tzinfo=UTC))


def form(schema: Any, ui: Any = None) -> Form:
    return compile(from_schema(schema, ui))


def problems(one: Form, data: dict[str, Any]) -> list[tuple[str, str]]:
    return [(problem.code.removeprefix("answer."), problem.pointer) for problem in check(one, data, CONTEXT)]


def visible(one: Form, data: dict[str, Any]) -> list[str]:
    state = effective(one, data)
    return [pointer for pointer in one.fields if state.visible(pointer)]


def test_draft_04_says_exclusive_limits_with_true() -> None:
    one = form(
        {
            "$schema": "http://json-schema.org/draft-04/schema#",
            "id": "http://example.org/x",
            "type": "object",
            "properties": {"a": {"type": "number", "minimum": 0, "exclusiveMinimum": True}},
        }
    )

    assert problems(one, {"a": 0}) == [("exclusiveMinimum", "/a")]


def test_draft_07_definitions_dependencies_and_tuples_are_raised() -> None:
    one = form({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "definitions": {"place": {"type": "object", "required": ["street"], "properties": {"street": {"type": "string"}}}},
        "type": "object",
        "properties": {
            "place": {"$ref": "#/definitions/place", "title": "ignored beside a reference"},
            "card": {"type": "string"},
            "pair": {"type": "array", "items": [{"type": "object", "properties": {"x": {"type": "integer"}}}], "additionalItems": False},
        },
        "dependencies": {"card": ["place"]},
    })  # fmt: skip

    assert list(one.fields) == ["/place", "/place/street", "/card", "/pair", "/pair/0", "/pair/0/x"]
    assert problems(one, {"card": "1"}) == [("required", "/place")]
    assert problems(one, {"pair": [{"x": 1}, {"x": 2}]}) == [("falseSchema", "/pair/1")]


def test_a_property_of_then_is_drawn_under_its_condition() -> None:
    one = form(
        {
            "type": "object",
            "properties": {"kind": {"enum": ["a", "b"]}},
            "if": {"properties": {"kind": {"const": "a"}}, "required": ["kind"]},
            "then": {"properties": {"x": {"type": "string"}}, "required": ["x"]},
            "else": {"properties": {"y": {"type": "integer"}}},
        }
    )

    assert visible(one, {}) == ["/kind", "/y"]
    assert visible(one, {"kind": "a"}) == ["/kind", "/x"]
    assert problems(one, {"kind": "a", "y": 1}) == [("required", "/x")]
    assert finalise(one, {"kind": "b", "x": "left over", "y": 2}, CONTEXT) == {"kind": "b", "y": 2}


def test_requiring_in_then_without_a_new_property_is_known_to_effective() -> None:
    one = form(
        {
            "type": "object",
            "properties": {"a": {"type": "boolean"}, "b": {"type": "string"}},
            "if": {"properties": {"a": {"const": True}}, "required": ["a"]},
            "then": {"required": ["b"]},
        }
    )

    assert effective(one, {"a": True}).required("/b")
    assert not effective(one, {"a": False}).required("/b")
    assert problems(one, {"a": True}) == [("required", "/b")]


def test_dependent_schemas_are_drawn_when_their_cause_is_there() -> None:
    one = form(
        {
            "type": "object",
            "properties": {"card": {"type": "string"}},
            "dependentSchemas": {
                "card": {"properties": {"expires": {"type": "string"}}, "required": ["expires"]}
            },
        }
    )

    assert visible(one, {}) == ["/card"]
    assert problems(one, {"card": "1"}) == [("required", "/expires")]


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
def test_alternatives_told_apart_by_a_const_become_a_choice(keyword: str) -> None:
    one = form({
        "type": "object",
        keyword: [
            {"title": "Mail", "properties": {"by": {"const": "mail"}, "email": {"type": "string"}}, "required": ["by", "email"]},
            {"title": "Phone", "properties": {"by": {"const": "phone"}, "number": {"type": "string"}}, "required": ["by"]},
        ],
    })  # fmt: skip

    assert one.choices(one.fields["/by"], "en") == [("mail", "Mail"), ("phone", "Phone")]
    assert problems(one, {}) == [("required", "/by")]
    assert problems(one, {"by": "mail"}) == [("required", "/email")]
    assert finalise(one, {"by": "phone", "email": "left over"}, CONTEXT) == {"by": "phone"}


def test_alternatives_inside_an_object_and_inside_rows_are_drawn_too() -> None:
    way = {
        "oneOf": [
            {"type": "object", "properties": {"by": {"const": "mail"}, "email": {"type": "string"}}, "required": ["by"]},
            {"type": "object", "properties": {"by": {"const": "none"}}, "required": ["by"]},
        ]
    }  # fmt: skip
    one = form({"type": "object", "properties": {"way": way, "ways": {"type": "array", "items": way}}})

    assert {"/way/by", "/way/email", "/ways/*/by", "/ways/*/email"} <= one.fields.keys()
    state = effective(one, {"way": {"by": "mail"}, "ways": [{"by": "none"}, {"by": "mail"}]})
    assert [state.visible(p) for p in ("/way/email", "/ways/0/email", "/ways/1/email")] == [True, False, True]


def test_branches_that_narrow_one_property_differently_keep_their_own_rule() -> None:
    def when(country: str, *cities: str) -> dict[str, Any]:
        condition = {"properties": {"country": {"const": country}}, "required": ["country"]}
        return {"if": condition, "then": {"properties": {"city": {"enum": list(cities)}}}}

    one = form(
        {
            "type": "object",
            "properties": {"country": {"enum": ["cn", "us"]}},
            "allOf": [when("cn", "sz", "gz"), when("us", "ny")],
        }
    )

    assert [value for value, _ in one.choices(one.fields["/city"], "en")] == ["sz", "gz", "ny"]
    assert problems(one, {"country": "us", "city": "sz"}) == [("enum", "/city")]
    assert visible(one, {}) == ["/country"]


def test_all_of_is_merged_and_contradictions_are_refused() -> None:
    merged = form({"allOf": [
        {"type": "object", "properties": {"a": {"type": "string", "maxLength": 9}}, "required": ["a"]},
        {"properties": {"a": {"maxLength": 3}, "b": {"type": "integer"}}},
    ]})  # fmt: skip

    assert list(merged.fields) == ["/a", "/b"]
    assert problems(merged, {"a": "long"}) == [("maxLength", "/a")]
    with pytest.raises(Refused) as refused:
        form({"type": "object", "properties": {"a": {"allOf": [{"type": "string"}, {"type": "integer"}]}}})
    assert refused.value.problems[0].code == "definition.allof"


def test_nullable_is_one_type_that_may_be_blank() -> None:
    one = form({"type": "object", "properties": {
        "a": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        "b": {"type": "integer", "nullable": True},
    }})  # fmt: skip

    assert [(field.type, field.nullable) for field in one.fields.values()] == [
        ("string", True),
        ("integer", True),
    ]
    assert problems(one, {"a": None, "b": None}) == []


def test_a_json_forms_layout_is_taken_as_it_stands() -> None:
    leaf = {"type": "LEAF", "scope": "#/properties/a", "expectedValue": True}
    one = form(
        {"type": "object", "properties": {"a": {"type": "boolean"}, "b": {"type": "string"}, "c": {"type": "string"}}},
        {"type": "HorizontalLayout", "elements": [
            {"type": "Control", "scope": "#/properties/a"},
            {"type": "Control", "scope": "#/properties/b", "rule": {"effect": "ENABLE", "condition": leaf}},
            {"type": "Control", "scope": "#/properties/c", "rule": {"effect": "HIDE", "condition": leaf}},
        ]},
    )  # fmt: skip

    off, on = effective(one, {}), effective(one, {"a": True})
    assert (off.enabled("/b"), on.enabled("/b")) == (False, True)
    assert (off.visible("/c"), on.visible("/c")) == (True, False)


@pytest.mark.parametrize(
    ("schema", "code"),
    [
        (3, "root"),
        ({"type": "array"}, "root"),
        ({"type": "object", "properties": 3}, "root"),
        ({"type": "object", "properties": {"a": {"$ref": "#"}}}, "recursive"),
        ({"type": "object", "properties": {"a": {"$ref": "http://example.org/x"}}}, "remote-reference"),
        ({"type": "object", "properties": {"a": {"$ref": "#/$defs/gone"}}}, "reference"),
        ({"type": "object", "properties": {"a": {"type": ["string", "integer"]}}}, "two-types"),
        ({"type": "object", "properties": {"a": {"oneOf": [{"type": "string"}, {"type": "integer"}]}}}, "mixed-choices"),
        ({"type": "object", "oneOf": [{"properties": {"a": {}}}, {"properties": {"b": {}}}]}, "branches"),
        ({"type": "object", "properties": {"a": {}}, "unevaluatedProperties": False}, "refused.unevaluatedProperties"),
        ({"type": "object", "properties": {"constructor": {}}}, "hostile-name"),
        ({"type": "object", "properties": {"a": {"pattern": "("}}}, "schema"),
        ({"$schema": "http://example.org/my", "type": "object"}, "dialect"),
    ],
)  # fmt: skip
def test_what_no_form_can_say_is_refused(schema: Any, code: str) -> None:
    with pytest.raises(Refused) as refused:
        from_schema(schema)

    assert refused.value.problems[0].code == f"definition.{code}"
    assert refused.value.problems[0].pointer.startswith("/schema")


def test_a_bare_schema_is_open_where_it_does_not_say_otherwise() -> None:
    one = form({"type": "object", "properties": {"a": {"type": "string"}}})

    assert problems(one, {"a": "x", "other": 1}) == []
    assert problems(form({**one.definition.schema, "additionalProperties": False}), {"other": 1}) == [
        ("additionalProperties", "")
    ]
