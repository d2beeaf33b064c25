"""Danger told at the door: the alarm rings at the worker and the supervisor until a crisis record is signed by both."""

from __future__ import annotations

import pytest

from tests.journeys import answers, chapters, shortcuts
from tests.services import filled

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


@pytest.mark.requirement("R-002-35")
def test_urgent_risk_on_the_application_rings_at_worker_and_supervisor(walk):
    lin = walk("lin", size="tablet")
    chapters.new_case(lin, "何丽")
    lin.complete(answers.APPLICATION_FIRST_PART | answers.ACCEPTED | {"urgent_risk": True})
    wang = walk("wang")

    lin.open("/")
    wang.open("/")

    for someone in (lin, wang):
        assert someone.sees("何丽")
        assert "危机" in someone.page.locator("section[aria-labelledby=today]").inner_text()
    lin.look("crisis-worklist")


@pytest.mark.requirement("R-002-35")
def test_closing_waits_for_a_crisis_until_the_supervisor_has_signed_its_record(walk, house):
    case = shortcuts.evaluating(house)
    world = shortcuts.backstage(house)
    world.fill(shortcuts.id_of(case), "evaluation", filled.EVALUATION)
    world.act(shortcuts.id_of(case), "raise_crisis", reason="电话里说不想活了。")
    lin, wang = walk("lin", size="tablet"), walk("wang")

    lin.open(f"{case}/act/start_closing")
    assert lin.sees("危机尚未解除")
    lin.look("crisis-blocks-closing")
    assert "危机" in lin.open(case).page.locator(".next h2").inner_text()
    record = chapters.file(lin, case, "crisis", shortcuts.CRISIS)
    chapters.signs(lin, record, "worker")
    lin.open(f"{case}/act/start_closing")
    assert lin.sees("危机尚未解除")
    chapters.signs(wang, record, "supervisor")
    chapters.act(lin, case, "start_closing")

    assert chapters.stage(lin, case) == "结案"
    assert lin.misses("危机处理中")
