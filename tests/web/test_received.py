"""Pages about what tablets delivered: found from the start page, read, decided on, receipted; tablets are managed."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from tests.services.killed import INCIDENT
from tests.services.tablets import enrolled, queue_of
from tests.web.conftest import House
from tests.web.test_field_door import Street
from tests.web.visiting import Visitor

Visit = Callable[..., Visitor]


@pytest.fixture
def street(house: House) -> Street:
    return Street(house)


def test_a_worker_finds_reads_and_confirms_what_a_tablet_delivered(street: Street, visit: Visit) -> None:
    photo = street.tablet.file()
    street.upload(photo)
    street.send(street.record({**INCIDENT, "place": "三楼活动室"}, files=(photo,)))

    lin = visit("lin").open("/").follow("1 record waits for a decision").follow("Safety incident report")
    assert lin.sees("三楼活动室")
    assert lin.sees("陈美华")
    assert lin.sees("photo.jpg")
    lin.press("Confirm it as it is")

    assert lin.sees("photo.jpg")
    assert lin.sees("Confirmed. It stands as the volunteer wrote it.")
    assert lin.sees("三楼活动室")
    assert lin.open("/received").sees("Nothing waits for a decision")


def test_what_keeps_it_from_being_confirmed_is_said_with_its_question(street: Street, visit: Visit) -> None:
    street.send(street.record({"place": "门口"}))

    lin = visit("lin").open("/received").follow("Safety incident report")
    address = lin.address
    lin.press("Confirm it as it is", expect=422)

    assert lin.sees("Type of incident: ")
    assert lin.open(address).sees("门口")


def test_an_application_goes_on_as_the_draft_of_a_new_case(street: Street, visit: Visit) -> None:
    data = {"client_name": "张秀兰", "gender": "female", "phone": "13800138042"}
    street.send(street.record(data, definition=("mh-application", "1.0.0")))

    lin = visit("lin").open("/received").follow("Case application")
    lin.press("Open the case and go on")

    assert lin.value_of("client_name") == "张秀兰"


def test_what_is_put_aside_stays_readable_with_the_reason(street: Street, visit: Visit) -> None:
    street.send(street.record())

    lin = visit("lin").open("/received").follow("Safety incident report")
    lin.press("Put it aside", {"reason": "演练时误填"})

    assert lin.sees("演练时误填")
    lin.open("/received?decided=1").follow("Safety incident report")
    assert lin.sees("put aside")


def test_a_receipt_can_be_printed_and_says_what_the_tablet_was_told(street: Street, visit: Visit) -> None:
    _, receipt = street.send(street.record())

    lin = visit("lin").open("/received").follow("Safety incident report").follow("Receipt")

    assert lin.sees(receipt["number"])
    assert lin.sees(receipt["signature"])


def test_the_file_of_a_tablet_is_brought_once_however_often(street: Street, visit: Visit) -> None:
    photo = street.tablet.file(b"\xff\xd8\xff" + b"x" * 300_000)
    file = queue_of(street.tablet.id, street.record(files=(photo,)), street.record())
    lin = visit("lin").open("/received")

    lin.press("Bring the records", {}, files={"file": (io.BytesIO(file), "queue.jsonl")})
    first = lin.html
    lin.press("Bring the records", {}, files={"file": (io.BytesIO(file), "queue.jsonl")})

    assert "2 are new." in first
    assert lin.sees("2 had arrived before.")
    assert lin.sees("0 are new.")


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"{}", b"[]", b'{"kind": "caseforms-field-queue", "v": 1, "device_id": "x"}'],
)
def test_another_file_is_refused_in_words(street: Street, visit: Visit, content: bytes) -> None:
    lin = visit("lin").open("/received")

    lin.press("Bring the records", {}, files={"file": (io.BytesIO(content), "queue.jsonl")}, expect=422)

    assert lin.sees("This is no file that a tablet exported") or lin.sees("No tablet of this institution")


def test_the_file_of_another_institutions_tablet_is_refused(
    street: Street, house: House, visit: Visit
) -> None:
    theirs = enrolled(house.store, house.other_institution_id, house.clock())
    file = queue_of(theirs.id, street.record())
    lin = visit("lin").open("/received")

    lin.press("Bring the records", {}, files={"file": (io.BytesIO(file), "queue.jsonl")}, expect=422)

    assert lin.sees("No tablet of this institution")
    assert lin.open("/received").sees("Nothing waits for a decision")


@pytest.mark.requirement("R-002-75")
def test_a_volunteer_neither_decides_nor_prints_nor_exports(street: Street, visit: Visit) -> None:
    street.send(street.record())
    chen = visit("chen")

    for address in ("/received", "/administration/tablets"):
        chen.open(address, expect=403)
    assert not chen.open("/").sees("Received from tablets")


def test_the_administrator_lets_a_tablet_in_and_takes_it_out_of_use(street: Street, visit: Visit) -> None:
    guan = visit("guan").open("/administration/tablets")
    guan.press("Make a code", {"name": "平板7号"})
    token = guan.html.partition("/field/enrol#")[2].partition('"')[0]
    status, told = street.ask("POST", "enrol", json={"token": token})
    street.ask("POST", "state", told["device_token"], json={"waiting": 2, "drafts": 1, "version": "abc"})

    guan.open("/administration/tablets")
    assert status == 201
    assert guan.sees("平板7号")
    assert guan.sees("2 records wait on it")
    guan.press("Take it out of use for good 平板7号")

    assert street.ask("POST", "state", told["device_token"], json={})[1]["expired"] is True
    assert guan.open("/administration/tablets").sees("out of use")
