"""001 §5 and §7.2 through the services: from the ward round to the last follow-up, in one hospital."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from caseforms import storage
from caseforms.rendering import paper
from caseforms.rendering.reader import Reader
from caseforms.services import (
    access,
    audit,
    department_statistics,
    institutions,
    records,
    registers,
    signing,
    statistics,
)
from caseforms.services.identifiers import new_id
from caseforms.storage.tables import Case
from tests.databases import Migrated
from tests.services import world as worlds
from tests.services.world import World, refused
from tests.standards import hospital
from tests.standards.hospital_world import (
    accepted,
    admitted,
    assessed,
    day,
    discharged,
    filling,
    followed_up,
    let_in,
    planned,
    served,
    with_doctor,
)
from tests.standards.sheets import text

EVERY_FORM = {
    "consent", "intake", "enquiry", "medical_summary", "risk_screening", "assessment", "scale_phq9", "plan",
    "crisis_plan", "intervention", "conference", "discharge_plan", "evaluation", "satisfaction", "closure", "referral",
    "follow_up", "home_visit", "crisis", "incident", "disclosure", "suspension", "mediation", "wish", "resource",
    "archive",
}  # fmt: skip


@pytest.fixture(scope="module")
def clinic(migrated: Migrated, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One hospital for all these visits; each has a case of its own."""
    place = migrated.copy("sqlite", tmp_path_factory.mktemp("clinic"))
    with closing(storage.open(place)) as store:
        yield worlds.build(store, "hospital")


def content(world: World, record_id: str, actor: str = "lin") -> dict[str, Any]:
    """What a record shows."""
    return world.do(records.view, actor, record_id, world.now).data


def corrected(world: World, record_id: str, change: dict[str, Any], actor: str = "lin") -> tuple[str, ...]:
    """Correct a record; the codes with which it was refused."""
    seen = world.do(records.view, actor, record_id, world.now)
    body = {name: value for name, value in {**seen.data, **change}.items() if value is not None}
    return refused(
        lambda: world.do(records.correct, actor, record_id, body, seen.version, world.now, new_id(), "补充")
    )


def why_not(world: World, case_id: str, action: str) -> list[str]:
    """The ids of the guards that hold an action back."""
    found = next(each for each in world.view(case_id).actions if each.name == action)
    return [reason.code for reason in found.why_not]


def level(world: World, case_id: str, actor: str) -> str:
    """What somebody sees of a case."""
    return world.do(lambda session, who: access.level(session, who, session.get(Case, case_id)), actor)


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


@pytest.mark.requirement("R-001-43")
def test_intervention_records_count_on_and_carry_the_patients_basics(clinic: World) -> None:
    case_id = served(clinic)
    second = clinic.start(case_id, "intervention")
    shown = second.current["basic_info"]

    kept = clinic.submit(second, filling("intervention", session_at=f"{day(clinic)}T08:30")).record.id

    assert content(clinic, kept)["session_no"] == 2
    assert "心内科" in shown
    assert content(clinic, kept)["basic_info"] == shown
    assert second.data["case_goal"] == hospital.PLAN["overall_goal"]


@pytest.mark.requirement("R-001-44")
def test_the_evaluation_shows_the_scheme_of_the_latest_plan_and_starts_empty(clinic: World) -> None:
    draft = clinic.start(discharged(clinic), "evaluation")

    assert draft.current["planned_scheme"] == hospital.PLAN["evaluation_scheme"]
    assert "process_evaluation" not in draft.data
    assert [row["goal"] for row in draft.data["goal_results"]] == ["获得医疗救助"]


