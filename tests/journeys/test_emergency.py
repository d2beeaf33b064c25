"""Something dangerous happens: from any page one tap leads to the numbers and to the report, whoever is there."""

from __future__ import annotations

import pytest

from tests.journeys import answers, shortcuts

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

INCIDENT: answers.Answers = {
    "occurred_at": "2026-3-5T09:10",
    "place": "春晖社区活动室",
    "incident_type": ["violence"],
    "action_taken": "带其他组员离开活动室，等候警察。",
    "emergency_calls": ["110"],
    "service_stopped": True,
}


@pytest.mark.requirement("R-002-63")
def test_an_emergency_is_one_tap_away_from_every_page_and_the_calls_are_recorded(walk, house):
    case = shortcuts.served(house)
    application = shortcuts.record(house, case, "application")
    chen, lin = walk("chen", size="phone"), walk("lin", size="tablet")

    for walker, path in ((chen, "/"), (lin, "/cases"), (lin, case), (lin, application), (lin, "/account")):
        walker.open(path).go_by(walker.page.locator("a.bar__alarm"), to="**/incident/new**")
        for number in ("120", "110", "119"):
            assert walker.page.locator(f'a[href="tel:{number}"]').is_visible()
    chen.go_by(chen.page.locator("main form .start--next"), to="**/records/**")
    chen.complete(INCIDENT)

    assert not chen.errors(), chen.errors()
    assert "/records/" in chen.page.url
    chen.look("incident-submitted")
    assert chen.sees("110")
