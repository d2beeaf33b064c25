"""001 §5 and §7.2.5 to §7.2.7 through the services: records, mediation, discharge, follow-ups, closing, numbers."""

from __future__ import annotations

import pytest

from caseforms.rendering import paper
from caseforms.rendering.reader import Reader
from caseforms.services import (
    department_statistics,
    institutions,
    records,
    registers,
    satisfaction,
    signing,
    statistics,
)
from tests.services.world import World, refused
from tests.standards import hospital
from tests.standards.hospital_world import (
    accepted,
    content,
    corrected,
    day,
    discharged,
    filling,
    followed_up,
    planned,
    served,
    why_not,
)
from tests.standards.sheets import text

EVERY_FORM = {
    "consent", "intake", "enquiry", "medical_summary", "risk_screening", "assessment", "scale_phq9", "plan",
    "crisis_plan", "intervention", "conference", "discharge_plan", "evaluation", "satisfaction", "closure", "referral",
    "follow_up", "home_visit", "crisis", "incident", "disclosure", "suspension", "mediation", "wish", "resource",
    "archive",
}  # fmt: skip


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


@pytest.mark.requirement("R-004-25")
def test_awareness_and_satisfaction_are_shown_apart_for_patients_and_for_staff(clinic: World) -> None:
    def known() -> dict[str, tuple[int, float | None, float | None]]:
        found = clinic.do(satisfaction.of_social_workers, "wang")
        return {each.who: (each.answers, each.aware_percent, each.satisfied_percent) for each in found}

    survey(clinic, respondent="staff", msw_awareness="yes", msw_satisfaction="5")
    survey(clinic, respondent="staff", msw_awareness="yes", msw_satisfaction="2")
    survey(clinic, respondent="staff", msw_awareness="no")
    staff_alone = known()
    survey(clinic, respondent="patient", msw_awareness="yes", msw_satisfaction="3")
    survey(clinic, respondent="family", msw_awareness="yes", msw_satisfaction="4")

    assert staff_alone["staff"] == (3, 66.7, 50.0)
    assert known()["staff"] == (3, 66.7, 50.0)
    before = staff_alone.get("patients", (0, None, None))
    assert known()["patients"][0] == before[0] + 2


def survey(clinic: World, **answers: str) -> None:
    """One answer about the hospital."""
    draft = clinic.do(registers.start, "lin", "hospital-satisfaction", clinic.now)
    clinic.submit(draft, {**hospital.SURVEY, "survey_date": day(clinic), **answers})


@pytest.mark.requirement("R-003-22")
def test_satisfaction_is_counted_month_by_month(clinic: World) -> None:
    case_id = discharged(clinic)
    before = {each.name: each for each in clinic.do(satisfaction.by_month, "wang", clinic.now)}

    for overall, month in (("5", "2026-01"), ("2", "2026-01"), ("4", "2026-02")):
        clinic.fill(
            case_id, "satisfaction", {"overall": overall, "survey_date": f"{month}-15", "answered_by": "self"}
        )
    found = {each.name: each for each in clinic.do(satisfaction.by_month, "wang", clinic.now)}

    assert list(found)[-1] == "2026-03"
    assert len(found) == 12
    assert (found["2026-01"].answers, found["2026-01"].satisfied_percent) == (2, 50.0)
    assert (found["2026-02"].answers, found["2026-02"].satisfied_percent) == (1, 100.0)
    assert (before["2026-01"].answers, before["2026-01"].satisfied_percent) == (0, None)
    assert set(refused(lambda: clinic.do(satisfaction.by_month, "lin", clinic.now))) == {"permission.denied"}


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


@pytest.mark.requirement("R-001-69", "R-001-58")
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
