"""A group of five sessions: begun by the worker on the tablet, held, evaluated, and seen in the case of its member."""

from __future__ import annotations

import pytest

from tests.journeys import chapters, shortcuts
from tests.standards.hall import GROUP, Hall

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

PLAN = {
    "group_name": "糖友控糖小组",
    "group_type": "lifestyle",
    "theme": ["sugar"],
    "goal": "学会看食品标签",
    "recruitment": "病区招募",
    "planned_members": "8",
    "planned_sessions": "5",
    "place": "示教室",
    "sessions-0-no": "1",
    "sessions-0-topic": "认识糖",
    "sessions-0-date": "2026-03-05",
    "evaluation_method": "前后测",
    "risk_plan": GROUP["risk_plan"],
}


def test_a_group_of_five_sessions(walk, house):
    person = shortcuts.accepted(house)
    world = shortcuts.backstage(house)
    hall = Hall(house.store, house.institution_id, world.actors, house.clock.now)
    number = hall.view(shortcuts.id_of(person)).line.case_no
    lin = walk("lin", size="tablet")

    lin.go_by(lin.page.get_by_role("link", name="小组、活动等"), to="**/new")
    lin.look("new-work")
    row = lin.page.locator("main li", has_text="小组工作")
    lin.go_by(row.get_by_role("button"), to="**/records/**")
    lin.look("group-plan")
    lin.complete(PLAN)
    assert not lin.errors(), lin.errors()
    lin.open("/cases?about=group")
    lin.look("groups")
    lin.go_by(lin.page.locator("main a", has_text="糖友控糖小组").first, to="**/cases/**")
    group = lin.page.url.partition("/cases/")[2].partition("?")[0]
    lin.look("group-planned")

    plan = next(slot for slot in hall.view(group).slots if slot.name == "plan").records[0]
    hall.signs(plan.id, "worker", "lin")
    hall.signs(plan.id, "supervisor", "wang")
    hall.enrol(group, "张秀兰", case_no=number)
    hall.enrol(group, "李二")
    hall.act(group, "start_group")
    for session in range(1, 5):
        hall.sign_in(group, {"name": "张秀兰"}, actor="lin", session_no=session, activity_name="小组")
        draft = hall.start(group, "session")
        told = {"held_at": "2026-03-05T09:00", "process": "练习看标签", "goal_reached": "full"}
        hall.signs(hall.submit(draft, told).record.id, "worker", "lin")

    case = f"/cases/{group}"
    lin.open(case).look("group-running")
    signed = {"people-0-name": "张秀兰", "people-0-role": "patient", "people-0-signature": True}
    chapters.file(lin, case, "signin", signed)
    chapters.begin(lin, case, "session")
    lin.look("group-session")
    lin.complete({"held_at": "2026-03-05T09:00", "process": "总结与告别", "goal_reached": "full"})
    assert not lin.errors(), lin.errors()
    last = next(slot for slot in hall.view(group).slots if slot.name == "session").records[-1]
    attended = hall.content(last.id)["attendance"]
    hall.signs(last.id, "worker", "lin")

    lin.open(f"{case}/act/member_leaves").look("member-leaves")
    assert lin.sees("张秀兰")
    chapters.act(lin, case, "finish_sessions")

    assert attended == [{"name": "张秀兰", "present": True}, {"name": "李二", "present": False}]
    assert hall.stage(group) == "evaluating"
    lin.open(f"{person}?tab=referrals").look("case-links")
    assert lin.sees("糖友控糖小组")
