"""What stands on the printed sheets: the text of the consent, the lines a rule asks for."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from caseforms.rendering.paper import sheet
from caseforms.rendering.reader import Reader
from tests.standards import shipped
from tests.standards.test_catalogue_published import CLOSURE, PLAN
from tests.standards.test_catalogue_sharing import FEEDBACK

FIGURE = (Path(__file__).parent / "figure_a1.txt").read_text(encoding="utf-8")


def printed(name: str, data: Mapping[str, Any], language: str = "zh", *, published: bool = True) -> str:
    """The words of a sheet without any white space."""
    drawn = sheet(
        shipped.form(name), data, Reader(language=language), languages=(language,), published=published
    )
    return squeezed(html.unescape(re.sub(r"<[^>]+>", "", str(drawn.html))))


def squeezed(text: str) -> str:
    """A text without white space and without lines to write on."""
    return re.sub(r"[\s_]+", "", text)


@pytest.mark.requirement("R-002-73", "R-002-81")
def test_the_consent_prints_the_figure_of_the_standard_word_for_word() -> None:
    words = printed("mh-consent", {})

    assert squeezed(FIGURE) in words
    assert "不得接受服务对象的礼物" in words


@pytest.mark.requirement("R-002-73", "R-002-81")
def test_every_block_of_the_consent_has_an_english_text() -> None:
    form = shipped.form("mh-consent")
    blocks = [node for node in form.root.walk() if node.type == "Label"]

    english = [form.words(node, "en") for node in blocks]

    assert len(blocks) >= 18
    assert not any(re.search("[\u4e00-\u9fff]", text) for text in english)
    assert all(squeezed(text) in printed("mh-consent", {}, "en") for text in english)


@pytest.mark.requirement("R-002-29")
@pytest.mark.parametrize("missing", ["evaluator", "evaluation_method"])
def test_a_plan_without_evaluator_or_method_is_refused(missing: str) -> None:
    row = shipped.changed(PLAN["plan_items"][0], evaluation_method=None)
    plan = shipped.changed(PLAN, evaluator=None) if missing == "evaluator" else {**PLAN, "plan_items": [row]}

    assert {pointer.rpartition("/")[2] for pointer, _ in shipped.errors("mh-plan", plan)} == {missing}


@pytest.mark.requirement("R-002-29")
def test_a_plan_prints_its_evaluator_and_its_methods() -> None:
    words = printed("mh-plan", {**PLAN, "evaluator": "张督导"}, published=False)

    assert "张督导" in words
    assert PLAN["plan_items"][0]["evaluation_method"] in words


@pytest.mark.requirement("R-002-37")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_guidance_of_the_psychiatrist_is_printed(language: str) -> None:
    advised = {**FEEDBACK, "recipient_department": "psychiatrist", "medical_advice": "两周后复诊，暂不减药"}

    assert "两周后复诊，暂不减药" in printed("agency-feedback", advised, language)


@pytest.mark.requirement("R-002-88")
@pytest.mark.parametrize(
    ("reason", "line"),
    [
        ("worker_unsuitable", "closure_reason_unsuitable"),
        ("client_refused", "closure_reason_refused"),
        ("death_or_move", "closure_reason_death_or_move"),
        ("other", "closure_reason_other"),
    ],
)
def test_a_reason_of_closure_with_a_line_needs_its_words_and_prints_them(reason: str, line: str) -> None:
    silent = shipped.changed(CLOSURE, closure_reason=[reason], death_or_move_kind="moved")
    told = {**silent, line: "详见第七次服务记录"}

    assert (f"/{line}", "required") in shipped.errors("mh-closure", silent)
    assert shipped.errors("mh-closure", told) == set()
    assert "详见第七次服务记录" in printed("mh-closure", told)


@pytest.mark.requirement("R-002-88")
def test_a_closure_by_reached_goals_prints_its_confirmation() -> None:
    form = shipped.form("mh-closure")
    (statement,) = (node for node in form.root.walk() if node.key == "confirmation_statement")

    words = printed("mh-closure", CLOSURE)

    assert shipped.errors("mh-closure", CLOSURE) == set()
    assert "（三）服务确认" in words
    assert squeezed(form.words(statement, "zh")) in words
