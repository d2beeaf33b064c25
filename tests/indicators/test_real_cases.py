"""The stories of the shipped chronic-disease workflow, counted: the table follows the case wherever it goes."""

from __future__ import annotations

from datetime import date

import pytest

from caseforms import indicators
from caseforms.indicators import Contribution, holding, number
from caseforms.services import indicator_tables, library
from caseforms.services.calendar import as_published
from caseforms.workflow import scenarios

TABLE = indicator_tables.table("cd-monitoring-table")
FLOW = library.workflow(None, "chronic-disease-case")
CALENDAR = as_published()
YEAR = holding(date(2026, 1, 1), "year")


def counted(story: str) -> list[Contribution]:
    """What the case of a story adds, as it stands at the end of the story."""
    outcome = scenarios.played(FLOW, FLOW.scenarios[story], CALENDAR)
    ground = indicators.of_case(
        FLOW,
        outcome.story.state,
        outcome.story.known(outcome.moment),
        outcome.moment,
        CALENDAR,
        TABLE.settings,
        lambda _, text: text,
        "person",
    )
    return list(indicators.contributions(TABLE, ground))


def verdicts(story: str) -> dict[str, set[bool]]:
    """By row, the verdicts of the units that count in 2026."""
    start, end = number(YEAR.start), number(YEAR.end)
    found: dict[str, set[bool]] = {}
    for row in counted(story):
        if row.counts_in(start, end):
            found.setdefault(row.counter, set()).add(row.met)
    return found


@pytest.mark.requirement("R-000-43", "R-A1-1.7")
def test_closing_a_case_changes_the_numbers_of_the_period() -> None:
    before, closing, closed = verdicts("followed_up"), verdicts("review_closes"), verdicts("closed")

    assert "1_7" not in before
    assert closing["1_7"] == {False}
    assert closed["1_7"] == {True}


@pytest.mark.requirement("R-A1-1.7")
def test_a_case_that_is_still_in_closing_is_not_closed_by_the_rules() -> None:
    assert verdicts("special_needs")["1_7"] == {False}
    assert verdicts("special_needs_met")["1_7"] == {True}


@pytest.mark.requirement("R-A1-1.1", "R-A1-1.2", "R-A1-1.3", "R-A1-1.4")
@pytest.mark.parametrize(
    ("story", "row", "expected"),
    [
        ("registered_by_volunteer", "1_1", {False}),
        ("intake_before_consent", "1_1", {True}),
        ("consented", "1_2", {False}),
        ("to_comprehensive", "1_2", {True}),
        ("to_comprehensive", "1_3", {False}),
        ("no_scale_reason", "1_3", {False}),
        ("assessed", "1_3", {True}),
        ("planned_not_signed", "1_4", {False}),
        ("in_service", "1_4", {True}),
        ("revised_unsigned", "1_4", {True}),
        ("advised", "1_2", {True}),
    ],
)
def test_each_step_of_the_process_moves_its_row(story: str, row: str, expected: set[bool]) -> None:
    assert verdicts(story)[row] == expected


@pytest.mark.requirement("R-A1-1.5", "R-A1-1.6")
def test_follow_ups_and_stage_assessments_come_from_the_tasks_of_the_plan() -> None:
    served, followed, reviewed = verdicts("served"), verdicts("followed_up"), verdicts("next_stage")

    assert served["1_5"] == {False}
    assert True in followed["1_5"]
    assert verdicts("review_late")["1_6"] == {False}
    assert reviewed["1_6"] == {True}


@pytest.mark.requirement("R-A1-1.5")
def test_a_death_takes_the_tasks_to_come_away() -> None:
    assert verdicts("death")["1_5"] == {True}


@pytest.mark.parametrize("story", ["advised", "referred_out", "client_declined", "declined_at_intake"])
def test_who_was_never_taken_on_counts_in_the_first_two_rows_only(story: str) -> None:
    rates = {name for name in verdicts(story) if name in {row.id for row in TABLE.rows}}

    assert rates == {"1_1", "1_2"}


@pytest.mark.parametrize("story", sorted(FLOW.scenarios))
def test_every_story_adds_rectangles_that_do_not_overlap(story: str) -> None:
    start, end = number(YEAR.start), number(YEAR.end)
    once = [
        row.counter
        for row in counted(story)
        if row.counts_in(start, end) and TABLE.row(row.counter) and row.counter not in ("1_5", "3_1", "3_2")
    ]

    assert len(once) == len(set(once))
