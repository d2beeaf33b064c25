"""The fold of a case's events, and that no history whatever breaks it or the evaluation."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseforms import workflow as flows
from caseforms.workflow import State, fold
from tests.workflow.samples import MONDAY, event, mental_health, published

ACTIONS = [*mental_health().actions, "unheard_of"]
SLOTS = [*mental_health().slots, "unheard_of"]
ODD = (
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.text(max_size=3)
    | st.lists(st.text(max_size=2), max_size=2)
)
TIMES = st.datetimes(datetime(2025, 1, 1), datetime(2027, 6, 1)).map(
    lambda at: at.replace(tzinfo=UTC).isoformat()
)
DATA = st.fixed_dictionaries(
    {},
    optional={
        "action": st.sampled_from(ACTIONS) | ODD,
        "to": st.sampled_from([*mental_health().stages, "nowhere"]) | ODD,
        "set": st.lists(st.sampled_from([*mental_health().flags]), max_size=2) | ODD,
        "clear": st.lists(st.sampled_from([*mental_health().flags]), max_size=2) | ODD,
        "record": st.sampled_from(["r1", "r2", "r3"]) | ODD,
        "slot": st.sampled_from(SLOTS) | ODD,
        "task": st.sampled_from(["revisit/1", "revisit/2"]) | ODD,
        "due": st.sampled_from(["assessment", "home_visit_return:r1", "nothing"]) | ODD,
        "alert": st.just("crisis") | ODD,
        "key": st.sampled_from(["crisis:r1", "crisis:r2"]) | ODD,
        "number": st.just("case_no") | ODD,
        "value": ODD,
        "user": st.sampled_from(["li", "zhou"]) | ODD,
        "reason": ODD,
        "outcome": ODD,
    },
)
KINDS = [
    "case.opened",
    "case.numbered",
    "case.assigned",
    "case.acted",
    "case.note",
    "record.started",
    "record.handed_over",
    "record.submitted",
    "record.voided",
    "record.signed",
    "task.done",
    "task.waived",
    "task.attempted",
    "timer.fired",
    "alert.raised",
    "alert.cleared",
    "link.made",
    "nonsense",
]
EVENTS = st.lists(
    st.fixed_dictionaries(
        {"at": TIMES | ODD, "type": st.sampled_from(KINDS) | ODD, "by": ODD, "role": ODD, "data": DATA | ODD}
    ),
    max_size=25,
)
VALUES = (
    st.sampled_from(
        ["yes", "no", "close", "suspend", "death", "2", "unknown", "2026-03-05", "2026-03-05T09:00", "x"]
    )
    | st.booleans()
    | st.integers(-5, 400)
    | st.lists(st.sampled_from(["home_visit", "audio", "other"]), max_size=2)
)
FIELDS = [
    "follow_up",
    "decision_date",
    "application_date",
    "danger_level",
    "event",
    "handling",
    "resume_date",
    "closure_date",
    "revisit_times",
    "revisit_frequency_days",
    "expected_return_at",
    "suitable_for_visit",
    "sent_at",
    "accepted",
    "urgent",
    "review_date",
    "plan_items",
    "signer_type",
    "agreement_form",
    "outcome",
    "basis",
    "disclosed_at",
    "contact_made",
]
RECORDS = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.sampled_from(["r1", "r2", "r3", "r4"]),
            "slot": st.sampled_from(SLOTS) | ODD,
            "number": st.integers(0, 4) | ODD,
            "revision": st.just(1),
            "status": st.sampled_from(["draft", "submitted", "void"]) | ODD,
            "data": st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=6) | ODD,
            "author": ODD,
            "submitted_at": TIMES | ODD,
            "signatures": st.lists(
                st.fixed_dictionaries(
                    {
                        "role": st.sampled_from(["client", "worker", "supervisor"]) | ODD,
                        "valid": st.booleans() | ODD,
                        "at": TIMES | ODD,
                        "signer": ODD,
                    }
                )
                | ODD,
                max_size=3,
            )
            | ODD,
        }
    ),
    max_size=6,
)


@settings(max_examples=120, deadline=None)
@given(EVENTS, st.integers(0, 25))
def test_folding_a_part_and_then_the_rest_is_folding_all(events: list[dict[str, Any]], cut: int) -> None:
    flow = mental_health()

    in_two = fold(flow, events[cut:], fold(flow, events[:cut]))

    assert in_two == fold(flow, events)


@settings(max_examples=60, deadline=None)
@given(EVENTS, RECORDS, st.integers(-400, 400), st.sampled_from(SLOTS))
def test_no_history_breaks_the_facts_or_the_evaluation(
    events: list[dict[str, Any]], records: list[dict[str, Any]], days: int, slot: str
) -> None:
    flow, now = mental_health(), MONDAY + timedelta(days=days)
    opened = [event("case.opened"), *events]

    facts = flows.facts(
        flow, fold(flow, opened), records, now, published(), {"id": "li", "roles": ["supervisor"]}
    )
    seen = flows.evaluate(flow, facts, now, published())

    assert json.loads(json.dumps(facts)) == facts
    assert seen == flows.evaluate(flow, facts, now, published())
    assert seen.stage in flow.stages
    for each in opened:
        assert flows.awaits(flow, each) or flows.effects(flow, each, facts) == ()
    this = {"slot": slot, "data": {}, "id": "r1"}
    flows.may_submit(flow, flows.facts(flow, fold(flow, opened), records, now, published(), None, this))
    flows.may_sign(flow, facts, "r1", "supervisor")


@pytest.mark.parametrize(
    ("kind", "data", "expected"),
    [
        ("record.submitted", {"slot": "application", "record": "r1"}, True),
        ("record.started", {"slot": "application", "record": "r1"}, False),
        ("record.handed_over", {"slot": "closure", "record": "r1"}, False),
        ("case.noted", {}, False),
    ],
)
def test_facts_are_gathered_only_after_an_event_that_the_workflow_waits_for(
    kind: str, data: dict[str, Any], expected: bool
) -> None:
    assert flows.awaits(mental_health(), event(kind, **data)) is expected


def test_a_case_before_its_first_event_is_nowhere() -> None:
    facts = flows.facts(mental_health(), State(), [], MONDAY, published())

    seen = flows.evaluate(mental_health(), facts, MONDAY, published())

    assert (seen.stage, seen.actions, seen.offers) == ("", (), ())


def test_an_event_keeps_what_it_meant_when_it_was_written() -> None:
    events = [
        event("case.opened"),
        event("case.acted", action="renamed_since", to="intervention", set=["suspended"]),
    ]

    state = fold(mental_health(), events)

    assert state.stage == "intervention"
    assert "suspended" in state.flags


def test_an_event_without_its_meaning_takes_it_from_the_definition() -> None:
    state = fold(mental_health(), [event("case.opened"), event("case.acted", action="hand_over_application")])

    assert state.stage == "intake"


def test_a_case_is_opened_once() -> None:
    state = fold(mental_health(), [event("case.opened", by="li"), event("case.opened", by="zhou")])

    assert state.responsible == "li"


def test_the_supervisor_sends_a_case_back_to_where_it_came_from() -> None:
    path = ["intake", "pre_assessment", "intervention", "closing"]
    events = [event("case.opened"), *(event("case.acted", action="x", to=stage) for stage in path)]
    state = fold(mental_health(), events)

    back = flows.consequences_of(mental_health(), state, "reject_closure")

    assert back["to"] == "intervention"


def test_one_record_raises_one_alert_however_often_it_is_sent() -> None:
    again = [event("alert.raised", alert="crisis", key="crisis:r1", record="r1") for _ in range(3)]

    state = fold(mental_health(), [event("case.opened"), *again])

    assert list(state.alerts) == ["crisis:r1"]


def test_a_clock_fires_at_the_first_time_only() -> None:
    first = event("timer.fired", at="2026-03-25T09:00:00+08:00", due="assessment")
    second = event("timer.fired", at="2026-03-26T09:00:00+08:00", due="assessment")

    state = fold(mental_health(), [event("case.opened"), first, second])

    assert state.fired["assessment"] == datetime(2026, 3, 25, 1, tzinfo=UTC)
