"""Answers go along when a form changes: renamed, recoded, split; what no longer fits is named."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseforms import answers, definitions
from caseforms.definitions import Form


def form(**properties: Any) -> Form:
    document = {
        "id": "small", "version": "1.0.0", "kind": "record", "title": "小表",
        "schema": {"type": "object", "properties": properties},
    }  # fmt: skip
    return definitions.compile(definitions.parse(document))


TEXT = {"type": "string", "title": "x"}
ROWS = {"type": "array", "title": "x", "items": {"type": "object", "properties": {"name": TEXT, "tel": TEXT}}}


@pytest.mark.parametrize(
    ("move", "before", "after"),
    [
        ({"do": "rename", "from": "/a", "to": "/b"}, {"a": "x", "c": 1}, {"b": "x", "c": 1}),
        ({"do": "rename", "from": "/a", "to": "/b"}, {"c": 1}, {"c": 1}),
        (
            {"do": "rename", "from": "/rows/*/name", "to": "/rows/*/who"},
            {"rows": [{"name": "甲"}, {"tel": "1"}]},
            {"rows": [{"who": "甲"}, {"tel": "1"}]},
        ),
        ({"do": "recode", "field": "/a", "codes": {"m": "male"}}, {"a": "m"}, {"a": "male"}),
        ({"do": "recode", "field": "/a", "codes": {"x": "z", "y": "z"}}, {"a": ["x", "y", "w"]}, {"a": ["z", "w"]}),
        ({"do": "split", "from": "/a", "to": ["/b", "/c"], "by": "/"}, {"a": "甲 / 乙/丙"}, {"b": "甲", "c": "乙/丙"}),
        ({"do": "split", "from": "/a", "to": ["/b", "/c"], "by": ""}, {"a": "甲"}, {"b": "甲"}),
    ],
)  # fmt: skip
def test_a_move(move: answers.Move, before: dict[str, Any], after: dict[str, Any]) -> None:
    kept = repr(before)

    assert answers.moved(before, [move]) == after
    assert repr(before) == kept


def test_what_has_no_place_any_more_is_named_and_left_out() -> None:
    data = {"gone": 1, "name": "甲", "rows": [{"name": "乙", "old": "x"}, {"old": "y"}]}

    known = form(name=TEXT, rows=ROWS)

    assert answers.lost(known, data) == ["/gone", "/rows/0/old", "/rows/1/old"]
    assert answers.lost(known, answers.fitting(known, data)) == []
    assert answers.fitting(known, data)["name"] == "甲"


@pytest.mark.parametrize(
    ("moves", "code"),
    [
        ([{"do": "rename", "from": "/a"}], "moving.malformed"),
        ([{"do": "burn", "from": "/a"}], "moving.malformed"),
        ("rename", "moving.malformed"),
        ([{"do": "recode", "field": "/b", "codes": {}}], "moving.malformed"),
        ([{"do": "rename", "from": "/nowhere", "to": "/b"}], "moving.unknown-field"),
        ([{"do": "rename", "from": "/a", "to": "/rows/*/name"}], "moving.elsewhere"),
        ([{"do": "split", "from": "/a", "to": "/b", "by": ","}], "moving.malformed"),
    ],
)
def test_moves_that_lead_nowhere_are_refused(moves: Any, code: str) -> None:
    found = answers.problems_of_moves(moves, form(a=TEXT), form(b=TEXT, rows=ROWS))

    assert [each.code for each in found] == [code]


CODES = st.dictionaries(st.sampled_from("abcd"), st.sampled_from("efgh"), min_size=1)
MOVES = st.one_of(
    st.just({"do": "rename", "from": "/one", "to": "/two"}),
    CODES.filter(lambda codes: len(set(codes.values())) == len(codes)).map(
        lambda codes: {"do": "recode", "field": "/three", "codes": codes}
    ),
)


@given(st.lists(MOVES, max_size=3, unique_by=lambda move: move["do"]), st.sampled_from("abcd"))
def test_what_can_be_undone_is_undone(moves: list[answers.Move], code: str) -> None:
    data = {"one": "x", "three": code}

    back = answers.backwards(moves)

    assert back is not None
    assert answers.moved(answers.moved(data, moves), back) == data


def test_a_split_and_codes_that_become_one_cannot_be_undone() -> None:
    assert answers.backwards([{"do": "split", "from": "/a", "to": ["/b"], "by": " "}]) is None
    assert answers.backwards([{"do": "recode", "field": "/a", "codes": {"x": "z", "y": "z"}}]) is None
