"""The linter finds what the meta-schema cannot see, and says where."""

from __future__ import annotations

from typing import Any

import pytest

from caseforms.definitions import lint, parse, read
from tests.definitions.written import choice, control, form_of, shown_if, text


def found(document: dict[str, Any], **known: Any) -> set[tuple[str, str]]:
    """Code and pointer of everything that reading and linting find."""
    definition, problems = read(document)
    if definition is not None:
        problems = lint(definition, known)
    return {(problem.code.removeprefix("definition."), problem.pointer) for problem in problems}


def codes(document: dict[str, Any], **known: Any) -> set[str]:
    return {code for code, _ in found(document, **known)}


def test_a_sound_definition_has_no_problem() -> None:
    document = form_of(
        {"kind": choice("yes", "no"), "why": text()},
        required=["kind", "why"],
        controls=[control("kind"), control("why", rule=shown_if("kind", "no"))],
    )

    assert found(document) == set()


def test_a_scope_that_leads_nowhere_is_named() -> None:
    document = form_of({"name": text()}, controls=[control("name"), control("nmae")])

    assert found(document) == {("scope", "/ui/elements/1/scope")}


def test_one_field_has_one_control() -> None:
    document = form_of({"name": text()}, controls=[control("name"), control("name")])

    assert found(document) == {("scope-twice", "/schema/properties/name")}


def test_a_required_field_that_nobody_can_fill_is_an_error_and_an_idle_one_a_warning() -> None:
    document = form_of({"name": text(), "idle": text()}, required=["name"], controls=[])

    problems = {problem.code: problem.severity for problem in lint(parse(document))}

    assert problems["definition.required-without-control"] == "error"
    assert problems["definition.no-control"] == "warning"


def test_rules_in_a_circle_are_named_in_order() -> None:
    document = form_of(
        {"first": choice("x", "y"), "second": choice("x", "y")},
        controls=[
            control("first", rule=shown_if("second", "x")),
            control("second", rule=shown_if("first", "x")),
        ],
    )

    circle = next(problem for problem in lint(parse(document)) if problem.code == "definition.circle")

    assert circle.params["path"] == "/first → /second → /first"


def test_a_group_shown_by_a_field_inside_it_is_a_circle() -> None:
    group = {
        "type": "Group",
        "label": "组",
        "i18n": "group",
        "rule": shown_if("a", "x"),
        "elements": [control("a")],
    }
    document = form_of({"a": choice("x", "y")}, controls=[group])

    assert "circle" in codes(document)


def test_computed_values_in_a_circle_are_found() -> None:
    def sum_of(name: str) -> dict[str, Any]:
        compute = {"op": "sum", "args": [{"field": f"/{name}"}, 1]}
        return {"type": "number", "title": "数", "readOnly": True, "x-compute": compute}

    document = form_of({"a": sum_of("b"), "b": sum_of("a")})

    assert "circle" in codes(document)


def test_a_condition_open_on_an_empty_form_is_a_warning_unless_it_is_meant() -> None:
    forgotten = {"effect": "SHOW", "condition": {"scope": "#/properties/a", "schema": {"const": "x"}}}
    meant = {"effect": "SHOW", "condition": {**forgotten["condition"], "failWhenUndefined": False}}  # type: ignore[dict-item]
    properties = {"a": choice("x", "y"), "b": text()}

    assert codes(form_of(properties, controls=[control("a"), control("b", rule=forgotten)])) == {
        "condition-open"
    }
    assert codes(form_of(properties, controls=[control("a"), control("b", rule=meant)])) == set()


@pytest.mark.parametrize(
    ("companion", "rule", "code"),
    [
        ({"scope": "#/properties/missing", "value": "other"}, shown_if("a", "other"), "companion-of-nothing"),
        ({"scope": "#/properties/a", "value": "elsewhere"}, shown_if("a", "other"), "companion-choice"),
        ({"scope": "#/properties/a", "value": "other"}, shown_if("a", "x"), "companion-rule"),
        ({"scope": "#/properties/a", "value": "other"}, None, "companion-rule"),
    ],
)
def test_a_companion_opens_with_its_own_choice(
    companion: dict[str, Any], rule: dict[str, Any] | None, code: str
) -> None:
    note = control("note", options={"companionOf": companion}, **({"rule": rule} if rule else {}))

    assert code in codes(form_of({"a": choice("x", "other"), "note": text()}, controls=[control("a"), note]))


def test_a_choice_code_stands_once() -> None:
    assert found(form_of({"a": choice("x", "x")})) == {("choice-twice", "/schema/properties/a")}


@pytest.mark.parametrize("name", ["toString", "constructor", "__proto__", "Name", "姓名", "a-b"])
def test_a_name_that_browsers_or_people_trip_over_is_refused(name: str) -> None:
    definition, problems = read(form_of({name: text()}))

    assert definition is None
    assert problems[0].code in {"definition.hostile-name", "definition.bad-name"}


