"""Counts become rates, √ or × or 不适用; never by rounding, and never × without a denominator."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseforms.indicators import Asked, Count, Verdict, judge, parse
from tests.indicators import written


def verdict(count: Count, percent: int = 95, asked: Asked | None = None, **row: Any) -> Verdict:
    """What becomes of a table of one row."""
    table = parse(written.table(written.row("a", percent=percent, **row)))
    return judge(table, {"a": count}, asked or Asked()).row("a")


@pytest.mark.requirement("R-000-48")
@pytest.mark.parametrize(
    ("good", "every", "shown", "met"),
    [
        (19, 20, "95.0", "yes"),
        (949, 1000, "94.9", "no"),
        (9496, 10000, "95.0", "no"),
        (20, 20, "100.0", "yes"),
    ],
)
def test_the_unrounded_share_is_compared(good: int, every: int, shown: str, met: str) -> None:
    found = verdict(Count(good, every))

    assert (found.shown, found.met) == (shown, met)


def test_a_share_that_only_rounds_to_the_threshold_shows_its_exact_value() -> None:
    assert verdict(Count(9496, 10000)).exact == "94.960"
    assert verdict(Count(19, 20)).exact == ""


@pytest.mark.requirement("R-000-48")
def test_without_a_denominator_a_row_is_not_applicable_and_says_why() -> None:
    found = verdict(Count(0, 0), when_empty={"zh": "本期无投诉", "en": "No complaints"})

    assert (found.met, found.shown) == ("na", "")
    assert [remark["zh"] for remark in found.remarks] == ["本期无投诉"]


@given(st.integers(0, 400), st.integers(1, 400), st.integers(1, 100))
def test_a_verdict_is_the_exact_comparison(good: int, every: int, percent: int) -> None:
    good = min(good, every)

    found = verdict(Count(good, every), percent)

    assert (found.met == "yes") is (good / every * 100 >= percent - 1e-9)


def test_a_typed_denominator_that_is_too_small_makes_no_rate() -> None:
    given_number = {"name": "residents", "otherwise": "all", "remark": written.text("没有填")}

    found = verdict(Count(12, 12), 50, Asked({"residents": 10}), given=given_number)

    assert found.refused
    assert found.met == "na"


def test_a_typed_denominator_that_nobody_typed_is_the_registered_clients_with_a_remark() -> None:
    given_number = {"name": "residents", "otherwise": "all", "remark": written.text("没有填")}
    table = parse(written.table(written.row("a", percent=50, given=given_number), figures=["all"]))

    counts = {"a": Count(12, 12), "a:registered": Count(3, 0), "all": Count(0, 4)}
    found = judge(table, counts, Asked()).row("a")

    assert (found.count, found.met) == (Count(3, 4), "yes")
    assert found.remarks[0]["zh"] == "没有填"


def test_a_small_coverage_is_a_remark_and_no_failure() -> None:
    coverage = {"of": "all", "below": 50, "text": written.text("覆盖率{share}%（{counted}／{all}）")}
    table = parse(written.table(written.row("a", percent=80, coverage=coverage), figures=["all"]))

    low = judge(table, {"a": Count(4, 4), "all": Count(0, 9)}, Asked()).row("a")
    half = judge(table, {"a": Count(4, 4), "all": Count(0, 8)}, Asked()).row("a")

    assert low.met == "yes"
    assert [remark["zh"] for remark in low.remarks] == ["覆盖率44.4%（4／9）"]
    assert half.remarks == ()


def test_a_row_of_targets_is_met_when_every_target_is() -> None:
    parts = [written.part("workers", 2), written.part("assistants", 2), written.part("shown_only", None)]
    table = parse(written.table(written.targets("1", parts)))

    both = judge(table, {"1.workers": Count(2, 2), "1.assistants": Count(3, 3)}, Asked()).row("1")
    one = judge(table, {"1.workers": Count(2, 2), "1.assistants": Count(1, 1)}, Asked()).row("1")

    assert (both.met, one.met) == ("yes", "no")
