"""Each operation does what it says, takes along what belongs to the item, and is refused with a reason when it cannot."""

from __future__ import annotations

from typing import Any

import pytest

from caseforms.definitions import lint, parse
from caseforms.definitions.editing import (
    apply,
    apply_all,
    freed,
    inverse,
    lint_remedies,
    new_form,
    normal,
    prepared,
    references,
    sentence,
    write,
)
from caseforms.problems import Refused
from tests.definitions.written import choice, control, form_of, shown_if, text

Document = dict[str, Any]


def section(key: str, *elements: Document, type: str = "Group") -> Document:  # noqa: A002 - JSON Forms' own word
    return {"type": type, "i18n": key, "label": key, "elements": list(elements)}


def pair(*elements: Document) -> Document:
    return {"type": "HorizontalLayout", "elements": list(elements)}


FORM = normal(
    form_of(
        {"name": text("姓名"), "kind": choice("yes", "no"), "why": text(), "day": text()},
        required=["name", "why"],
        ui={
            "type": "VerticalLayout",
            "elements": [
                section("first", control("name"), pair(control("kind"), control("day"))),
                section("second", control("why", rule=shown_if("kind", "no"))),
            ],
        },
    )
)


def code_of(operation: Document, document: Document = FORM) -> str:
    """The code of the refusal of an operation."""
    with pytest.raises(Refused) as refused:
        apply(document, operation)
    return refused.value.problems[0].code


def layout(document: Document) -> list[Any]:
    """The layout as names: of fields, and of sections with what is in them."""

    def named(element: Document) -> Any:
        inner = [named(one) for one in element.get("elements", ())]
        return element["scope"][13:] if "scope" in element else {element.get("i18n", "pair"): inner}

    return [named(one) for one in document["ui"]["elements"]]


def test_a_property_is_set_and_keeps_the_rest_shared() -> None:
    after = apply(FORM, {"op": "set", "item": "field:/name", "property": "maxLength", "value": 20})

    assert after["schema"]["properties"]["name"]["maxLength"] == 20
    assert after["schema"]["properties"]["kind"] is FORM["schema"]["properties"]["kind"]
    assert after["ui"] is FORM["ui"]


@pytest.mark.parametrize(
    ("item", "name", "value", "path"),
    [
        ("form", "title", "新表", ["title"]),
        ("form", "standard.document", "002", ["standard", "document"]),
        ("field:/name", "x-source.origin", "I", ["schema", "properties", "name", "x-source", "origin"]),
        ("choice:/kind#no", "title", "否", ["schema", "properties", "kind", "oneOf", 1, "title"]),
        ("group:second", "label", "第二", ["ui", "elements", 1, "label"]),
        ("field:/why", "options.multi", True, ["ui", "elements", 1, "elements", 0, "options", "multi"]),
    ],
)
def test_each_property_has_its_place(item: str, name: str, value: Any, path: list[Any]) -> None:
    found: Any = apply(FORM, {"op": "set", "item": item, "property": name, "value": value})

    for step in path:
        found = found[step]

    assert found == value


def test_a_question_is_required_and_no_longer() -> None:
    needed = apply(FORM, {"op": "set", "item": "field:/kind", "property": "required", "value": True})
    free = apply(needed, {"op": "unset", "item": "field:/name", "property": "required"})

    assert needed["schema"]["required"] == ["name", "kind", "why"]
    assert free["schema"]["required"] == ["kind", "why"]


def test_a_question_is_added_beside_another_with_its_words() -> None:
    operation = {
        "op": "add-item",
        "item": "field:/phone",
        "value": {"schema": text("电话"), "required": True},
        "anchor": {"in": "pair:/kind", "before": "field:/day"},
        "translations": {"en": {"phone.label": "Phone"}},
    }

    after = apply(FORM, operation)

    assert layout(after)[0] == {"first": ["name", {"pair": ["kind", "phone", "day"]}]}
    assert list(after["schema"]["properties"]) == ["name", "kind", "phone", "why", "day"]
    assert after["schema"]["required"] == ["name", "phone", "why"]
    assert after["translations"]["en"]["phone.label"] == "Phone"
    assert apply_all(after, inverse(FORM, operation)) == FORM


