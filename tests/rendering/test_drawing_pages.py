"""A drawn form in its pages and modes: what is handed over, whose fields they are, prefilled, signed, read."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from caseforms import definitions, locations
from caseforms.definitions import Form
from caseforms.problems import Problem
from caseforms.rendering import Reader, Source, draw
from caseforms.rendering.paper.signing import SignatureView
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


# Pages and sections


TWO_PAGES = (
    {"type": "Category", "i18n": "one", "label": "申请", "elements": [
        {"type": "Group", "i18n": "basic", "label": "基本资料", "elements": [forms.control("name"), forms.control("phone")]},
        {"type": "Group", "i18n": "needs", "label": "需求", "elements": [forms.control("needs")]}]},
    {"type": "Category", "i18n": "two", "label": "评估", "elements": [
        {"type": "Group", "i18n": "verdict", "label": "评估", "elements": [forms.control("verdict")]}]},
)  # fmt: skip
ASKED = {
    "name": forms.text(),
    "phone": forms.text("电话"),
    "needs": forms.text("需求"),
    "verdict": forms.text("结论", **{"x-edit-roles": ["social_worker"]}),
}


def two_pages() -> Form:
    return forms.paged(*TWO_PAGES, properties=ASKED, required=("name", "phone", "needs", "verdict"))


def test_all_pages_are_on_the_page_and_narrow_screens_begin_with_one() -> None:
    shown = [
        one.get("class")
        for one in page_of(two_pages(), page=2).find(data_page="1")
        if one.get("id") == "_page-1"
    ]
    other = [
        one.get("class")
        for one in page_of(two_pages(), page=2).find(data_page="2")
        if one.get("id") == "_page-2"
    ]

    assert shown == ["form-page is-other-page"]
    assert other == ["form-page"]


def test_a_narrow_screen_begins_with_the_page_of_the_first_problem() -> None:
    page = page_of(two_pages(), problems=[Problem("answer.required", "/verdict")])

    assert page.one(id="_page-2").get("class") == "form-page"


def test_the_contents_say_how_far_each_section_is() -> None:
    reader = Reader(language="en", role="volunteer")
    page = page_of(two_pages(), {"name": "李", "needs": "陪诊"}, reader)

    states = [(link.get("data-state"), link.find("small")[0].text) for link in page.one("nav").find("a")]

    assert states == [("part", "1 to go"), ("done", "complete"), ("others", "Filled in by the social worker")]


def test_only_the_pages_that_are_handed_over_are_drawn() -> None:
    page = page_of(two_pages(), {"verdict": "秘密"}, pages={1})

    assert page.find(id="name")
    assert "秘密" not in page.text


def test_a_section_with_one_question_has_one_heading() -> None:
    page = page_of(two_pages(), reader=Reader())

    assert [heading.text for heading in page.find("h2")].count("需求") == 1
    assert page.one("label", for_="needs").parent is page.find("h2")[1]


# Closed fields, signatures, sources


def test_a_field_of_another_role_shows_its_value_and_takes_none() -> None:
    page = page_of(two_pages(), {"verdict": "接案"}, Reader(language="en", role="volunteer"))

    field = page.one(data_pointer="/verdict")
    assert "接案" in field.text
    assert "Filled in by the social worker" in field.text
    assert not [one for one in field.find("input") if one.get("name")]


def test_the_role_itself_gets_the_control() -> None:
    reader = Reader(language="en", role=frozenset({"supervisor", "social_worker"}))

    assert page_of(two_pages(), {}, reader).find("input", id="verdict")


def test_a_locked_field_shows_its_value_and_takes_none() -> None:
    page = page_of(two_pages(), {"name": "李"}, locked=frozenset({"/name"}))

    assert not page.find("input", id="name")
    assert "李" in page.one(data_pointer="/name").text


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (Source("form:mh-application", "the application", "2026-03-02"), "From the application, 2 March"),
        (Source("form:mh-application", "the application", "2025-03-02", stale=True),
         "From the application, 2 March 2025. Is this still true?"),
        (Source("person", "the register", ""), "From the register"),
    ],
)  # fmt: skip
def test_a_prefilled_value_says_where_it_came_from(source: Source, words: str) -> None:
    page = page_of(two_pages(), {"name": "李"}, sources={"/name": source})

    mark = page.one("p", class_="prefill")
    assert mark.find("span")[0].text == words
    assert len(mark.find("button", data_do="keep")) == source.stale


def test_a_signature_line_says_who_signs_and_later_who_has_signed() -> None:
    form = forms.with_every_kind()
    given = {"/signed": SignatureView("王小明", "drawn", "2026-03-05")}

    before, after = page_of(form), page_of(form, signatures=given)

    assert "Signed by the client after this form is handed in" in before.one(data_pointer="/signed").text
    assert "王小明 signed on Thu 5 Mar 2026" in after.one(data_pointer="/signed").text
    assert "Thu 5 Mar 2026" in after.one(data_pointer="/signed_on").text
    assert not before.one(data_pointer="/signed").find("input")


def test_a_voided_signature_leaves_no_day_of_signing() -> None:
    form = forms.with_every_kind()
    voided = {"/signed": SignatureView("王小明", "drawn", "2026-03-05", valid=False)}

    writing = page_of(form, signatures=voided)
    reading = page_of(form, signatures=voided, mode="read")

    assert "no longer counts" in writing.one(data_pointer="/signed").text
    assert "Mar" not in writing.one(data_pointer="/signed_on").text
    assert "Mar" not in reading.one(data_pointer="/signed_on").text


def test_a_clause_opens_its_sentence_in_both_languages() -> None:
    sentences = {("§6.1.1 b", "zh"): "初步收集信息", ("§6.1.1 b", "en"): "Collect first information"}
    reader = Reader(language="en", clause_text=lambda clause, language: sentences[clause, language])
    form = forms.of({"name": forms.text(**{"x-source": {"clause": "§6.1.1 b", "origin": "C"}})})

    clause = page_of(form, reader=reader).one("details", class_="clause")

    assert clause.find("summary")[0].text == "Source: § 6.1.1 b"
    assert [(one.get("lang"), one.text) for one in clause.find("p")] == [
        ("zh-CN", "初步收集信息"),
        ("", "Collect first information"),
    ]


# Dates in the order of the language


def test_a_day_stands_in_the_order_of_the_language() -> None:
    form = forms.of({"born": forms.text("生日", format="date")})

    def parts(language: str) -> list[str]:
        page = page_of(form, {"born": "1969-08-14"}, Reader(language=language))
        return [box.get("value") for box in page.one(class_="date").find("input")]

    assert parts("zh") == ["1969", "8", "14"]
    assert parts("en") == ["14", "8", "1969"]


# Answers to read


def test_answers_are_read_as_words_and_what_is_empty_says_so() -> None:
    form = forms.with_every_kind()
    reader = Reader(language="en", people={"u1": "林晓燕"})

    page = page_of(form, {**forms.FILLED, "born": "2026-03-05"} | {"at": None}, reader, mode="read")
    said = {one.find("dt")[0].text: one.find("dd")[0].text for one in page.find(class_="answer")}

    assert said["出生日期"] == "Thu 5 Mar 2026"
    assert said["独居"] == "No"
    assert said["方式"] == "选phone, 选other"
    assert said["人员"] == "林晓燕, 一位志愿者"
    assert said["次数"] == "3 次"
    assert said["时间"] == "not filled in"
    assert not page.find("input")


def test_what_is_hidden_by_other_answers_is_not_read() -> None:
    form = forms.with_every_kind()

    page = page_of(form, {"channel": "self", "channel_other": "旧"}, mode="read")

    assert "旧" not in page.text


def test_an_identity_number_is_masked_for_those_who_may_not_see_it() -> None:
    form = forms.of({"number": forms.text("身份证号", format="cn-id", **{"x-personal": "identity"})})
    data = {"number": "11010519491231002X"}

    seen = page_of(form, data, Reader(), mode="read").text
    masked = page_of(form, data, Reader(may_see=lambda _: False), mode="read").text

    assert "11010519491231002X" in seen
    assert "110105********002X" in masked
    assert "19491231" not in masked
