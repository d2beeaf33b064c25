"""A chronic-disease case at a tablet: two follow-ups, a stage review that revises the plan, and closing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys import chapters, shortcuts
from tests.services import chronic

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

FOLLOW_UP: dict[str, Any] = {
    "follow_up_mode": "phone",
    "contact_made": True,
    "knowledge_change": "improved",
    "behaviour_change": "same",
    "control_change": "improved",
    "change_note": "会自己测血压了，晚饭少放盐",
    "systolic": "138",
    "diastolic": "86",
    "medication_taken": "regular",
    "new_habit": ["low_salt"],
    "er_visits_since": "0",
    "admissions_since": "0",
    "crisis_sign": False,
}
NEW_INTERVAL = {
    "plan_adjustment": "frequency",
    "plan_adjustment_note": "血压有波动，多联系几次",
    "new_follow_up_every": "14",
}
REVIEW: dict[str, Any] = {
    "exercise_per_week": "3",
    "summary": "血压接近目标，晚饭后开始散步",
    "next_decision": "adjust",
    "next_evaluation": "2026-7-20",
}
CLOSURE: dict[str, Any] = {
    "closure_reason": ["goal_reached"],
    "goal_attainment": "full",
    "special_needs": False,
}


def test_a_chronic_disease_case_from_its_follow_ups_to_its_closing(walk, house):
    world = shortcuts.backstage(house)
    case = f"/cases/{chronic.served(world)}"
    case_id = shortcuts.id_of(case)

    house.clock.pass_time(days=30)
    lin = walk("lin", size="tablet", language="zh")
    chapters.file(lin, case, "follow_up", FOLLOW_UP)
    house.clock.pass_time(days=30)
    lin = walk("lin", size="tablet", language="zh")
    chapters.file(lin, case, "follow_up", FOLLOW_UP | NEW_INTERVAL)
    lin.open(case)
    assert lin.sees("计划需要修订")

    chapters.act(lin, case, "start_review")
    chapters.file(lin, case, "stage_assessment", REVIEW)
    assert chapters.stage(lin, case) == "制定计划"
    plan = shortcuts.record(house, case, "isp")
    world.now = house.clock.now
    row = {**chronic.ISP["actions"][0], "evaluation_point": "2026-07-20"}
    revised = {**chronic.ISP, "actions": [row], "follow_up_every": 14}
    world.submit(chronic.draft_of(world, case_id, "isp"), revised)
    chapters.client_signs(lin, plan)
    chapters.signs(lin, plan, "worker")
    assert chapters.stage(lin, case) == "实施与跟进"

    chapters.act(lin, case, "start_review")
    last = {**chronic.without(chronic.STAGE, "next_evaluation"), **chronic.RATED, "next_decision": "close"}
    world.fill(case_id, "stage_assessment", last)
    closure = chapters.file(lin, case, "closure", CLOSURE)
    chapters.signs(lin, closure, "worker")
    world.sign(world.fill(case_id, "archive", {"secrecy": "restricted"}, "liu"), "archivist")
    lin.open(case)
    lin.look("case-chronic-closed-zh")

    assert lin.sees("已结案归档")
