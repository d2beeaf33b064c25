"""The PDFs of appendices A–G: the words of the standard in embedded fonts, on as many pages as the standard takes."""

from __future__ import annotations

import io
import re
from functools import cache
from typing import Any

import pypdf
import pytest

from caseforms.rendering.paper import pdf
from tests.standards import sheets
from tests.standards.sheets import PUBLISHED, drawn, squeezed, text
from tests.standards.test_catalogue_published import (
    APPLICATION,
    ASSESSMENT,
    CLOSURE,
    CONSENT,
    EVALUATION,
    PLAN,
)

SESSION = {
    "session_no": 3, "service_mode": ["face", "other"], "service_mode_other": "陪诊", "start_at": "2026-03-04T14:30",
    "duration_minutes": 50, "place_province": "北京市", "place_city": "北京市", "place_district": "西城区",
    "client_name": "李明", "staff_names": ["u-chen", "u-zhou"], "audio_recorded": "no", "video_recorded": "no",
    "service_goal": "规律服药", "service_content": "李明说最近睡得好一些。" * 8, "eval_service": "按计划进行。",
    "eval_client": "情绪平稳。", "eval_worker": "节奏合适。", "next_plan": "两周后家访。", "risk_signs": False,
}  # fmt: skip
FILLED: dict[str, dict[str, Any]] = {
    "mh-consent": CONSENT, "mh-application": APPLICATION, "mh-assessment": ASSESSMENT, "mh-plan": PLAN,
    "mh-service-record": SESSION, "mh-evaluation": EVALUATION, "mh-closure": CLOSURE,
}  # fmt: skip
PAGES = {"mh-consent": 2}
PRINTS = pytest.mark.parametrize(
    ("language", "filled"),
    [("zh", False), ("zh", True), ("en", True)],
    ids=["zh-empty", "zh-filled", "en-filled"],
)


@cache
def printed(language: str, filled: bool) -> pypdf.PdfReader:
    """All seven sheets of a language in one PDF."""
    listed = [drawn(name, FILLED[name] if filled else {}, language) for name in PUBLISHED]
    return pypdf.PdfReader(io.BytesIO(pdf(listed, language=language)))


def words(reader: pypdf.PdfReader) -> str:
    """The text of a PDF without white space."""
    return squeezed("".join(page.extract_text() for page in reader.pages))


@pytest.mark.requirement("R-M-09")
@PRINTS
def test_each_sheet_fits_the_pages_of_the_standard(language: str, filled: bool) -> None:
    titles = [squeezed(drawn(name, None, language).title) for name in PUBLISHED]

    pages = [squeezed(page.extract_text()) for page in printed(language, filled).pages]

    begins = [next(number for number, page in enumerate(pages) if page.startswith(title)) for title in titles]
    lengths = [after - before for before, after in zip(begins, [*begins[1:], len(pages)], strict=True)]
    assert dict(zip(PUBLISHED, lengths, strict=True)) == {name: PAGES.get(name, 1) for name in PUBLISHED}


@PRINTS
def test_the_pdf_holds_every_word_of_the_sheets(language: str, filled: bool) -> None:
    told = words(printed(language, filled))

    for name in PUBLISHED:
        markup = str(drawn(name, FILLED[name] if filled else {}, language).html)
        on_paper = [squeezed(text(piece)) for piece in re.findall(r">([^<]+)<", markup)]
        assert [piece for piece in on_paper if piece not in told] == []


@PRINTS
def test_every_font_is_embedded(language: str, filled: bool) -> None:
    fonts = [font for page in printed(language, filled).pages for font in _fonts(page)]

    assert fonts
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & descriptor.keys() for descriptor in fonts)


def _fonts(page: pypdf.PageObject) -> list[Any]:
    """The descriptors of a page's fonts."""
    listed = page["/Resources"]["/Font"].get_object().values()  # type: ignore[index]
    descendants = [font.get_object()["/DescendantFonts"][0].get_object() for font in listed]
    return [font["/FontDescriptor"].get_object() for font in descendants]


def test_every_page_carries_the_table_and_its_place() -> None:
    pages = [squeezed(page.extract_text()) for page in printed("zh", filled=True).pages]

    captions = ["图A.1", "图A.1", "表B.1", "表C.1", "表D.1", "表E.1", "表F.1", "表G.1"]
    assert all(f"{caption}（试样）" in page for caption, page in zip(captions, pages, strict=True))


@pytest.mark.requirement("R-002-88")
def test_a_long_summary_flows_over_several_pages_without_losing_a_word() -> None:
    sentences = [f"第{number}次见面之后写下的总结。" for number in range(600)]
    closure = {**CLOSURE, "closure_summary": "".join(sentences)}

    sheet = drawn("mh-closure", closure)
    reader = pypdf.PdfReader(io.BytesIO(pdf(sheet)))

    foot = squeezed(
        text(
            str(sheet.html)
            .partition("<footer")[2]
            .partition('<span class="paper__count')[0]
            .partition(">")[2]
        )
    )
    told = "".join(_without(foot, squeezed(page.extract_text())) for page in reader.pages)
    assert len(reader.pages) > 2
    assert squeezed("".join(sentences)) in told
    assert sheets.in_order(["（三）服务确认", "督导或上级分管领导审批"], told) == []


def _without(foot: str, page: str) -> str:
    """The text of a page without its foot."""
    assert foot in page
    return re.sub(re.escape(foot) + r"\D{1,4}\d+\D{1,4}\d+页?", "", page)
