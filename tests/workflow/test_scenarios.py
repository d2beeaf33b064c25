"""The stories that the mental-health case must tell: each scenario of the definition, on two calendars."""

from __future__ import annotations

import pytest

from caseforms import workflow as flows
from caseforms.workflow.scenarios import run
from tests.workflow.samples import document, event, forms, mental_health, published, small, text

NAMES = list(mental_health().scenarios)


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_comes_out_as_the_definition_expects(name: str) -> None:
    assert run(mental_health(), mental_health().scenarios[name], published()) == ()


def test_every_action_of_the_case_is_played_in_some_scenario() -> None:
    flow = mental_health()
    done = set()
    for scenario in flow.scenarios.values():
        from caseforms.workflow.scenarios import played

        done |= set(played(flow, scenario, published()).story.state.acts)

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
    from caseforms.workflow.scenarios import played

    for name in ("revisited", "referred_out", "death_closed"):
        story = played(mental_health(), mental_health().scenarios[name], published()).story

        assert flows.fold(mental_health(), story.events) == story.state
    assert event("case.note")["type"] == "case.note"
