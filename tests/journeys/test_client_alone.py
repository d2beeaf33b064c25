"""The client answers the evaluation alone on the tablet: only that part is open, then it is locked, from the worker too."""

from __future__ import annotations

import pytest

from tests.journeys import answers, chapters, shortcuts
from tests.web.visiting import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

OWN: answers.Answers = {
    "services_received": "社工陪我出门、打电话。",
    "coping_improved_answer": "yes",
    "satisfaction": "5",
    "improvement_score": "8",
    "goal_attainment": "full",
}
WORKERS = {
    name: value for name, value in answers.EVALUATION.items() if name not in OWN and name != "answered_by"
}


@pytest.mark.requirement("R-002-87")
def test_the_client_fills_in_alone_only_the_own_part_which_the_worker_cannot_change(walk, house):
    case = shortcuts.evaluating(house)
    lin = walk("lin", size="tablet")
    record = chapters.begin(lin, case, "evaluation")
    lin.saved_by_itself("answered_by", "self")

    lin.go_by(lin.page.locator('form[action$="/hand-over"] button'), to="**/own-part")
    lin.look("own-part")
    assert not lin.offers("worker_reflection")
    assert not lin.page.locator("header.bar").count()
    lin.open(case)
    assert "/locked" in lin.page.url
    lin.open(f"{record}/own-part")
    lin.complete(OWN, button="done")
    assert "/locked" in lin.page.url
    lin.look("own-part-locked")
    lin.open(record)
    assert "/locked" in lin.page.url
    lin.page.locator("[name=password]").fill(PASSWORD)
    lin.go_by(lin.page.locator("main form button[type=submit]"), to="**/records/**")

    assert not lin.page.locator('[name="satisfaction"]:enabled').count()
    lin.complete(WORKERS)
    assert not lin.errors(), lin.errors()
    lin.look("evaluation-submitted")
    lin.open(f"{record}/correct")
    assert not lin.page.locator('[name="satisfaction"]:enabled').count()
