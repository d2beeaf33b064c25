"""Two people write in one draft: what does not touch comes together by itself, what does is shown side by side."""

from __future__ import annotations

import pytest

from tests.journeys import chapters

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def test_two_people_in_one_draft_merge_and_choose_between_both_values_where_they_differ(walk):
    lin, wang = walk("lin", size="tablet"), walk("wang")
    chapters.new_case(lin, "吴敏")
    record = lin.page.url.split("?")[0].removeprefix(lin.address)
    wang.open(record)

    lin.fill({"gender": "female", "client_needs": "睡不好"})
    lin.go_by(lin.page.locator('[name="_do"][value="leave"]'), to="**/cases/**")
    wang.field("client_needs").fill("怕出门")
    wang.go_by(wang.page.locator('[name="_do"][value="leave"]'))
    wang.page.locator('[name="choice-0"]').first.wait_for(state="attached")

    assert wang.sees("睡不好")
    assert wang.sees("怕出门")
    assert wang.sees("林晓燕")
    wang.look("conflict")
    wang.tick("choice-0", "mine")
    wang.go_by(wang.page.locator("main form .btn--next"), to="**/records/**")
    lin.open(record)
    assert lin.field("client_needs").input_value() == "怕出门"
    assert lin.page.locator('[name="gender"]:checked').get_attribute("value") == "female"
