"""Paper of forms that have no grid of their own."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

from caseforms.definitions import Form
from caseforms.rendering.paper import SignatureView, sheet
from caseforms.rendering.reader import Reader
from tests.rendering.paper import forms

READER = Reader(language="zh", people={"u1": "林晓燕"})


def markup(form: Form, data: Mapping[str, Any], *languages: str, **more: Any) -> str:
    """The sheet as HTML, in Chinese unless languages are named."""
    return str(sheet(form, data, READER, languages=languages or ("zh",), **more).html)


def words(markup: str) -> str:
    """The words of a sheet, one space between two pieces."""
    plain = re.sub(r"(?s)<footer.*?</footer>", "", markup)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", plain))).strip()


def test_an_empty_form_has_all_its_questions_in_order() -> None:
    told = words(markup(forms.visit(), {}))

    assert told.startswith(
        "小表 情况 方式 家访 其他 记录 日期 年 月 日 社工 填写规则：真实。 同行 同行人 姓名 电话"
    )
    assert told.endswith("签署 签字")


def test_an_empty_table_has_three_rows_to_write_in() -> None:
    drawn = sheet(forms.visit(), {}, READER)

    (table,) = (grid for grid in drawn.context["grids"] if len(grid.columns) == 2)

    assert len(table.rows) == 2 + 3


def test_a_table_has_as_many_rows_as_answers() -> None:
    data = {"people": [{"name": "周成", "phone": "13900000000"}, {"name": "李明"}]}

    told = words(markup(forms.visit(), data))

    assert "姓名 电话 周成 13900000000 李明" in told


def test_the_line_behind_a_choice_carries_its_answer() -> None:
    drawn = markup(forms.visit(), {"kind": "other", "kind_other": "陪同复诊"})

    assert re.search(r'box--ticked".*?其他.*?陪同复诊', drawn, re.DOTALL)
    assert drawn.count("box--ticked") == 1


def test_a_question_that_is_not_asked_is_not_printed_with_its_old_answer() -> None:
    assert "陪同复诊" not in markup(forms.visit(), {"kind": "home", "kind_other": "陪同复诊"})


def test_people_stand_with_their_names_and_dates_in_words() -> None:
    told = words(markup(forms.visit(), {"worker": "u1", "on": "2026-03-05"}))

    assert "2026年3月5日" in told
    assert "林晓燕" in told


def test_both_languages_stand_beside_each_other() -> None:
    told = words(markup(forms.visit(), {}, "zh", "en"))

    assert "小表 Small form" in told
    assert "家访 Home visit" in told


def test_a_form_without_a_layout_in_the_standard_prints_the_questions_of_the_platform_too() -> None:
    assert "有风险" in markup(forms.visit(), {})


def test_a_form_of_the_standard_keeps_them_for_a_page_of_their_own() -> None:
    printed = {"type": "string", "title": "姓名", "x-source": {"clause": "附录B", "origin": "S"}}
    own = {"type": "string", "title": "别名", "x-source": {"origin": "I"}}
    form = forms.form(
        {"name": printed, "alias": own},
        [
            forms.group("basic", "基本资料", forms.control("name")),
            forms.group("more", "补充", forms.control("alias"), options={"origin": "platform"}),
        ],
        {"basic.label": "Basic data", "more.label": "More", "name.label": "Name", "alias.label": "Alias"},
    )

    as_published = markup(form, {"name": "李明", "alias": "小李"})
    whole = markup(form, {"name": "李明", "alias": "小李"}, published=False)

    assert "小李" not in as_published
    assert re.search(r"李明.*paper__extra.*小李", whole, re.DOTALL)


def test_a_signature_shows_name_and_day() -> None:
    signed = {"/worker_signature": SignatureView("林晓燕", "typed", "2026-03-05", typed="林晓燕")}

    told = words(markup(forms.visit(), {"kind": "home"}, signatures=signed))

    assert re.search(r"签署 签字 林晓燕 .*2026年3月5日$", told)


def test_an_answer_cannot_bring_markup_with_it() -> None:
    drawn = markup(forms.visit(), {"note": "<script>alert(1)</script>", "kind": "home"})

    assert "<script>" not in drawn
    assert "&lt;script&gt;" in drawn


def test_a_matrix_is_a_table_of_boxes() -> None:
    choices = [{"const": "1", "title": "好"}, {"const": "2", "title": "差"}]
    row = {"type": "string", "oneOf": choices}
    properties = {"care": {**row, "title": "态度"}, "skill": {**row, "title": "专业"}}
    form = forms.form(
        {"rating": {"type": "object", "title": "评价", "properties": properties}},
        [forms.group("all", "评价", forms.control("rating", options={"format": "matrix"}))],
        {"all.label": "Ratings", "rating.label": "Ratings", "rating.care.label": "Care", "rating.care.1": "Good",
         "rating.care.2": "Bad", "rating.skill.label": "Skill", "rating.skill.1": "Good", "rating.skill.2": "Bad"},
    )  # fmt: skip

    drawn = markup(form, {"rating": {"care": "2"}})

    assert words(drawn).endswith("评价 好 差 态度 专业")
    assert re.findall(r'class="(box[^"]*)"', drawn) == ["box", "box box--ticked", "box", "box"]