@pytest.mark.requirement("R-001-09")
def test_mediation_begins_when_both_sides_have_signed(clinic: World) -> None:
    case_id = planned(clinic)
    record = clinic.fill(case_id, "mediation", {**hospital.MEDIATION, "mediation_process": "未签先谈"})
    early = content(clinic, record)
    clinic.do(
        signing.sign,
        "lin",
        record,
        "client",
        "drawn",
        clinic.now,
        strokes=[[[0, 0], [9, 9]]],
        signer_name="李明",
    )
    one_side = clinic.do(records.view, "lin", record, clinic.now).current["both_signed"]
    clinic.do(signing.sign, "wu", record, "medical", "drawn", clinic.now, strokes=[[[0, 0], [9, 9]]])

    open_now = clinic.do(records.view, "lin", record, clinic.now).current["both_signed"]
    written = corrected(clinic, record, {"mediation_process": "双方说明情况", "result": "agreed"})
    signatures = clinic.do(records.view, "lin", record, clinic.now).signatures

    assert "mediation_process" not in early
    assert (one_side, open_now) == (False, True)
    assert written == ()
    assert content(clinic, record)["mediation_process"] == "双方说明情况"
    assert signatures["/patient_authorised"].valid
    assert signatures["/staff_authorised"].valid


@pytest.mark.requirement("R-001-13")
def test_the_discharge_sets_three_follow_ups_and_the_last_closes_the_series(clinic: World) -> None:
    case_id = followed_up(clinic)

    tasks = [due for due in clinic.view(case_id).due if due.name == "follow_up"]
    ended = {**hospital.FOLLOW_UP, "follow_up_at": f"{day(clinic)}T08:45"}
    clinic.fill(case_id, "follow_up", ended)
    left = [
        due for due in clinic.view(case_id).due if due.name == "follow_up" and due.status in ("open", "soon")
    ]

    assert [due.day.isoformat() for due in tasks] == [day(clinic, ahead) for ahead in (30, 60, 90)]
    assert left == []


@pytest.mark.requirement("R-001-14")
def test_a_home_visit_after_discharge_needs_its_safety_check(clinic: World) -> None:
    case_id = followed_up(clinic)
    draft = clinic.start(case_id, "follow_up")
    visit = {**hospital.FOLLOW_UP, "mode": "home_visit", "follow_up_at": f"{day(clinic)}T08:45"}

    assert set(refused(lambda: clinic.submit(draft, visit))) == {"case.guard"}


@pytest.mark.requirement("R-001-15")
def test_matching_community_resources_opens_a_referral_with_the_case_in_it(clinic: World) -> None:
    case_id = followed_up(clinic)
    matched = {**hospital.FOLLOW_UP, "community_matching": True, "follow_up_at": f"{day(clinic)}T08:45"}

    clinic.fill(case_id, "follow_up", matched)
    slot = next(each for each in clinic.view(case_id).slots if each.name == "referral")
    referral = clinic.do(records.view, "lin", slot.records[0].id, clinic.now)

    assert referral.line.status == "draft"
    assert referral.data["client_name"] == "李明"
    assert referral.data["summary"] == hospital.FOLLOW_UP["recovery_state"]


@pytest.mark.requirement("R-001-15")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_was_taught_for_home_stands_on_the_printed_discharge_plan(clinic: World, language: str) -> None:
    case_id = served(clinic)
    dates = {"discharge_date": day(clinic), "follow_up_until": day(clinic, 90)}
    record = clinic.fill(case_id, "discharge_plan", {**hospital.DISCHARGE, **dates})
    clinic.sign(record, "client", "worker")

    view = clinic.do(records.view, "lin", record, clinic.now, purpose="print")
    words = text(str(paper.sheet(view.form, view.data, Reader(language=language, now=clinic.now)).html))

    assert hospital.DISCHARGE["home_care_training"] in words


@pytest.mark.requirement("R-001-47", "R-001-48", "R-001-49")
def test_a_case_closes_with_its_report_its_archive_and_no_follow_up_left(clinic: World) -> None:
    case_id = followed_up(clinic)
    clinic.fill(case_id, "follow_up", {**hospital.FOLLOW_UP, "follow_up_at": f"{day(clinic)}T08:45"})
    without = why_not(clinic, case_id, "close")
    report = {**hospital.CLOSURE, "closure_date": day(clinic), "discharged_on": day(clinic)}
    clinic.sign(clinic.fill(case_id, "closure", report), "worker")
    archive = {"archive_class": ["client", "process"], "secrecy": "restricted"}
    clinic.sign(clinic.fill(case_id, "archive", archive, actor="liu"), "archivist")

    assert "actions.close.when.2" in without
    assert clinic.act(case_id, "close", "liu") == "closed"


