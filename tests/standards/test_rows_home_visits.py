"""002 8.2.2 家访 through the services: no visit without a cleared check, the duty worker knows, the alarm when nobody returns."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from caseforms.services import clock, duty, notifications, records
from caseforms.services.identifiers import new_id
from tests.services import filled
from tests.services.world import World, refused

DAY = "2026-03-02"
SAFE = {
    "visit_status": "returned",
    "actual_return_at": f"{DAY}T10:50",
    "environment_safe": True,
    "phone_reachable": True,
    "distance_kept": True,
}


def sign_out(world: World, **changes: Any) -> dict[str, Any]:
    """Two members of staff go out at ten and want to be back at eleven; 周明 is on duty."""
    return {
        **filled.HOME_VISIT,
        "visitors": [
            {"name": world.lin.user_id, "role": "social_worker"},
            {"name": world.wu.user_id, "role": "medical"},
        ],
        "duty_worker": world.zhou.user_id,
        "departure_at": f"{DAY}T10:00",
        "expected_return_at": f"{DAY}T11:00",
        **changes,
    }


def in_assessment(world: World) -> str:
    """A case whose danger level is known."""
    case_id = world.accepted()
    world.fill(case_id, "risk_profile", filled.RISK_PROFILE)
    return case_id


def visited(world: World, case_id: str, **changes: Any) -> Any:
    """What comes of recording a home visit: the refusals, or nothing."""
    home = {
        **filled.SERVICE_RECORD,
        "service_goal": "了解居家情况",
        "service_mode": ["home_visit"],
        "staff_names": [world.lin.user_id, world.wu.user_id],
        **changes,
    }
    draft = world.start(case_id, "service_record")
    return refused(lambda: world.submit(draft, home))


@pytest.mark.requirement("R-002-55", "R-002-56")
@pytest.mark.parametrize(
    "change",
    [
        {"visit_status": "cancelled"},
        {"danger_level": "4", "risk_companion": "民警小周", "duty_worker": "somebody else"},
    ],
)
def test_a_home_visit_is_not_recorded_without_a_cleared_check(world: World, change: dict[str, str]) -> None:
    case_id = in_assessment(world)

    without = visited(world, case_id)
    world.fill(case_id, "home_visit", sign_out(world, **change))
    uncleared = visited(world, case_id)

    assert without == uncleared == ("case.guard",)


@pytest.mark.requirement("R-002-55", "R-002-56")
def test_an_acknowledged_check_clears_the_visit(world: World) -> None:
    case_id = in_assessment(world)
    sheet = world.fill(case_id, "home_visit", sign_out(world))
    unacknowledged = visited(world, case_id)

    acknowledge(world, "zhou", sheet)

    assert unacknowledged == ("case.guard",)
    assert visited(world, case_id) == ()


@pytest.mark.requirement("R-002-55")
def test_an_unsuitable_home_is_written_down_alone_and_bars_the_visit(world: World) -> None:
    case_id = in_assessment(world)

    sheet = world.fill(
        case_id, "home_visit", {"suitable_for_visit": False, "unsuitable_alternative": "请来站里"}
    )

    assert world.do(records.view, "lin", sheet, world.now).line.status == "submitted"
    assert visited(world, case_id) == ("case.guard",)


@pytest.mark.requirement("R-002-55")
def test_a_visit_at_home_after_closure_needs_the_check_as_well(world: World) -> None:
    case_id = in_follow_up(world)
    draft = world.start(case_id, "revisit")
    home = {**filled.VISIT, "visit_mode": "home", "visited_by": [world.lin.user_id, world.wu.user_id]}
    unchecked = refused(lambda: world.submit(draft, home))
    day = "2026-03-03"
    sheet = world.fill(
        case_id,
        "home_visit",
        sign_out(world, departure_at=f"{day}T10:00", expected_return_at=f"{day}T11:00"),
    )
    unacknowledged = refused(lambda: world.submit(draft, home))

    acknowledge(world, "zhou", sheet)

    assert unchecked == unacknowledged == ("case.guard",)
    assert refused(lambda: world.submit(draft, home)) == ()


@pytest.mark.requirement("R-002-56")
def test_only_the_duty_worker_named_acknowledges(world: World) -> None:
    case_id = in_assessment(world)
    draft = world.start(case_id, "home_visit")
    beforehand = refused(lambda: world.submit(draft, sign_out(world, duty_worker_ack=True)))
    sheet = world.submit(draft, sign_out(world)).record.id
    seen = world.do(records.view, "zhou", sheet, world.now)

    others = [refused(partial(acknowledge, world, who, sheet)) for who in ("lin", "wang")]
    by_hand = refused(lambda: correct(world, sheet, "lin", duty_worker_ack=True))
    meddling = refused(lambda: correct(world, sheet, "zhou", visit_address="别处"))
    voiding = refused(lambda: world.do(records.void, "zhou", sheet, "不去了", world.now))
    acknowledge(world, "zhou", sheet)

    assert (seen.data["visit_address"], seen.may) == ("春晖路1号", frozenset({"acknowledge"}))
    assert others == [("visit.not-yours",)] * 2
    assert beforehand == by_hand == meddling == ("record.locked-field",)
    assert voiding == ("permission.denied",)
    last = world.do(records.history, "lin", sheet, world.now)[-1]
    assert (last.by_name, [change.pointer for change in last.changes]) == ("周明", ["/duty_worker_ack"])
    acknowledge(world, "zhou", sheet)
    assert world.do(records.view, "lin", sheet, world.now).version == 2


@pytest.mark.requirement("R-002-56")
def test_another_duty_worker_has_to_acknowledge_anew(world: World) -> None:
    case_id = in_assessment(world)
    sheet = world.fill(case_id, "home_visit", sign_out(world))
    acknowledge(world, "zhou", sheet)

    correct(world, sheet, "lin", duty_worker=world.wang.user_id)

    assert visited(world, case_id) == ("case.guard",)
    acknowledge(world, "wang", sheet)
    assert visited(world, case_id) == ()


@pytest.mark.requirement("R-002-56")
def test_whoever_is_on_duty_is_told_at_the_sign_out_and_when_nobody_is_back(world: World) -> None:
    case_id = in_assessment(world)
    sheet = world.fill(case_id, "home_visit", sign_out(world))
    (asked,) = world.do(notifications.mine, "zhou")
    acknowledge(world, "zhou", sheet)

    world.later(hours=1, minutes=59)
    early = clock.tick(world.store, world.now).fired
    world.later(minutes=2)
    clock.tick(world.store, world.now)
    clock.tick(world.store, world.now)

    told = {
        name: [notice for notice in world.do(notifications.mine, name) if notice.id != asked.id]
        for name in ("zhou", "wang")
    }
    assert early == 0
    assert asked.record_id == sheet
    assert [(len(notices), notices[0].record_id) for notices in told.values()] == [(1, sheet)] * 2
    assert "仍未返回" in told["zhou"][0].params["message"]["zh"]
    for name in ("zhou", "wang"):
        assert world.do(records.view, name, sheet, world.now).data["visit_address"] == "春晖路1号"


@pytest.mark.requirement("R-002-56")
def test_visitors_who_came_back_in_time_alarm_nobody(world: World) -> None:
    case_id = in_assessment(world)
    sheet = world.fill(case_id, "home_visit", sign_out(world))
    acknowledge(world, "zhou", sheet)
    world.later(hours=1, minutes=55)
    correct(world, sheet, "lin", **SAFE)

    world.later(hours=3)

    assert clock.tick(world.store, world.now).fired == 0


@pytest.mark.requirement("R-002-59")
def test_an_unsafe_home_is_kept_with_its_note_and_the_supervisor_is_told(world: World) -> None:
    case_id = in_assessment(world)
    sheet = world.fill(case_id, "home_visit", sign_out(world))
    world.later(hours=2)
    unsaid = refused(lambda: correct(world, sheet, "lin", **{**SAFE, "environment_safe": False}))

    correct(world, sheet, "lin", **{**SAFE, "environment_safe": False, "safety_note": "楼道堆物，出入困难"})

    (told,) = world.do(notifications.mine, "wang")
    assert unsaid == ("answer.required",)
    assert "安全要求未能做到" in told.params["message"]["zh"]
    assert "incident" in {offer.slot for offer in world.view(case_id).offers if offer.allowed}


def acknowledge(world: World, actor: str, sheet: str) -> None:
    """Somebody says that they know of the visit."""
    world.do(duty.acknowledge, actor, sheet, world.now, new_id())


def correct(world: World, sheet: str, actor: str, **changes: Any) -> None:
    """A correction of the sign-out."""
    view = world.do(records.view, "lin", sheet, world.now)
    world.do(
        records.correct,
        actor,
        sheet,
        {**view.data, **changes},
        view.version,
        world.now,
        new_id(),
        "更正",
    )


def in_follow_up(world: World) -> str:
    """A closed case, one day later."""
    case_id = world.planned()
    world.later(days=1)
    world.fill(case_id, "service_record", filled.SERVICE_RECORD)
    world.act(case_id, "start_evaluation")
    world.fill(case_id, "evaluation", filled.EVALUATION)
    world.act(case_id, "start_closing")
    world.sign(world.fill(case_id, "closure", filled.CLOSURE), "client", "worker", "supervisor")
    if world.view(case_id).line.stage == "closing":
        world.act(case_id, "approve_closure", "wang")
    return case_id
