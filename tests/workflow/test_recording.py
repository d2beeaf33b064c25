"""Scenarios recorded by playing: which fields matter, who acts, and what is expected of where the case then stands."""

from __future__ import annotations

import pytest

from caseforms.workflow import parse
from caseforms.workflow.read_fields import read_fields
from caseforms.workflow.recording import adjusted, differing, expectation, person, stand
from tests.workflow.samples import document, mental_health, small, text


@pytest.mark.parametrize("name", ["accepted", "handed_over", "volunteer_cannot_submit"])
def test_what_is_recorded_of_a_scenario_holds_when_it_is_played_again(name: str) -> None:
    found = document()
    recorded = expectation(stand(mental_health(), name))

    played = [each | {"expect": recorded} if each["name"] == name else each for each in found["scenarios"]]

    assert recorded["stage"]
    assert list(differing(parse({**found, "scenarios": played}), name)) == []


def test_a_line_that_is_refused_is_expected_to_be_refused() -> None:
    recorded = expectation(stand(mental_health(), "volunteer_cannot_submit"))

    assert recorded["lines_refused"] == {"2": "role"}


def test_a_role_is_played_by_whoever_played_it_before() -> None:
    line = {"at": "2026-03-02", "as": "worker:fang", "do": "open"}
    story = {"name": "begun", "title": text("begun"), "lines": [line], "expect": {}}
    found = stand(parse(small(scenarios=[story])), "begun")

    assert person(found, "worker") == "worker:fang"
    assert person(found, "supervisor") == "supervisor:wang"


def test_only_the_fields_that_some_rule_reads_are_asked_for() -> None:
    note = {
        **small()["forms"]["note"],
        "check": [{"this": ["place", {"const": "home"}], "message": text("at home")}],
        "signatures": [
            {
                "role": "worker",
                "by": ["worker"],
                "needed": {
                    "type": "object",
                    "properties": {"signer": {"const": "x"}},
                    "required": ["signer"],
                },
            }
        ],
    }
    derived = {"length": {"sum": {"slot": "note", "pointer": "minutes"}}}
    flow = parse(small(forms={"note": note}, derived=derived))

    assert set(read_fields(flow, "note")) == {"place", "signer", "minutes"}


def test_expectations_taken_over_fit_what_comes_out_and_keep_what_still_holds() -> None:
    found = document()
    found["timers"]["assessment"]["working_days"] = 12
    flow = parse(found)
    before = next(each for each in found["scenarios"] if each["name"] == "accepted")["expect"]

    taken = adjusted(flow, "accepted")

    assert taken["due"] == before["due"] | {"assessment": "open 2026-03-19"}
    assert {what: value for what, value in taken.items() if what != "due"} == {
        what: value for what, value in before.items() if what != "due"
    }
