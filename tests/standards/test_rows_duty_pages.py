"""002 8.2.2 on the pages: the duty worker's word, and help that is one step away from wherever one is."""

from __future__ import annotations

import pytest

from caseforms.services import clock
from tests.services import filled
from tests.services.world import World
from tests.web.visiting import Visitor

CALLS = ("120", "110", "119")


@pytest.mark.requirement("R-002-56")
def test_the_duty_worker_finds_the_visit_on_the_start_page_and_says_so(told: World, visit) -> None:
    case_id = told.accepted()
    told.fill(case_id, "risk_profile", filled.RISK_PROFILE)
    visitors = [
        {"name": told.lin.user_id, "role": "social_worker"},
        {"name": "吴医生", "role": "medical"},
    ]
    times = {"departure_at": "2026-03-05T10:00", "expected_return_at": "2026-03-05T11:00"}
    duty = {"duty_worker": told.zhou.user_id, "visitors": visitors}
    told.fill(case_id, "home_visit", {**filled.HOME_VISIT, **times, **duty})

    zhao = visit("zhao")
    assert zhao.sees("A home visit waits for you to acknowledge it")
    zhao.follow("张秀兰")
    assert zhao.sees("春晖路1号")
    zhao.press("I know of this visit")

    assert zhao.sees("Noted: you know of this visit.")
    assert not any(button.text == "I know of this visit" for button in zhao.page.all("button"))
    visit("zhao").press("Seen")


@pytest.mark.requirement("R-002-56")
def test_the_alarm_stands_on_the_start_page_of_duty_worker_and_supervisor(house, told: World, visit) -> None:
    case_id = told.accepted()
    told.fill(case_id, "risk_profile", filled.RISK_PROFILE)
    visitors = [
        {"name": told.lin.user_id, "role": "social_worker"},
        {"name": "吴医生", "role": "medical"},
    ]
    times = {"departure_at": "2026-03-05T10:00", "expected_return_at": "2026-03-05T11:00"}
    duty = {"duty_worker": told.zhou.user_id, "visitors": visitors}
    told.fill(case_id, "home_visit", {**filled.HOME_VISIT, **times, **duty})

    house.clock.pass_time(hours=2)
    clock.tick(house.store, house.clock())

    for name in ("zhao", "wang"):
        somebody = visit(name)
        assert somebody.sees("The visitors are not back at the expected time")
        assert somebody.follow("张秀兰").sees("春晖路1号")


@pytest.mark.requirement("R-002-63")
@pytest.mark.parametrize("username", ["lin", "wang", "chen", "dang", "guan"])
def test_from_every_page_the_emergency_page_is_one_step_away(
    house, told: World, visit, username: str
) -> None:
    case_id = told.accepted()
    person = told.view(case_id).person_id
    record = told.start(case_id, "risk_profile").line.id
    somebody = visit(username)
    places = ["/", "/account", "/cases", "/cases/new", "/people", f"/people/{person}", "/forms"]
    places += [f"/cases/{case_id}", f"/records/{record}", f"/records/{record}/history", "/no/such/page"]
    places += ["/administration/users", "/administration/calendar", "/incident/new"]

    for place in places:
        answer = somebody.client.get(place, follow_redirects=True)
        page = Visitor(house.app)
        page._arrive(answer, answer.status_code)
        links = [link.attributes.get("href") for link in page.page.all("a")]
        assert any(str(link).startswith("/incident/new") for link in links), (username, place)


@pytest.mark.requirement("R-002-63", "R-001-54")
def test_the_emergency_page_says_whom_to_call_and_asks_nothing(visit) -> None:
    lin = visit("lin").follow("Emergency")

    calls = {
        link.attributes["href"]: link.text for link in lin.page.all("a") if "tel:" in link.attributes["href"]
    }
    assert [f"tel:{number}" in calls for number in CALLS] == [True] * 3
    asked = list(next(lin.page.all("main")).all("input", "select", "textarea"))
    assert {each.attributes.get("type") for each in asked} == {"hidden"}


def test_an_incident_without_a_case_needs_time_place_kind_and_action_only(visit) -> None:
    lin = visit("lin").follow("Emergency").press("Record the incident")
    record = lin.address

    lin.press(
        "Submit",
        {
            "occurred_at": "2026-03-05T09:10",
            "place": "社区服务站门口",
            "incident_type": ["conflict"],
            "action_taken": "劝开双方",
            "emergency_calls": ["none"],
            "service_stopped": "false",
        },
    )

    assert lin.address.startswith(record.split("?")[0])
    assert lin.sees("Submitted.")
    assert lin.sees("社区服务站门口")
    assert lin.sees("Outside any case")


@pytest.mark.requirement("R-002-63")
def test_the_calls_that_were_made_are_recorded_and_printed(visit) -> None:
    lin = visit("lin").follow("Emergency").press("Record the incident")
    lin.press(
        "Submit",
        {
            "occurred_at": "2026-03-05T09:10",
            "place": "社区服务站门口",
            "incident_type": ["violence"],
            "action_taken": "离开现场并报警",
            "emergency_calls": ["110", "120"],
            "service_stopped": "true",
        },
    )

    record = lin.address.split("?")[0]
    assert lin.sees("110")
    paper = lin.open(f"{record}/paper?whole=1").page.text
    assert "离开现场并报警" in paper
