"""The forms of 001 §5 and §7.2: what each demands of an answer, and what it offers."""

from __future__ import annotations

from typing import Any

import pytest

from caseforms import answers
from tests.standards import hospital, shipped
from tests.standards.shipped import changed, errors

NO_HEAD = ("hosp-enquiry-record", "hosp-consent", "hosp-intake-record", "hospital-satisfaction")
COMPLETE: dict[str, dict[str, Any]] = {
    "hosp-enquiry-record": hospital.ENQUIRY,
    "hosp-consent": {**hospital.CONSENT, "client_name": "李明", "responsible_worker": "u-chen"},
    "hosp-intake-record": {**hospital.INTAKE, "responsible_worker": "u-chen"},
    "medical-summary": {**hospital.SUMMARY, "doctor_name": "吴医生"},
    "hosp-risk-screening": hospital.SCREENING,
    "hosp-pre-assessment": hospital.ASSESSMENT,
    "hosp-service-plan": hospital.PLAN,
    "hosp-discharge-plan": hospital.DISCHARGE,
    "hosp-follow-up": hospital.FOLLOW_UP,
    "hosp-evaluation-report": hospital.EVALUATION,
    "mediation-record": {**hospital.MEDIATION, "authorisation": "refused"},
    "hospital-satisfaction": hospital.SURVEY,
    "hosp-wish-record": hospital.WISH,
}
INTAKE_FACTS = {
    "forms": {"intake": {"latest": hospital.INTAKE}, "plan": {"latest": hospital.PLAN}},
    "derived": {"patient_gender": "男"},
}


def whole(name: str) -> dict[str, Any]:
    """The complete answers of a form, with the case's header where it has one."""
    head = {} if name in NO_HEAD else hospital.HEAD
    return {**head, **COMPLETE[name]}


def told(name: str, facts: dict[str, Any] | None = None, **change: Any) -> set[tuple[str, str]]:
    """What refuses the complete answers of a form with these changed."""
    return errors(name, changed(whole(name), **change), facts or {"case": {}})


def offered(name: str, pointer: str) -> set[str]:
    """The codes that a question offers."""
    form = shipped.form(name)
    return {str(code) for code, _ in form.choices(form.fields[pointer], "zh")}


@pytest.mark.parametrize("name", COMPLETE)
def test_complete_answers_may_be_submitted(name: str) -> None:
    assert told(name) - {("/enquiry_no", "required")} == set()


def test_intervention_offers_what_an_admission_and_the_talk_with_doctors_need() -> None:
    assert {"orientation", "education", "policy", "communication"} <= offered(
        "hosp-intervention-record", "/service_types"
    )


@pytest.mark.requirement("R-001-06")
def test_illness_dying_grief_crisis_and_disputes_have_their_place_and_the_family_too() -> None:
    assert {"emotion", "hospice", "grief", "crisis", "dispute"} <= offered(
        "hosp-pre-assessment", "/case_nature"
    )
    assert {"emotion", "hospice", "grief", "crisis", "communication"} <= offered(
        "hosp-intervention-record", "/service_types"
    )
    assert "family" in offered("hosp-intervention-record", "/recipients")


@pytest.mark.requirement("R-001-08")
@pytest.mark.parametrize("answer", ["home_environment", "rehab_schedule", "recovery_evaluation"])
def test_a_discharge_plan_says_where_how_and_by_whom_recovery_is_checked(answer: str) -> None:
    assert told("hosp-discharge-plan", **{answer: None}) == {(f"/{answer}", "required")}


@pytest.mark.requirement("R-001-09")
def test_where_one_side_refuses_nothing_is_signed_and_nothing_is_mediated() -> None:
    form = shipped.form("mediation-record")
    refused = {
        **hospital.HEAD,
        **hospital.MEDIATION,
        "authorisation": "refused",
        "mediation_process": "谈了谈",
    }

    roles = {slot.role for slot in answers.signature_slots(form, refused)}
    record = answers.finalise(form, refused, shipped.context())

    assert errors("mediation-record", refused) == set()
    assert roles == {"worker"}
    assert "mediation_process" not in record


