"""The published forms of 002, appendices A–G: what their boxes and lines demand of an answer."""

from __future__ import annotations

from typing import Any

import pytest

from caseforms import answers
from tests.standards import shipped
from tests.standards.shipped import changed, errors, warnings

PERSON = {"client_name": "李明", "gender": "male", "birth_date": "1990-06-01"}
CASE = {"case_no": "MH-2026-0007", "responsible_worker": "u-chen"}
CONSENT = {
    "introduction_given": True,
    "confidentiality_explained": True,
    "worker_name": "陈芳",
    "agreement_form": "written",
    "signer_type": "client",
    "agency_feedback_authorised": "no",
}
ORAL = changed(
    CONSENT,
    agreement_form="oral",
    oral_notice="陈芳向李明及其母亲说明",
    oral_notice_date="2026-03-04",
    witness_name="刘主任",
)
APPLICATION = {
    "application_no": "SQ-2026-0009",
    "application_date": "2026-03-02",
    "responsible_worker": "u-chen",
    "client_name": "李明",
    "gender": "male",
    "age": 35,
    "phone": "13800138000",
    "address_province": "北京市",
    "address_city": "北京市",
    "address_district": "西城区",
    "application_channel": "self",
    "client_needs": "希望恢复工作",
    "urgent_risk": False,
    "follow_up": "yes",
    "accept_basis": "in_scope",
    "scope_action": "accept",
    "emergency_contact_name": "王芬",
    "emergency_contact_phone": "13900139000",
    "decision_date": "2026-03-04",
}
DECLINED = changed(
    APPLICATION,
    follow_up="no",
    accept_basis=None,
    scope_action=None,
    emergency_contact_name=None,
    emergency_contact_phone=None,
    decline_basis=["client_refused"],
    decline_action=["informed"],
)
ASSESSMENT = {
    **CASE,
    **PERSON,
    "fill_date": "2026-03-05",
    "personal_background": "三十五岁，曾任司机。",
    "environment_systems": "与母亲同住，社区关系良好。",
    "client_perception": "希望重新工作。",
    "needs_discussion": "就业与用药",
    "resources_strengths_barriers": "母亲支持，有驾驶技能。",
    "problem_diagnosis": "社会功能退缩",
    "needs_analysis": "先稳定用药，再就业。",
    "priority_problems": [
        {"problem": "用药不规律", "decided_with": ["client", "family"]},
        {"problem": "没有工作", "decided_with": ["client"]},
    ],
}
PLAN_ROW = {
    "schedule": "3月至5月，每两周一次",
    "strategy": "用药管理",
    "mode": "面谈",
    "client_responsibility": "记录服药",
    "worker_role": "陪同复诊",
    "evaluation_method": "服药记录",
}
PLAN = {
    **CASE,
    "client_name": "李明",
    "plan_type": "initial",
    "overall_goal": "稳定病情，恢复工作",
    "goal_1": "三个月规律服药",
    "plan_items": [PLAN_ROW],
    "signer_type": "client",
    "evaluator": "陈芳、督导",
}
EVALUATION = {
    **CASE,
    **PERSON,
    "evaluation_date": "2026-03-05",
    "answered_by": "self",
    "services_received": "面谈、家访",
    "coping_improved_answer": "yes",
    "satisfaction": "5",
    "improvement_score": "8",
    "goal_attainment": "full",
    "process_evaluation": "共服务六次，以面谈为主。",
    "outcome_evaluation": "已恢复规律服药。",
    "worker_reflection": "更早与家属沟通会更好。",
    "stakeholders_involved": True,
    "stakeholder_evaluation": "母亲认为变化明显。",
    "improvement_suggestions": "每月电话回访。",
}
CLOSURE = {
    **CASE,
    **PERSON,
    "fill_date": "2026-03-05",
    "application_channel": "self",
    "intake_date": "2025-12-01",
    "closure_date": "2026-03-05",
    "closure_reason": ["goal_reached"],
    "client_informed_of_end": "yes",
    "closure_summary": "目标达成。",
    "follow_up_plan": "每月电话回访。",
    "signer_type": "client",
    "closure_notice_date": "2026-02-20",
    "relapse_factors": "停药、失业；按约定联系社工。",
    "revisit_frequency_days": 30,
    "revisit_times": 3,
}


@pytest.mark.requirement("R-002-13")
@pytest.mark.parametrize("consent", [CONSENT, ORAL], ids=["written", "oral"])
def test_a_consent_without_the_introduction_is_refused(consent: dict[str, Any]) -> None:
    assert errors("mh-consent", consent) == set()
    assert errors("mh-consent", changed(consent, introduction_given=False)) == {
        ("/introduction_given", "const")
    }
    assert errors("mh-consent", changed(consent, introduction_given=None)) == {
        ("/introduction_given", "required")
    }


def test_a_consent_without_the_rules_of_confidentiality_is_refused() -> None:
    silent = changed(CONSENT, confidentiality_explained=False)

    assert errors("mh-consent", silent) == {("/confidentiality_explained", "const")}


