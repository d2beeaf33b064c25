"""Home visits, 002 8.2.2 a–h: who may go, what is told to whom, what is answered on return."""

from __future__ import annotations

import pytest

from caseforms import answers, workflow
from caseforms.definitions import Node
from caseforms.services import library
from tests.standards import shipped
from tests.standards.shipped import changed, errors, warnings

HOME_VISIT = "home-visit-safety"

PLANNED = {
    "case_no": "MH-2026-0007",
    "client_name": "李明",
    "responsible_worker": "u-chen",
    "danger_level": "2",
    "suitable_for_visit": True,
    "visit_address": "幸福路12号3楼",
    "visitors": [{"name": "u-chen", "role": "social_worker"}, {"name": "u-zhao", "role": "medical"}],
    "visit_risk": False,
    "departure_at": "2026-03-05T14:00",
    "expected_return_at": "2026-03-05T15:30",
    "visit_status": "planned",
    "duty_worker": "u-duty",
}
RETURNED = changed(
    PLANNED,
    visit_status="returned",
    duty_worker_ack=True,
    actual_return_at="2026-03-05T15:20",
    environment_safe=True,
    phone_reachable=True,
    distance_kept=True,
)


def test_a_complete_sign_out_may_be_submitted() -> None:
    assert errors(HOME_VISIT, PLANNED) == set()


def test_a_visit_found_unsuitable_needs_only_the_other_way_of_contact() -> None:
    unsuitable = {
        "client_name": "李明",
        "responsible_worker": "u-chen",
        "danger_level": "5",
        "suitable_for_visit": False,
    }

    assert errors(HOME_VISIT, unsuitable) == {("/unsuitable_alternative", "required")}
    assert errors(HOME_VISIT, changed(unsuitable, unsuitable_alternative="请服务对象到站里来")) == set()


@pytest.mark.requirement("R-002-57")
@pytest.mark.parametrize(
    "visitors",
    [
        [{"name": "u-chen", "role": "social_worker"}],
        [{"name": "u-chen", "role": "social_worker"}, {"name": "u-wu", "role": "volunteer"}],
    ],
    ids=["one member of staff", "one member of staff and a volunteer"],
)
def test_one_member_of_staff_alone_is_refused(visitors: list[dict[str, str]]) -> None:
    found = errors(HOME_VISIT, changed(PLANNED, visitors=visitors))

    assert found
    assert found <= {("/visitors", "minItems"), ("/visitors", "contains")}


@pytest.mark.requirement("R-002-57")
@pytest.mark.parametrize("second", ["social_worker", "medical", "other_staff"])
def test_two_members_of_staff_are_accepted_with_or_without_volunteers(second: str) -> None:
    staff = [{"name": "u-chen", "role": "social_worker"}, {"name": "u-zhao", "role": second}]

    assert errors(HOME_VISIT, changed(PLANNED, visitors=staff)) == set()
    assert (
        errors(HOME_VISIT, changed(PLANNED, visitors=[*staff, {"name": "u-wu", "role": "volunteer"}]))
        == set()
    )


def test_the_same_person_twice_is_not_two_members_of_staff() -> None:
    twice = [{"name": "u-chen", "role": "social_worker"}, {"name": "u-chen", "role": "medical"}]

    assert errors(HOME_VISIT, changed(PLANNED, visitors=twice)) == {("/visitors", "check.each-once")}


@pytest.mark.requirement("R-002-58")
@pytest.mark.parametrize(
    ("danger_level", "visit_risk"),
    [("3", False), ("4", False), ("5", False), ("unknown", False), ("0", True), ("2", True)],
)
def test_a_visit_that_carries_risk_needs_companions(danger_level: str, visit_risk: bool) -> None:
    risky = changed(PLANNED, danger_level=danger_level, visit_risk=visit_risk)

    assert errors(HOME_VISIT, risky) == {("/risk_companion", "required")}
    assert errors(HOME_VISIT, changed(risky, risk_companion="社区民警王警官")) == set()


@pytest.mark.requirement("R-002-58")
@pytest.mark.parametrize("danger_level", ["0", "1", "2", "na"])
def test_a_visit_without_risk_asks_for_no_companion(danger_level: str) -> None:
    calm = changed(PLANNED, danger_level=danger_level)

    assert errors(HOME_VISIT, calm) == set()
    assert not answers.effective(shipped.form(HOME_VISIT), calm).visible("/risk_companion")