@pytest.mark.requirement("R-001-09")
def test_the_process_is_asked_only_when_both_sides_have_signed() -> None:
    form = shipped.form("mediation-record")
    authorised = {**hospital.HEAD, **hospital.MEDIATION, "mediation_process": "先谈后签"}

    before = answers.finalise(form, authorised, shipped.context({"derived": {"mediation_authorised": False}}))

    assert "mediation_process" not in before
    assert errors(
        "mediation-record",
        changed(authorised, mediation_process=None),
        {"derived": {"mediation_authorised": True}},
    ) == {("/mediation_process", "required"), ("/result", "required")}


@pytest.mark.requirement("R-001-11")
@pytest.mark.parametrize(("kind", "answer"), [("wish", "wish"), ("festival", "care_content")])
def test_a_wish_says_what_is_wished_and_a_festival_what_was_given(kind: str, answer: str) -> None:
    given = {"kind": kind, "care_content": "送去粽子" if kind == "festival" else None}

    assert told("hosp-wish-record", **given) == set()
    assert told("hosp-wish-record", **{**given, answer: None}) == {(f"/{answer}", "required")}


@pytest.mark.requirement("R-001-17")
def test_the_six_special_methods_can_be_named() -> None:
    assert {"narrative", "mindfulness", "pain", "hospice", "grief", "crisis"} <= offered(
        "hosp-intervention-record", "/methods"
    )


@pytest.mark.requirement("R-001-19")
def test_the_plan_asks_the_patients_own_choice_and_says_why() -> None:
    form = shipped.form("hosp-service-plan")
    field = form.fields["/client_opinion"]

    assert told("hosp-service-plan", client_opinion=None) == {("/client_opinion", "required")}
    assert "自主" in form.text("client_opinion.description", "zh", field.schema["description"])
    assert "own choice" in form.text("client_opinion.description", "en")


@pytest.mark.requirement("R-001-23")
@pytest.mark.parametrize(
    "explained", ["explained_purpose", "explained_roles", "explained_confidentiality", "explained_duties"]
)
def test_nobody_consents_to_what_was_not_explained(explained: str) -> None:
    assert told("hosp-consent", **{explained: False}) == {(f"/{explained}", "const")}
    assert told("hosp-consent", **{explained: None}) == {(f"/{explained}", "required")}


@pytest.mark.requirement("R-001-24")
@pytest.mark.parametrize("willing", ["no", "undecided"])
def test_who_does_not_agree_is_asked_for_no_signature(willing: str) -> None:
    form = shipped.form("hosp-consent")
    unwilling = {**COMPLETE["hosp-consent"], "willing": willing}

    assert errors("hosp-consent", unwilling) == set()
    assert {slot.role for slot in answers.signature_slots(form, unwilling)} == {"worker"}
    assert {slot.role for slot in answers.signature_slots(form, COMPLETE["hosp-consent"])} == {
        "client",
        "worker",
    }


@pytest.mark.requirement("R-001-24")
@pytest.mark.parametrize("signer", ["caregiver", "guardian", "authorised"])
def test_who_signs_for_the_patient_says_who_they_are_and_why(signer: str) -> None:
    assert told("hosp-consent", signer_type=signer) == {
        ("/signer_relationship", "required"),
        ("/not_patient_reason", "required"),
    }


@pytest.mark.requirement("R-001-25")
@pytest.mark.parametrize("answer", ["disease_info", "social_insurance", "family_members", "patient_source"])
def test_an_intake_collects_illness_insurance_and_family(answer: str) -> None:
    assert told("hosp-intake-record", **{answer: None}) == {(f"/{answer}", "required")}


@pytest.mark.requirement("R-001-25")
def test_who_has_no_family_is_not_asked_for_one_and_self_pay_stands_alone() -> None:
    assert told("hosp-intake-record", family_members=None, no_family=True) == set()
    assert told("hosp-intake-record", social_insurance=["none", "commercial"]) == {
        ("/social_insurance", "maxItems")
    }


@pytest.mark.requirement("R-001-26")
def test_an_enquiry_ends_the_service_and_says_where_the_patient_was_sent() -> None:
    assert told("hosp-enquiry-record", service_terminated=False) >= {("/service_terminated", "const")}
    assert told("hosp-enquiry-record", referred_to=None) >= {("/referred_to", "required")}
    assert told("hosp-enquiry-record", referred_to=None, referral_result="declined") == set() | {
        ("/enquiry_no", "required")
    }


