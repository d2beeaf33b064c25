"""001 §7.2.2 to §7.2.4 through the services: enquiry, consent, intake, the doctor's information, assessment, plan."""

from __future__ import annotations

import pytest

from caseforms.services import (
    audit,
    records,
    signing,
)
from tests.services.world import World, refused
from tests.standards import hospital
from tests.standards.hospital_world import (
    accepted,
    admitted,
    assessed,
    content,
    corrected,
    day,
    filling,
    let_in,
    level,
    why_not,
    with_doctor,
)


@pytest.mark.requirement("R-001-27")
def test_with_consent_and_intake_a_number_is_issued_and_shown_on_both(clinic: World) -> None:
    case_id = admitted(clinic)
    consent = clinic.fill(case_id, "consent", hospital.CONSENT)
    clinic.sign(consent, "client", "worker")
    asked = refused(lambda: clinic.act(case_id, "accept"))
    intake = clinic.fill(case_id, "intake", hospital.INTAKE)
    clinic.sign(intake, "worker")

    stage = clinic.act(case_id, "accept")
    number = clinic.view(case_id).line.case_no

    assert set(asked) == {"case.guard"}
    assert stage == "inpatient_assessment"
    assert "-H-" in str(number)
    assert content(clinic, consent)["case_no"] == content(clinic, intake)["case_no"] == number


@pytest.mark.requirement("R-001-27")
def test_the_number_shown_later_leaves_the_signatures_as_they_are(clinic: World) -> None:
    case_id = accepted(clinic)

    slot = next(each for each in clinic.view(case_id).slots if each.name == "consent")

    assert [line.waiting for line in slot.records] == [()]


@pytest.mark.requirement("R-001-26")
def test_an_enquiry_ends_without_a_case_number_and_its_referral_has_none(clinic: World) -> None:
    case_id = admitted(clinic)
    clinic.sign(
        clinic.fill(case_id, "enquiry", {**hospital.ENQUIRY, "enquiry_at": f"{day(clinic)}T08:30"}), "worker"
    )
    without = why_not(clinic, case_id, "decline")
    referral = clinic.fill(
        case_id,
        "referral",
        {
            "direction": "external",
            "receiver_type": "relief",
            "receiver_org": "区司法局",
            "reason": ["other"],
            "reason_other": "法律援助",
            "summary": "劳动争议",
            "client_agrees": True,
            "urgent": False,
            "sent_at": f"{day(clinic)}T08:50",
        },
    )
    clinic.do(signing.sign, "lin", referral, "sender", "drawn", clinic.now, strokes=[[[0, 0], [9, 9]]])

    assert without == ["referred_or_declined"]
    assert clinic.act(case_id, "decline") == "not_accepted"
    assert not clinic.view(case_id).line.case_no
    assert "case_no" not in content(clinic, referral)


@pytest.mark.requirement("R-001-24")
def test_a_patient_who_declines_signs_nothing_and_the_enquiry_record_is_begun(clinic: World) -> None:
    case_id = admitted(clinic)

    consent = clinic.fill(case_id, "consent", {**hospital.CONSENT, "willing": "no"})
    clinic.sign(consent, "worker")
    slots = {each.name: each.records for each in clinic.view(case_id).slots}

    assert [line.status for line in slots["enquiry"]] == ["draft"]
    assert [line.waiting for line in slots["consent"]] == [()]
    assert content(clinic, slots["enquiry"][0].id)["in_scope"] == "yes"


@pytest.mark.requirement("R-001-28", "R-001-29")
def test_the_doctors_values_arrive_with_their_source_and_cannot_be_overwritten(clinic: World) -> None:
    case_id, _ = with_doctor(clinic)

    draft = clinic.start(case_id, "assessment")
    changed = refused(lambda: clinic.submit(draft, {**filling("assessment"), "diagnosis": "心衰"}))

    assert draft.data["diagnosis"] == hospital.SUMMARY["diagnosis"]
    assert draft.data["medication_history"] == "阿司匹林、阿托伐他汀"
    assert draft.sources["/diagnosis"].label["zh"] == "疾病诊疗信息表"
    assert draft.sources["/diagnosis"].date == day(clinic)
    assert set(changed) == {"record.locked-field"}


@pytest.mark.requirement("R-001-28")
def test_a_worker_completes_blanks_naming_the_informant_and_changes_nothing_of_the_doctors(
    clinic: World,
) -> None:
    _, summary = with_doctor(clinic, prognosis=None, treatment_cost=None)

    overwritten = corrected(clinic, summary, {"diagnosis": "心衰", "doctor_name": "吴医生"})
    nameless = corrected(clinic, summary, {"prognosis": "良好", "doctor_name": None})
    completed = corrected(clinic, summary, {"prognosis": "良好", "doctor_name": "赵护士"})

    assert set(overwritten) == {"record.locked-field"}
    assert set(nameless) == {"answer.required"}
    assert completed == ()
    assert content(clinic, summary)["prognosis"] == "良好"
    assert content(clinic, summary)["doctor_name"] == "赵护士"


@pytest.mark.requirement("R-001-28")
def test_the_doctor_may_change_what_a_doctor_wrote(clinic: World) -> None:
    _, summary = with_doctor(clinic)

    assert corrected(clinic, summary, {"prognosis": "一般"}, "wu") == ()
    assert content(clinic, summary, "wu")["prognosis"] == "一般"


