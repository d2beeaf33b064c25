"""003 §3.1, §4.1.2: a referral without a case, its receiver without an account, its end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from caseforms.services import cases, clock, institutions, links, receiving, records
from caseforms.services.identifiers import new_id
from tests.services.world import World, refused

FORM: dict[str, Any] = {
    "client_name": "张秀兰",
    "direction": "external",
    "receiver_type": "psychological",
    "receiver_org": "市康宁医院",
    "reason": ["psychological"],
    "summary": "情绪低落，睡眠差",
    "client_agrees": True,
    "urgent": False,
}


def sent(world: World, **answers: Any) -> tuple[str, str]:
    """A referral without a case, signed and so sent: the case and the form."""
    case_id = world.do(cases.open_case, "lin", "referral", world.now, client_name="张秀兰").id
    record_id = world.fill(case_id, "referral", {**FORM, **answers})
    world.sign(record_id, "sender")
    return case_id, record_id


def stage(world: World, case_id: str) -> str:
    return world.view(case_id).line.stage


def answer(world: World, token: str, **given: Any) -> links.Issued | None:
    """What the receiver writes over the link."""
    with world.store.transaction(world.institution_id) as session:
        return receiving.answer(session, token, given, world.now, new_id(), "接收方填写")


def local(world: World) -> str:
    return (world.now + timedelta(hours=8)).strftime("%Y-%m-%dT%H:%M")


@pytest.mark.requirement("R-003-03")
def test_a_receiver_without_account_accepts_and_reports_over_links_that_are_used_once(world: World) -> None:
    case_id, record_id = sent(world)
    first = world.do(receiving.invite, "lin", record_id, world.now)
    world.later(hours=2)

    second = answer(world, first.token, accepted="yes", received_at=local(world))
    received = stage(world, case_id)
    again = refused(lambda: answer(world, first.token, accepted="no", reject_reason="x"))
    assert second is not None
    world.later(days=1)
    last = answer(
        world,
        second.token,
        accepted="yes",
        received_at="2026-03-02T11:00",
        result="已安排心理咨询",
        closed_at=local(world),
    )

    assert (received, again) == ("received", ("link.ended",))
    assert last is None
    assert stage(world, case_id) == "result_reported"


def test_a_link_opens_the_receivers_part_and_changes_nothing_else(world: World) -> None:
    _, record_id = sent(world)
    link = world.do(receiving.invite, "lin", record_id, world.now)

    with world.store.transaction(world.institution_id) as session:
        shown = receiving.part(session, link.token, world.now)
    answer(world, link.token, accepted="yes", received_at=local(world), summary="改写", receiver_org="别处")

    kept = world.do(records.view, "lin", record_id, world.now).data
    assert "summary" not in shown.data
    assert "client_name" not in shown.data
    assert (kept["summary"], kept["receiver_org"]) == ("情绪低落，睡眠差", "市康宁医院")


def test_a_link_that_was_taken_back_or_is_too_old_opens_nothing(world: World) -> None:
    case_id, record_id = sent(world)
    old = world.do(receiving.invite, "lin", record_id, world.now)
    world.later(minutes=1)
    taken = world.do(receiving.invite, "lin", record_id, world.now)
    with world.store.reading(world.institution_id) as session:
        newest = links.open_of(session, world.now, case_id=case_id)
    world.do(links.revoke, "lin", newest[0].id, world.now)
    world.later(days=14)

    assert refused(lambda: answer(world, taken.token, accepted="yes")) == ("link.ended",)
    assert refused(lambda: answer(world, old.token, accepted="yes")) == ("link.ended",)
    assert refused(lambda: answer(world, "no-such-token", accepted="yes")) == ("link.ended",)


def test_the_secret_of_a_link_is_kept_nowhere_and_few_are_open_at_a_time(world: World) -> None:
    case_id, record_id = sent(world)
    first = world.do(receiving.invite, "lin", record_id, world.now)
    for _ in range(links.MOST_OPEN - 1):
        world.do(receiving.invite, "lin", record_id, world.now)

    with world.store.reading(world.institution_id) as session:
        lines = links.open_of(session, world.now, case_id=case_id)

    assert first.token not in repr(lines)
    assert refused(lambda: world.do(receiving.invite, "lin", record_id, world.now)) == ("link.too-many",)


def test_a_colleague_who_may_not_change_the_referral_gives_out_no_link(world: World) -> None:
    _, record_id = sent(world)

    assert refused(lambda: world.do(receiving.invite, "qian", record_id, world.now)) != ()


@pytest.mark.requirement("R-003-03")
def test_a_returned_referral_goes_to_another_receiver_under_the_same_number(world: World) -> None:
    case_id, record_id = sent(world)
    number = world.do(records.view, "lin", record_id, world.now).data["referral_no"]
    link = world.do(receiving.invite, "lin", record_id, world.now)
    answer(world, link.token, accepted="no", reject_reason="没有床位")
    back = stage(world, case_id)

    world.act(case_id, "choose_again")
    lines = [line for slot in world.view(case_id).slots if slot.name == "referral" for line in slot.records]
    draft = next(line.id for line in lines if line.status == "draft")
    view = world.do(records.view, "lin", draft, world.now)
    again = world.submit(
        view,
        {"receiver_type": "medical", "receiver_org": "区医院", "urgent": False, "pre_assessment": "血压平稳"},
    )
    world.sign(again.record.id, "sender")

    assert back == "returned"
    assert world.do(records.view, "lin", again.record.id, world.now).data["referral_no"] == number
    assert stage(world, case_id) == "sent"


@pytest.mark.requirement("R-003-01")
def test_an_urgent_referral_is_booked_within_24_hours(world: World) -> None:
    case_id, record_id = sent(
        world, urgent=True, receiver_type="medical", pre_assessment="血糖反复升高", sent_at="2026-03-02T09:00"
    )

    def booking(minutes: int) -> str:
        world.now = world.now.replace(day=3, hour=1, minute=0) + timedelta(minutes=minutes)
        found = [due for due in world.view(case_id).due if due.key.startswith("referral_booking")]
        return found[0].status

    before, after = booking(-1), booking(1)
    view = world.do(records.view, "lin", record_id, world.now)
    body = {**view.data, "booked_at": "2026-03-02T15:00"}
    world.do(records.correct, "lin", record_id, body, view.version, world.now, new_id(), "已约上")

    assert (before, after) == ("soon", "overdue")
    assert [due.status for due in world.view(case_id).due if due.key.startswith("referral_booking")] == [
        "met"
    ]


@pytest.mark.requirement("R-003-04")
def test_a_result_that_nobody_confirms_closes_by_itself_after_the_institutions_days(world: World) -> None:
    world.do(institutions.set_setting, "admin", "referral.confirm_days", "3", world.now)
    case_id, record_id = sent(world)
    link = world.do(receiving.invite, "lin", record_id, world.now)
    answer(
        world, link.token, accepted="yes", received_at=local(world), result="已随访", closed_at=local(world)
    )

    world.now = world.now.replace(day=5, hour=15)
    clock.tick(world.store, world.now)
    open_still = stage(world, case_id)
    world.later(hours=2)
    clock.tick(world.store, world.now)

    assert open_still == "result_reported"
    assert stage(world, case_id) == "closed"
    assert "closed_by_system" in world.view(case_id).line.flags
