"""A drawn form says what it asks, to eyes and to a screen reader, and what is wrong, where."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from caseforms import definitions, locations
from caseforms.answers import check
from caseforms.definitions import Form
from caseforms.problems import Problem
from caseforms.rendering import Reader, draw
from caseforms.rules import Context
from tests.rendering import forms, pages

ENGLISH = Reader(language="en", now=datetime(2026, 3, 5, 6, 0, tzinfo=UTC))
SHIPPED = sorted(Path(locations.shipped("form_definitions")).rglob("*/*.json"))


def page_of(
    form: Form, data: dict[str, Any] | None = None, reader: Reader = ENGLISH, **more: Any
) -> pages.Element:
    return pages.read(draw(form, data or {}, reader, **more))


def shipped(path: Path) -> Form:
    return definitions.compile(definitions.parse(json.loads(path.read_text(encoding="utf-8"))))


def alive(page: pages.Element, tag: str = "", **wanted: str) -> list[pages.Element]:
    return [one for one in page.find(tag, **wanted) if not pages.inert(one)]


# For everybody who cannot see the page


EVERY = [*(pytest.param(path, id=path.stem) for path in SHIPPED), pytest.param(None, id="every kind")]


def whole(path: Path | None) -> pages.Element:
    form = shipped(path) if path else forms.with_every_kind()
    data = {} if path else forms.FILLED
    return page_of(form, data, problems=check(form, data, Context.at(ENGLISH.now or datetime.now(UTC))))


@pytest.mark.parametrize("path", EVERY)
def test_ids_are_unique_and_every_reference_leads_somewhere(path: Path | None) -> None:
    page = whole(path)

    ids = Counter(one.get("id") for one in page.walk() if one.get("id") and not pages.inert(one))
    wanted = {
        id_
        for one in page.walk()
        if not pages.inert(one)
        for name in ("for", "aria-labelledby", "aria-describedby", "list")
        for id_ in one.get(name).split()
    } | {one.get("href")[1:] for one in page.find("a") if one.get("href").startswith("#")}

    assert [id_ for id_, times in ids.items() if times > 1] == []
    assert sorted(wanted - ids.keys()) == []


@pytest.mark.parametrize("path", EVERY)
def test_every_control_has_a_label(path: Path | None) -> None:
    page = whole(path)
    labelled = {label.get("for") for label in page.find("label")}

    controls = [
        one
        for one in page.walk()
        if one.tag in ("input", "textarea", "select", "output") and one.get("type") != "hidden"
    ]
    nameless = [
        one.get("name") or one.get("id")
        for one in controls
        if one.get("id") not in labelled
        and not one.get("aria-label")
        and not one.get("aria-labelledby")
        and not any(above.tag == "label" for above in one.above())
    ]

    assert controls
    assert nameless == []


@pytest.mark.parametrize("path", EVERY)
def test_radios_and_boxes_of_one_question_stand_in_a_named_group(path: Path | None) -> None:
    page = whole(path)

    loose = [
        one.get("name")
        for one in page.find("input")
        if one.get("type") == "radio"
        and not any(
            above.get("role") in ("group", "radiogroup") and above.get("aria-labelledby")
            for above in one.above()
        )
    ]

    assert loose == []


def test_hint_and_error_are_read_out_with_their_control() -> None:
    form = forms.of({"phone": forms.text("电话", description="手机或座机", format="cn-phone")})

    page = page_of(form, problems=[Problem("answer.required", "/phone")])
    control = page.one("input", id="phone")

    assert control.get("aria-describedby") == "phone--hint phone--error"
    assert control.get("aria-invalid") == "true"
    assert control.get("inputmode") == "tel"


def test_personal_answers_are_not_offered_again_by_the_browser() -> None:
    form = forms.of({"name": forms.text(**{"x-personal": "identity"}), "place": forms.text("地点")})

    page = page_of(form)

    assert page.one("input", id="name").get("autocomplete") == "off"
    assert not page.one("input", id="place").has("autocomplete")


# What is wrong


def test_the_summary_leads_to_each_field_and_takes_the_focus() -> None:
    form = forms.of(
        {
            "name": forms.text("姓名："),
            "channel": forms.choice("途径", "self"),
            "born": forms.text("生日", format="date"),
        }
    )
    problems = [Problem("answer.required", f"/{name}") for name in ("name", "channel", "born")]

    summary = page_of(form, problems=problems).one("section", class_="summary")

    assert [link.get("href") for link in summary.find("a")] == ["#name", "#channel-self", "#born--first"]
    assert summary.get("role") == "alert"
    assert summary.get("tabindex") == "-1"
    assert summary.find("a")[0].text.startswith("姓名: ")


def test_an_error_stands_between_hint_and_control() -> None:
    form = forms.of({"name": forms.text(description="全名")})

    field = page_of(form, problems=[Problem("answer.required", "/name")]).one(class_="field")

    assert [child.get("class").split(" ")[0] for child in field.children] == [
        "field__head",
        "hint",
        "error",
        "input",
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({"name.error.custom": "A", "name.error.minLength": "B"}, "A"),
        ({"name.error.minLength": "B"}, "B"),
    ],
)
def test_the_definitions_own_words_come_before_the_catalogues(words: dict[str, str], expected: str) -> None:
    form = forms.of({"name": forms.text()}, english=words, chinese=words)

    page = page_of(form, problems=[Problem("answer.minLength", "/name", {"limit": 2})])

    assert page.one("p", id="name--error").text == expected


def test_without_words_of_its_own_a_problem_is_explained_by_the_catalogue() -> None:
    form = forms.of({"name": forms.text()})

    page = page_of(form, problems=[Problem("answer.required", "/name")])

    assert page.one("p", id="name--error").text == "This is not filled in. Please fill it in."


def test_a_check_says_its_own_sentence() -> None:
    form = forms.of(
        {"born": forms.text(format="date")}, english={"born.check.not-future": "Not after today."}
    )

    page = page_of(form, problems=[Problem("answer.check.not-future", "/born")])

    assert page.one("p", id="born--error").text == "Not after today."


def test_a_warning_is_told_apart_from_an_error() -> None:
    form = forms.of({"name": forms.text()})

    page = page_of(form, problems=[Problem("answer.check.odd", "/name", severity="warning")])

    assert page.find("p", class_="warning")
    assert not page.find("p", class_="error")
    assert not page.one("input", id="name").has("aria-invalid")
    assert page.find("section", class_="summary--should")


def test_a_problem_inside_a_field_is_told_at_the_field_around_it() -> None:
    form = forms.of({"modes": forms.many("方式", "a", "b")})

    page = page_of(form, problems=[Problem("answer.oneOf", "/modes/1")])

    assert page.find("p", id="modes--error")


# What is asked


def test_optional_is_marked_and_not_what_is_demanded() -> None:
    form = forms.of({"name": forms.text("全名"), "nick": forms.text("小名")}, required=("name",))

    page = page_of(form)

    assert page.one("label", for_="name").text == "全名"
    assert page.one("label", for_="nick").text == "小名 optional"


def test_seven_choices_are_a_list_that_opens_and_six_are_rows_to_tap() -> None:
    form = forms.of({"few": forms.choice("少", *"abcdef"), "more": forms.choice("多", *"abcdefg")})

    page = page_of(form)

    assert len(page.find("input", type="radio")) == 6
    assert len(page.one("select").find("option")) == 8


def test_yes_or_no_is_unset_until_answered() -> None:
    form = forms.of({"alone": {"type": "boolean", "title": "独居"}})

    assert [one.has("checked") for one in page_of(form).find("input", type="radio")] == [False, False]
    assert [one.has("checked") for one in page_of(form, {"alone": False}).find("input", type="radio")] == [
        False,
        True,
    ]


def test_a_companion_stands_in_the_row_of_its_choice() -> None:
    form = forms.with_every_kind()

    opened = page_of(form, {"channel": "other"}).one("input", id="channel_other").above()

    assert next(one for one in opened if one.get("class") == "choice").find("input", id="channel-other")


def test_a_companion_of_a_list_that_opens_follows_it_and_is_hidden_until_chosen() -> None:
    properties = {"people": forms.choice("民族", *"abcdefg"), "note": forms.text("请注明")}
    note = forms.control("note", companionOf={"scope": "#/properties/people", "value": "g"})
    form = forms.of(properties, [forms.control("people"), forms.shown_when(note, "people", "g")])

    def hidden(data: dict[str, Any]) -> bool:
        return page_of(form, data).one(data_pointer="/note").has("hidden")

    assert hidden({"people": "a"})
    assert not hidden({"people": "g"})


def test_what_stands_under_a_condition_is_on_the_page_and_says_so() -> None:
    follow = forms.shown_when(forms.control("reason"), "follow_up", "no")
    form = forms.of(
        {"follow_up": forms.choice("跟进", "yes", "no"), "reason": forms.text("原因")},
        [forms.control("follow_up"), follow],
    )

    field = page_of(form).one(data_pointer="/reason")
    block = json.loads("".join(page_of(form).one("script").texts))

    assert field.has("hidden")
    assert not page_of(form, {"follow_up": "no"}).one(data_pointer="/reason").has("hidden")
    (rule,) = block["conditions"][int(field.get("data-condition"))]["any"][0]
    assert rule["condition"]["scope"] == "#/properties/follow_up"


def test_the_data_block_cannot_be_left_by_what_a_definition_says() -> None:
    form = forms.of({"name": forms.text("</script><b>&")}, english={"name.label": "</script><b>&"})

    html = draw(form, {}, ENGLISH)
    block = json.loads("".join(pages.read(html).one("script").texts))

    assert block["labels"]["/name"] == "</script><b>&"
    assert html.count("</script>") == 1


def test_markup_in_answers_is_shown_and_never_obeyed() -> None:
    form = forms.of({"name": forms.text(), "story": forms.text("经过", maxLength=4000)})
    nasty = {"name": '"><img src=x>', "story": "</textarea><script>alert(1)</script>"}

    for mode in ("fill", "read"):
        page = page_of(form, nasty, mode=mode)

        assert not page.find("img")
        assert [one.get("type") for one in page.find("script")] == ["application/json"] * (mode == "fill")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
@pytest.mark.parametrize("mode", ["fill", "read", "print"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_shipped_form_is_drawn_whole(path: Path, mode: Any, language: str) -> None:
    form = shipped(path)

    page = page_of(form, {}, Reader(language=language), mode=mode)

    drawn = {one.get("data-pointer") for one in page.walk() if one.get("data-pointer")}
    asked = {
        pointer for pointer, field in form.fields.items() if field.control is not None and "*" not in pointer
    }
    if mode == "fill":
        assert asked <= drawn
    else:
        assert drawn


def test_the_browser_is_told_the_closed_answers_that_conditions_look_at_and_no_others() -> None:
    verdict = forms.choice("结论", "yes", "no", **{"x-edit-roles": ["supervisor"]})
    form = forms.of(
        {
            "verdict": verdict,
            "secret": forms.text("密", **{"x-edit-roles": ["supervisor"]}),
            "reason": forms.text("原因"),
        },
        [
            forms.control("verdict"),
            forms.control("secret"),
            forms.shown_when(forms.control("reason"), "verdict", "no"),
        ],
    )
    data = {"verdict": "no", "secret": "甲", "reason": "乙"}

    block = json.loads("".join(page_of(form, data, Reader(role="volunteer")).one("script").texts))

    assert block["given"] == {"verdict": "no"}


def test_the_summary_follows_the_order_of_the_page() -> None:
    form = forms.of(
        {"first": forms.text("一"), "second": forms.text("二")},
        [forms.control("second"), forms.control("first")],
    )
    problems = [Problem("answer.required", pointer) for pointer in ("", "/first", "/second")]

    lines = page_of(form, problems=problems).one("section", class_="summary").find("li")

    assert [line.text[0] for line in lines] == ["二", "一", "T"]
