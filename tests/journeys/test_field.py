"""Intake in the field with the server really switched off: begun, signed, turned, restarted, sealed, and arrived once."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from caseforms.services import arrivals, attachments, deciding, records
from caseforms.services.actors import Actor
from caseforms.storage.tables import Arrival
from caseforms.storage.tables import Tablet as Row
from tests.journeys.conftest import FLAGS, Quiet
from tests.journeys.outdoors import PIN, SIGNS, Site, Tablet
from tests.journeys.walking import PICTURES
from tests.web.conftest import House

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

APPLICATION = {
    "responsible_worker": "林晓燕",
    "client_name": "张秀英",
    "gender": "female",
    "birth_date": "1957-03-05",
    "phone": "13926401975",
    "address_province": "广东省",
    "address_city": "深圳市",
    "address_district": "福田区",
    "application_channel": "self",
    "client_needs": "希望有人陪着去医院复诊。",
    "urgent_risk": "false",
    "emergency_contact_name": "李建国",
    "emergency_contact_phone": "13900139000",
}
SECRETS = ("张秀英", "13926401975", "李建国", "陪着去医院", "陈美华")
RAW = Path(__file__).with_name("as_a_thief.js").read_text(encoding="utf-8")


@pytest.fixture
def site(house: House) -> Iterator[Site]:
    served = Site(house, Quiet)
    yield served
    served.down()


@pytest.fixture
def tablet(playwright, chromium: Path, site: Site, tmp_path: Path) -> Iterator[Tablet]:
    """A tablet that is set up, with the volunteer Chen on it."""
    ready = Tablet(playwright, chromium, FLAGS, tmp_path / "profile", site).enrolled().joined("chen")
    yield ready
    if PICTURES:
        ready.page.screenshot(path=f"{PICTURES}/field-last.png", full_page=True)
    ready.stop()
    assert not ready.walker.troubles, ready.walker.troubles


def picture(path: Path) -> Path:
    """A PNG of 900 × 700 points, as a camera might give it."""
    rows = b"".join(b"\0" + bytes((x * y) % 251 for x in range(900 * 3)) for y in range(700))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", 900, 700, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + body)
    return path


def readable(tablet: Tablet) -> list[str]:
    """Which of the secrets somebody finds who reads the browser's stores, raw."""
    found = base64.b64decode(tablet.page.evaluate(RAW))
    assert (
        SIGNS["chen"].encode() in found
    )  # the thief's eyes are good: what stands on the lock is there to read
    return [
        secret
        for secret in SECRETS
        for text in (secret.encode(), secret.encode("utf-16-le"))
        if text in found
    ]


def on_disk(profile: Path) -> list[str]:
    """Which of the secrets stand in the files of the profile that was taken out of a tablet."""
    files = [path for path in profile.rglob("*") if path.is_file() and "Cache" not in path.parts[-2]]
    return sorted(
        {
            f"{secret} in {path.relative_to(profile)}"
            for path in files
            for secret in SECRETS
            for text in (secret.encode(), secret.encode("utf-16-le"))
            if text in path.read_bytes()
        }
    )


def gone_on_with(house: House) -> tuple[dict[str, Any], list[str]]:
    """What a worker finds in the draft that the one delivered record becomes, and the types of the files beside it."""
    lin = Actor(house.user_ids["lin"], house.institution_id, frozenset({"social_worker"}), "林晓燕")
    with house.store.transaction(house.institution_id) as session:
        (line,) = arrivals.listed(session, lin).items
        record_id = deciding.go_on(session, lin, line.id, house.clock()).record_id
        data = records.view(session, lin, record_id, house.clock()).data
        return data, [each.type for each in attachments.beside(session, lin, record_id, data)]


@pytest.mark.requirement("R-M-06", "R-002-14")
def test_an_application_made_without_a_server_arrives_once_and_leaves_nothing(
    tablet: Tablet, site: Site, house: House, tmp_path: Path
) -> None:
    tablet.stop()
    site.down()
    tablet.start()
    tablet.open().unlock().begin("个案申请表").fill(APPLICATION)
    tablet.page.locator("[data-papers-part] input").set_input_files(picture(tmp_path / "card.png"))
    tablet.page.locator("[data-papers] img").wait_for()
    tablet.kept().page.set_viewport_size({"width": 768, "height": 1024})

    tablet.page.reload()
    tablet.unlock().press('a[href="#drafts"]', "drafts").press('[data-drafts] [data-do="open"]', "form")
    expect(tablet.walker.field("client_needs")).to_have_value(APPLICATION["client_needs"])
    assert tablet.page.locator("[data-papers] img").count() == 1
    tablet.fill({}).press('[data-dock] [data-do="finish"]', "outbox")
    assert tablet.states() == ["waiting"]
    assert readable(tablet) == []
    tablet.stop()
    site.up()
    tablet.start()
    tablet.open().unlock().press('a[href="#outbox"]', "outbox")
    tablet.page.locator('[data-outbox] [data-state="received"]').wait_for()
    tablet.press('[data-screen="outbox"] [data-do="send"]').walker.look("field-outbox")

    assert tablet.states() == ["received"]
    assert "2026-F-" in tablet.page.locator("[data-outbox]").inner_text()
    draft, beside = gone_on_with(house)
    assert draft["client_needs"] == APPLICATION["client_needs"]
    assert beside == ["image/jpeg"]
    with house.store.reading(house.institution_id) as session:
        known = session.scalars(select(Row)).one()
        assert (known.waiting, known.drafts) == (0, 0)
        assert known.free_bytes
        assert known.clock_offset_ms
        assert known.clock_offset_ms < -86_400_000  # the house's clock stands in March, the tablet's does not
        assert known.shell in str(tablet.page.locator("script[type=module]").get_attribute("src"))
    tablet.stop()
    assert on_disk(tablet.profile) == []
    tablet.start()


