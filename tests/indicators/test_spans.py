"""Rectangles over periods say exactly what looking at each period by itself says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseforms.indicators import spans
from caseforms.indicators.spans import ALWAYS, NEVER, Contribution, Look, number

BEGUN = date(2025, 12, 20)
DAYS = st.integers(0, 30).map(lambda days: number(BEGUN + timedelta(days=days)))
LOOKS = st.lists(st.builds(Look, at=DAYS, met=st.booleans(), kind=st.sampled_from("ab")), max_size=7)
PERIODS = st.tuples(DAYS, DAYS).filter(lambda pair: pair[0] <= pair[1])


def counted(rows: Iterable[Contribution], start: int, end: int) -> list[bool]:
    """The verdicts of the rows that count in a period."""
    return [row.met for row in rows if row.counts_in(start, end)]


@given(looks=LOOKS, period=PERIODS)
def test_events_count_once_in_the_periods_that_hold_their_day(
    looks: list[Look], period: tuple[int, int]
) -> None:
    rows = list(spans.of_events("x", looks))

    inside = [look.met for look in looks if period[0] <= look.at <= period[1]]
    assert sorted(counted(rows, *period)) == sorted(inside)


@given(looks=LOOKS, period=PERIODS)
def test_a_unit_with_one_good_look_in_the_period_is_good(looks: list[Look], period: tuple[int, int]) -> None:
    rows = list(spans.of_any("x", looks))

    inside = [look.met for look in looks if period[0] <= look.at <= period[1]]
    assert counted(rows, *period) == ([any(inside)] if inside else [])


@given(looks=LOOKS, period=PERIODS)
def test_a_unit_with_one_bad_look_in_the_period_is_not_good(
    looks: list[Look], period: tuple[int, int]
) -> None:
    rows = list(spans.of_all("x", looks))

    inside = [look.met for look in looks if period[0] <= look.at <= period[1]]
    assert counted(rows, *period) == ([all(inside)] if inside else [])


@given(looks=LOOKS, period=PERIODS, combine=st.sampled_from(["any", "all"]))
def test_the_last_look_of_each_kind_in_the_period_decides(
    looks: list[Look], period: tuple[int, int], combine: str
) -> None:
    rows = list(spans.of_latest("x", looks, combine))

    inside = [look for look in sorted(looks, key=lambda look: look.at) if period[0] <= look.at <= period[1]]
    last = {look.kind: look.met for look in inside}
    expected = any(last.values()) if combine == "any" else all(last.values())
    assert counted(rows, *period) == ([expected] if last else [])


@given(begun=DAYS, until=DAYS, good=DAYS, period=PERIODS)
def test_a_state_is_what_holds_at_the_end_of_the_period(
    begun: int, until: int, good: int, period: tuple[int, int]
) -> None:
    rows = list(spans.of_state("x", Look(begun, True), until, good))

    start, end = period
    active = begun <= end and until >= start
    assert counted(rows, start, end) == ([good <= end] if active else [])


def test_a_look_that_overrides_stands_for_all_others_of_its_period() -> None:
    looks = [Look(20260110, False, "stage", overrides=True), Look(20260210, True, "bp")]

    rows = list(spans.of_latest("x", looks, "all"))

    assert counted(rows, 20260101, 20260331) == [False]
    assert counted(rows, 20260201, 20260331) == [True]


def test_a_state_without_end_or_good_stays_open_and_bad() -> None:
    (row,) = spans.of_state("x", Look(20260110, False), NEVER, NEVER)

    assert (row.met, row.s_from, row.s_to) == (False, ALWAYS, NEVER)
    assert row.counts_in(20300101, 20300331)


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2026, 1, 1), date(2028, 2, 29)])
def test_a_day_survives_being_a_number(day: date) -> None:
    assert spans.day_of(number(day)) == day
