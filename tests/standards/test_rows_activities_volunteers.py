"""Volunteers through the services: joining, pledge, hours, ward visits that become a worker's task, leaving."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from caseforms.services import access, cases, records, team, timeliness, worklist
from caseforms.storage.tables import User
from tests.services.world import refused
from tests.standards import shipped
from tests.standards.hall import PROFILE, SERVED, Hall, hall

__all__ = ["hall"]


def codes(form: str, field: str) -> set[str]:
    """The codes that a field of a shipped form offers."""
    found = shipped.form(form)
    return {code for code, _ in found.choices(found.fields[f"/{field}"], "zh")}


@pytest.mark.requirement("R-004-19", "R-004-02", "R-004-04")
def test_a_volunteer_has_a_source_a_team_and_a_station() -> None:
    assert codes("volunteer-profile", "source") >= {"worker", "public", "carer", "second_gen"}
    assert codes("volunteer-profile", "station") >= {"dongkang", "none"}
    assert shipped.form("volunteer-profile").fields["/team"].required


@pytest.mark.requirement("R-004-20", "R-001-04")
def test_an_escort_saves_each_of_its_six_steps(hall: Hall) -> None:
    steps = ["guide", "introduce", "register", "pay", "medicine", "see_doctor"]
    volunteer = hall.active_volunteer()

    record = hall.fill(volunteer, "service_record", {**SERVED, "escort_steps": steps}, "gao")

    assert hall.content(record, "gao")["escort_steps"] == steps
    assert hall.content(record, "gao")["hours"] == 1.8


@pytest.mark.requirement("R-001-04")
def test_preparing_an_admission_without_its_check_list_is_refused(hall: Hall) -> None:
    volunteer = hall.active_volunteer()
    draft = hall.start(volunteer, "service_record", "gao")
    prepared = {**SERVED, "service_kind": "admission_prep"}
    prepared.pop("escort_steps")

    assert refused(lambda: hall.submit(draft, prepared, "gao"))
    assert hall.submit(draft, {**prepared, "admission_items": ["records", "id_card"]}, "gao")


@pytest.mark.requirement("R-003-02")
def test_a_volunteer_brings_medicine() -> None:
    assert "medicine_delivery" in codes("volunteer-service-record", "service_kind")


@pytest.mark.requirement("R-004-21")
def test_a_ward_visit_that_finds_a_need_begins_an_intake_for_the_worker(hall: Hall) -> None:
    volunteer = hall.active_volunteer()
    visit = {
        **SERVED,
        "service_kind": "ward_visit",
        "visited_patient": "内一科3床 赵某",
        "visit_findings": "情绪低落",
    }
    visit.pop("escort_steps")

    hall.fill(volunteer, "service_record", {**visit, "needs_follow_up": True}, "gao")

    mine = hall.do(worklist.todo, "lin", "mine", hall.now, limit=100).items
    (task,) = [item for item in mine if item.client_name == "内一科3床 赵某" and item.slot == "intake"]
    hall.do(cases.accept, "lin", task.case_id, hall.now)
    (intake,) = next(slot for slot in hall.view(str(task.case_id)).slots if slot.name == "intake").records
    begun = hall.content(intake.id)
    assert begun["patient_source"] == "ward_round"
    assert begun["main_needs"] == "情绪低落"


def test_a_ward_visit_without_a_need_begins_nothing(hall: Hall) -> None:
    volunteer = hall.active_volunteer()
    visit = {
        **SERVED,
        "service_kind": "ward_visit",
        "visited_patient": "内二科5床",
        "visit_findings": "恢复良好",
    }
    visit.pop("escort_steps")

    hall.fill(volunteer, "service_record", {**visit, "needs_follow_up": False}, "gao")

    assert hall.view(volunteer, "gao").links == ()


def test_nobody_begins_to_serve_before_training_and_pledge(hall: Hall) -> None:
    case_id = hall.begin("volunteer", "gao")
    record = hall.fill(case_id, "profile", {**PROFILE, "training_done": False}, "gao")
    untrained = hall.stage(case_id, "gao")

    hall.correct(record, {"training_done": True}, "gao")
    unsigned = refused(lambda: hall.act(case_id, "approve", "gao"))
    hall.signs(record, "volunteer", "gao", "陈美华")

    assert untrained == "applied"
    assert unsigned == ("case.guard",)
    assert hall.act(case_id, "approve", "gao") == "approved"


def test_somebody_under_eighteen_needs_the_signature_of_the_guardian(hall: Hall) -> None:
    case_id = hall.begin("volunteer", "gao")
    young = {**PROFILE, "birth_date": "2010-05-01", "guardian_name": "陈父"}
    record = hall.fill(case_id, "profile", young, "gao")
    hall.signs(record, "volunteer", "gao", "陈小")

    without = refused(lambda: hall.act(case_id, "approve", "gao"))
    hall.signs(record, "guardian", "gao", "陈父")

    assert without == ("case.guard",)
    assert hall.act(case_id, "approve", "gao") == "approved"


def test_hours_count_when_somebody_else_has_confirmed_them(hall: Hall) -> None:
    volunteer = hall.active_volunteer()
    draft = hall.start(volunteer, "service_record", "gao")

    own = refused(lambda: hall.submit(draft, {**SERVED, "confirmed_by": hall.gao.user_id}, "gao"))
    record = hall.submit(draft, SERVED, "gao").record.id
    hall.correct(record, {"confirmed_by": hall.sun.user_id}, "gao")

    assert own == ("case.guard",)
    assert hall.content(record, "gao")["confirmed_by"] == hall.sun.user_id


@pytest.mark.requirement("R-000-23")
def test_a_volunteer_sees_the_case_they_help_in_and_no_other(hall: Hall) -> None:
    helped, other = hall.accepted(), hall.accepted()
    hall.do(team.join_case, "lin", helped, hall.chen.user_id, "volunteer", hall.now)

    levels = {case_id: hall.do(_level, "chen", case_id) for case_id in (helped, other)}
    assert levels == {helped: "content", other: "none"}
    offered = {offer.slot for offer in hall.view(helped, "chen").offers if offer.allowed}
    assert offered <= {"application", "revisit", "incident"}


def test_leaving_ends_the_account_and_every_part_in_a_case_at_once(hall: Hall) -> None:
    volunteer = hall.active_volunteer(account=hall.chen.user_id)
    helped = hall.accepted()
    hall.do(team.join_case, "lin", helped, hall.chen.user_id, "volunteer", hall.now)
    before = hall.do(_level, "chen", helped)

    assert hall.act(volunteer, "leave", "gao", reason="迁居外地") == "left"

    assert before == "content"
    assert hall.do(_level, "chen", helped) == "none"
    with hall.store.transaction(hall.institution_id) as session:
        assert session.scalar(select(User.active).where(User.id == hall.chen.user_id)) is False


@pytest.mark.requirement("R-004-18")
def test_training_may_be_for_the_staff_of_the_hospital() -> None:
    assert "hospital_staff" in codes("training-record", "topic")


@pytest.mark.requirement("R-004-16")
def test_a_case_activity_record_names_what_the_plan_of_the_hospital_asks_for() -> None:
    asked = {"resource", "emotion", "capacity", "family", "communication"}

    assert codes("case-activity-record", "service_content") >= asked
    assert shipped.form("case-activity-record").text("title", "zh") == "个案活动记录表"


def test_findings_of_a_ward_visit_are_for_the_coordinator_not_for_every_worker(hall: Hall) -> None:
    volunteer = hall.active_volunteer()
    record = hall.fill(volunteer, "service_record", SERVED, "gao")

    assert hall.view(volunteer, "lin").header_only
    assert refused(lambda: hall.do(records.view, "lin", record, hall.now)) == ("permission.denied",)


@pytest.mark.requirement("R-001-60")
def test_a_record_written_late_is_listed_with_its_days(hall: Hall) -> None:
    volunteer = hall.active_volunteer()
    before = hall.do(timeliness.promptness, "sun")
    for day in ("2026-03-02", "2026-02-20"):
        hall.fill(volunteer, "service_record", {**SERVED, "service_date": day}, "gao")

    listed = hall.do(timeliness.late, "gao", limit=100).items
    after = hall.do(timeliness.promptness, "sun")

    assert [line.days for line in listed if line.case.id == volunteer] == [10]
    assert (after.records - before.records, after.late - before.late) == (2, 1)


def test_correcting_a_record_later_does_not_make_it_late(hall: Hall) -> None:
    volunteer = hall.active_volunteer()
    record = hall.fill(volunteer, "service_record", SERVED, "gao")
    hall.later(days=30)

    hall.correct(record, {"end_time": "11:00"}, "gao")

    listed = hall.do(timeliness.late, "gao", limit=100).items
    assert volunteer not in {line.case.id for line in listed}
    hall.later(days=-30)


def _level(session: object, actor: object, case_id: str) -> str:
    from caseforms.storage.tables import Case

    case = session.scalar(select(Case).where(Case.id == case_id))  # type: ignore[attr-defined]
    return access.level(session, actor, case)  # type: ignore[arg-type]
