"""003 through the services: routine needs are answered, changed medication changes the plan, the loop is closed, aid begins."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from caseforms.services import (
    institutions,
    linking,
    medication,
    notifications,
    records,
    register_dates,
    registers,
    signing,
    worklist,
)
from caseforms.services.identifiers import new_id
from tests.services import chronic
from tests.services.world import World, refused
from tests.standards import hospital_world
from tests.standards.test_rows_collaboration_together import TRIAGE, summary
from tests.standards.test_rows_collaboration_together import chronic as shared

CHANGED = [{"drug": "氨氯地平", "dose": "10毫克，每日一次"}]
MEDICAL = {
    "medical_findings": "血压152/92，空腹血糖7.8",
    "treatment_plan": "加用二甲双胍，动态监测血糖",
    "home_safety": "卫生间需加扶手",
}
SOCIAL = {"social_findings": "独居，子女在外地", "resource_plan": "联系日间照料助餐"}
RESOURCE = {"resource_type": ["social"], "provider_org": "团结社区日间照料中心"}


def tasks(world: World, case_id: str, name: str) -> list[str]:
    """The standing of each deadline of a name in a case."""
    return [due.status for due in world.view(case_id).due if due.name == name]


def todo(world: World, actor: str, label: str) -> list[worklist.TodoLine]:
    """The lines of somebody's work list that begin so."""
    lines = world.do(worklist.todo, actor, "mine", world.now, limit=100).items
    return [line for line in lines if line.label["zh"].startswith(label)]


def amended(world: World, record_id: str, actor: str, **answers: Any) -> None:
    """Somebody adds answers to a submitted record."""
    seen = world.do(records.view, actor, record_id, world.now)
    body = {**seen.data, **answers}
    world.do(records.correct, actor, record_id, body, seen.version, world.now, new_id(), "补充")


@pytest.mark.requirement("R-003-11")
def test_a_routine_need_is_a_task_until_somebody_responded_and_the_time_is_shown(world: World) -> None:
    case_id = shared(world)
    record_id = world.fill(case_id, "triage", TRIAGE)
    waiting = (tasks(world, case_id, "first_response"), len(todo(world, "lin", "常规需求")))

    world.later(hours=3)
    at = (world.now + timedelta(hours=8)).strftime("%Y-%m-%dT%H:%M")
    amended(world, record_id, "lin", responded_at=at)

    assert waiting in ((["open"], 1), (["soon"], 1))
    assert tasks(world, case_id, "first_response") == ["met"]
    assert todo(world, "lin", "常规需求") == []
    assert world.do(records.view, "wu", record_id, world.now).data["responded_at"] == at


@pytest.mark.requirement("R-003-11")
def test_a_need_on_another_route_opens_no_task_of_response(world: World) -> None:
    case_id = shared(world)

    world.fill(case_id, "triage", {**TRIAGE, "route": "doctor"})

    assert tasks(world, case_id, "first_response") == []


@pytest.mark.requirement("R-003-15")
def test_changed_medication_is_a_task_to_adjust_the_plan_until_the_worker_says_so(world: World) -> None:
    case_id = shared(world)
    world.fill(case_id, "initial_assessment", chronic.INITIAL)
    summary(world, case_id)
    world.later(days=1)
    summary(world, case_id, medication=CHANGED, medication_changed=True)
    (line,) = todo(world, "lin", "用药已调整")
    notice = str(line.record_id)

    world.later(days=4)
    late = tasks(world, case_id, "medication_plan")
    world.do(medication.opened, "lin", notice, world.now)
    amended(world, notice, "lin", plan_adjusted="yes")

    assert late == ["overdue"]
    assert tasks(world, case_id, "medication_plan") == ["met_late"]
    assert todo(world, "lin", "用药已调整") == []


@pytest.mark.requirement("R-003-15")
def test_a_notice_says_when_the_worker_it_was_sent_to_first_opened_it(world: World) -> None:
    case_id = shared(world)
    summary(world, case_id)
    world.later(days=1)
    summary(world, case_id, medication=CHANGED, medication_changed=True)
    notice = str(todo(world, "lin", "用药已调整")[0].record_id)
    world.later(hours=2)

    by_others = world.do(medication.opened, "wu", notice, world.now)
    first = world.do(medication.opened, "lin", notice, world.now)
    at = world.do(records.view, "lin", notice, world.now).data["read_at"]
    world.later(hours=2)
    again = world.do(medication.opened, "lin", notice, world.now)

    assert (by_others, first, again) == (False, True, False)
    assert at == "2026-03-03T11:00"
    assert world.do(records.view, "lin", notice, world.now).data["read_at"] == at


@pytest.mark.requirement("R-003-15")
def test_medication_changed_in_hospital_reaches_the_worker_too(world: World) -> None:
    _, record_id = hospital_world.with_doctor(world)
    world.later(days=1)

    amended(world, record_id, "wu", medication=CHANGED)

    (line,) = todo(world, "lin", "用药已调整")
    assert "▲氨氯地平 10毫克" in world.do(records.view, "lin", str(line.record_id), world.now).data["after"]


