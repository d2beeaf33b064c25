"""The supervisor sends something back: the reason reaches the worker, signatures fall away in sight, all sign again."""

from __future__ import annotations

import pytest

from tests.journeys import chapters, shortcuts
from tests.services import filled

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def _corrected(lin, record, field, value):
    lin.open(f"{record}/correct")
    lin.page.locator("#_why").fill("按督导意见修改")
    lin.complete({field: value}, button="correct")
    assert not lin.errors(), lin.errors()


@pytest.mark.requirement("R-002-32", "R-002-85")
def test_a_plan_the_supervisor_returns_is_corrected_and_signed_again_by_everybody(walk, house):
    case = shortcuts.assessed(house)
    world = shortcuts.backstage(house)
    world.sign(world.fill(shortcuts.id_of(case), "plan", filled.PLAN), "client", "worker")
    plan = shortcuts.record(house, case, "plan")
    lin, wang = walk("lin", size="tablet"), walk("wang")

    chapters.act(wang, case, "reject_plan", {"reason": "目标请写得可以衡量。"})
    lin.open(case)
    assert lin.sees("目标请写得可以衡量。")
    _corrected(lin, plan, "goal_1", "四周内每周外出三次，每次半小时")
    assert lin.page.get_by_text("已失效").count() == 2
    lin.look("plan-signatures-fallen")
    chapters.client_signs(lin, plan)
    chapters.signs(lin, plan, "worker")
    chapters.signs(wang, plan, "supervisor")

    assert chapters.stage(lin, case) == "介入"


def test_a_closure_the_supervisor_returns_goes_back_and_is_closed_with_a_new_form(walk, house):
    case = shortcuts.closing(house)
    world = shortcuts.backstage(house)
    world.sign(world.fill(shortcuts.id_of(case), "closure", filled.CLOSURE), "client", "worker")
    lin, wang = walk("lin", size="tablet"), walk("wang")

    chapters.act(wang, case, "reject_closure", {"reason": "请补写回访安排。"})
    assert chapters.stage(lin, case) == "评估"
    assert lin.sees("请补写回访安排。")
    lin.look("closure-returned")
    chapters.act(lin, case, "start_closing")
    closure = shortcuts.record(house, case, "closure")
    _corrected(lin, closure, "follow_up_plan", "一个月后电话回访，三个月后上门一次。")
    chapters.client_signs(lin, closure)
    chapters.signs(lin, closure, "worker")
    chapters.signs(wang, closure, "supervisor")

    assert chapters.stage(lin, case) == "结案后回访"