def test_a_question_goes_with_its_words_and_comes_back_with_them() -> None:
    operation = {"op": "remove-item", "item": "field:/name"}

    after = apply(FORM, operation)

    assert "name.label" not in after["translations"]["en"]
    assert write(apply_all(after, inverse(FORM, operation))) == write(FORM)


def test_what_others_refer_to_does_not_go_and_they_are_named() -> None:
    with pytest.raises(Refused) as refused:
        apply(FORM, {"op": "remove-item", "item": "field:/kind"})

    assert refused.value.problems[0].params == {"item": "field:/kind", "by": ["field:/why"]}
    assert [(one.kind, one.item) for one in references(FORM, "choice:/kind#no")] == [("rule", "field:/why")]


def test_what_is_freed_can_go() -> None:
    free = freed(FORM, "field:/kind")

    after = apply_all(FORM, [*free, {"op": "remove-item", "item": "field:/kind"}])

    assert free == ({"op": "unset", "item": "field:/why", "property": "rule"},)
    assert "kind" not in after["schema"]["properties"]


def test_the_last_question_leaving_a_pair_takes_it_along() -> None:
    steps = [
        {"op": "move", "item": "field:/kind", "anchor": {"in": "group:second", "before": None}},
        {"op": "move", "item": "field:/day", "anchor": {"in": "form", "before": "group:second"}},
    ]

    after = apply_all(FORM, steps)

    assert layout(after) == [{"first": ["name"]}, "day", {"second": ["why", "kind"]}]
    back = inverse(apply(FORM, steps[0]), steps[1])
    assert layout(apply_all(after, back)) == layout(apply(FORM, steps[0]))


def test_a_pair_is_laid_around_a_question_and_taken_off_again() -> None:
    around = {
        "op": "add-item",
        "item": "pair:/name",
        "value": {"type": "HorizontalLayout"},
        "anchor": {"around": "field:/name"},
    }

    after = apply(FORM, around)

    assert layout(after)[0] == {"first": [{"pair": ["name"]}, {"pair": ["kind", "day"]}]}
    assert apply(after, {"op": "remove-item", "item": "pair:/name"}) == FORM


def test_a_choice_is_added_before_another_and_removed() -> None:
    operation = {
        "op": "add-choice",
        "item": "choice:/kind#perhaps",
        "value": {"const": "perhaps", "title": "也许"},
        "anchor": {"before": "choice:/kind#no"},
        "translations": {"en": {"kind.perhaps": "Perhaps"}},
    }

    after = apply(FORM, operation)

    assert [one["const"] for one in after["schema"]["properties"]["kind"]["oneOf"]] == [
        "yes",
        "perhaps",
        "no",
    ]
    assert apply(after, {"op": "remove-choice", "item": "choice:/kind#perhaps"}) == FORM


def test_chinese_is_written_where_it_stands_and_english_among_the_translations() -> None:
    chinese = prepared(FORM, {"op": "translate", "item": "text:zh:kind.no", "value": "否"})
    english = prepared(FORM, {"op": "translate", "item": "text:en:kind.no", "value": "Never"})

    assert chinese == {
        "op": "set",
        "item": "choice:/kind#no",
        "property": "title",
        "value": "否",
        "was": "选no",
    }
    assert english["was"] == "no"
    assert apply(FORM, english)["translations"]["en"]["kind.no"] == "Never"


def test_what_was_changed_meanwhile_is_not_written_over() -> None:
    mine = prepared(FORM, {"op": "set", "item": "field:/name", "property": "title", "value": "全名"})
    theirs = apply(FORM, {"op": "set", "item": "field:/name", "property": "title", "value": "称呼"})

    assert code_of(dict(mine), theirs) == "editing.changed-since"