@pytest.mark.requirement("R-002-15")
def test_an_oral_agreement_asks_who_was_told_and_when() -> None:
    untold = changed(ORAL, oral_notice=None, oral_notice_date=None)

    assert errors("mh-consent", untold) == {("/oral_notice", "required"), ("/oral_notice_date", "required")}


@pytest.mark.requirement("R-002-15")
def test_each_form_of_agreement_keeps_its_own_fields_only() -> None:
    form = shipped.form("mh-consent")

    written = answers.finalise(form, changed(ORAL, agreement_form="written"), shipped.context())
    signers = {
        kind: {slot.role for slot in answers.signature_slots(form, consent) if slot.required}
        for kind, consent in (("written", CONSENT), ("oral", ORAL))
    }

    assert not written.keys() & {"oral_notice", "oral_notice_date"}
    assert signers == {"written": {"client", "worker"}, "oral": {"worker"}}


def test_an_application_that_is_taken_on_may_be_submitted() -> None:
    assert errors("mh-application", APPLICATION) == set()


def test_a_case_taken_on_has_phone_and_emergency_contact_unless_there_is_none() -> None:
    alone = changed(APPLICATION, emergency_contact_name=None, emergency_contact_phone=None)

    assert errors("mh-application", changed(APPLICATION, phone=None)) == {("/phone", "required")}
    assert errors("mh-application", alone) == {
        ("/emergency_contact_name", "required"),
        ("/emergency_contact_phone", "required"),
    }
    assert errors("mh-application", changed(alone, emergency_contact_none=True)) == set()


def test_a_case_not_taken_on_asks_for_no_emergency_contact() -> None:
    assert errors("mh-application", DECLINED) == set()
    assert not answers.effective(shipped.form("mh-application"), DECLINED).visible("/emergency_contact_name")


@pytest.mark.parametrize("basis", ["beyond_worker", "beyond_centre"])
def test_beyond_ability_or_scope_a_referral_must_be_offered(basis: str) -> None:
    beyond = changed(DECLINED, decline_basis=[basis])

    assert errors("mh-application", beyond) == {("/referral_offer", "required")}
    assert errors("mh-application", changed(beyond, referral_offer="declined")) == set()


def test_an_accepted_offer_of_referral_is_carried_out() -> None:
    accepted = changed(DECLINED, decline_basis=["beyond_centre"], referral_offer="accepted")

    assert {pointer for pointer, _ in errors("mh-application", accepted)} == {"/decline_action"}
    referred = changed(accepted, decline_action=["referred"])
    assert errors("mh-application", referred) == {("/decline_referral_note", "required")}
    assert errors("mh-application", changed(referred, decline_referral_note="转介到区精神卫生中心")) == set()


@pytest.mark.requirement("R-002-83")
def test_yes_hides_what_no_asks_and_drops_it_from_the_record() -> None:
    form = shipped.form("mh-application")
    undecided = {**DECLINED, **APPLICATION, "decline_basis_other": "先填了否", "referral_offer": "declined"}

    view = answers.effective(form, undecided)
    record = answers.finalise(form, undecided, shipped.context())

    no_fields = {
        pointer.strip("/") for pointer in form.fields if pointer.startswith(("/decline_", "/referral_offer"))
    }
    assert not any(view.visible(f"/{name}") for name in no_fields)
    assert not record.keys() & no_fields
    assert record["scope_action"] == "accept"


def test_an_assessment_puts_problems_in_order_with_client_or_family() -> None:
    lonely = [{"problem": "用药不规律"}]

    assert errors("mh-assessment", ASSESSMENT) == set()
    assert errors("mh-assessment", changed(ASSESSMENT, priority_problems=None)) == {
        ("/priority_problems", "required")
    }
    assert errors("mh-assessment", changed(ASSESSMENT, priority_problems=lonely)) == {
        ("/priority_problems/0/decided_with", "required")
    }


def test_the_order_of_problems_is_kept() -> None:
    record = answers.finalise(shipped.form("mh-assessment"), ASSESSMENT, shipped.context())

    assert [row["problem"] for row in record["priority_problems"]] == ["用药不规律", "没有工作"]


@pytest.mark.parametrize("answer", ["overall_goal", "goal_1", "evaluator"])
def test_a_plan_has_its_goals_and_its_evaluator(answer: str) -> None:
    assert errors("mh-plan", PLAN) == set()
    assert errors("mh-plan", changed(PLAN, **{answer: None})) == {(f"/{answer}", "required")}


@pytest.mark.requirement("R-002-27")
@pytest.mark.parametrize("empty", [None, "", "  "])
def test_a_plan_row_without_a_strategy_is_refused(empty: str | None) -> None:
    row = {**PLAN_ROW, "strategy": empty} if empty is not None else changed(PLAN_ROW, strategy=None)

    assert errors("mh-plan", changed(PLAN, plan_items=[row])) == {("/plan_items/0/strategy", "required")}


