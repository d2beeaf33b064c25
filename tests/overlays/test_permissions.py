"""What a layer may do to an item is set above it; what a standard locks may be reworded and tightened, no more."""

from __future__ import annotations

from typing import Any

import pytest

from caseforms.definitions.definition import fingerprint
from caseforms.definitions.editing import normal, write
from caseforms.overlays import Layer, Permissions, allowed, build
from caseforms.problems import Refused
from tests.definitions.written import choice, control, form_of, shown_if, text

LOCKED = {"x-locked": True, "x-personal": "identity", "x-source": {"origin": "S", "clause": "5.1"}}
FORM = normal(
    form_of(
        {
            "name": text("姓名", maxLength=50, **LOCKED),
            "kind": {**choice("yes", "no"), **LOCKED},
            "extra": text("附加", **{"x-source": {"origin": "I"}}),
        },
        required=["name"],
        ui={
            "type": "VerticalLayout",
            "elements": [
                {
                    "type": "Group",
                    "i18n": "basic",
                    "label": "基本",
                    "elements": [control("name"), control("kind"), control("extra")],
                }
            ],
        },
        standard={"document": "002", "clause": "附录B"},
    )
)


def setting(item: str, name: str, value: Any) -> dict[str, Any]:
    return {"op": "set", "item": item, "property": name, "value": value}


def refused(operation: dict[str, Any], permissions: Permissions | None = None) -> list[str]:
    """The codes of the problems of an operation, without their room."""
    return [one.code.removeprefix("overlay.") for one in allowed(FORM, operation, permissions or {})]


RELABEL = setting("field:/name", "title", "称呼")
TIGHTEN = setting("field:/name", "maxLength", 20)
LOOSEN = setting("field:/name", "maxLength", 90)
NEW = {"op": "add-item", "item": "field:/own", "value": {"schema": text()}, "anchor": {"in": "group:basic"}}


@pytest.mark.parametrize(
    "operation",
    [
        RELABEL,
        TIGHTEN,
        NEW,
        setting("field:/kind", "required", True),
        setting("choice:/kind#no", "title", "否"),
        setting("group:basic", "label", "资料"),
        setting("field:/extra", "maxLength", 5),
        {"op": "translate", "item": "text:en:name.label", "value": "Full name"},
        {"op": "move", "item": "field:/name", "anchor": {"in": "group:basic", "before": None}},
        {"op": "move", "item": "field:/extra", "anchor": None},
        {"op": "remove-item", "item": "field:/extra"},
        {"op": "add-item", "item": "check:/name#mine", "value": {"that": True}, "anchor": {}},
    ],
)
def test_a_locked_question_may_be_reworded_and_tightened_and_others_are_free(
    operation: dict[str, Any],
) -> None:
    assert refused(operation) == []


@pytest.mark.parametrize(
    "operation",
    [
        LOOSEN,
        setting("field:/name", "format", "date"),
        setting("field:/name", "x-source.clause", "9"),
        setting("field:/name", "rule", shown_if("kind", "no")),
        setting("form", "standard.document", "001"),
        setting("form", "ui", {"type": "VerticalLayout", "elements": []}),
        {"op": "unset", "item": "field:/name", "property": "x-personal"},
        {"op": "unset", "item": "field:/name", "property": "required"},
        {"op": "unset", "item": "field:/name", "property": "x-locked"},
        {"op": "remove-item", "item": "field:/name"},
        {"op": "rename", "item": "field:/name", "to": "other"},
        {"op": "move", "item": "field:/name", "anchor": None},
        {"op": "remove-choice", "item": "choice:/kind#no"},
        {"op": "rename", "item": "choice:/kind#no", "to": "never"},
        {"op": "add-choice", "item": "choice:/kind#perhaps", "value": {"const": "perhaps", "title": "也许"}},
    ],
)
def test_what_a_standard_locks_is_not_loosened_retyped_or_taken_away(operation: dict[str, Any]) -> None:
    assert refused(operation, {"*": "free"}) == ["tighten-only"]


def test_a_rule_on_a_section_counts_for_all_that_is_in_it() -> None:
    hidden = setting("group:basic", "rule", shown_if("extra", "x"))

    assert [one.params["item"] for one in allowed(FORM, hidden, {})] == ["field:/name", "field:/kind"]


def test_the_layout_of_rows_is_not_changed_over_the_head_of_their_columns() -> None:
    rows = {
        "type": "array",
        "title": "行",
        "items": {"type": "object", "properties": {"one": text(**LOCKED)}},
    }
    form = normal(form_of({"rows": rows}))
    layout = {"type": "VerticalLayout", "elements": []}

    found = allowed(form, setting("field:/rows", "options.detail", layout), {})

    assert [one.params["item"] for one in found] == ["field:/rows/*/one"]


@pytest.mark.parametrize(
    ("permission", "expected"),
    [
        ("locked", ["locked", "locked", "locked"]),
        ("relabel", ["", "relabel-only", "relabel-only"]),
        ("tighten", ["", "", "tighten-only"]),
        ("free", ["", "", ""]),
    ],
)
def test_each_permission_allows_what_the_narrower_ones_allow(permission: Any, expected: list[str]) -> None:
    steps = [
        setting("field:/extra", "title", "补充"),
        setting("field:/extra", "maxLength", 20),
        {"op": "remove-item", "item": "field:/extra"},
    ]

    assert ["".join(refused(step, {"field:/extra": permission})) for step in steps] == expected


def test_a_permission_holds_for_what_belongs_to_the_item() -> None:
    relabel = {"op": "translate", "item": "text:en:kind.no", "value": "Never"}

    assert refused(relabel, {"field:/kind": "locked"}) == ["locked"]
    assert refused(setting("choice:/kind#no", "title", "否"), {"field:/kind": "locked"}) == ["locked"]
    assert refused(relabel, {"*": "locked"}) == ["locked"]


def test_layers_are_built_one_on_the_other_and_always_alike() -> None:
    city = Layer("city", {"zh": "市"}, "local", (TIGHTEN, NEW), {"field:/own": "relabel"})
    house = Layer("house", {"zh": "机构"}, "institution", (setting("field:/own", "title", "自定"), RELABEL))

    built = build(FORM, [city, house])

    assert built["schema"]["properties"]["name"]["maxLength"] == 20
    assert built["schema"]["properties"]["own"]["title"] == "自定"
    assert write(built) == write(build(FORM, [city, house]))
    assert fingerprint(built) == fingerprint(build(FORM, [city, house]))


def test_a_layer_keeps_to_what_the_layer_above_leaves_to_it() -> None:
    city = Layer("city", {"zh": "市"}, "local", (NEW,), {"field:/own": "relabel"})
    house = Layer("house", {"zh": "机构"}, "institution", ({"op": "remove-item", "item": "field:/own"},))

    with pytest.raises(Refused) as no:
        build(FORM, [city, house])

    assert no.value.problems[0].code == "overlay.relabel-only"


def test_answers_may_be_demanded_in_more_cases_and_only_ones_own_demands_be_dropped() -> None:
    when = {"properties": {"kind": {"const": "yes"}}, "required": ["kind"], "type": "object"}
    of_standard = {"if": when, "then": {"required": ["kind"]}}
    own = {"if": when, "then": {"required": ["extra"]}}
    document = {**FORM, "schema": {**FORM["schema"], "allOf": [of_standard]}}

    more = setting("form", "schema.allOf", [of_standard, own])
    without = {"op": "unset", "item": "form", "property": "schema.allOf"}

    assert allowed(document, more, {}) == ()
    assert [one.params["item"] for one in allowed(document, without, {})] == ["field:/kind"]
