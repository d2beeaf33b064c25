"""What differs between two versions of a form is told item by item, with what it does to answers given before."""

from __future__ import annotations

import json
from typing import Any

import pytest

from caseforms.definitions.editing import apply, apply_all, difference, normal
from caseforms.locations import shipped
from tests.definitions.written import choice, control, form_of, shown_if, text

FORM = normal(
    form_of(
        {
            "name": text("姓名", maxLength=50),
            "kind": choice("yes", "no"),
            "why": text(),
            "many": {
                "type": "array",
                "title": "多",
                "maxItems": 9,
                "items": {"type": "string", "maxLength": 9},
            },
        },
        required=["name"],
        controls=[
            control("name"),
            control("kind"),
            control("why", rule=shown_if("kind", "no")),
            control("many"),
        ],
    )
)
OTHER_TEXT = {"that": {"op": "eq", "args": [1, 1]}}


def told(*operations: dict[str, Any]) -> list[tuple[str, str, str, str, str]]:
    """Item, kind, property, class and effect of every difference that operations make."""
    found = difference(FORM, apply_all(FORM, operations))
    return [(one.item, one.kind, one.property, one.change_class, one.effect) for one in found]


def setting(item: str, name: str, value: Any) -> dict[str, Any]:
    return {"op": "set", "item": item, "property": name, "value": value}


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (setting("field:/name", "title", "全名"), ("field:/name", "changed", "title", "safe", "text")),
        (
            setting("field:/name", "maxLength", 60),
            ("field:/name", "changed", "maxLength", "widening", "loosened"),
        ),
        (
            setting("field:/name", "maxLength", 20),
            ("field:/name", "changed", "maxLength", "breaking", "tightened"),
        ),
        (
            setting("field:/name", "minLength", 2),
            ("field:/name", "changed", "minLength", "breaking", "tightened"),
        ),
        (
            setting("field:/name", "format", "date"),
            ("field:/name", "changed", "format", "breaking", "retyped"),
        ),
        (
            setting("field:/many", "items.maxLength", 5),
            ("field:/many", "changed", "items.maxLength", "breaking", "tightened"),
        ),
        (
            setting("field:/name", "x-prefill", "person.name"),
            ("field:/name", "changed", "x-prefill", "safe", "layout"),
        ),
        (
            setting("field:/kind", "required", True),
            ("field:/kind", "changed", "required", "breaking", "tightened"),
        ),
        (
            {"op": "unset", "item": "field:/name", "property": "required"},
            ("field:/name", "changed", "required", "widening", "loosened"),
        ),
        (
            {"op": "unset", "item": "field:/why", "property": "rule"},
            ("field:/why", "changed", "rule", "breaking", "altered"),
        ),
        (setting("choice:/kind#no", "title", "否"), ("choice:/kind#no", "changed", "title", "safe", "text")),
        (
            {
                "op": "add-choice",
                "item": "choice:/kind#perhaps",
                "value": {"const": "perhaps", "title": "也许"},
            },
            ("choice:/kind#perhaps", "added", "", "widening", "added"),
        ),
        (
            {"op": "add-item", "item": "field:/new", "value": {"schema": text()}, "anchor": {"in": "form"}},
            ("field:/new", "added", "", "widening", "added"),
        ),
        (
            {
                "op": "add-item",
                "item": "field:/new",
                "value": {"schema": text(), "required": True},
                "anchor": {"in": "form"},
            },
            ("field:/new", "added", "", "breaking", "added"),
        ),
        (
            {"op": "add-item", "item": "check:/name#mine", "value": OTHER_TEXT, "anchor": {}},
            ("check:/name#mine", "added", "", "breaking", "added"),
        ),
        (
            {
                "op": "add-item",
                "item": "check:/name#mine",
                "value": {**OTHER_TEXT, "severity": "warning"},
                "anchor": {},
            },
            ("check:/name#mine", "added", "", "widening", "added"),
        ),
        (
            {"op": "move", "item": "field:/many", "anchor": {"in": "form", "before": "field:/name"}},
            ("field:/many", "moved", "", "safe", "layout"),
        ),
        (
            {"op": "translate", "item": "text:en:name.label", "value": "Full name"},
            ("text:en:name.label", "changed", "text", "safe", "text"),
        ),
    ],
)
def test_a_change_is_told_once_with_its_class(operation: dict[str, Any], expected: tuple[str, ...]) -> None:
    assert told(operation) == [expected]


def test_a_removed_question_is_told_with_all_that_went() -> None:
    found = told(
        {"op": "unset", "item": "field:/why", "property": "rule"},
        {"op": "remove-item", "item": "field:/kind"},
    )

    assert ("field:/kind", "removed", "", "breaking", "dropped") in found
    assert ("choice:/kind#no", "removed", "", "breaking", "dropped") in found
    assert ("text:en:kind.label", "removed", "", "safe", "dropped") in found


def test_a_form_does_not_differ_from_itself_however_it_is_written() -> None:
    for path in sorted(shipped("form_definitions").glob("*/*.json"))[::9]:
        document = json.loads(path.read_text(encoding="utf-8"))
        turned = {key: document[key] for key in reversed(document)}

        assert difference(document, turned) == ()


def test_values_before_and_after_are_told() -> None:
    after = apply(FORM, setting("field:/name", "maxLength", 20))

    assert [(one.before, one.after) for one in difference(FORM, after)] == [(50, 20)]
