"""People without an account at the door: somebody complains, and a receiver answers a referral over a link."""

from __future__ import annotations

import pytest

from caseforms.services import accounts, cases, records, signing, users
from caseforms.services.actors import Actor
from caseforms.services.identifiers import new_id
from tests.journeys.shortcuts import backstage
from tests.standards.test_rows_collaboration_referrals import FORM
from tests.standards.test_rows_management_service import HANDLED
from tests.web.conftest import House
from tests.web.visiting import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]
NEW_ADDRESS = "[data-link]"


def hired(house: House, username: str, name: str, role: str) -> None:
    """One more colleague."""
    with house.store.transaction(house.institution_id) as session:
        accounts.add_user(session, None, username, name, [role], house.clock(), password=PASSWORD)


@pytest.mark.requirement("R-001-66")
@pytest.mark.requirement("R-001-68")
def test_a_complaint_goes_from_the_public_page_to_its_end(walk, house):
    hired(house, "sun", "孙主任", "head")
    visitor = walk(None, size="phone")
    visitor.open("/public/ch/complaint")
    _send(visitor, {"kind": "complaint", "content": "等了两个小时", "anonymous": True})
    assert visitor.sees("2026-T-0001")
    visitor.look("complaint-sent")

    wang = walk("wang", size="desktop")
    wang.open("/registers/complaint-record")
    wang.go_by(wang.page.get_by_text("2026-T-0001").first)
    wang.look("complaint-received")
    record_id = wang.page.url.split("?")[0].rpartition("/")[2]
    house.clock.pass_time(hours=3)
    world = backstage(house)
    view = world.do(records.view, "wang", record_id, world.now)
    handled = {
        **HANDLED,
        "handler": world.wang.user_id,
        "responded_at": "2026-03-05T11:00",
        "satisfied": "yes",
    }
    world.do(
        records.correct,
        "wang",
        record_id,
        {**view.data, **handled},
        view.version,
        world.now,
        new_id(),
        "处理",
    )
    world.do(signing.sign, "wang", record_id, "handler", "typed", world.now, typed="王志明")

    sun = walk("sun", size="desktop")
    sun.open(f"/records/{record_id}")
    sun.look("complaint-for-the-head")
    world.do(signing.sign, _sun(house), record_id, "leader", "typed", world.now, typed="孙主任")
    sun.open(f"/cases/{view.line.case_id}").look("complaint-closed")

    assert sun.sees("已办结")


def _sun(house):
    with house.store.reading(house.institution_id) as session:
        line = next(each for each in users.users(session, None) if each.username == "sun")
    return Actor(line.id, house.institution_id, frozenset({"head"}), line.name)


@pytest.mark.requirement("R-003-03")
def test_a_referral_comes_back_once_and_is_then_closed_by_a_receiver_without_account(walk, house):
    world = backstage(house)
    case_id = world.do(cases.open_case, "lin", "referral", world.now, client_name="张秀兰").id
    record_id = world.fill(case_id, "referral", {**FORM, "sent_at": "2026-03-05T09:00"})
    world.sign(record_id, "sender")
    lin, outside = walk("lin", size="tablet"), walk(None, size="phone")

    first = _link(lin, record_id)
    outside.open(first).look("receivers-part")
    assert outside.misses("情绪低落")
    _send(outside, {"accepted": "no", "reject_reason": "没有床位"})
    world.act(case_id, "choose_again")
    lines = [line for slot in world.view(case_id).slots for line in slot.records if line.status == "draft"]
    again = world.submit(
        _view(world, lines[0].id), {"receiver_type": "rehab", "receiver_org": "区康复站", "urgent": False}
    )
    world.sign(again.record.id, "sender")
    outside.open(_link(lin, again.record.id))
    _send(outside, {"accepted": "yes", "received_at": "2026-03-05T09:40"})
    later = outside.page.locator(NEW_ADDRESS).get_attribute("href").removeprefix(outside.address)
    outside.open(later)
    _send(outside, {"result": "已开始康复训练", "closed_at": "2026-03-05T09:50"})
    outside.look("receiver-done")

    lin.open(f"/cases/{case_id}")
    assert lin.sees("已反馈")
    lin.look("referral-reported")
    assert world.act(case_id, "confirm") == "closed"


def _send(walker, answers):
    """Fill in a page that needs no account, and send it."""
    for name, value in answers.items():
        walker.answer(name, value)
        walker.settle()
    walker.go_by(walker.page.locator('button[type=submit][form="_form"].btn--next'))
    assert not walker.errors(), walker.errors()


def _link(walker, record_id):
    """The address that the sender gives to the receiver."""
    walker.open(f"/records/{record_id}")
    walker.go_by(walker.page.locator('form[action$="/receiver"] button'))
    return walker.page.locator(NEW_ADDRESS).get_attribute("href").removeprefix(walker.address)


def _view(world, record_id):
    from caseforms.services import records

    return world.do(records.view, "lin", record_id, world.now)