@pytest.mark.requirement("R-003-13")
def test_the_loop_is_closed_by_both_signatures_and_a_resource_that_came(world: World) -> None:
    case_id = chronic.assessing(world)
    world.join("wu", case_id)
    draft = world.start(case_id, "dual_track", "wu")
    record_id = world.submit(draft, MEDICAL, "wu").record.id
    world.do(_sign, "wu", record_id, "medical", world.now)
    amended(world, record_id, "lin", **SOCIAL)
    world.do(_sign, "lin", record_id, "worker", world.now)

    without = chronic.flags(world, case_id)
    link = world.fill(case_id, "resource", {**RESOURCE, "obtained": "pending"})
    pending = chronic.flags(world, case_id)
    amended(world, link, "lin", obtained="partly", obtained_on="2026-03-02")
    partly = chronic.flags(world, case_id)

    assert [("loop_open" in each, "loop_closed" in each) for each in (without, pending, partly)] == [
        (True, False),
        (True, False),
        (False, True),
    ]
    signed = world.do(records.view, "lin", record_id, world.now).signatures
    assert [(each.role, each.valid) for each in signed.values()] == [("medical", True), ("worker", True)]


@pytest.mark.requirement("R-003-12")
def test_where_the_institution_says_so_the_triage_comes_before_the_assessment(world: World) -> None:
    world.do(institutions.set_setting, "admin", "chronic-disease-case.triage_first", "1", world.now)
    case_id = shared(world)

    world.fill(case_id, "initial_assessment", chronic.INITIAL)
    waiting = chronic.stage(world, case_id)
    early = refused(lambda: world.act(case_id, "go_on"))
    world.fill(case_id, "triage", TRIAGE)

    assert (waiting, early) == ("screening", ("case.guard",))
    assert chronic.stage(world, case_id) == "comprehensive"


@pytest.mark.requirement("R-000-22", "R-001-12")
def test_aid_begins_from_the_case_that_suggests_it_with_what_the_case_knows(world: World) -> None:
    case_id = chronic.planning(world, economic_hardship=True)

    world.act(case_id, "apply_for_aid")
    (link,) = world.do(linking.of_case, "lin", case_id)
    aid = world.view(link.case_id)
    application = next(each for each in aid.slots if each.name == "application").records[0]
    data = world.do(records.view, "lin", application.id, world.now).data

    assert "aid_advised" in chronic.flags(world, case_id)
    assert (link.kind, aid.line.responsible_name, aid.line.client_name) == ("aid-by", "林晓燕", "刘桂英")
    assert data["case_no"] == world.view(case_id).line.case_no
    assert (data["client_name"], data["phone"], data["birth_date"]) == ("刘桂英", "13800138077", "1955-03-12")


@pytest.mark.requirement("R-003-18")
def test_the_weeks_meeting_comes_back_seven_days_after_the_last_until_it_is_recorded(world: World) -> None:
    never = waiting(world, "lin")
    meet(world)
    world.later(days=6)
    early = waiting(world, "lin")
    world.later(days=1)

    due = waiting(world, "lin")
    told = [world.do(_tell, "lin", world.now) for _ in range(2)]
    news = [line.kind for line in world.do(notifications.mine, "lin")]
    meet(world)

    assert (never, early, due) == ([], [], ["meeting"])
    assert told == [3, 0]  # two social workers and their supervisor, once
    assert news == ["meeting-due"]
    assert waiting(world, "lin") == []


@pytest.mark.requirement("R-003-18")
def test_an_institution_may_meet_at_another_interval_or_not_be_asked(world: World) -> None:
    meet(world)
    world.do(institutions.set_setting, "admin", "meeting.interval_days", "0", world.now)
    world.later(days=30)

    assert waiting(world, "lin") == []


def meet(world: World) -> None:
    """A meeting of the joint team, recorded today."""
    draft = world.do(registers.start, "lin", "weekly-meeting", world.now)
    priority = {"case_no": "2026-CD-0001", "progress": "血压不稳，加访一次"}
    world.submit(draft, {"attendees": [world.lin.user_id, world.wu.user_id], "clients": [priority]})


def waiting(world: World, actor: str) -> list[str]:
    """What the registers are waiting for."""
    return [line.kind for line in world.do(register_dates.waiting, actor, world.now)]


def _tell(session: Any, _actor: Any, now: Any) -> int:
    return register_dates.tell(session, now)


def test_a_follow_up_brings_the_last_glucose_with_its_kind(world: World) -> None:
    case_id = chronic.served(world)
    reading = {
        "measured_at": "2026-03-02T08:00",
        "device": "glucometer",
        "glucose": 6.4,
        "glucose_kind": "fasting",
    }
    world.fill(case_id, "health_reading", reading)

    draft = world.start(case_id, "follow_up")

    assert (draft.data["glucose"], draft.data["glucose_kind"]) == (6.4, "fasting")


def _sign(session: Any, actor: Any, record_id: str, role: str, now: Any) -> None:
    signing.sign(session, actor, record_id, role, "drawn", now, strokes=[[[0, 0], [9, 9]]])
