"""The requirement markers and the list of rows that the project carries agree."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator

from tests.house.source import ROOT, python_files, shown, tree

ROWS = [row["id"] for row in json.loads((ROOT / "tests" / "requirements.json").read_text(encoding="utf-8"))]
LEFT = json.loads((ROOT / "tests" / "requirements_left.json").read_text(encoding="utf-8"))


def _marked() -> Iterator[tuple[str, object]]:
    for path in python_files(ROOT / "tests"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("mark.requirement"):
                for argument in node.args:
                    yield (
                        f"{shown(path)}:{node.lineno}",
                        argument.value if isinstance(argument, ast.Constant) else None,
                    )


def test_the_list_holds_297_rows_each_once() -> None:
    assert len(ROWS) == len(set(ROWS)) == 297


def test_every_marker_names_a_known_row_in_plain_words() -> None:
    # An identifier that is computed cannot be found by searching for it.
    assert [f"{place}: {row}" for place, row in _marked() if row not in ROWS] == []


def test_every_reason_for_a_row_without_test_names_a_known_row_and_says_something() -> None:
    assert [row for row, reason in LEFT.items() if row not in ROWS or len(reason) < 10] == []


def test_no_row_is_both_tested_and_excused() -> None:
    assert {row for _, row in _marked()} & set(LEFT) == set()
