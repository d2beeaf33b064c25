"""001 §7.2 as a hospital case lives it: from the admission notice to the discharge follow-up, its exits and loops."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from caseforms.locations import shipped
from caseforms.workflow import Evaluation, Workflow
from caseforms.workflow.scenarios import lines_of
from caseforms.workflow.simulation import Story, moment_of_line, play
from tests.workflow.samples import published, shipped_flow

LI = "social_worker:li"
ORDER = [
    "admission_notice",
    "inpatient_assessment",
    "care_plan",
    "implementation",
    "effect_evaluation",
    "discharge_follow_up",
    "closed",
]
PHASES = ["接案", "预估", "计划", "介入", "评估", "结案"]


@cache
def hospital() -> Workflow:
    """The shipped hospital case."""
    return shipped_flow("hospital-case")


@cache
def told(after: str, now: str = "") -> tuple[Story, Evaluation]:
    """The story of a scenario, and the case as it stands at `now` (or after its last line)."""
    lines = lines_of(hospital(), hospital().scenarios[after])
    moment = moment_of_line(now or str(lines[-1]["at"]), published())
    story = play(hospital(), lines, moment, published())
    return story, story.seen(moment)


def why_not(seen: Evaluation, action: str) -> list[str]:
    """The ids of the guards that hold an action back."""
    return [reason.code for reason in next(each for each in seen.actions if each.name == action).why_not]


def went_on(after: str, *lines: dict[str, Any]) -> tuple[Story, Evaluation]:
    """A scenario with more lines."""
    whole = [*lines_of(hospital(), hospital().scenarios[after]), *lines]
    moment = moment_of_line(str(whole[-1]["at"]), published())
    story = play(hospital(), whole, moment, published())
    return story, story.seen(moment)


def line(at: str, do: str, who: str = LI, **more: Any) -> dict[str, Any]:
    """One line of a story."""
    return {"at": at, "as": who, "do": do, **more}


@pytest.mark.requirement("R-001-22")
def test_the_six_steps_follow_one_another_in_the_order_of_the_clause() -> None:
    story, _ = told("closed")

    seen = [visit.stage for visit in story.state.visits]

    assert [stage for number, stage in enumerate(seen) if stage not in seen[:number]] == ORDER


@pytest.mark.requirement("R-001-21")
@pytest.mark.parametrize("path", sorted(shipped("workflows").glob("*-case.json")), ids=lambda path: path.stem)
def test_every_stage_carries_its_generic_phase_and_all_six_occur(path: Path) -> None:
    phases = [stage.phase for stage in shipped_flow(path.stem).stages.values()]

    assert all(phases)
    assert set(phases) == set(PHASES)


@pytest.mark.requirement("R-001-24")
def test_who_is_not_willing_ends_without_signing_and_who_hesitates_stays() -> None:
    _, unwilling = told("unwilling")
    _, undecided = told("undecided")
    _, decided = told("undecided_then_yes")

    assert unwilling.stage == "not_accepted"
    assert (undecided.stage, why_not(undecided, "accept")) == ("admission_notice", ["willing_to_accept"])
    assert decided.stage == "inpatient_assessment"


@pytest.mark.requirement("R-001-26")
def test_out_of_scope_ends_after_a_referral_or_its_refusal_and_without_a_number() -> None:
    _, waiting = told("out_of_scope")
    referred, gone = told("referred_elsewhere")
    declined, refused = told("referral_declined")

    assert why_not(waiting, "decline") == ["referred_or_declined"]
    assert (gone.stage, refused.stage) == ("not_accepted", "not_accepted")
    assert (dict(referred.state.numbers), dict(declined.state.numbers)) == ({}, {})


@pytest.mark.requirement("R-001-27")
@pytest.mark.parametrize("missing", ["intake_missing", "consent_missing"])
def test_acceptance_needs_consent_and_intake_record(missing: str) -> None:
    _, seen = told(missing)

    assert why_not(seen, "accept")
    assert told("accepted")[1].stage == "inpatient_assessment"


@pytest.mark.requirement("R-001-28")
def test_blanks_of_the_doctor_are_completed_naming_who_told() -> None:
    story, seen = told("blanks_completed")

    assert [reason.code for reason in story.refused[-1].reasons] == ["informant_named"]
    assert (seen.stage, "medical_blanks" in seen.flags) == ("care_plan", True)


@pytest.mark.requirement("R-001-28")
def test_what_a_worker_wrote_for_the_doctor_waits_until_the_doctor_confirms_it() -> None:
    assert "medical_unconfirmed" in told("told_to_the_worker")[1].flags
    assert "medical_unconfirmed" not in told("confirmed_by_doctor")[1].flags


@pytest.mark.requirement("R-001-30")
def test_a_risk_of_suicide_alerts_and_urgency_waits_for_the_crisis_record() -> None:
    story, seen = told("urgent")

    assert "raise_alert" in {effect.kind for effect in story.followed}
    assert why_not(seen, "finish_assessment") == ["crisis_record_when_urgent"]
    assert told("urgent_answered")[1].stage == "care_plan"


@pytest.mark.requirement("R-001-34")
@pytest.mark.parametrize("slot", ["medical_summary", "risk_screening", "assessment"])
def test_the_assessment_is_left_only_with_its_forms(slot: str) -> None:
    story, _ = told("assessed")
    record = next(each for each in story.records.values() if each["slot"] == slot)
    lines = [
        each for each in lines_of(hospital(), hospital().scenarios["assessed"]) if each.get("slot") != slot
    ]

    moment = moment_of_line("2026-03-04T11:00", published())
    seen = play(hospital(), lines, moment, published()).seen(moment)

    assert record["status"] == "submitted"
    assert seen.stage == "inpatient_assessment"
    assert why_not(seen, "finish_assessment")


@pytest.mark.requirement("R-001-36")
def test_the_patients_opinion_leads_to_a_second_version() -> None:
    story, seen = told("revised")

    plans = [each for each in story.records.values() if each["slot"] == "plan"]
    assert [each["number"] for each in plans if each["status"] == "submitted"] == [1, 2]
    assert seen.stage == "implementation"


@pytest.mark.requirement("R-001-38")
def test_in_a_crisis_the_plan_is_not_begun_without_a_crisis_plan() -> None:
    _, without = told("crisis_needs_plan")

    assert (without.stage, why_not(without, "agree_plan")) == ("care_plan", ["crisis_plan_in_crisis"])
    assert told("crisis_plan_made")[1].stage == "implementation"


@pytest.mark.requirement("R-001-40")
def test_a_conference_is_due_every_seven_days_until_the_discharge() -> None:
    def due(after: str, now: str = "") -> list[tuple[str, str]]:
        _, seen = told(after, now)
        return [(each.day.isoformat(), each.status) for each in seen.due if each.name == "conference"]

    assert due("planned", "2026-03-12T20:00") == [("2026-03-12", "soon")]
    assert due("planned", "2026-03-13T08:00") == [("2026-03-12", "overdue")]
    assert due("conference_held") == [("2026-03-19", "open")]
    assert due("served", "2026-03-30T08:00") == []


@pytest.mark.requirement("R-001-40")
def test_what_the_conference_agreed_changes_the_plan() -> None:
    _, without = told("no_conference_no_change")
    _, changed = told("stage_goal_changed")

    assert why_not(without, "change_stage_goal")
    assert changed.stage == "care_plan"
    assert told("plan_second_version")[1].stage == "implementation"


@pytest.mark.requirement("R-001-46")
def test_the_follow_up_stage_waits_for_the_evaluation_report() -> None:
    _, seen = told("evaluation_missing")

    assert why_not(seen, "start_closing") == ["actions.start_closing.when.2"]
    assert told("evaluated")[1].stage == "discharge_follow_up"


@pytest.mark.requirement("R-001-46")
def test_goals_not_reached_lead_back_to_work_or_to_the_plan() -> None:
    assert told("goals_not_reached")[1].stage == "implementation"
    assert told("plan_again")[1].stage == "care_plan"


@pytest.mark.requirement("R-001-13")
def test_thirty_days_until_day_ninety_are_three_follow_ups_and_none_later() -> None:
    _, seen = told("discharge_planned", "2026-12-31T09:00")

    days = [each.day.isoformat() for each in seen.due if each.name == "follow_up"]

    assert days == ["2026-04-19", "2026-05-19", "2026-06-18"]


@pytest.mark.requirement("R-001-08", "R-001-13")
def test_a_planned_discharge_needs_its_plan_and_leaving_without_permission_a_reason() -> None:
    _, planned = told("served")
    story, left = told("left_without_permission")

    assert why_not(planned, "start_evaluation") == ["discharge_plan_for_discharge"]
    assert [reason.force for reason in story.refused[-1].reasons] == ["should"]
    assert left.stage == "effect_evaluation"


@pytest.mark.requirement("R-001-14", "R-001-55")
def test_a_visit_at_home_needs_its_safety_check_and_two_visitors() -> None:
    story, _ = told("home_visit_alone")

    assert [reason.code for reason in story.refused[-1].reasons] == ["follow_up_visit_cleared"]
    check = {
        "suitable_for_visit": True,
        "danger_level": "na",
        "visit_status": "planned",
        "visit_risk": False,
        "duty_worker_ack": True,
        "departure_at": "2026-04-19T08:30",
        "visitors": [{"name": "li", "role": "social_worker"}, {"name": "zhao", "role": "medical"}],
    }
    visit = {
        "follow_up_at": "2026-04-19T09:00",
        "mode": "home_visit",
        "reached": True,
        "next_step": "continue",
    }
    cleared, _ = went_on(
        "evaluated",
        line("2026-04-18T09:00", "submit", slot="home_visit", data=check),
        line("2026-04-19T10:00", "submit", slot="follow_up", data=visit),
    )
    assert cleared.refused == []
    alone, _ = went_on(
        "evaluated",
        line(
            "2026-04-18T09:00", "submit", slot="home_visit", data={**check, "visitors": check["visitors"][:1]}
        ),
        line("2026-04-19T10:00", "submit", slot="follow_up", data=visit),
    )
    assert [reason.code for reason in alone.refused[-1].reasons] == ["follow_up_visit_cleared"]


@pytest.mark.requirement("R-001-15", "R-001-48")
def test_a_follow_up_can_open_a_referral_or_a_new_case() -> None:
    story, _ = told("reopened_by_follow_up")

    kinds = {effect.kind for effect in story.followed}
    assert {"start_record", "start_case"} <= kinds
    assert [each["slot"] for each in story.records.values() if each["status"] == "draft"] == ["referral"]


@pytest.mark.requirement("R-001-48")
def test_a_case_closes_only_when_no_follow_up_is_open() -> None:
    _, waiting = told("follow_ups_open")

    assert "actions.close.when.5" in why_not(waiting, "close")
    assert told("closed")[1].stage == "closed"


@pytest.mark.requirement("R-001-47", "R-001-49")
def test_a_referral_must_stand_and_the_closure_report_be_written() -> None:
    _, referred = told("referred_at_closing")
    _, silent = told("evaluated")

    assert "referral_when_referred" in why_not(referred, "close")
    assert "actions.close.when.2" in why_not(silent, "close")


@pytest.mark.requirement("R-001-01")
@pytest.mark.parametrize(
    ("stage", "story"),
    [
        ("inpatient_assessment", "accepted"),
        ("care_plan", "assessed"),
        ("implementation", "planned"),
        ("effect_evaluation", "discharge_planned"),
        ("discharge_follow_up", "evaluated"),
    ],
)
def test_the_patient_may_stop_at_any_stage(stage: str, story: str) -> None:
    _, seen = told(story)

    offers = {offer.slot for offer in seen.offers if offer.allowed}

    assert seen.stage == stage
    assert "suspension" in offers


@pytest.mark.requirement("R-001-01")
def test_before_acceptance_the_patient_simply_declines() -> None:
    assert told("unwilling")[1].stage == "not_accepted"
    assert told("patient_stops")[1].stage == "discharge_follow_up"


@pytest.mark.requirement("R-001-03")
def test_doctors_take_part_with_their_summary_the_conference_and_their_signature() -> None:
    flow = hospital()

    assert "medical" in flow.slots["medical_summary"].start
    assert "medical" in flow.slots["conference"].start
    assert "medical" in {signing.role for signing in flow.slots["plan"].signatures}


@pytest.mark.requirement("R-001-18")
def test_a_third_party_at_risk_is_told_and_the_telling_is_logged() -> None:
    told_them = {
        "crisis_type": ["domestic_violence"],
        "intervention": "联系派出所",
        "third_party_risk": True,
        "third_party_notified": True,
        "outcome": "ongoing",
    }

    story, _ = went_on("planned", line("2026-03-10T09:00", "submit", slot="crisis", data=told_them))

    logged = next(each for each in story.records.values() if each["slot"] == "disclosure")
    assert logged["data"]["basis"] == "third_party_life"


def test_an_early_discharge_closes_without_an_evaluation_but_not_without_a_report() -> None:
    _, early = told("discharged_early")
    story, closed = told("discharged_early_closed")

    assert {"discharged", "evaluation_waived"} <= set(early.flags)
    assert "actions.close.when.2" in {reason.code for reason in story.refused[-1].reasons}
    assert closed.stage == "closed"


def test_after_a_death_no_follow_up_is_asked_and_the_case_closes() -> None:
    _, seen = told("death", "2026-12-31T09:00")

    assert [each for each in seen.due if each.name == "follow_up"] == []
    assert told("death_closed")[1].stage == "closed"