@pytest.mark.requirement("R-001-26", "R-001-27")
def test_a_readmission_is_a_new_linked_case_that_knows_the_patient(clinic: World) -> None:
    case_id = followed_up(clinic)

    clinic.act(case_id, "readmit", reason="再次入院")
    (again,) = (link.case_id for link in clinic.view(case_id).links)
    intake = clinic.start(again, "intake")

    assert clinic.view(again).line.stage == "admission_notice"
    assert not clinic.view(again).line.case_no
    assert intake.data["client_name"] == "李明"
    assert "inpatient_no" not in intake.data


@pytest.mark.requirement("R-001-07")
def test_cases_are_counted_by_where_the_patient_came_from(clinic: World) -> None:
    def counted() -> dict[str, int]:
        found = clinic.do(statistics.of_institution, "wang").sources
        return {count.code: count.number for count in found}

    before = counted()
    accepted(clinic, patient_source="self")
    accepted(clinic, patient_source="staff_referral", referrer="心内科")
    after = counted()

    assert {code: after[code] - before[code] for code in after} == {
        "ward_round": 0,
        "self": 1,
        "staff_referral": 1,
        "other": 0,
    }


@pytest.mark.requirement("R-001-10")
def test_satisfaction_is_reported_department_by_department(clinic: World) -> None:
    for department, overall in (("骨科", "5"), ("骨科", "2"), ("儿科", "4")):
        draft = clinic.do(registers.start, "lin", "hospital-satisfaction", clinic.now)
        survey = {**hospital.SURVEY, "survey_date": day(clinic), "department": department, "overall": overall}
        clinic.submit(draft, survey)

    report = {each.name: each for each in clinic.do(department_statistics.by_department, "wang")}

    assert (report["骨科"].answers, report["骨科"].average, report["骨科"].satisfied_percent) == (
        2,
        3.5,
        50.0,
    )
    assert (report["儿科"].answers, report["儿科"].satisfied_percent) == (1, 100.0)
    assert set(refused(lambda: clinic.do(department_statistics.by_department, "lin"))) == {
        "permission.denied"
    }


@pytest.mark.requirement("R-001-40")
def test_the_institution_sets_the_interval_of_conferences(clinic: World) -> None:
    case_id = planned(clinic)

    def due() -> list[str]:
        return [each.day.isoformat() for each in clinic.view(case_id).due if each.name == "conference"]

    usual = due()
    clinic.do(institutions.set_setting, "admin", "hospital-case.conference_days", "3", clinic.now)
    own = due()
    clinic.do(institutions.set_setting, "admin", "hospital-case.conference_days", "7", clinic.now)

    assert (usual, own) == ([day(clinic, 7)], [day(clinic, 3)])


@pytest.mark.requirement("R-001-13")
@pytest.mark.parametrize(
    "asked", [{}, {"kind": "planned"}, {"date": "2026-03-01"}, {"date": "2099-01-01", "kind": "planned"}]
)
def test_a_discharge_says_when_and_how(clinic: World, asked: dict[str, str]) -> None:
    case_id = accepted(clinic)

    codes = refused(lambda: clinic.act(case_id, "record_discharge", data=asked))

    assert set(codes) <= {"case.ask-date", "case.ask-kind"}
    assert codes


@pytest.mark.requirement("R-001-69")
def test_every_form_of_the_case_has_its_place_in_the_file(clinic: World) -> None:
    case_id = followed_up(clinic)

    slots = {slot.name: slot for slot in clinic.view(case_id).slots}
    written = {name for name, slot in slots.items() if slot.records}

    assert set(slots) >= EVERY_FORM
    assert written >= {
        "consent",
        "intake",
        "medical_summary",
        "assessment",
        "plan",
        "intervention",
        "evaluation",
    }
    assert all(
        clinic.do(records.view, "lin", line.id, clinic.now).line.case_id == case_id
        for slot in slots.values()
        for line in slot.records
    )
