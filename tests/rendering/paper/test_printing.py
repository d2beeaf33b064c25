"""PDFs: what the press prints, what it refuses to fetch, what it does when it takes too long."""

from __future__ import annotations

import io
import re

import pypdf
import pytest
from markupsafe import Markup

from caseforms.problems import CATALOGUE, Refused
from caseforms.rendering.paper import Entry, bundle, pdf, sheet
from caseforms.rendering.paper.printing import press
from caseforms.rendering.reader import Reader
from tests.rendering.paper import forms

READER = Reader(language="zh")


def pages(document: bytes) -> list[str]:
    """The words of each page without white space."""
    return [re.sub(r"\s", "", page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(document)).pages]


def test_the_bundle_of_a_case_lists_its_sheets_with_their_pages() -> None:
    note = "".join(f"第{number}行记录。" for number in range(900))
    entries = [
        Entry(sheet(forms.visit(), {"kind": "home", "note": note}, READER), "第1次"),
        Entry(sheet(forms.visit(), {"kind": "other", "kind_other": "陪诊"}, READER), "第2次"),
    ]

    told = pages(bundle(entries, title="李明", facts=[("个案编号", "2026-MH-0042")]))

    second = next(number for number, page in enumerate(told, 1) if "陪诊" in page)
    assert "李明" in told[0]
    assert "2026-MH-0042" in told[0]
    assert re.search(r"小表第1次\.+2小表第2次\.+" + str(second), told[0])
    assert second > 3
    assert all(f"第{number}行记录。" in "".join(told) for number in (0, 899))


def test_the_title_and_the_language_of_a_pdf_are_set() -> None:
    document = pypdf.PdfReader(io.BytesIO(pdf(sheet(forms.visit(), {}, READER))))

    assert document.metadata is not None
    assert document.metadata.title == "小表"
    assert document.trailer["/Root"]["/Lang"] == "zh-CN"


def test_a_page_may_not_make_the_server_fetch_anything(tmp_path: object) -> None:
    (tmp_path / "secret.txt").write_text("geheim")  # type: ignore[operator]
    page = Markup('<p>Here</p><img src="file://{0}/secret.txt"><img src="http://127.0.0.1:9/x.png">').format(
        tmp_path
    )

    document = press([page], language="en", title="Fetch", seconds=60)

    assert "Here" in "".join(pages(document))
    assert b"geheim" not in document


def test_a_document_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(Refused) as refused:
        pdf(sheet(forms.visit(), {}, READER), seconds=0.01)

    assert [problem.code for problem in refused.value.problems] == ["paper.too-slow"]


def test_the_press_works_on_after_it_gave_up() -> None:
    with pytest.raises(Refused):
        pdf(sheet(forms.visit(), {}, READER), seconds=0.01)

    assert pdf(sheet(forms.visit(), {}, READER)).startswith(b"%PDF")


def test_each_refusal_of_the_press_has_a_cause_and_a_remedy() -> None:
    assert {"paper.busy", "paper.too-slow", "paper.failed"} <= CATALOGUE.keys()


def test_nothing_to_print_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="nothing to print"):
        pdf([])