@pytest.mark.requirement("R-001-29")
@pytest.mark.parametrize(("day", "problem"), [("2026-03-01", "check.after-assessment"), (None, "required")])
def test_the_assessment_is_fed_back_to_the_team_on_or_after_its_day(day: str | None, problem: str) -> None:
    assert told("hosp-pre-assessment") == set()
    assert {kind for _, kind in told("hosp-pre-assessment", feedback_to_team_on=day)} == {problem}


@pytest.mark.requirement("R-001-31")
@pytest.mark.parametrize("answer", ["crisis_source", "crisis_severity", "coping_ability", "past_coping"])
def test_a_crisis_is_told_with_source_severity_and_ways_of_coping(answer: str) -> None:
    crisis = {**hospital.CRISIS, answer: None}

    assert told("hosp-risk-screening", **hospital.CRISIS) == set()
    assert told("hosp-risk-screening", **crisis) == {(f"/{answer}", "required")}


@pytest.mark.requirement("R-001-31")
def test_terminal_cancer_without_a_crisis_asks_nothing_more() -> None:
    assert told("hosp-risk-screening", risk_groups=["late_cancer"]) == set()
    assert told("hosp-risk-screening", risk_groups=["none", "suicide"]) == {("/risk_groups", "maxItems")}


@pytest.mark.requirement("R-001-33")
@pytest.mark.parametrize(("ranks", "rule"), [((1, 1), "ranks-distinct"), ((1, 3), "ranks-complete")])
def test_each_problem_has_a_rank_of_its_own_and_none_is_left_out(ranks: tuple[int, int], rule: str) -> None:
    rows = [
        {**row, "priority": rank} for row, rank in zip(hospital.ASSESSMENT["problems"], ranks, strict=True)
    ]

    assert told("hosp-pre-assessment", problems=rows) == {("/problems", f"check.{rule}")}


@pytest.mark.requirement("R-001-33")
def test_an_order_without_the_patient_says_why() -> None:
    assert told("hosp-pre-assessment", priority_agreed=False) == {("/priority_note", "required")}
    assert told("hosp-pre-assessment", priority_agreed=False, priority_note="昏迷") == set()


@pytest.mark.requirement("R-001-34")
@pytest.mark.parametrize("answer", ["diagnosis", "patient_resources", "problems", "case_nature"])
def test_an_assessment_has_background_problems_and_nature(answer: str) -> None:
    assert told("hosp-pre-assessment", **{answer: None}) == {(f"/{answer}", "required")}


@pytest.mark.requirement("R-001-35")
def test_every_stage_of_the_goals_has_its_row_of_duties() -> None:
    later = [*hospital.PLAN["goals"], {"goal": "居家康复", "plan": "随访", "stage": "discharge"}]

    assert told("hosp-service-plan", goals=later) == {("/roles", "check.stages-covered")}
    assert (
        told(
            "hosp-service-plan",
            goals=later,
            roles=[hospital.STAGE_ROW, {**hospital.STAGE_ROW, "stage": "discharge"}],
        )
        == set()
    )


@pytest.mark.requirement("R-001-35", "R-001-39")
@pytest.mark.parametrize(
    "answer",
    [
        "medical_participants",
        "overall_goal",
        "theory",
        "goals",
        "evaluation_scheme",
        "communication_mechanism",
    ],
)
def test_a_plan_has_its_goals_theory_evaluation_and_the_team(answer: str) -> None:
    assert told("hosp-service-plan", **{answer: None}) == {(f"/{answer}", "required")}


@pytest.mark.requirement("R-001-36")
def test_from_the_second_version_on_a_plan_says_what_was_revised() -> None:
    assert told("hosp-service-plan", version=2) == {("/revision_note", "required")}
    assert told("hosp-service-plan", version=2, revision_note="费用放在首位") == set()


@pytest.mark.requirement("R-001-37")
def test_a_plan_nobody_explained_is_refused() -> None:
    no_task = [{**hospital.STAGE_ROW, "patient_task": ""}]

    assert told("hosp-service-plan", plan_explained=False) == {("/plan_explained", "const")}
    assert told("hosp-service-plan", roles=no_task) == {("/roles/0/patient_task", "required")}