@pytest.mark.requirement("R-001-28")
def test_a_worker_who_fills_the_summary_names_the_doctor_who_then_confirms(clinic: World) -> None:
    case_id = accepted(clinic)
    draft = clinic.start(case_id, "medical_summary")

    nameless = refused(lambda: clinic.submit(draft, hospital.SUMMARY))
    clinic.submit(draft, {**hospital.SUMMARY, "doctor_name": "吴医生"})
    waiting = {flag.name for flag in clinic.view(case_id).flags}
    let_in(clinic, case_id)
    clinic.act(case_id, "confirm_medical", "wu")

    assert set(nameless) == {"answer.required"}
    assert "medical_unconfirmed" in waiting
    assert "medical_unconfirmed" not in {flag.name for flag in clinic.view(case_id).flags}


@pytest.mark.requirement("R-001-20")
def test_medical_staff_see_the_case_only_where_the_patient_shares_it(clinic: World) -> None:
    shared, _ = with_doctor(clinic)
    kept = accepted(clinic, {"sharing_consent": False})
    before = level(clinic, kept, "wu")
    let_in(clinic, kept)

    own = clinic.fill(kept, "medical_summary", hospital.SUMMARY, actor="wu")
    intake = next(slot for slot in clinic.view(kept).slots if slot.name == "intake").records[0].id

    assert before == "none"
    assert (level(clinic, shared, "wu"), level(clinic, kept, "wu")) == ("content", "header")
    assert content(clinic, own, "wu")["diagnosis"] == hospital.SUMMARY["diagnosis"]
    assert set(refused(lambda: content(clinic, intake, "wu"))) == {"permission.denied"}


@pytest.mark.requirement("R-001-20")
def test_strangers_are_refused_and_every_look_is_written_down(clinic: World) -> None:
    case_id, summary = with_doctor(clinic)

    stranger = refused(lambda: content(clinic, summary, "zhou"))
    clinic.do(records.view, "lin", summary, clinic.now)
    seen = clinic.do(audit.log, "wang", case_id)

    assert set(stranger) <= {"permission.denied", "record.not-found"}
    assert stranger
    assert any(line.record_id == summary for line in seen.items)


@pytest.mark.requirement("R-001-30")
def test_a_suicide_risk_tells_worker_and_supervisor_and_waits_for_the_crisis_record(clinic: World) -> None:
    case_id = assessed(clinic, **hospital.CRISIS)
    stage, flags = clinic.view(case_id).line.stage, {flag.name for flag in clinic.view(case_id).flags}

    assert stage == "inpatient_assessment"
    assert "in_crisis" in flags
    assert why_not(clinic, case_id, "finish_assessment") == ["crisis_record_when_urgent"]


@pytest.mark.requirement("R-001-35", "R-001-36")
def test_a_second_version_of_the_plan_is_numbered_and_says_what_changed(clinic: World) -> None:
    case_id = assessed(clinic)
    first = clinic.fill(case_id, "plan", filling("plan"))
    clinic.act(case_id, "revise_plan", reason="病患希望先解决费用")
    slot = next(each for each in clinic.view(case_id).slots if each.name == "plan")
    draft = clinic.do(
        records.view, "lin", next(line.id for line in slot.records if line.status == "draft"), clinic.now
    )

    silent = refused(lambda: clinic.submit(draft, filling("plan")))
    second = clinic.submit(draft, filling("plan", revision_note="费用放在首位")).record.id
    clinic.sign(second, "client", "worker")

    assert content(clinic, first)["version"] == 1
    assert set(silent) == {"answer.required"}
    assert content(clinic, second)["version"] == 2
    assert clinic.view(case_id).line.stage == "implementation"


@pytest.mark.requirement("R-001-35")
def test_the_plan_begins_with_the_needs_that_were_assessed(clinic: World) -> None:
    draft = clinic.start(assessed(clinic), "plan")

    assert [row["goal"] for row in draft.data["goals"]] == ["医疗救助", "情绪支持"]
    assert draft.data["treatment_plan"] == hospital.SUMMARY["treatment_method"]


@pytest.mark.requirement("R-001-33")
def test_the_assessment_begins_with_the_problems_of_the_intake(clinic: World) -> None:
    case_id, _ = with_doctor(clinic)

    draft = clinic.start(case_id, "assessment")

    assert draft.data["problems"] == [{"problem": "担心手术费用", "need": "希望了解救助政策"}]


@pytest.mark.requirement("R-001-03")
def test_the_doctor_signs_the_plan_and_writes_the_conference(clinic: World) -> None:
    case_id = assessed(clinic)
    plan = clinic.fill(case_id, "plan", filling("plan"))
    clinic.sign(plan, "client", "worker")

    clinic.do(signing.sign, "wu", plan, "medical", "drawn", clinic.now, strokes=[[[0, 0], [9, 9]]])
    conference = {
        "held_at": f"{day(clinic)}T08:00",
        "mode": "face",
        "attendees": [{"name": "吴医生", "profession": "心内科医生"}],
        "patient_present": True,
        "outsiders_present": False,
        "topics": "术后活动",
        "stage_goal": "术后早期活动",
    }

    assert clinic.do(records.view, "lin", plan, clinic.now).signatures["/medical_signature"].valid
    assert clinic.fill(case_id, "conference", conference, actor="wu")