def test_references_by_name_must_lead_somewhere() -> None:
    document = form_of(
        {
            "total": text(readOnly=True, **{"x-compute": {"op": "concat", "args": [{"field": "/gone"}]}}),
            "signed_on": text(format="date", **{"x-signed-date": "total"}),
            "day": text(
                **{"x-checks": [{"id": "early", "that": {"op": "eq", "args": [{"field": "/lost"}, 1]}}]}
            ),
        }
    )
    document["paper"] = {"rows": [{"cells": [{"content": [{"value": "/nowhere"}]}]}]}
    document["translations"]["en"]["day.check.early"] = "Too early"
    document["translations"]["zh"] = {"day.check.early": "太早"}

    assert found(document) == {
        ("compute-reads-nothing", "/schema/properties/total/x-compute"),
        ("signed-date", "/schema/properties/signed_on/x-signed-date"),
        ("check-reads-nothing", "/schema/properties/day/x-checks"),
        ("paper-unknown-field", "/paper/rows/0/cells/0/content/0/value"),
    }


def test_prefilling_is_judged_against_the_known_definitions() -> None:
    other = parse(form_of({"goal": text()}) | {"id": "plan"})
    document = form_of(
        {
            "a": text(**{"x-prefill": "form:plan.goal"}),
            "b": text(**{"x-prefill": ["person.name", "form:plan.gaol"]}),
            "c": text(**{"x-prefill": "form:nothing.goal"}),
        }
    )

    assert found(document, plan=other) == {
        ("prefill-unknown-field", "/schema/properties/b/x-prefill"),
        ("prefill-unknown-form", "/schema/properties/c/x-prefill"),
    }


def test_every_text_stands_in_both_languages_and_no_translation_is_left_over() -> None:
    document = form_of({"a": choice("x", "y"), "b": text()})
    del document["translations"]["en"]["a.x"]
    document["translations"]["en"]["b.hint"] = "Nobody says this"
    document["translations"]["zh"] = {"b.error.minLength": "太短"}

    problems = lint(parse(document))

    assert {(one.code, one.params["key"], one.severity) for one in problems} == {
        ("definition.translation-missing", "a.x", "error"),
        ("definition.translation-missing", "b.error.minLength", "error"),
        ("definition.translation-stale", "b.hint", "warning"),
    }


def test_a_default_and_limits_must_be_possible() -> None:
    document = form_of({"a": text(default=5), "b": text(minLength=5, maxLength=2)})

    assert found(document) == {
        ("default", "/schema/properties/a/default"),
        ("limits", "/schema/properties/b/minLength"),
    }


@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        ({"id": "Bad Id"}, "malformed", "/id"),
        ({"version": "1"}, "malformed", "/version"),
        ({"colour": "red"}, "unknown-keyword", "/colour"),
        ({"schema": {"type": "object", "properties": {"a": {"x-colour": 1}}}}, "unknown-annotation", "/schema/properties/a/x-colour"),
        ({"schema": {"type": "object", "properties": {"a": {"$anchor": "x"}}}}, "refused.anchor", "/schema/properties/a/$anchor"),
        ({"schema": {"type": "object", "properties": {"a": {"type": ["string", "integer"]}}}}, "two-types", "/schema/properties/a/type"),
        ({"schema": {"type": "object", "properties": {"a": {"maximum": 2**60}}}}, "number-too-large", "/schema/properties/a/maximum"),
        ({"title": "half \ud83d"}, "broken-character", "/title"),
        ({"ui": {"type": "Grid", "elements": []}}, "not-one-of", "/ui/type"),
        ({"schema": {"type": "object", "properties": {"a": {"$ref": "#/properties/a"}}}}, "recursive", "/schema/properties/a/$ref"),
    ],
)  # fmt: skip
def test_a_malformed_document_is_refused_with_its_place(
    change: dict[str, Any], code: str, pointer: str
) -> None:
    definition, problems = read(form_of({"a": text()}) | change, "file.json")

    assert definition is None
    assert (f"definition.{code}", pointer, "file.json") in {
        (one.code, one.pointer, one.source) for one in problems
    }


@pytest.mark.parametrize(
    "document", [None, 3, [], "x", {}, {"id": 3}, {"schema": []}, {"ui": 5, "schema": {"properties": 4}}]
)
def test_anything_can_be_read_without_a_crash(document: Any) -> None:
    definition, problems = read(document)

    assert definition is None
    assert problems


def test_a_document_nested_without_end_is_refused() -> None:
    deep: dict[str, Any] = {}
    for _ in range(5000):
        deep = {"not": deep}

    definition, problems = read(form_of({"a": deep}))

    assert definition is None
    assert problems[0].code == "definition.too-deep"