def test_the_duty_worker_stays_at_the_centre() -> None:
    going_along = changed(PLANNED, duty_worker="u-zhao")

    assert errors(HOME_VISIT, going_along) == {("/duty_worker", "check.not-a-visitor")}


@pytest.mark.parametrize("expected", ["2026-03-05T14:00", "2026-03-05T13:59"])
def test_nobody_is_expected_back_before_leaving(expected: str) -> None:
    found = errors(HOME_VISIT, changed(PLANNED, expected_return_at=expected))

    assert found == {("/expected_return_at", "check.after-departure")}


def test_one_record_carries_the_sign_out_and_the_return() -> None:
    form = shipped.form(HOME_VISIT)

    signed_out = answers.finalise(form, changed(PLANNED, environment_safe=True), shipped.context())
    returned = answers.finalise(form, RETURNED, shipped.context())

    assert "environment_safe" not in signed_out, "answers of the return are not asked for before it"
    assert errors(HOME_VISIT, RETURNED) == set()
    assert {name: returned[name] for name in signed_out if name != "visit_status"} == changed(
        signed_out, visit_status=None
    )


@pytest.mark.requirement("R-002-59")
@pytest.mark.parametrize("answer", ["environment_safe", "phone_reachable"])
def test_the_return_is_refused_without_the_answers_about_safety(answer: str) -> None:
    assert errors(HOME_VISIT, changed(RETURNED, **{answer: None})) == {(f"/{answer}", "required")}


@pytest.mark.requirement("R-002-59")
@pytest.mark.parametrize("answer", ["environment_safe", "phone_reachable", "distance_kept"])
def test_a_no_about_safety_is_accepted_with_a_note_only(answer: str) -> None:
    unsafe = changed(RETURNED, **{answer: False})

    assert errors(HOME_VISIT, unsafe) == {("/safety_note", "required")}
    assert errors(HOME_VISIT, changed(unsafe, safety_note="门口堆满杂物，已提醒家属清理")) == set()


@pytest.mark.requirement("R-002-59")
@pytest.mark.parametrize(("answer", "told"), [(False, True), (True, False)])
def test_the_supervisor_is_told_when_the_home_was_not_safe(answer: bool, told: bool) -> None:
    flow = library.workflow(None, "mental-health-case")
    record = {
        "id": "r-1",
        "slot": "home_visit",
        "number": 1,
        "revision": 2,
        "status": "submitted",
        "data": changed(RETURNED, environment_safe=answer, safety_note="门口堆满杂物"),
        "author": "u-chen",
        "submitted_at": "2026-03-05T07:30:00+00:00",
        "sha256": "",
        "signatures": [],
    }
    facts = workflow.facts(
        flow, workflow.State(stage="pre_assessment"), [record], shipped.NOW, workflow.Calendar()
    )
    event = {
        "type": "record.submitted",
        "by": "u-chen",
        "data": {"slot": "home_visit", "record": "r-1", "number": 1},
    }

    found = workflow.effects(flow, event, facts)

    notified = [role for effect in found if effect.kind == "notify" for role in effect.data["roles"]]
    assert ("supervisor" in notified) is told


@pytest.mark.requirement("R-002-60")
def test_the_seat_near_the_exit_is_advice_and_the_distance_is_a_must() -> None:
    assert errors(HOME_VISIT, changed(RETURNED, seat_near_exit=None)) == set()
    assert errors(HOME_VISIT, changed(RETURNED, seat_near_exit=False)) == set()
    assert warnings(HOME_VISIT, changed(RETURNED, seat_near_exit=False)) == {
        ("/seat_near_exit", "check.advised")
    }
    assert errors(HOME_VISIT, changed(RETURNED, distance_kept=None)) == {("/distance_kept", "required")}


@pytest.mark.requirement("R-002-60")
def test_seat_and_distance_can_be_read_before_and_during_the_visit() -> None:
    form = shipped.form(HOME_VISIT)
    reminders = [node for node in form.root.walk() if node.key.startswith("reminder_")]

    shown = " ".join(form.words(node, "zh") for node in reminders)

    assert "离出入口较近" in shown
    assert "1米" in shown
    assert not any(_waits_for_the_return(form.root, node) for node in reminders)


def _waits_for_the_return(root: Node, node: Node) -> bool:
    above = [one for one in root.walk() if node in list(one.walk())]
    return any("visit_status" in str(one.condition.condition) for one in above if one.condition)
