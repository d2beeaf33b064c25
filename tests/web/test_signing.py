"""Signing: a colleague's own signature, and a client's on the tablet that is handed over and locks itself."""

from __future__ import annotations

import json

import pytest

from caseforms.storage.tables import Signature
from tests.web import stories
from tests.web.visiting import PASSWORD

STROKES = json.dumps([{"points": [{"x": 1, "y": 2, "time": 1}, {"x": 30, "y": 20, "time": 2}]}])


@pytest.fixture
def consent(visit):
    """A worker with a submitted consent that waits for its signatures; its page is open."""
    lin = visit("lin")
    stories.new_case(lin)
    lin.press("Submit", stories.APPLICATION)
    lin.open(stories.case_of(lin))
    lin.press("Begin: Informed consent to service")
    lin.press("Submit", stories.CONSENT)
    return lin


def test_the_tablet_in_the_clients_hand_shows_the_document_and_nothing_else(consent):
    lin = consent
    lin.follow("Sign")
    sign_page = lin.address

    lin.press("Hand over the tablet now")

    assert lin.address.split("?")[0] == sign_page.split("?")[0]
    assert not list(lin.page.all("nav")) or all(
        "segments" in nav.attributes["class"] for nav in lin.page.all("nav")
    )
    for address in ("/", "/cases", "/people", "/account", sign_page.replace("/client", "/worker")):
        lin.open(address)
        assert lin.sees("This tablet is locked"), address


def test_after_the_signature_only_the_workers_password_opens_the_tablet(consent):
    lin = consent
    record = lin.address.split("?")[0]
    lin.follow("Sign")
    lin.press("Hand over the tablet now")

    lin.press("Confirm the signature", {"strokes": STROKES, "signer_name": "张秀兰"})
    assert lin.sees("Your signature is kept.")
    lin.open("/")
    assert lin.sees("This tablet is locked")
    lin.press("Open the tablet", {"password": "wrong"}, expect=422)
    lin.press("Open the tablet", {"password": PASSWORD})

    assert lin.address.split("?")[0] == record
    assert lin.sees("张秀兰")
    assert lin.sees("valid")


def test_a_worker_signs_with_the_own_account(consent):
    lin = consent
    lin.open(f"{lin.address.split('?')[0]}/sign/worker")

    lin.press("Confirm the signature", {"strokes": STROKES})

    assert any("林晓燕" in each.text and "valid" in each.text for each in lin.page.all("li"))


def test_an_empty_line_is_refused_and_said(consent):
    lin = consent
    lin.open(f"{lin.address.split('?')[0]}/sign/worker")

    lin.press("Confirm the signature", expect=422)

    assert lin.heading


def test_a_signature_that_does_not_say_what_was_seen_is_refused(consent, house):
    lin = consent
    address = f"{lin.address.split('?')[0]}/sign/worker"
    lin.open(address)
    token = lin.value_of("csrf_token")

    for shown in ({}, {"sha256": ""}, {"sha256": "0" * 64}):
        answer = lin.client.post(
            address, data={"csrf_token": token, "method": "drawn", "strokes": STROKES, **shown}
        )
        assert answer.status_code in (409, 422)

    with house.store.reading(house.institution_id) as session:
        assert session.query(Signature).count() == 0


def test_the_text_to_sign_is_there_in_chinese_in_english_and_side_by_side(consent):
    lin = consent
    lin.open(f"{lin.address.split('?')[0]}/sign/worker?read=both")

    languages = [each.attributes["lang"] for each in lin.page.all("article")]

    assert languages == ["zh-CN", "en"]
    assert lin.sees("保密")
    assert lin.sees("Confidentiality")


def test_what_the_client_fills_in_alone_the_worker_can_read_but_not_change(visit):
    lin = visit("lin")
    stories.new_case(lin)
    record = lin.address.split("?")[0]
    token = lin.value_of("csrf_token")
    lin.client.post(f"{record}/hand-over", data={"csrf_token": token, "purpose": "fill"})

    lin.open(f"{record}/own-part")
    lin.press("I am done", {"client_needs": "想找人说说话"})
    assert lin.sees("Your answers are kept.")
    lin.open(record)
    assert lin.sees("This tablet is locked")
    lin.press("Open the tablet", {"password": PASSWORD})

    assert lin.address.split("?")[0] == record
    assert lin.sees("想找人说说话")
    assert "client_needs" not in {each.attributes.get("name") for each in lin.page.all("textarea")}


def test_a_tablet_that_lay_too_long_is_only_locked(consent, house):
    lin = consent
    lin.follow("Sign")
    lin.press("Hand over the tablet now")
    sign_page = lin.address

    house.clock.pass_time(minutes=30)

    assert lin.open(sign_page).sees("This tablet is locked")
