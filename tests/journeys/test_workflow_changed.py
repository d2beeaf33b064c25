"""An administrator shortens a deadline of the workflow: tried out, shown on open cases, published, a case moved and back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator

from caseforms.services import shipped
from caseforms.storage.tables import Case
from tests.journeys import shortcuts
from tests.journeys.walking import Walker
from tests.web.conftest import House

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

SHIPPED = shipped.workflows()["mental-health-case"].version
FLOW = "/designer/workflows/mental-health-case"
ASSESSMENT = f"{FLOW}/items/timer:assessment"


def button(guan: Walker, words: str) -> Locator:
    """The button that says so."""
    return guan.page.get_by_role("button", name=words, exact=True)


def version_of(house: House, case: str) -> str:
    """The version of the workflow that a case follows."""
    with house.store.reading(house.institution_id) as session:
        found = session.get(Case, shortcuts.id_of(case))
        assert found is not None
        return found.workflow_version


def _set(guan: Walker, days: str) -> None:
    guan.open(ASSESSMENT)
    guan.field("length").fill(days)
    guan.go_by(button(guan, "保存"))


def _try_out(guan: Walker) -> None:
    """A trial run goes on from an accepted case; twelve working days later the assessment is late."""
    guan.open(f"{FLOW}/scenarios/new")
    guan.fill({"title-zh": "预估超过12个工作日", "title-en": "More than 12 working days"})
    guan.page.get_by_label("接着另一个试走").select_option("accepted")
    guan.go_by(button(guan, "开始试走"))
    guan.page.get_by_text("让时间推移").click()
    guan.page.locator("#tick-at").fill("2026-03-20T09:00")
    guan.go_by(button(guan, "到这一天"))


@pytest.mark.requirement("R-M-04")
def test_a_shorter_deadline_is_tried_published_and_taken_to_a_case_and_back(
    walk: Callable[..., Walker], house: House
) -> None:
    case = shortcuts.accepted(house)
    guan = walk("guan", size="tablet")

    _set(guan, "20")
    assert guan.sees("不能放宽")
    _set(guan, "12")

    _try_out(guan)
    assert guan.sees("期限“完成预估”：已逾期")
    guan.look("workflow-trial-run")

    guan.open(f"{FLOW}/check")
    guan.go_by(guan.page.get_by_role("button", name="正该如此"))
    assert guan.sees("没有问题")

    guan.open(f"{FLOW}/cases")
    assert guan.sees("由3月26日")
    guan.look("workflow-open-cases")

    guan.open(f"{FLOW}/publish")
    guan.field("note").fill("站务会决定：预估缩短为12个工作日。")
    guan.go_by(button(guan, "发布这个版本"), to=re.compile("/running"))
    assert version_of(house, case) == SHIPPED

    guan.page.locator("#reason").fill("与新版本一致。")
    guan.go_by(guan.page.get_by_role("button", name="个案改用这个版本"))
    assert version_of(house, case) == f"{SHIPPED}+ch.1"

    guan.page.locator("#back-reason").fill("试行结束。")
    guan.go_by(guan.page.get_by_role("button", name="退回原来的版本"))
    assert version_of(house, case) == SHIPPED
