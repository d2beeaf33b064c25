"""Quarters and years: their days, names and neighbours."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseforms.indicators import holding, named, run_of
from caseforms.indicators.periods import ONE_DAY

DAYS = st.dates(date(2001, 1, 1), date(2099, 12, 31))
KINDS = st.sampled_from(["quarter", "year"])


@pytest.mark.parametrize(
    ("day", "start", "end", "name"),
    [
        (date(2025, 12, 31), date(2025, 10, 1), date(2025, 12, 31), "2025-Q4"),
        (date(2026, 1, 1), date(2026, 1, 1), date(2026, 3, 31), "2026-Q1"),
        (date(2028, 2, 29), date(2028, 1, 1), date(2028, 3, 31), "2028-Q1"),
        (date(2026, 6, 30), date(2026, 4, 1), date(2026, 6, 30), "2026-Q2"),
    ],
)
def test_the_quarter_of_a_day(day: date, start: date, end: date, name: str) -> None:
    found = holding(day, "quarter")

    assert (found.start, found.end, found.name) == (start, end, name)


@given(day=DAYS, kind=KINDS)
def test_periods_touch_and_their_names_are_read_again(day: date, kind: str) -> None:
    period = holding(day, kind)  # type: ignore[arg-type]   # one of the two kinds

    assert period.start <= day <= period.end
    assert period.before().end + ONE_DAY == period.start
    assert period.after().start - ONE_DAY == period.end
    assert named(period.name) == period


@pytest.mark.parametrize("name", ["2025-Q5", "2025-Q0", "25", "2025-q1", "1999", "2101-Q1", "", "2025-Q1 "])
def test_what_is_no_period_is_none(name: str) -> None:
    assert named(name) is None


def test_a_run_of_periods_is_oldest_first() -> None:
    last = holding(date(2026, 2, 1), "quarter")

    assert [period.name for period in run_of(last, 4)] == ["2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1"]
