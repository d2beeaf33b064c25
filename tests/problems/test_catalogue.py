"""Every problem has a cause and a remedy, and says its parameters."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import caseforms
from caseforms.problems import CATALOGUE, Problem, entry_of, explain

ROOMS = ("rules", "definitions", "answers")
PACKAGE = Path(caseforms.__file__).parent


def written_codes() -> set[str]:
    """Problem codes that stand as whole texts in the source of the engine."""
    code = re.compile(r"(definition|answer|rule)\.[a-z-]*[a-z](\.[A-Za-z-]+)?")
    found = set()
    for room in ROOMS:
        for path in (PACKAGE / room).rglob("*.py"):
            nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            texts = {
                node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)
            }
            found |= {text for text in texts if code.fullmatch(text)}
    return found


def test_every_code_of_the_engine_is_catalogued() -> None:
    codes = written_codes()

    assert len(codes) > 40
    assert {code for code in codes if code not in CATALOGUE} == set()


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_an_entry_has_a_cause_and_a_remedy_that_can_be_said(code: str) -> None:
    entry = CATALOGUE[code]

    said = explain(Problem(code), lambda message: message)

    assert entry.cause.strip()
    assert entry.remedy.strip() or entry.cause.startswith("%(")  # the whole text is a parameter
    assert "%(" not in said


def test_parameters_are_said_and_missing_ones_do_not_fail() -> None:
    assert "at least 2" in explain(Problem("answer.minLength", params={"limit": 2}), lambda message: message)
    assert "…" in explain(Problem("answer.minLength"), lambda message: message)
    assert "a、b" in explain(
        Problem("definition.not-one-of", params={"options": ["a", "b"]}), lambda message: message
    )


def test_words_are_chosen_in_the_reader_s_language() -> None:
    chinese = {"This is not filled in.": "此项未填写。", "Please fill it in.": "请填写。"}

    assert explain(Problem("answer.required"), lambda message: chinese[message]) == "此项未填写。 请填写。"


def test_a_code_falls_back_to_its_parent_and_an_unknown_one_still_says_something() -> None:
    assert entry_of("answer.check.too-late") is CATALOGUE["answer.check"]
    assert entry_of("nobody.knows") is None
    assert "nobody.knows" in explain(Problem("nobody.knows"), lambda message: message)


def test_each_format_has_its_own_remedy() -> None:
    said = explain(Problem("answer.format", params={"format": "cn-id"}), lambda message: message)

    assert "18 places" in said
