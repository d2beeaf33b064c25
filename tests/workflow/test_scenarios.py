"""The stories that the mental-health case must tell: each scenario of the definition, on two calendars."""

from __future__ import annotations

import pytest

from caseforms import workflow as flows
from caseforms.workflow.scenarios import Outcome, Told, played, run
from tests.workflow.samples import document, event, forms, mental_health, published, small, text

NAMES = list(mental_health().scenarios)
TOLD: Told = {}  # scenarios build on one another: no line is played twice


def outcome(name: str) -> Outcome:
    return played(mental_health(), mental_health().scenarios[name], published(), TOLD)


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_comes_out_as_the_definition_expects(name: str) -> None:
    assert run(mental_health(), mental_health().scenarios[name], published(), TOLD) == ()


def test_every_action_of_the_case_is_played_in_some_scenario() -> None:
    flow = mental_health()
    done = set()
    for name in NAMES:
        done |= set(outcome(name).story.state.acts)

    assert set(flow.actions) - done == {
        "withdraw_transfer",
        "keep_worker",
        "brief_by_hand",
        "decline_by_hand",
    }


def test_a_scenario_that_expects_something_else_is_told() -> None:
    changed = document()
    changed["scenarios"][0]["expect"]["stage"] = "archived"

    found = [each for each in flows.lint(changed, forms()) if each.code == "workflow.scenario-fails"]

    assert [(each.pointer, each.params["found"]) for each in found] == [("/scenarios/handed_over", "intake")]


def test_a_refused_line_that_nobody_expected_is_told() -> None:
    story = {
        "name": "too_early",
        "title": text("too early"),
        "lines": [
            {"at": "2026-03-02", "as": "worker", "do": "open"},
            {"at": "2026-03-02", "as": "worker", "do": "act", "action": "finish"},
        ],
        "expect": {"stage": "begun"},
    }

    found = flows.lint(small(scenarios=[story]))

    assert [each.params["what"] for each in found if each.code == "workflow.scenario-fails"] == [
        "lines_refused"
    ]


def test_scenarios_that_come_after_each_other_are_told() -> None:
    story = {
        "name": "a",
        "title": text("a"),
        "after": "a",
        "lines": [{"at": "2026-03-02", "as": "worker", "do": "open"}],
        "expect": {},
    }

    found = flows.lint(small(scenarios=[story]))

    assert [each.code for each in found] == ["workflow.scenario-broken"]


def test_the_events_of_a_story_fold_to_its_state() -> None:
    for name in ("revisited", "referred_out", "death_closed"):
        story = outcome(name).story

        assert flows.fold(mental_health(), story.events) == story.state
    assert event("case.note")["type"] == "case.note"


def test_a_scenario_that_goes_on_from_another_leaves_that_one_as_it_was() -> None:
    first = {
        "name": "begun",
        "title": text("begun"),
        "lines": [{"at": "2026-03-02", "as": "worker", "do": "open"}],
        "expect": {"stage": "begun"},
    }
    further = {
        "name": "noted",
        "title": text("noted"),
        "after": "begun",
        "lines": [{"at": "2026-03-03", "as": "worker", "do": "note", "reason": "x"}],
        "expect": {"stage": "begun"},
    }
    flow, told = flows.parse(small(scenarios=[first, further])), Told()

    played(flow, flow.scenarios["noted"], published(), told)
    again = played(flow, flow.scenarios["begun"], published(), told)

    assert [each["type"] for each in again.story.events].count("case.note") == 0
    assert again == played(flow, flow.scenarios["begun"], published())
