"""The forms of appendices A–G on the screen: every label and option of the catalogue, verbatim and in its order."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest

from caseforms import rendering
from caseforms.rendering.reader import Reader
from tests.standards import shipped
from tests.standards.sheets import PUBLISHED, in_order

CATALOGUE = Path(__file__).parent / "catalogue"


def on_screen(name: str, language: str) -> str:
    """The words of the form as it is filled in, all pages, tags taken away."""
    markup = str(rendering.draw(shipped.form(name), {}, Reader(language=language)))
    plain = re.sub(r"(?s)<(script|template|nav)\b.*?</\1>", "", markup)
    return plain_text(html.unescape(re.sub(r"<[^>]+>", " ", plain)))


def printed(name: str) -> list[dict[str, Any]]:
    """The catalogue's fields whose label the standard prints."""
    listed = json.loads((CATALOGUE / f"{name}.json").read_text(encoding="utf-8"))["fields"]
    return [field for field in listed if field["origin"] == "S"]


def plain_text(words: str) -> str:
    """Words without white space: 年    龄 is spaced for the paper."""
    return re.sub(r"\s+", "", words)


@pytest.mark.requirement("R-002-03", "R-002-73")
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", list(PUBLISHED))
def test_the_labels_of_the_standard_stand_on_the_screen_in_their_order(name: str, language: str) -> None:
    told = on_screen(name, language)

    wanted = [plain_text(field[language]) for field in printed(name)]

    assert in_order(wanted, told) == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", list(PUBLISHED))
def test_the_options_of_a_printed_field_stand_on_the_screen_in_their_order(name: str, language: str) -> None:
    told = on_screen(name, language)

    for field in printed(name):
        choices = [plain_text(option[language]) for option in field.get("options", ())]
        assert in_order([plain_text(field[language]), *choices], told) == []


@pytest.mark.requirement("R-002-24")
@pytest.mark.parametrize(("language", "words"), [("zh", ("客观", "中立")), ("en", ("objective", "neutral"))])
def test_the_assessment_reminds_on_the_screen_to_stay_objective(
    language: str, words: tuple[str, str]
) -> None:
    told = on_screen("mh-assessment", language)

    assert all(plain_text(word) in told for word in words)