INCIDENT = {
    "occurred_at": "2026-03-05T08:10",
    "place": "莲花村18栋",
    "action_taken": "先离开现场，再打110。",
}


@pytest.mark.requirement("R-002-61", "R-002-63", "R-M-10")
def test_an_incident_is_one_step_away_is_signed_by_touch_and_the_next_volunteer_sees_nothing_of_it(
    tablet: Tablet, site: Site, house: House
) -> None:
    tablet.joined("zhao", "135791").stop()
    site.down()
    tablet.start()
    tablet.open().press('a[href="#incident"]', "incident")
    assert [number for number in ("120", "110", "119") if not tablet.walker.sees(number)] == []
    tablet.walker.look("field-emergency")
    tablet.press("a.bar__mark").unlock().walker.look("field-today")
    tablet.press('a[href="#incident"]', "incident").press('button[data-do="incident"]', "form")
    while not tablet.page.locator("[data-sign]:visible").count():
        for name, value in INCIDENT.items():
            if tablet.walker.offers(name):
                tablet.walker.answer(name, value)
        tablet.walker.look("field-form") if tablet.walker.offers("place") else None
        tablet.press('[data-do="next"]')

    tablet.press("[data-sign]", "handed").draw()
    tablet.page.set_viewport_size({"width": 768, "height": 1024})
    tablet.page.locator("[name=signer_name]").fill("陈美华")
    tablet.walker.look("field-handed")
    tablet.press('[data-hand="confirm"]')
    tablet.page.evaluate("location.hash = '#today'")
    tablet.page.locator("#hand_pin").fill("135791")
    tablet.press('[data-hand-part="locked"] button')
    assert tablet.walker.sees("密码不对")
    assert not tablet.page.locator("[data-bar]").is_visible()
    tablet.page.locator("#hand_pin").fill(PIN)
    tablet.press('[data-hand-part="locked"] button', "form")
    assert tablet.walker.sees("陈美华已签名")
    tablet.fill({"follow_up": "明天回访。"}).kept()
    assert tablet.page.locator(".field--signature.is-given").count() == 0  # it was given on other answers
    tablet.press('[data-do="before"]')
    assert tablet.walker.sees("签名已失效")
    tablet.press("[data-sign]", "handed").draw().press('[data-hand="confirm"]')
    tablet.page.locator("#hand_pin").fill(PIN)
    tablet.press('[data-hand-part="locked"] button', "form").fill({}).press('[data-do="finish"]')
    tablet.press('[data-do="incomplete"]', "outbox").press('[data-do="lock"]').unlock("zhao", "135791").press(
        'a[href="#drafts"]', "drafts"
    )
    assert tablet.page.locator("[data-drafts] > li").count() == 0
    tablet.press('a[href="#outbox"]', "outbox")
    assert (tablet.states(), tablet.walker.sees("1份等待发送")) == ([], True)
    assert readable(tablet) == []

    site.up()
    tablet.press('[data-screen="outbox"] [data-do="send"]')

    tablet.page.locator("[data-outbox-words]", has_text="没有等待发送的记录").wait_for()
    with house.store.reading(house.institution_id) as session:
        assert session.scalars(select(Arrival.definition_id)).all() == ["incident-report"]


def test_people_are_screened_one_after_the_other_and_one_fills_in_her_application_alone(
    tablet: Tablet, site: Site
) -> None:
    site.down()
    tablet.page.set_viewport_size({"width": 390, "height": 844})
    tablet.open().unlock().begin("社区筛查登记表").press('[data-do="next"]')
    for number, name in enumerate(("王大爷", "赵桂芳")):
        tablet.walker.fill({f"people-{number}-name": name, f"people-{number}-risk_found": True})
        tablet.walker.settle()
        if not number:
            tablet.walker.fill({f"people-{number}-agrees_contact": False})
            assert not tablet.page.locator(
                '[data-do="promote"]'
            ).is_visible()  # who did not agree is left alone
            tablet.press('[data-do="row-next"]')
    tablet.walker.fill({"people-1-agrees_contact": True, "people-1-phone": "13926401975"})
    tablet.walker.look("field-screening-phone")

    tablet.press('[data-do="promote"]').walker.field("client_name").wait_for(state="attached")
    tablet.press('[data-do="give"]')
    assert not tablet.page.locator("[data-bar]").is_visible()
    tablet.fill({"request": "想知道血压高了怎么办。"}).kept().press('[data-do="done"]', "handed")
    tablet.page.locator("#hand_pin").fill(PIN)
    tablet.press('[data-hand-part="locked"] button', "form").press('[data-do="leave"]', "drafts")

    drafts = tablet.page.locator("[data-drafts] > li strong").all_inner_texts()
    assert sorted(drafts) == ["接案登记表（初始档案） · 赵桂芳", "社区筛查登记表 · 姓名待填"]
    tablet.press('[data-drafts] li:has-text("赵桂芳") [data-do="open"]', "form")
    assert tablet.walker.field("client_name").input_value() == "赵桂芳"
    assert tablet.walker.field("phone").input_value() == "13926401975"
    assert tablet.walker.field("request").input_value() == "想知道血压高了怎么办。"
