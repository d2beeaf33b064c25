"""XLIFF: what goes out comes back, and what could be dangerous or is something else is refused."""

from __future__ import annotations

import pytest

from caseforms.wording import xliff


def test_texts_come_back_as_they_went_out() -> None:
    chinese = {"name.label": "姓名 <b>&", "hint": "第一行\n第二行"}
    english = {"name.label": "Name “quoted”", "hint": ""}

    back = xliff.from_xliff(xliff.to_xliff(chinese, english, "small"))

    assert back["zh"] == chinese
    assert back["en"] == {"name.label": "Name “quoted”"}


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa">]><xliff/>',
        "<html></html>",
        "no mark-up at all",
        '<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2">',
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="file"):
        xliff.from_xliff(text)
