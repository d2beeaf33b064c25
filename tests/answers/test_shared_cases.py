"""The truth tables of schema keywords and of typed text, as the server sees them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from caseforms.answers import Unreadable
from caseforms.answers.reading import READERS
from caseforms.answers.validation import validate
from caseforms.rules.operators import equal
from tests.shared_cases import cases_of


def sorted_issues(issues: list[Any]) -> list[str]:
    return sorted(json.dumps(one, sort_keys=True) for one in issues)


@pytest.mark.parametrize("case", cases_of("keywords/keywords"))
def test_a_schema_finds_the_issues_that_the_table_says(case: dict[str, Any]) -> None:
    data = json.loads(case["text"])

    found = [[one.pointer, one.keyword, one.params] for one in validate(case["schema"], data)]

    assert sorted_issues(found) == sorted_issues(case["expect"])


@pytest.mark.parametrize("case", cases_of("reading/typed"))
def test_a_typed_text_is_read_as_the_table_says(case: dict[str, Any]) -> None:
    value = READERS[case["as"]](case["text"])

    if isinstance(value, Unreadable):
        assert case["expect"] == {"unreadable": value.code}
        assert value.raw == case["text"]
    else:
        assert equal(value, case["expect"]), value
