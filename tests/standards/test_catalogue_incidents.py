"""Incidents and crises, 002 8.2.2 and 001 7.2.5 c: what must be said at once, and what follows from it."""

from __future__ import annotations

import pytest

from caseforms import answers
from tests.standards import shipped
from tests.standards.shipped import changed, errors

INCIDENT = "incident-report"
CRISIS = "crisis-record"

CONFLICT = {
    "occurred_at": "2026-03-05T09:10",
    "place": "社区活动室",
    "incident_type": ["conflict"],
    "action_taken": "把双方分开，请家属到场。",
    "emergency_calls": ["none"],
    "service_stopped": True,
}
SUICIDE_RISK = {
    "client_name": "李明",
    "responsible_worker": "u-chen",
    "crisis_type": ["suicide"],
    "alerted_at": "2026-03-05T09:00",
    "responded_at": "2026-03-05T09:20",
    "intervention": "陪伴，联系家属和医师。",
    "restraint_used": False,
    "third_party_risk": False,
    "referral_needed": False,
    "outcome": "ongoing",
}


def test_an_incident_may_be_reported_without_a_case() -> None:
    assert errors(INCIDENT, CONFLICT) == set()


def test_time_place_type_and_action_are_enough_for_a_draft() -> None:
    first = {name: CONFLICT[name] for name in ("occurred_at", "place", "incident_type", "action_taken")}

    assert answers.check(shipped.form(INCIDENT), first, shipped.context(), draft=True) == ()


@pytest.mark.requirement("R-002-62")
def test_a_relapse_asks_for_family_hospital_and_departments() -> None:
    relapse = changed(CONFLICT, incident_type=["relapse", "violence"])

    assert errors(INCIDENT, relapse) == {
        ("/family_contacted_at", "required"),
        ("/hospital_contacted", "required"),
        ("/departments_reported", "required"),
    }


@pytest.mark.requirement("R-002-62")
def test_a_relapse_with_its_three_contacts_is_accepted() -> None:
    relapse = changed(
        CONFLICT,
        incident_type=["relapse"],
        family_contacted_at="2026-03-05T09:25",
        hospital_contacted="市精神专科医院",
        departments_reported="街道综治办",
    )

    assert errors(INCIDENT, relapse) == set()


@pytest.mark.requirement("R-002-62")
def test_other_incidents_ask_for_none_of_the_contacts() -> None:
    view = answers.effective(shipped.form(INCIDENT), CONFLICT)

    assert not any(view.visible(f"/{name}") for name in ("family_contacted_at", "hospital_contacted"))


def test_no_call_and_a_call_exclude_each_other() -> None:
    assert errors(INCIDENT, changed(CONFLICT, emergency_calls=["110", "120"])) == set()
    assert errors(INCIDENT, changed(CONFLICT, emergency_calls=["none", "110"])) == {
        ("/emergency_calls", "maxItems")
    }
    assert errors(INCIDENT, changed(CONFLICT, emergency_calls=None)) == {("/emergency_calls", "required")}


def test_an_incident_cannot_lie_in_the_future() -> None:
    later = changed(CONFLICT, occurred_at="2026-03-05T16:01")

    assert errors(INCIDENT, later) == {("/occurred_at", "check.not-future")}
    assert errors(INCIDENT, changed(CONFLICT, occurred_at="2026-03-05T16:00")) == set()


@pytest.mark.requirement("R-001-56")
def test_whether_the_service_was_stopped_must_be_said() -> None:
    assert errors(INCIDENT, changed(CONFLICT, service_stopped=None)) == {("/service_stopped", "required")}


def test_the_supervisor_follows_up_behind_the_page_the_reporter_signs() -> None:
    form = shipped.form(INCIDENT)
    page_of = {
        node.field.name: number
        for number, page in enumerate(form.pages)
        for node in page.walk()
        if node.field
    }

    assert page_of["reporter_signature"] < page_of["follow_up"] == page_of["supervisor_signature"]


def test_the_emergency_numbers_stand_before_the_first_question() -> None:
    form = shipped.form(INCIDENT)
    drawn = [node for node in form.pages[0].walk() if node.type in ("Label", "Control")]

    assert drawn[0].type == "Label"
    for language in ("zh", "en"):
        assert {"110", "120", "119"} <= set(_numbers(form.words(drawn[0], language)))


def _numbers(text: str) -> list[str]:
    return "".join(sign if sign.isascii() and sign.isdigit() else " " for sign in text).split()


@pytest.mark.requirement("R-001-42")
def test_a_restraint_without_its_authoriser_is_refused() -> None:
    restrained = changed(SUICIDE_RISK, restraint_used=True, restraint_detail="医护人员约束，09:20–09:50")

    assert errors(CRISIS, SUICIDE_RISK) == set()
    assert errors(CRISIS, restrained) == {("/restraint_authoriser", "required")}
    assert errors(CRISIS, changed(restrained, restraint_authoriser="王医师")) == set()


def test_a_third_party_whose_life_is_at_risk_must_be_told() -> None:
    risky = changed(SUICIDE_RISK, third_party_risk=True)

    assert errors(CRISIS, risky) == {("/third_party_notified", "required")}
    assert errors(CRISIS, changed(risky, third_party_notified=False)) == {("/third_party_notified", "const")}
    assert errors(CRISIS, changed(risky, third_party_notified=True)) == set()


def test_nobody_responds_before_the_alert() -> None:
    early = changed(SUICIDE_RISK, responded_at="2026-03-05T08:59")

    assert errors(CRISIS, early) == {("/responded_at", "check.after-alert")}


@pytest.mark.parametrize(
    ("outcome", "asked"), [("ongoing", False), ("resolved", True), ("transferred", True), ("death", True)]
)
def test_the_supervisor_signs_when_the_crisis_ends(outcome: str, asked: bool) -> None:
    slots = answers.signature_slots(shipped.form(CRISIS), changed(SUICIDE_RISK, outcome=outcome))

    assert ("supervisor" in {slot.role for slot in slots if slot.required}) is asked


def test_a_crisis_plan_names_at_least_two_people() -> None:
    plan = {
        "client_name": "李明",
        "responsible_worker": "u-chen",
        "problem_behaviour": "停药后夜间外出",
        "strategies": "先电话联系家属，再联系社区民警。",
        "social_support": "母亲、居委会刘主任",
        "team": [{"name": "u-chen", "duty": "联络"}],
        "drill": "每季度一次",
        "communication": "微信群通知，电话确认",
    }

    assert errors("crisis-plan", plan) == {("/team", "minItems")}
    assert (
        errors("crisis-plan", changed(plan, team=[*plan["team"], {"name": "u-zhao", "duty": "用药"}]))
        == set()
    )
