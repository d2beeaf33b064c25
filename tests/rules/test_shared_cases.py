"""The truth tables of conditions, expressions and formats, as the server sees them."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from caseforms.rules import FORMATS, Context, evaluate, holds
from caseforms.rules.operators import OPERATORS, equal
from tests.shared_cases import cases_of, table

CONTEXT = table("expressions/operators")["context"]


def counted(start: date, end: date) -> int:
    """Working days after the earlier day up to and with the later one, by the calendar of the table."""
    calendar, first, last = CONTEXT["calendar"], min(start, end), max(start, end)
    days = [first + timedelta(days=number) for number in range(1, (last - first).days + 1)]
    working = [
        day
        for day in days
        if day.isoformat() in calendar["work"]
        or (day.weekday() < 5 and day.isoformat() not in calendar["off"])
    ]
    return len(working) if start <= end else -len(working)


def context() -> Context:
    return Context(
        now=datetime.fromisoformat(CONTEXT["now"]),
        today=date.fromisoformat(CONTEXT["today"]),
        working_days=counted,
        facts=CONTEXT["facts"],
    )


@pytest.mark.parametrize("case", cases_of("conditions/conditions"))
def test_a_condition_holds_as_the_table_says(case: dict[str, Any]) -> None:
    data = json.loads(case["text"])

    assert holds(case["condition"], data, case["at"]) is case["expect"]


@pytest.mark.parametrize("case", cases_of("expressions/operators"))
def test_an_expression_gives_what_the_table_says(case: dict[str, Any]) -> None:
    data = json.loads(case["text"])

    value = evaluate(case["expression"], data, context(), case["at"])

    assert equal(value, case["expect"]), value


@pytest.mark.parametrize("case", cases_of("formats/formats"))
def test_a_text_has_the_format_that_the_table_says(case: dict[str, Any]) -> None:
    assert FORMATS[case["format"]](case["text"]) is case["expect"]


def test_every_operator_and_format_stands_in_a_table() -> None:
    operators = json.dumps(table("expressions/operators"))
    formats = {case["format"] for case in table("formats/formats")["cases"]}

    assert {name for name in OPERATORS if f'"op": "{name}"' not in operators} == set()
    assert formats == set(FORMATS)
