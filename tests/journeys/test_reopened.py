"""Somebody whose case is closed comes again: a new case, linked with the old one, that knows what is known."""

from __future__ import annotations

import pytest

from tests.journeys import chapters, shortcuts

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


@pytest.mark.requirement("R-002-46")
def test_a_closed_case_is_reopened_as_a_linked_new_case_with_its_data_filled_in(walk, house):
    case = shortcuts.closed(house)
    lin = walk("lin", size="tablet")

    chapters.act(lin, case, "reopen", {"reason": "换季后又睡不好，希望继续服务。"})
    lin.open(f"{case}?tab=referrals")
    lin.look("reopened-links")
    lin.go_by(lin.page.locator("main a.list__row[href^='/cases/']").first)
    new = lin.page.url.removeprefix(lin.address).split("?")[0]
    assert new != case
    assert lin.page.locator("h1").inner_text() == "张秀兰"
    assert (
        lin.page.locator(f'main a[href="{case}"], main a[href="{case}?tab=referrals"]').count()
        or lin.open(f"{new}?tab=referrals").page.locator(f'main a[href="{case}"]').count()
    )
    chapters.begin(lin, new, "application")

    assert lin.field("client_name").input_value() == "张秀兰"
    assert lin.field("phone").input_value() == "13800138042"
    assert lin.page.locator('[name="gender"]:checked').get_attribute("value") == "female"
    assert chapters.stage(lin, case) == "结案后回访"
