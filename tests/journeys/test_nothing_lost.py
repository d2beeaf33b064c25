"""Nothing lost, nothing twice: a button pressed twice, the way back, and a session that ends in the middle of a form."""

from __future__ import annotations

import pytest

from tests.journeys import answers, chapters, shortcuts
from tests.web.visiting import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def test_a_button_pressed_twice_and_the_way_back_submit_one_record(walk, house):
    case = shortcuts.served(house)
    lin = walk("lin")
    chapters.begin(lin, case, "service_record")
    lin.fill({**answers.SERVICE_RECORD, "start_at": "2026-3-5T09:10"})

    lin.page.locator('[name="_do"][value="submit"]:visible').dblclick(no_wait_after=True)
    lin.comes_to("**submitted=1**")
    assert lin.sees("已提交")
    lin.page.go_back()
    lin.arrived()
    again = lin.page.locator('[name="_do"][value="submit"]:visible')
    if again.count():
        lin.go_by(again)

    view = shortcuts.backstage(house).view(shortcuts.id_of(case))
    records = next(each for each in view.slots if each.name == "service_record").records
    assert [line.status for line in records] == ["submitted", "submitted"]  # one before, and this one


def test_a_form_sent_while_it_is_being_saved_does_not_quarrel_with_itself(walk):
    lin = walk("lin", size="tablet")
    chapters.new_case(lin, "郑芳")
    record = lin.page.url.split("?")[0].removeprefix(lin.address)
    kept = []  # saved on the server; the page has not heard of it
    lin.page.route("**/draft", lambda route: kept.append((route, route.fetch())))
    lin.field("client_needs").fill("睡不好")
    while not kept:
        lin.settle()

    lin.field("client_needs").fill("睡不好，怕出门")
    lin.page.evaluate("setTimeout(() => document.querySelector('[name=_do][value=leave]').click())")
    lin.settle()
    route, answer = kept[0]
    route.fulfill(response=answer)
    lin.comes_to("**/cases/**")

    lin.open(record)
    assert lin.field("client_needs").input_value() == "睡不好，怕出门"


def test_a_session_that_ends_in_the_middle_of_a_form_loses_no_word(walk, house):
    lin = walk("lin", size="tablet")
    chapters.new_case(lin, "郑芳")
    record = lin.page.url.split("?")[0].removeprefix(lin.address)
    lin.saved_by_itself("gender", "female")
    house.clock.pass_time(hours=13)

    lin.field("client_needs").fill("写了很久的一段话，一个字也不能丢。")
    lin.go_by(lin.page.locator('[name="_do"][value="leave"]'))
    lin.page.locator("[name=password]").wait_for()
    lin.look("session-over")
    if lin.page.locator("[name=username]:not([type=hidden])").count():
        lin.page.locator("[name=username]").fill("lin")
    lin.page.locator("[name=password]").fill(PASSWORD)
    lin.go_by(lin.page.locator("main form button[type=submit]").first)
    send_again = lin.page.locator(
        'main form:has([name="client_needs"]) button[type=submit], main form .btn--next'
    )
    if lin.page.url.rstrip("/") != lin.address and send_again.count():
        lin.look("session-send-again")
        lin.go_by(send_again.first)

    lin.open(record)
    assert lin.field("client_needs").input_value() == "写了很久的一段话，一个字也不能丢。"
    assert lin.page.locator('[name="gender"]:checked').get_attribute("value") == "female"
