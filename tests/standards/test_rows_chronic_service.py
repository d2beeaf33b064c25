"""000 §8.3 to §8.5: the plan made with the client, the service by it, follow-up, and what changes the plan."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from caseforms.services import duty, institutions, notifications, permissions, records
from caseforms.services.identifiers import new_id
from tests.services import chronic
from tests.services.world import World, refused
from tests.standards import shipped

PLAN = {
    "case_no": "2026-CD-0001",
    "client_name": "刘桂英",
    "responsible_worker": "u-lin",
    "plan_version": 1,
    "plan_date": "2026-03-02",
    **chronic.ISP,
}
RECORD = {
    "case_no": "2026-CD-0001",
    "client_name": "刘桂英",
    "responsible_worker": "u-lin",
    "service_no": 1,
    "service_at": "2026-03-02T09:00",
    "provider": "u-lin",
    **chronic.SERVICE,
}
CONTACT = {
    "case_no": "2026-CD-0001",
    "client_name": "刘桂英",
    "responsible_worker": "u-lin",
    "follow_up_no": 1,
    "follow_up_at": "2026-03-02T09:00",
    "follow_up_by": "u-lin",
    **chronic.FOLLOW_UP,
}


def plan_errors(**answers: Any) -> set[tuple[str, str]]:
    """What refuses a plan with other answers, its signatures apart."""
    found = shipped.errors("cd-isp", shipped.changed(PLAN, **answers))
    return {each for each in found if "sign" not in each[0]}


def due(world: World, case_id: str, name: str) -> list[tuple[str, str]]:
    """Day and status of each task of a name, soonest first."""
    return [(each.day.isoformat(), each.status) for each in world.view(case_id).due if each.name == name]


def alerts(world: World, name: str = "lin") -> list[str]:
    """The alerts somebody was given, in Chinese."""
    return [
        each.params["message"]["zh"] for each in world.do(notifications.mine, name) if each.kind == "alert"
    ]


@pytest.mark.requirement("R-000-01")
def test_goals_left_as_in_the_template_cannot_be_submitted(world: World) -> None:
    case_id = chronic.planning(world)
    draft = world.start(case_id, "isp")

    untouched = refused(lambda: world.submit(draft, chronic.without(chronic.ISP, "goals")))

    assert [row["goal"] for row in draft.data["goals"]] == ["改善依从性", "提升自我管理能力"]
    assert untouched == ("answer.check.own-goal", "answer.check.own-goal")


@pytest.mark.requirement("R-000-34")
def test_a_plan_needs_a_goal(world: World) -> None:
    assert plan_errors() == set()
    assert plan_errors(goals=None) == {("/goals", "required")}


@pytest.mark.requirement("R-000-19", "R-000-35")
@pytest.mark.parametrize("column", ["content", "method", "frequency", "responsible", "evaluation_point"])
def test_every_service_of_the_plan_names_its_five_columns(column: str) -> None:
    row = chronic.without(chronic.ISP["actions"][0], column)

    assert plan_errors(actions=[row]) == {(f"/actions/0/{column}", "required")}


@pytest.mark.requirement("R-000-35")
def test_a_plan_is_made_with_the_patient_or_the_family_and_signed_by_both_sides(world: World) -> None:
    alone = plan_errors(made_with=["doctor", "nurse"])
    case_id = chronic.planning(world)
    plan = world.fill(case_id, "isp", chronic.ISP)

    world.sign(plan, "client")
    half_signed = chronic.stage(world, case_id)
    world.sign(plan, "worker")

    assert alone == {("/made_with", "check.with-client")}
    assert (half_signed, chronic.stage(world, case_id)) == ("planning", "service")


@pytest.mark.requirement("R-000-36")
def test_a_service_names_a_goal_of_the_signed_plan(world: World) -> None:
    case_id = chronic.served(world)
    draft = world.start(case_id, "service_record")

    without_goal = refused(lambda: world.submit(draft, {**chronic.SERVICE, "goal_ref": []}))
    other_goal = refused(lambda: world.submit(draft, {**chronic.SERVICE, "goal_ref": ["学会游泳"]}))
    sent = world.submit(draft, chronic.SERVICE)

    assert draft.data["goal_ref"] == ["每天按时服药", "每周运动三次"]
    assert (without_goal, other_goal) == (("case.guard",), ("case.guard",))
    assert sent.record.status == "submitted"


@pytest.mark.requirement("R-000-36")
def test_advice_and_a_crisis_before_the_plan_need_no_goal(world: World) -> None:
    advised = chronic.screened(world)
    no = {"needs_comprehensive": "no", "needs_comprehensive_reason": "稳定", "disposition": "advice"}
    world.fill(advised, "initial_assessment", {**chronic.INITIAL, **no})
    world.act(advised, "advise")
    in_crisis = chronic.planning(world)
    world.act(in_crisis, "raise_crisis", reason="突发胸痛")
    without_goal = chronic.without(chronic.SERVICE, "goal_ref")

    world.fill(advised, "service_record", without_goal)
    crisis = {**chronic.without(without_goal, "education_topic"), "service_type": ["crisis"]}
    world.fill(in_crisis, "service_record", crisis)

    assert chronic.stage(world, advised) == "advice_only"
    assert chronic.stage(world, in_crisis) == "planning"


@pytest.mark.requirement("R-000-16")
def test_health_education_names_its_topic() -> None:
    assert shipped.errors("cd-service-record", RECORD) == set()
    assert shipped.errors("cd-service-record", shipped.changed(RECORD, education_topic=None)) == {
        ("/education_topic", "required")
    }


@pytest.mark.requirement("R-000-20")
def test_the_signed_plan_makes_follow_up_tasks_at_its_interval_and_a_review_at_each_point(
    world: World,
) -> None:
    case_id = chronic.served(world)

    follow_ups = [day for day, _ in due(world, case_id, "follow_up")]

    assert follow_ups[:3] == ["2026-04-01", "2026-05-01", "2026-05-31"]
    assert follow_ups[-1] <= "2026-08-31"
    assert due(world, case_id, "stage_assessment") == [("2026-06-01", "open")]


@pytest.mark.requirement("R-000-38")
@pytest.mark.parametrize(
    ("slot", "answers"),
    [
        ("follow_up", {**chronic.FOLLOW_UP, "follow_up_mode": "home_visit"}),
        ("service_record", {**chronic.SERVICE, "service_mode": "home_visit"}),
    ],
)
def test_a_home_visit_waits_for_its_safety_check(world: World, slot: str, answers: dict[str, Any]) -> None:
    case_id = chronic.served(world)
    world.later(days=1)
    draft = world.start(case_id, slot)

    before = refused(lambda: world.submit(draft, answers))
    visit = {
        "danger_level": "na",
        "suitable_for_visit": True,
        "visit_address": "团结路",
        "visitors": [{"name": world.lin.user_id, "role": "social_worker"}] * 1
        + [{"name": world.zhou.user_id, "role": "social_worker"}],
        "visit_risk": False,
        "departure_at": "2026-03-03T08:30",
        "expected_return_at": "2026-03-03T11:00",
        "visit_status": "planned",
        "duty_worker": world.wang.user_id,
    }
    check = world.fill(case_id, "home_visit", visit)
    world.do(duty.acknowledge, "wang", check, world.now, new_id())

    assert before == ("case.guard",)
    assert world.submit(draft, answers).record.status == "submitted"


@pytest.mark.requirement("R-000-39")
@pytest.mark.parametrize("rating", ["knowledge_change", "behaviour_change", "control_change"])
def test_a_reached_client_is_rated_three_times(rating: str) -> None:
    assert shipped.errors("cd-follow-up", CONTACT) == set()
    assert shipped.errors("cd-follow-up", shipped.changed(CONTACT, **{rating: None})) == {
        (f"/{rating}", "required")
    }


@pytest.mark.requirement("R-000-39")
def test_a_change_is_explained_and_nobody_reached_is_complete_with_its_reason() -> None:
    unexplained = shipped.errors("cd-follow-up", shipped.changed(CONTACT, change_note=None))
    kept = ("case_no", "client_name", "responsible_worker", "follow_up_no", "follow_up_at", "follow_up_by")
    missed = {name: CONTACT[name] for name in kept} | {"follow_up_mode": "phone", "contact_made": False}

    assert unexplained == {("/change_note", "required")}
    assert shipped.errors("cd-follow-up", missed) == {("/no_contact_reason", "required")}
    assert shipped.errors("cd-follow-up", {**missed, "no_contact_reason": "无人接听"}) == set()


@pytest.mark.requirement("R-000-40")
def test_a_new_frequency_plans_the_tasks_anew_while_the_signed_plan_stays_in_force(world: World) -> None:
    case_id = chronic.served(world)
    world.later(days=30)
    adjusted = {"plan_adjustment": "frequency", "plan_adjustment_note": "血压波动", "new_follow_up_every": 14}
    world.fill(case_id, "follow_up", {**chronic.FOLLOW_UP, **adjusted})
    first_day = (world.now + timedelta(days=14)).date().isoformat()

    second = world.fill(
        case_id, "isp", {**chronic.ISP, "goals": [{"goal": "每周测三次血压", "stage_task": "学会"}]}
    )
    world.later(days=1)
    world.fill(case_id, "service_record", chronic.SERVICE)
    refused_goal = refused(
        lambda: world.fill(case_id, "service_record", {**chronic.SERVICE, "goal_ref": ["每周测三次血压"]})
    )
    while_unsigned = due(world, case_id, "follow_up")[0]
    waiting = chronic.flags(world, case_id)
    world.sign(second, "client", "worker")

    assert while_unsigned == (first_day, "open")
    assert "plan_waiting" in waiting
    assert refused_goal == ("case.guard",)
    assert "plan_waiting" not in chronic.flags(world, case_id)
    assert chronic.stage(world, case_id) == "service"


@pytest.mark.requirement("R-000-40")
def test_a_change_asked_for_in_a_follow_up_begins_the_next_version_of_the_plan(world: World) -> None:
    case_id = chronic.served(world)
    world.later(days=30)

    world.fill(
        case_id,
        "follow_up",
        {**chronic.FOLLOW_UP, "plan_adjustment": "content", "plan_adjustment_note": "增加运动指导"},
    )

    plans = next(slot for slot in world.view(case_id).slots if slot.name == "isp").records
    drafts = [line for line in plans if line.status == "draft"]
    assert len(drafts) == 1
    assert "plan_change_due" in chronic.flags(world, case_id)
    assert world.do(records.view, "lin", drafts[0].id, world.now).data["goals"][0]["goal"] == "每天按时服药"


@pytest.mark.requirement("R-000-21")
@pytest.mark.parametrize(
    ("reading", "raised"),
    [
        ({"systolic": 186, "diastolic": 112}, 1),
        ({"systolic": 180, "diastolic": 100}, 1),
        ({"systolic": 179, "diastolic": 109}, 0),
        ({"glucose": 3.2, "glucose_kind": "random"}, 1),
        ({"glucose": 3.9, "glucose_kind": "random"}, 1),
        ({"glucose": 16.7, "glucose_kind": "fasting"}, 1),
        ({"glucose": 16.6, "glucose_kind": "fasting"}, 0),
    ],
)
def test_a_reading_beyond_the_limits_alerts_the_worker(
    world: World, reading: dict[str, Any], raised: int
) -> None:
    case_id = chronic.screened(world)

    world.fill(case_id, "health_reading", {"device": "manual", **reading})

    assert len(alerts(world)) == raised


@pytest.mark.requirement("R-000-21")
def test_the_limits_are_the_institutions_to_set(world: World) -> None:
    world.do(institutions.set_setting, "admin", "chronic-disease-case.alert_systolic", "170", world.now)
    case_id = chronic.screened(world)

    world.fill(case_id, "health_reading", {"device": "manual", "systolic": 171, "diastolic": 100})
    written = refused(
        lambda: world.do(
            institutions.set_setting, "admin", "chronic-disease-case.alert_systolic", "高", world.now
        )
    )

    assert len(alerts(world)) == 1
    assert written == ("institution.limit",)


@pytest.mark.requirement("R-000-21")
def test_a_crisis_sign_alerts_within_the_request_and_holds_up_closing(world: World) -> None:
    case_id = chronic.served(world)
    world.later(days=30)

    world.fill(case_id, "follow_up", {**chronic.FOLLOW_UP, "crisis_sign": True})

    assert len(alerts(world)) == len(alerts(world, "wang")) == 1
    assert "in_crisis" in chronic.flags(world, case_id)
    assert refused(lambda: world.act(case_id, "finish_service", reason="周期结束")) == ("case.guard",)


@pytest.mark.requirement("R-000-23")
def test_a_volunteer_follows_up_an_assigned_case_and_changes_no_plan(world: World) -> None:
    case_id, other = chronic.served(world), chronic.served(world)
    world.join("chen", case_id)
    world.later(days=30)
    draft = world.start(case_id, "follow_up", "chen")
    adjusted = {"plan_adjustment": "frequency", "plan_adjustment_note": "x", "new_follow_up_every": 7}

    locked = refused(lambda: world.submit(draft, {**chronic.FOLLOW_UP, **adjusted}, "chen"))
    sent = world.submit(draft, chronic.FOLLOW_UP, "chen")

    assert set(locked) == {"record.locked-field"}
    assert sent.record.status == "submitted"
    assert refused(lambda: world.view(other, "chen")) == ("case.not-found",)
    assert refused(lambda: world.start(case_id, "isp", "chen")) == ("permission.denied",)


@pytest.mark.requirement("R-000-27")
@pytest.mark.parametrize(
    ("slot", "may"),
    [
        ("intake", {"volunteer", "assistant", "social_worker", "supervisor"}),
        ("isp", {"assistant", "social_worker", "supervisor"}),
        ("scale_phq9", {"social_worker", "supervisor", "medical", "psychologist"}),
        ("follow_up", {"volunteer", "assistant", "social_worker", "supervisor", "medical"}),
        ("closure", {"assistant", "social_worker", "supervisor"}),
    ],
)
def test_only_these_roles_begin_a_form_of_the_case(slot: str, may: set[str]) -> None:
    everybody = permissions.ROLES.keys() - {"system"}

    found = {role for role in everybody if permissions.allowed([role], "start", slot)}

    assert found == may
    assert not permissions.allowed(["assistant"], "submit", "isp")
