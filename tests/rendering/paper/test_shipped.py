"""Every shipped form can be printed, in every language, with and without the platform's own questions."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from caseforms import definitions, locations
from caseforms.definitions import Form
from caseforms.rendering.paper import blank, sheet
from caseforms.rendering.reader import Reader

FORMS = sorted(path for path in locations.shipped("form_definitions").glob("*/*.json"))
STYLES = (locations.shipped("static") / "css" / "paper.css").read_text(encoding="utf-8")
LANGUAGES = [("zh",), ("en",), ("zh", "en")]


@cache
def form(path: Path) -> Form:
    """The compiled form of a file."""
    return definitions.compile(definitions.parse(json.loads(path.read_text(encoding="utf-8")), path.name))


def questions(form: Form) -> Iterator[str]:
    """The labels of what is asked on paper: not the dates and lines that stand beside something else."""
    for field in form.fields.values():
        if field.control and not field.options.get("companionOf") and "x-signed-date" not in field.schema:
            yield form.label(field, "zh")


@pytest.mark.parametrize("languages", LANGUAGES, ids="-".join)
@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_an_empty_form_can_be_printed(path: Path, languages: tuple[str, ...]) -> None:
    whole = blank(form(path), Reader(language=languages[0]), languages=languages, published=False)

    heading = re.search(r"(?s)<h1.*?</h1>", str(whole.html))
    assert heading is not None
    assert all(form(path).text("title", language) in html.unescape(heading.group()) for language in languages)
    assert str(whole.html).count("<table>") >= 1


@pytest.mark.parametrize(
    "path", [path for path in FORMS if '"paper":' not in path.read_text("utf-8")], ids=lambda path: path.stem
)
def test_a_generated_sheet_asks_every_question(path: Path) -> None:
    told = re.sub(r"<[^>]+>|\s", "", str(blank(form(path), Reader(), published=False).html))

    assert [label for label in questions(form(path)) if re.sub(r"\s", "", label) not in told] == []


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_widths_and_heights_of_a_grid_are_known_to_the_style_sheet(path: Path) -> None:
    markup = "".join(
        str(sheet(form(path), {}, Reader(), languages=each, published=False).html) for each in LANGUAGES
    )

    used = set(re.findall(r'class="(?:[^"]* )?(w\d+|h\d+|room--\d+)[" ]', markup))

    assert {name for name in used if f".{name} " not in STYLES} == set()


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_the_columns_of_a_grid_fill_the_sheet(path: Path) -> None:
    for languages in LANGUAGES:
        for grid in sheet(form(path), {}, Reader(), languages=languages).context["grids"]:
            assert sum(grid.columns) == 100
