"""Clauses of the Chinese standards, cited in the reader's language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from caseforms import locations
from caseforms.wording import cited

CHINESE = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")


@pytest.mark.parametrize(
    ("clause", "english"),
    [
        ("6.1.1 b", "6.1.1 b"),
        ("8.2.2 家访 a", "8.2.2 home visit a"),
        ("附录A 一.1，4.2；001 A.1", "appendix A 1.1, 4.2; 001 A.1"),
        ("附录B 表B.1", "appendix B table B.1"),
        ("服务目标及要求 第2–4行；001 B.1.2", "service objectives and requirements row 2–4; 001 B.1.2"),
        ("8.2 b（公开量表）", "8.2 b (published scales)"),
    ],
)
def test_a_clause_is_cited_in_english_words_and_kept_as_it_is_in_chinese(clause: str, english: str) -> None:
    assert cited(clause, "en") == english
    assert cited(clause, "zh") == clause


def clauses(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for name, each in value.items():
            if name == "clause" and isinstance(each, str):
                yield each
            yield from clauses(each)
    elif isinstance(value, list):
        for each in value:
            yield from clauses(each)


def test_no_clause_of_a_shipped_form_or_workflow_leaves_chinese_to_an_english_reader() -> None:
    files = [
        path
        for folder in ("form_definitions", "workflows")
        for path in locations.shipped(folder).rglob("*.json")
        if not path.name.endswith(".schema.json")
    ]
    found = {each for path in files for each in clauses(json.loads(path.read_text(encoding="utf-8")))}

    assert len(found) > 300
    assert [each for each in sorted(found) if CHINESE.search(cited(each, "en"))] == []
