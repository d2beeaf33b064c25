"""A volunteer at the door takes the first part of the application on the tablet; the worker goes on; the rest is closed to her."""

from __future__ import annotations

import pytest

from tests.journeys import answers, chapters, shortcuts

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


@pytest.mark.requirement("R-002-14", "R-M-06")
def test_a_volunteer_takes_part_one_on_the_tablet_and_the_worker_goes_on(walk, house):
    chen, lin = walk("chen", size="tablet"), walk("lin", size="tablet")
    chen.look("volunteer-start")

    chapters.new_case(chen, "赵海", "13911112222")
    assert not chen.offers("follow_up")
    chen.look("volunteer-form")
    assert chen.field("client_name").input_value() == "赵海"
    assert chen.field("phone").input_value() == "13911112222"
    chen.complete(answers.APPLICATION_FIRST_PART | {"responsible_worker": "林晓燕"}, button="give")
    chen.look("volunteer-hands-over")
    chen.tick("user", house.user_ids["lin"])
    chen.go_by(chen.page.locator("main form .btn--next"))
    lin.open("/")
    lin.go_by(lin.page.locator("main a", has_text="赵海").first, to="**/records/**")
    assert lin.field("client_needs").input_value() == answers.APPLICATION_FIRST_PART["client_needs"]
    lin.complete(answers.ACCEPTED)

    assert not lin.errors(), lin.errors()
    assert lin.sees("已提交")


@pytest.mark.requirement("R-002-75")
def test_a_volunteer_cannot_print_or_take_away_anything_nor_see_the_cases_of_others(walk, house):
    case = shortcuts.served(house)
    application = shortcuts.record(house, case, "application")
    chen = walk("chen", size="tablet")

    statuses = {
        path: chen.page.goto(chen.address + path).status
        for path in (
            application,
            f"{application}/paper",
            f"{application}/paper.pdf",
            f"{case}/bundle",
            f"{case}/bundle.pdf",
        )
    }

    assert set(statuses.values()) <= {403, 404}, statuses
    chen.open(case)
    assert chen.misses("练习乘坐公交")
    assert chen.misses("希望重新外出工作")
    chen.look("volunteer-refused")