ADD = {"op": "add-item", "item": "field:/new", "value": {"schema": text()}, "anchor": {"in": "group:first"}}


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        ({"op": "explode", "item": "form"}, "editing.unknown-operation"),
        ({"op": "set", "item": "form", "value": 1}, "editing.operation"),
        ({"op": "set", "item": "form", "property": "title", "value": 1, "extra": 1}, "editing.operation"),
        ({"op": "set", "item": "form", "property": "title", "value": 7}, "definition.wrong-type"),
        ({"op": "set", "item": "form", "property": "id", "value": "x"}, "editing.property"),
        ({"op": "set", "item": "field:/name", "property": "properties", "value": {}}, "editing.property"),
        ({"op": "set", "item": "field:/kind", "property": "oneOf", "value": []}, "editing.property"),
        (
            {"op": "set", "item": "field:/name", "property": "x-magic", "value": 1},
            "definition.unknown-annotation",
        ),
        (
            {"op": "set", "item": "field:/name", "property": "maxLength", "value": "9"},
            "definition.wrong-type",
        ),
        (
            {"op": "set", "item": "field:/name", "property": "rule", "value": {"effect": "SHOW"}},
            "definition.missing",
        ),
        ({"op": "unset", "item": "field:/name", "property": "pattern"}, "editing.nothing-there"),
        ({**ADD, "item": "field:/name"}, "editing.exists"),
        ({**ADD, "item": "field:/__proto__"}, "definition.hostile-name"),
        ({**ADD, "anchor": {"in": "group:nowhere"}}, "editing.unknown-item"),
        ({**ADD, "anchor": {"in": "field:/name"}}, "editing.holds-nothing"),
        ({**ADD, "translations": {"en": {"name.label": "Mine"}}}, "editing.exists"),
        ({**ADD, "translations": {"en": {"other.label": "Mine"}}}, "editing.foreign-text"),
        ({**ADD, "value": {"schema": {"type": "wish"}}}, "definition.not-one-of"),
        ({"op": "remove-item", "item": "group:first"}, "editing.not-empty"),
        ({"op": "remove-item", "item": "form"}, "editing.no-place"),
        ({"op": "remove-choice", "item": "choice:/kind#no"}, "editing.referred-to"),
        ({"op": "remove-choice", "item": "choice:/name#no"}, "editing.no-choices"),
        ({"op": "move", "item": "group:first", "anchor": {"in": "pair:/kind"}}, "editing.into-itself"),
        (
            {"op": "move", "item": "field:/name", "anchor": {"in": "form", "before": "field:/day"}},
            "editing.not-inside",
        ),
        ({"op": "move", "item": "field:/why", "anchor": None}, "editing.not-plain"),
        ({"op": "translate", "item": "text:fr:name.label", "value": "Nom"}, "editing.unknown-item"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_reason(operation: Document, code: str) -> None:
    assert code_of(operation) == code


def test_pages_stand_beside_pages() -> None:
    paged = normal(
        form_of(
            {"name": text()},
            ui={
                "type": "Categorization",
                "elements": [section("page", section("part", control("name")), type="Category")],
            },
        )
    )

    assert code_of({"op": "move", "item": "field:/name", "anchor": {"in": "form"}}, paged) == "editing.pages"
    assert code_of({"op": "move", "item": "group:part", "anchor": {"in": "form"}}, paged) == "editing.pages"
    assert code_of({**ADD, "anchor": {"in": "form"}}, paged) == "editing.pages"
    assert code_of({"op": "remove-item", "item": "group:page"}, paged) == "editing.not-empty"


def test_a_change_is_told_in_the_words_of_the_form() -> None:
    moved = sentence(
        FORM, {"op": "move", "item": "field:/name", "anchor": {"in": "group:second", "before": "field:/why"}}
    )

    assert (moved.code, moved.params["label"]) == ("move", {"zh": "姓名", "en": "name"})
    assert (moved.params["in"], moved.params["before"]) == ({"zh": "second"}, {"zh": "文字", "en": "why"})


def test_what_the_linter_finds_is_mended_by_one_click() -> None:
    broken = form_of(
        {
            "kind": choice("yes", "no"),
            "why": text(minLength=9, maxLength=2),
            "lost": text(),
            "sum": text(**{"x-compute": {"field": "/nobody"}}),
        },
        required=["lost"],
        controls=[
            control("kind"),
            control("why", options={"companionOf": {"scope": "#/properties/kind", "value": "no"}}),
            control("sum"),
        ],
    )
    broken["translations"]["en"]["nobody.label"] = "Nobody"
    broken = normal(broken)
    found = lint(parse(broken))

    mended = apply_all(broken, [step for one in found for step in lint_remedies(one, broken)])

    assert len(found) >= 6
    assert lint(parse(mended)) == ()


def test_a_new_form_is_a_form() -> None:
    document = new_form("home-visit", {"zh": "家访表", "en": "Home visit"})

    definition = parse(
        apply(
            document, {**ADD, "anchor": {"in": "group:section"}, "translations": {"en": {"new.label": "New"}}}
        )
    )

    assert lint(definition) == ()
