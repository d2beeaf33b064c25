"""Devices send readings into a case: each once, within their limits, only where the client agreed; alarms ring at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from caseforms.problems import Refused
from caseforms.services import cases, devices, reading_files, records, signing
from caseforms.services.actors import Actor
from caseforms.services.identifiers import new_id
from caseforms.storage.tables import Notification, Record
from tests.web.conftest import House
from tests.web.visiting import Visitor

INTAKE = {
    "informed_of_collection": True,
    "intake_date": "2026-03-05",
    "source_channel": "self_application",
    "application_way": "hotline",
    "applicant": "patient",
    "client_name": "周国强",
    "gender": "male",
    "birth_date": "1958-04-02",
    "phone": "13900002222",
    "address": "长安区建设北大街10号",
    "client_category": ["diagnosed"],
    "chronic_diseases": ["hypertension"],
    "diagnosis_institution": "市人民医院",
    "request": "血压总是不稳，想学会自己管。",
}
READING = {"id": "r-1", "measured_at": "2026-03-05T08:30", "systolic": 138, "diastolic": 86, "pulse": 72}


class Ward:
    """One chronic-disease case with a device; services are asked as its worker, the door as the device."""

    def __init__(self, house: House, device_consent: bool = True, *, signed: bool = True) -> None:
        self.house = house
        self.lin = Actor(house.user_ids["lin"], house.institution_id, frozenset({"social_worker"}), "林晓燕")
        self.client: FlaskClient = house.app.test_client()
        opened = self.do(cases.open_case, "chronic-disease-case", self.now, client_name="周国强")
        self.case_id = opened.id
        self.fill("intake", INTAKE)
        consent = self.fill(
            "consent",
            {
                "service_consent": True,
                "data_consent": True,
                "signer_type": "patient",
                "device_consent": device_consent,
            },
        )
        for role, named in () if not signed else (("client", {"signer_name": "周国强"}), ("worker", {})):
            self.do(signing.sign, consent, role, "drawn", self.now, strokes=[[[0, 0], [9, 9]]], **named)

    @property
    def now(self) -> Any:
        return self.house.clock()

    def do(self, verb: Callable[..., Any], *values: Any, **named: Any) -> Any:
        with self.house.store.transaction(self.house.institution_id) as session:
            return verb(session, self.lin, *values, **named)

    def fill(self, slot: str, data: dict[str, Any]) -> str:
        draft = self.do(records.start, self.case_id, slot, self.now)
        sent = self.do(
            records.submit, draft.line.id, {**draft.data, **data}, draft.version, self.now, new_id()
        )
        return str(sent.record.id)

    def device(self, kind: str = "bp_monitor") -> str:
        """A new device; its token."""
        return str(self.do(devices.add, self.case_id, kind, "欧姆龙 4711", self.now)[1])

    def send(self, token: str, reading: Any, language: str = "en") -> tuple[int, Any]:
        """What the door answers to a reading."""
        answer = self.client.post(
            "/api/readings",
            json=reading,
            headers={"Authorization": f"Bearer {token}", "Accept-Language": language},
        )
        return answer.status_code, answer.json

    def readings(self) -> list[dict[str, Any]]:
        """What stands in the case."""
        with self.house.store.reading(self.house.institution_id) as session:
            wanted = select(Record.id).where(Record.case_id == self.case_id, Record.slot == "health_reading")
            ids = session.scalars(wanted.where(Record.status == "submitted")).all()
        return [self.do(records.view, each, self.now).data for each in ids]


@pytest.fixture
def ward(house: House) -> Ward:
    return Ward(house)


@pytest.mark.requirement("R-000-25")
def test_a_reading_is_kept_once_however_often_it_is_sent(ward: Ward) -> None:
    token = ward.device()

    first, again = ward.send(token, READING), ward.send(token, READING)

    assert (first[0], again[0]) == (201, 200)
    assert first[1] == again[1]
    (kept,) = ward.readings()
    assert {name: kept[name] for name in ("systolic", "diastolic", "pulse", "device")} == {
        "systolic": 138, "diastolic": 86, "pulse": 72, "device": "bp_monitor",
    }  # fmt: skip


@pytest.mark.requirement("R-000-25")
def test_another_value_under_the_same_id_is_refused_and_nothing_is_overwritten(ward: Ward) -> None:
    token = ward.device()
    ward.send(token, READING)

    status, _ = ward.send(token, {**READING, "systolic": 150})

    assert status == 409
    assert [each["systolic"] for each in ward.readings()] == [138]


def test_readings_may_come_in_any_order(ward: Ward) -> None:
    token = ward.device()
    later = {**READING, "id": "r-2", "measured_at": "2026-03-05T09:10"}

    assert ward.send(token, later)[0] == 201
    assert ward.send(token, READING)[0] == 201

    assert sorted(each["measured_at"][:16] for each in ward.readings()) == [
        "2026-03-05T08:30",
        "2026-03-05T09:10",
    ]


@pytest.mark.requirement("R-000-25")
@pytest.mark.parametrize(
    "wrong",
    [
        {"systolic": 301},
        {"systolic": 39, "diastolic": 30},
        {"systolic": 120, "diastolic": 130},
        {"diastolic": None},
        {"pulse": 251},
        {"systolic": "138"},
        {"measured_at": "2026-03-06T08:30"},
        {"measured_at": "yesterday"},
        {"mood": "good"},
    ],
    ids=str,
)
def test_a_value_beyond_the_limits_of_the_device_is_refused_with_its_place(
    ward: Ward, wrong: dict[str, Any]
) -> None:
    sent = {name: value for name, value in {**READING, **wrong}.items() if value is not None}

    status, answer = ward.send(ward.device(), sent, "zh-CN")

    assert status == 422
    assert answer["problems"][0]["pointer"]
    assert any("\u4e00" <= letter <= "\u9fff" for letter in answer["problems"][0]["message"])
    assert ward.readings() == []


@pytest.mark.requirement("R-000-25", "R-000-02")
def test_without_consent_to_devices_nothing_is_taken(house: House) -> None:
    ward = Ward(house)
    token = ward.device()
    refusing = Ward(house, device_consent=False)

    ward.do(
        records.correct,
        *_consent_without_devices(ward),
    )

    assert ward.send(token, READING)[0] == 403
    assert ward.readings() == []
    with pytest.raises(Refused, match=r"device\.no-consent"):
        refusing.device()


def test_a_consent_that_nobody_signed_lets_no_device_in(house: House) -> None:
    with pytest.raises(Refused, match=r"device\.no-consent"):
        Ward(house, signed=False).device()


def _consent_without_devices(ward: Ward) -> tuple[Any, ...]:
    with ward.house.store.reading(ward.house.institution_id) as session:
        wanted = select(Record.id).where(Record.case_id == ward.case_id, Record.slot == "consent")
        record_id = session.scalars(wanted).one()
    view = ward.do(records.view, record_id, ward.now)
    changed = {**view.data, "device_consent": False}
    return record_id, changed, view.version, ward.now, new_id(), "服务对象改变主意"


@pytest.mark.requirement("R-000-27")
def test_a_token_opens_nothing_else_and_ends_when_the_device_is_switched_off(ward: Ward) -> None:
    token = ward.device()
    (line,) = ward.do(devices.of_case, ward.case_id, ward.now)[1]

    assert ward.send("wrong", READING)[0] == 401
    answer = ward.client.get(f"/cases/{ward.case_id}", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 303
    ward.do(devices.revoke, ward.case_id, line.id, ward.now)
    assert ward.send(token, READING)[0] == 401


@pytest.mark.parametrize(
    "body", [[], "x", None, {"id": "a"}, {**READING, "id": ""}, {**READING, "id": 7}], ids=str
)
def test_what_is_no_reading_is_refused_as_such(ward: Ward, body: Any) -> None:
    status, answer = ward.send(ward.device(), body)

    assert status in (400, 422)
    assert answer["problems"]


@pytest.mark.requirement("R-000-21")
@pytest.mark.parametrize(
    ("reading", "rings"),
    [
        ({"systolic": 186, "diastolic": 112}, True),
        ({"systolic": 179, "diastolic": 109}, False),
        ({"glucose": 3.2}, True),
        ({"glucose": 6.1}, False),
    ],
    ids=str,
)
def test_a_reading_beyond_the_alert_limits_rings_at_the_responsible_worker(
    ward: Ward, reading: dict[str, Any], rings: bool
) -> None:
    sent = {"id": "r-9", "measured_at": "2026-03-05T08:30", **reading}

    assert ward.send(ward.device("other"), sent)[0] == 201

    with ward.house.store.reading(ward.house.institution_id) as session:
        told = session.scalar(
            select(func.count()).where(
                Notification.user_id == ward.lin.user_id, Notification.case_id == ward.case_id
            )
        )
    assert bool(told) is rings


def test_a_device_that_has_gone_mad_is_stopped(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "MOST_A_DAY", 2)
    token = ward.device()

    answers = [ward.send(token, {**READING, "id": f"r-{number}"})[0] for number in range(4)]
    ward.house.clock.now += timedelta(days=1, minutes=1)
    tomorrow = ward.send(token, {**READING, "id": "r-9"})[0]

    assert answers == [201, 201, 429, 429]
    assert tomorrow == 201


@pytest.mark.requirement("R-000-25")
def test_a_file_of_readings_is_taken_line_by_line_and_once(ward: Ward) -> None:
    table = "测量时间,收缩压,舒张压,glucose\n2026年3月5日 8:05,142,88,\n2026-03-05 08:20,９９９,88,\n2026-03-05 08:40,,,7.2\n"

    first = ward.do(reading_files.bring, ward.case_id, table.encode("gb18030"), ward.now)
    again = ward.do(reading_files.bring, ward.case_id, table.encode("utf-8-sig"), ward.now)

    assert [(line.number, line.taken, line.again) for line in first] == [
        (2, True, False),
        (3, False, False),
        (4, True, False),
    ]
    assert first[1].problems[0].pointer == "/systolic"
    assert [line.again for line in again] == [True, False, True]
    assert len(ward.readings()) == 2


def test_a_column_that_no_reading_has_is_named(ward: Ward) -> None:
    table = "measured_at,systolic,diastolic,temperature\n2026-03-05 08:20,120,80,36.5\n"

    with pytest.raises(Refused, match=r"device\.column"):
        ward.do(reading_files.bring, ward.case_id, table.encode(), ward.now)

    assert ward.readings() == []


def test_a_worker_adds_a_device_on_the_page_and_sees_its_token_once(
    ward: Ward, visit: Callable[..., Visitor]
) -> None:
    lin = visit("lin").open(f"/cases/{ward.case_id}/readings")

    lin.press("Add the device", {"kind": "glucometer", "label": "罗氏 0815"})
    assert lin.sees("罗氏 0815")
    token = next(each.text for each in lin.page.all("code") if "://" not in each.text)
    assert ward.send(token, {"id": "g", "measured_at": "2026-03-05T08:00", "glucose": 6.3})[0] == 201
    lin.open(f"/cases/{ward.case_id}/readings")

    assert token not in lin.html
    assert lin.sees("Last reading")
    lin.press("Bring the readings", files={"file": (BytesIO(b"nothing"), "x.csv")}, expect=422)
    assert lin.sees("The file cannot be read as a table.")


@pytest.mark.requirement("R-000-24")
def test_the_check_in_link_opens_the_check_in_form_and_keeps_what_the_client_sends(
    ward: Ward, visit: Callable[..., Visitor], stranger: Visitor
) -> None:
    lin = visit("lin").open(f"/cases/{ward.case_id}/readings")
    lin.press("Make a link")
    path = "/l/" + lin.value_of("address").rpartition("/l/")[2]

    for day in (1, 2):
        stranger.open(path).press("Go on")
        stranger.press("I am done", {"device": "manual", "systolic": "131", "diastolic": "8" + str(day)})
        assert stranger.sees("Thank you")
        stranger.client.delete_cookie("caseforms")

    assert sorted(each["diastolic"] for each in ward.readings()) == [81, 82]
    lin.open(f"/cases/{ward.case_id}/readings").press("Withdraw")
    stranger.open(path, expect=410)


def test_somebody_elses_case_shows_no_devices(ward: Ward, visit: Callable[..., Visitor]) -> None:
    visit("chen").open(f"/cases/{ward.case_id}/readings", expect=404)
    Visitor(ward.house.app).open(f"/cases/{ward.case_id}/readings")
