"""Working days: the table of due dates, the published years, pauses and estimates."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseforms.workflow import Calendar, Year
from caseforms.workflow.days import later
from tests.workflow.samples import CALENDAR_YEARS, published

TABLE = json.loads((CALENDAR_YEARS / "due.json").read_text(encoding="utf-8"))["cases"]
DAYS = st.dates(date(2024, 1, 1), date(2026, 11, 1))


@pytest.mark.requirement("R-002-25")
@pytest.mark.parametrize("case", TABLE, ids=[case["note"] for case in TABLE])
def test_due_dates_cross_holidays_and_make_up_days(case: dict[str, Any]) -> None:
    due, estimated = published().add_working_days(date.fromisoformat(case["start"]), case["count"])

    assert (due.isoformat(), estimated) == (case["expect"], case["estimated"])


@pytest.mark.parametrize("case", TABLE, ids=[case["note"] for case in TABLE])
def test_counting_back_gives_the_count(case: dict[str, Any]) -> None:
    start, due = date.fromisoformat(case["start"]), date.fromisoformat(case["expect"])

    assert published().working_days_between(start, due) == case["count"]
    assert published().working_days_between(due, start) == -case["count"]


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_the_years_of_the_table_are_those_of_the_holiday_library(year: int) -> None:
    public = holidays.country_holidays("CN", years=year)

    differing = [
        day
        for number in range(365)
        if (day := date(year, 1, 1) + timedelta(number)).year == year
        and published().is_working(day) != public.is_working_day(day)
    ]

    assert differing == []


@given(DAYS, st.integers(1, 40))
def test_a_due_day_is_a_working_day_and_more_days_are_later(start: date, count: int) -> None:
    due, _ = published().add_working_days(start, count)
    later, _ = published().add_working_days(start, count + 1)

    assert published().is_working(due)
    assert start < due < later


def test_days_of_a_pause_are_not_counted() -> None:
    monday = date(2026, 3, 2)
    paused = {date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 7)}

    due, _ = published().add_working_days(monday, 5, paused.__contains__)

    assert due == date(2026, 3, 11)  # 9 March and the two working days of the pause


def test_a_missing_year_is_an_estimate_and_so_is_one_marked_so() -> None:
    calendar = Calendar({2026: Year(), 2027: Year(status="estimated")})

    assert not calendar.is_estimated(date(2026, 5, 1))
    assert calendar.is_estimated(date(2027, 5, 1))
    assert calendar.is_estimated(date(2028, 5, 1))


def test_a_day_ends_at_midnight_of_its_own_zone() -> None:
    end = Calendar().end_of(date(2026, 3, 5))

    assert end == datetime(2026, 3, 5, 15, 59, 59, 999999, tzinfo=UTC)
    assert Calendar().day_of(end) == date(2026, 3, 5)


@pytest.mark.parametrize("words", ["", "soon", "2026-13-40", "2026-03-05T25:00", "0001-01-01T00:00"])
def test_what_is_no_date_is_no_instant(words: str) -> None:
    assert Calendar().instant(words) is None or words.startswith("0001")
    assert Calendar().local_date("2026-02-30") is None


@given(DAYS, DAYS)
def test_reckoning_by_weeks_is_counting_day_by_day(first: date, last: date) -> None:
    day_by_day = published().working_days_between(first, last, lambda _: False)

    assert published().working_days_between(first, last) == day_by_day


def test_a_date_in_the_year_9999_takes_no_longer_than_another() -> None:
    asked: list[date] = []

    class Counted(Calendar):
        def is_working(self, day: date) -> bool:
            asked.append(day)
            return super().is_working(day)

    days = Counted(published().years).working_days_between(date(2026, 3, 2), date(9999, 12, 31))

    assert days > 2_000_000
    assert len(asked) < 200
    assert later(datetime.max.replace(tzinfo=UTC), timedelta(days=3)) <= datetime.max.replace(tzinfo=UTC)
