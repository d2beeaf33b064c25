"""References to clauses, as people write them, find the sentences of the standard."""

from __future__ import annotations

import json

import pytest

from caseforms.locations import shipped
from caseforms.workflow import Clauses, read_clauses


def texts() -> Clauses:
    """The clause texts of 002."""
    path = shipped("workflows") / "clauses" / "002.json"
    return read_clauses(json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("reference", "numbers"),
    [
        ("6.1.2 a", ["6.1.2 a"]),
        ("§6.1.2 a", ["6.1.2 a"]),
        ("002 6.4.2 b、c", ["6.4.2 b", "6.4.2 c"]),
        ("8.2.2 突发 a–c", ["8.2.2 突发 a", "8.2.2 突发 b", "8.2.2 突发 c"]),
        ("8.2.2 c", ["8.2.2 家访 c"]),
        ("附录B 表B.1", ["附录B"]),
        ("附录A 一.3，附录E", ["附录A 一.3", "附录E"]),
        ("7.2.2，5.3 f", ["7.2.2", "5.3 f"]),
        ("001 7.2.4 d", []),
        ("附录A 一.1；001 A.1", ["附录A 一.1"]),
        ("", []),
        ("nonsense", []),
    ],
)
def test_a_reference_finds_its_clauses(reference: str, numbers: list[str]) -> None:
    assert [clause.number for clause in texts().find(reference)] == numbers


def test_every_clause_has_a_sentence_in_both_languages() -> None:
    assert [number for number, text in texts().texts.items() if not (text["zh"] and text["en"])] == []
    assert texts().find("6.2.2 c")[0].text["zh"] == "预估应在15个工作日内完成。"
