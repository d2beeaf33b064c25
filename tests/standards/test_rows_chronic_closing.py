"""000 §8.6 and §8.7: the stage assessment and what it decides, closing, and the needs that go on."""

from __future__ import annotations

from typing import Any

import pytest

from caseforms.services import records
from tests.services import chronic, filled
from tests.services.world import World, refused
from tests.standards import shipped


def begun(world: World, case_id: str) -> dict[str, Any]:
    """A stage assessment as it opens, computed values included after saving."""
    return dict(world.start(case_id, "stage_assessment").data)


def content(world: World, record_id: str) -> dict[str, Any]:
    """What a record says."""
    return dict(world.do(records.view, "lin", record_id, world.now).data)


def assessed_after(world: World, later_total: int | None) -> dict[str, Any]:
    """A submitted stage assessment of a case whose PHQ-9 was 12 at the baseline."""
    case_id = chronic.served(world)
    world.later(days=30)
    if later_total is not None:
        answers = {**chronic.NO_ITEMS, **{f"q{n}": "3" for n in range(1, later_total // 3 + 1)}}
        world.fill(case_id, "scale_phq9", {**chronic.PHQ9, "occasion": "follow_up", "items": answers})
    world.act(case_id, "start_review")
    return content(world, world.fill(case_id, "stage_assessment", {**chronic.STAGE, **chronic.RATED}))


@pytest.mark.requirement("R-000-41")
@pytest.mark.parametrize(("later", "now", "improved"), [(9, 9, "yes"), (12, 12, "no"), (None, None, "na")])
def test_the_mind_is_compared_with_the_baseline(
    world: World, later: int | None, now: int | None, improved: str
) -> None:
    told = assessed_after(world, later)

    assert told["phq9_baseline"] == 12
    assert told.get("phq9_now") == now
    assert told["psych_improved"] == improved


@pytest.mark.requirement("R-000-41")
def test_the_stage_assessment_opens_with_what_the_stage_has_shown(world: World) -> None:
    case_id = chronic.served(world)
    for days, systolic, habit in ((20, 150, ["low_salt"]), (20, 136, ["regular_exercise", "low_salt"])):
        world.later(days=days)
        reading = {"systolic": systolic, "diastolic": 84, "er_visits_since": 1}
        world.fill(case_id, "follow_up", {**chronic.FOLLOW_UP, **reading, "new_habit": habit})
    quiz = {"method": "interview", "disease_topic": "general", "interview_note": "答对要点", "passed": True}
    world.fill(case_id, "quiz", quiz)
    world.act(case_id, "start_review")

    opened = begun(world, case_id)

    assert opened["knowledge_passed"] == "yes"
    assert opened["medication_regular"] == "yes"
    assert opened["new_habits"] == ["low_salt", "regular_exercise"]
    assert opened["er_visits_period"] == 2
    assert opened["bp_at_target"] == "no"
    assert opened["glucose_at_target"] == "na"


@pytest.mark.requirement("R-000-41")
def test_a_quiz_is_passed_from_sixty_percent_on() -> None:
    from caseforms import answers

    head = {"case_no": "1", "client_name": "刘", "responsible_worker": "u", "quiz_date": "2026-03-01"}
    asked = {**head, "method": "quiz", "disease_topic": "general", "assessor": "u"}

    def result(correct: int) -> tuple[object, object]:
        rows = [{"question": f"第{n}题", "correct": n < correct} for n in range(5)]
        found = answers.finalise(
            shipped.form("knowledge-quiz"), {**asked, "answers": rows}, shipped.context()
        )
        return found["score_percent"], found["passed"]

    assert (result(3), result(2)) == ((60, True), (40, False))


@pytest.mark.requirement("R-000-42")
@pytest.mark.parametrize(
    ("decision", "stage"),
    [("next_stage", "service"), ("adjust", "planning"), ("close", "closing"), ("refer", "closing")],
)
def test_the_decision_of_the_stage_assessment_leads_on(world: World, decision: str, stage: str) -> None:
    case_id = chronic.reviewed(world)
    goes_on = decision in ("next_stage", "adjust")
    answers = chronic.STAGE if goes_on else chronic.without(chronic.STAGE, "next_evaluation")

    world.fill(case_id, "stage_assessment", {**answers, **chronic.RATED, "next_decision": decision})

    assert chronic.stage(world, case_id) == stage
    if stage == "closing":
        assert world.start(case_id, "closure").data["special_needs"] is (decision == "refer")


@pytest.mark.requirement("R-000-42")
@pytest.mark.parametrize("decision", ["next_stage", "adjust", "close", "refer"])
def test_the_next_assessment_is_asked_for_only_when_the_service_goes_on(decision: str) -> None:
    head = {"case_no": "1", "client_name": "刘", "responsible_worker": "u", "stage_no": 1, "assessor": "u"}
    record = {
        **head,
        "assessed_on": "2026-03-01",
        **chronic.STAGE,
        **chronic.RATED,
        "next_decision": decision,
    }

    found = shipped.errors("cd-stage-assessment", chronic.without(record, "next_evaluation"))

    expected = {("/next_evaluation", "required")} if decision in ("next_stage", "adjust") else set()
    assert found == expected


@pytest.mark.requirement("R-000-43")
def test_a_case_closes_with_its_report_and_its_archive_entry(world: World) -> None:
    case_id = chronic.closing(world)
    unwritten = refused(lambda: world.act(case_id, "archive"))
    draft = world.start(case_id, "closure")

    report = world.submit(draft, chronic.CLOSURE).record.id
    world.sign(report, "worker")

    assert "case.guard" in unwritten
    assert chronic.stage(world, case_id) == "closing"
    assert "PHQ-9：12" in content(world, report)["outcome_indicators"]
    assert chronic.archived(world, case_id) == "closed"


@pytest.mark.requirement("R-000-44")
def test_each_remaining_need_waits_for_its_own_referral(world: World) -> None:
    case_id = chronic.closing(world, "refer")
    needs = {"special_needs": True, "referral_targets": ["rehab", "relief"]}
    world.sign(world.fill(case_id, "closure", {**chronic.CLOSURE, **needs}), "worker")
    world.sign(world.fill(case_id, "referral", {**filled.REFERRAL, "receiver_type": "rehab"}), "sender")

    with_one = chronic.archived(world, case_id)
    world.sign(world.fill(case_id, "referral", {**filled.REFERRAL, "receiver_type": "relief"}), "sender")

    assert with_one == "closing"
    assert chronic.stage(world, case_id) == "closed"


@pytest.mark.requirement("R-000-37")
def test_groups_and_resources_stand_among_the_services_a_record_can_name() -> None:
    form = shipped.form("cd-service-record")

    offered = {code for code, _ in form.choices(form.fields["/service_type"], "zh")}

    assert {"group", "community", "resource"} <= offered


@pytest.mark.requirement("R-000-05")
def test_a_resource_that_was_obtained_stands_in_the_case_file(world: World) -> None:
    case_id = chronic.served(world)
    link = {
        "resource_type": ["financial"],
        "provider_org": "慈善会",
        "obtained": "yes",
        "obtained_on": "2026-03-02",
    }

    record_id = world.fill(case_id, "resource", link)

    shown = [line.id for slot in world.view(case_id).slots for line in slot.records]
    assert record_id in shown
    assert content(world, record_id)["obtained"] == "yes"


@pytest.mark.requirement("R-000-06")
@pytest.mark.parametrize("aspect", ["attitude", "respect"])
def test_patience_and_respect_are_asked_about_in_both_languages(aspect: str) -> None:
    form = shipped.form("satisfaction-patient")
    field = form.fields[f"/aspects/{aspect}"]

    assert form.label(field, "zh")
    assert form.label(field, "en")
    assert len(form.choices(field, "zh")) == len(form.choices(field, "en")) == 5