@pytest.mark.requirement("R-001-41")
def test_a_record_names_the_stage_and_may_name_the_eight_services_of_the_clause() -> None:
    record = {**hospital.HEAD, **hospital.RECORD}
    eight = {"medical_aid", "emotion", "network", "health_mgmt", "policy", "hospice", "grief", "discharge"}

    assert errors("hosp-intervention-record", record, INTAKE_FACTS) == set()
    assert errors("hosp-intervention-record", changed(record, course_stage=None), INTAKE_FACTS) == {
        ("/course_stage", "required")
    }
    assert eight <= offered("hosp-intervention-record", "/service_types")


@pytest.mark.requirement("R-001-42")
def test_a_restraint_names_who_decided_it() -> None:
    crisis = {
        **hospital.HEAD,
        "crisis_type": ["left_hospital"],
        "alerted_at": "2026-03-05T08:00",
        "intervention": "联系家属与保卫",
        "restraint_used": True,
        "restraint_authoriser": "吴医生",
        "restraint_detail": "防跌落约束两小时",
        "outcome": "ongoing",
    }

    without = errors("crisis-record", changed(crisis, restraint_authoriser=None))

    assert ("/restraint_authoriser", "required") in without
    assert ("/restraint_authoriser", "required") not in errors("crisis-record", crisis)


@pytest.mark.requirement("R-001-43")
@pytest.mark.parametrize("answer", ["case_goal", "process_record"])
def test_an_intervention_record_has_basics_goal_and_process(answer: str) -> None:
    record = {**hospital.HEAD, **hospital.RECORD}
    form = shipped.form("hosp-intervention-record")

    basics = answers.finalise(form, record, shipped.context(INTAKE_FACTS))["basic_info"]

    assert errors("hosp-intervention-record", changed(record, **{answer: None}), INTAKE_FACTS) == {
        (f"/{answer}", "required")
    }
    assert all(word in basics for word in ("李明", "男", "1960-06-01", "ZY20260301", "心内科", "冠心病"))


@pytest.mark.requirement("R-001-45", "R-001-46")
@pytest.mark.parametrize(
    "answer",
    [
        "data_method",
        "objective_data",
        "subjective_data",
        "patient_change",
        "goal_results",
        "patient_satisfaction",
        "worker_reflection",
        "tracking_plan",
        "patient_opinion",
    ],
)
def test_an_evaluation_weighs_data_change_goals_satisfaction_and_looks_ahead(answer: str) -> None:
    assert told("hosp-evaluation-report", **{answer: None}) == {(f"/{answer}", "required")}


@pytest.mark.requirement("R-001-45")
def test_an_opinion_that_cannot_be_had_is_not_asked() -> None:
    unable = {"opinion_by": "unable", "patient_satisfaction": None, "patient_opinion": None}

    assert told("hosp-evaluation-report", **unable) == set()


@pytest.mark.requirement("R-001-47", "R-001-49")
def test_a_closure_says_why_and_where_to() -> None:
    closure = {**hospital.HEAD, **hospital.CLOSURE}
    placed = changed(closure, disposition="placement")

    assert errors("hosp-closure-report", closure, INTAKE_FACTS) == set()
    assert errors("hosp-closure-report", placed, INTAKE_FACTS) == {("/placement_to", "required")}
    for answer in ("process_brief", "patient_state", "closure_reason"):
        assert (f"/{answer}", "required") in errors(
            "hosp-closure-report", changed(closure, **{answer: None}), INTAKE_FACTS
        )


@pytest.mark.requirement("R-001-48")
def test_a_follow_up_that_reached_nobody_is_recorded_and_an_end_has_its_reason() -> None:
    missed = changed(
        hospital.FOLLOW_UP,
        reached=False,
        plan_execution=None,
        recovery_state=None,
        support_given=None,
        community_matching=None,
        not_reached_reason="两次无人接听",
        next_step="continue",
        end_reason=None,
        next_date="2026-03-20",
    )

    assert errors("hosp-follow-up", {**hospital.HEAD, **missed}) == set()
    assert told("hosp-follow-up", end_reason=None) == {("/end_reason", "required")}
