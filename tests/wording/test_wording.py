"""Texts of two languages: picked, counted, handed to translators and taken back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseforms.wording import coverage, from_csv, from_po, pick, to_csv, to_po

KEYS = st.text("abcxyz._-", min_size=1, max_size=12)
# A surrogate stands in no file; a bare carriage return is a line end to every reader of CSV.
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), min_size=1, max_size=30)


def test_a_text_falls_back_to_chinese_then_to_any_then_to_the_default() -> None:
    assert pick({"zh": "姓名", "en": "Name"}, "en") == "Name"
    assert pick({"zh": "姓名"}, "en") == "姓名"
    assert pick({"en": "Name"}, "zh") == "Name"
    assert pick({"en": ""}, "zh", "?") == "?"
    assert pick(None, "zh", "?") == "?"


def test_coverage_counts_what_is_missing_and_what_is_left_over() -> None:
    texts = {"zh": {"a": "甲", "b": "乙"}, "en": {"a": "A", "b": " ", "c": "C"}}

    chinese, english = coverage(["a", "b"], texts, ("zh", "en"))

    assert (chinese.complete, chinese.percent) == (True, 100)
    assert (english.missing, english.stale, english.percent) == (("b",), ("c",), 50)


@given(st.dictionaries(KEYS, WORDS), st.dictionaries(KEYS, WORDS))
def test_what_goes_out_as_po_comes_back(base: dict[str, str], translated: dict[str, str]) -> None:
    assert from_po(to_po(base, translated, "en")) == translated


@given(st.dictionaries(KEYS, WORDS), st.dictionaries(KEYS, WORDS))
def test_what_goes_out_as_a_table_comes_back(chinese: dict[str, str], english: dict[str, str]) -> None:
    texts = {"zh": chinese, "en": english}

    assert from_csv(to_csv(texts)) == texts


def test_a_table_holds_no_formula() -> None:
    table = to_csv({"zh": {"a": "=HYPERLINK(1)"}, "en": {"a": "@x"}})

    assert "\r\na,'=HYPERLINK(1),'@x" in table


@pytest.mark.parametrize("text", ["hello", 'msgid "open', "<po/>"])
def test_what_is_no_po_file_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="line 1"):
        from_po(text)


def test_a_table_without_its_head_is_refused() -> None:
    with pytest.raises(ValueError, match="first line"):
        from_csv("a,b\n1,2\n")


def test_translator_s_tools_may_wrap_lines_and_add_comments() -> None:
    text = '# note\n#: place\nmsgctxt "a"\nmsgid "甲"\nmsgstr ""\n"long "\n"text"\n'

    assert from_po(text) == {"a": "long text"}
