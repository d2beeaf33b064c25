"""Dates and numbers in the reader's language."""

from __future__ import annotations

from datetime import date

import pytest

from caseforms.rendering import words


@pytest.mark.parametrize(("language", "shown"), [("zh", "2026年3月5日 周四"), ("en", "Thu 5 Mar 2026")])
def test_a_day_is_written_as_the_language_writes_it(language: str, shown: str) -> None:
    assert words.day("2026-03-05", language) == shown


@pytest.mark.parametrize(
    ("language", "shown"), [("zh", "2026年3月5日 周四 08:30"), ("en", "Thu 5 Mar 2026 08:30")]
)
def test_a_moment_is_a_day_and_a_clock(language: str, shown: str) -> None:
    assert words.moment("2026-03-05T08:30", language) == shown
    assert words.moment("2026-03-05T08:30:12+08:00", language) == shown


def test_a_short_day_names_the_year_only_when_it_is_another() -> None:
    today = date(2026, 3, 5)

    assert words.short_day("2026-02-27", "zh", today) == "2月27日"
    assert words.short_day("2025-03-02", "zh", today) == "2025年3月2日"
    assert words.short_day("2025-03-02", "en", today) == "2 March 2025"


def test_what_is_no_date_is_shown_as_it_is() -> None:
    assert words.day("三月初", "zh") == "三月初"
    assert words.moment("三月初", "zh") == "三月初"
    assert words.clock("三点", "zh") == "三点"
    assert words.short_day("三月初", "zh") == "三月初"


@pytest.mark.parametrize(
    ("value", "shown"), [(5, "5"), (2026, "2026"), (12345.678, "12,345.678"), (0.1, "0.1"), (-3, "-3")]
)
def test_a_number_keeps_every_digit(value: float, shown: str) -> None:
    assert words.number(value, "zh") == shown
    assert words.number(value, "en") == shown