def test_a_plan_row_says_how_it_is_evaluated() -> None:
    row = changed(PLAN_ROW, evaluation_method=None)

    assert errors("mh-plan", changed(PLAN, plan_items=[row])) == {
        ("/plan_items/0/evaluation_method", "required")
    }


def test_a_plan_without_rows_is_refused() -> None:
    assert {pointer for pointer, _ in errors("mh-plan", changed(PLAN, plan_items=[]))} == {"/plan_items"}


@pytest.mark.requirement("R-002-40")
@pytest.mark.parametrize("answer", ["worker_reflection", "improvement_suggestions"])
def test_the_worker_reflects_and_suggests(answer: str) -> None:
    assert errors("mh-evaluation", EVALUATION) == set()
    assert errors("mh-evaluation", changed(EVALUATION, **{answer: None})) == {(f"/{answer}", "required")}


@pytest.mark.requirement("R-002-41")
def test_stakeholders_who_took_part_evaluate_and_their_absence_only_warns() -> None:
    absent = changed(EVALUATION, stakeholders_involved=False, stakeholder_evaluation=None)

    assert errors("mh-evaluation", changed(EVALUATION, stakeholder_evaluation=None)) == {
        ("/stakeholder_evaluation", "required")
    }
    assert errors("mh-evaluation", absent) == set()
    assert {pointer for pointer, _ in warnings("mh-evaluation", absent)} == {"/stakeholders_involved"}


def test_a_client_who_cannot_answer_leaves_the_workers_part() -> None:
    client_part = (
        "services_received",
        "coping_improved_answer",
        "satisfaction",
        "improvement_score",
        "goal_attainment",
    )
    unable = changed(EVALUATION, answered_by="unable", **dict.fromkeys(client_part))

    assert errors("mh-evaluation", unable) == {("/unable_reason", "required")}
    assert errors("mh-evaluation", changed(unable, unable_reason="住院治疗中")) == set()


@pytest.mark.requirement("R-002-43")
@pytest.mark.parametrize(
    ("notice", "refused"), [("2026-03-05", True), ("2026-03-06", True), ("2026-03-04", False)]
)
def test_the_client_is_told_before_the_day_of_closure(notice: str, refused: bool) -> None:
    found = errors("mh-closure", changed(CLOSURE, closure_notice_date=notice))

    assert {pointer for pointer, _ in found} == ({"/closure_notice_date"} if refused else set())


@pytest.mark.requirement("R-002-43")
@pytest.mark.parametrize(
    "reason",
    [
        {
            "closure_reason": ["death_or_move"],
            "death_or_move_kind": "death",
            "closure_reason_death_or_move": "病故",
        },
        {"closure_reason": ["client_refused"], "closure_reason_refused": "不愿继续"},
    ],
    ids=["death", "refusal"],
)
def test_nobody_is_told_beforehand_of_a_death_or_a_refusal(reason: dict[str, Any]) -> None:
    closed = changed(CLOSURE, **reason)

    assert not answers.effective(shipped.form("mh-closure"), closed).visible("/closure_notice_date")
    assert errors("mh-closure", changed(closed, closure_notice_date=None)) == set()


@pytest.mark.requirement("R-002-45")
def test_reached_goals_need_a_word_on_what_may_spoil_them() -> None:
    assert errors("mh-closure", CLOSURE) == set()
    assert errors("mh-closure", changed(CLOSURE, relapse_factors=None)) == {("/relapse_factors", "required")}


@pytest.mark.parametrize(
    ("reason", "line"),
    [
        ("worker_unsuitable", "closure_reason_unsuitable"),
        ("client_refused", "closure_reason_refused"),
        ("death_or_move", "closure_reason_death_or_move"),
        ("other", "closure_reason_other"),
    ],
)
def test_a_reason_with_a_line_needs_its_words(reason: str, line: str) -> None:
    silent = changed(CLOSURE, closure_reason=[reason], death_or_move_kind="moved")

    assert (f"/{line}", "required") in errors("mh-closure", silent)
    assert errors("mh-closure", changed(silent, **{line: "见说明"})) == set()


def test_no_signature_of_the_client_is_asked_after_a_death() -> None:
    death = changed(CLOSURE, signer_type="waived", signature_waived_reason="death")

    slots = answers.signature_slots(shipped.form("mh-closure"), death)

    assert {slot.role for slot in slots} == {"worker", "supervisor"}


def test_no_revisits_are_planned_after_a_death() -> None:
    death = changed(
        CLOSURE,
        closure_reason=["death_or_move"],
        death_or_move_kind="death",
        closure_reason_death_or_move="病故",
        revisit_frequency_days=None,
        revisit_times=None,
    )

    assert errors("mh-closure", death) == set()
    assert errors("mh-closure", changed(death, death_or_move_kind="moved")) == {
        ("/revisit_frequency_days", "required"),
        ("/revisit_times", "required"),
    }
