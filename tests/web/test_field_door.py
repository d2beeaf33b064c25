"""Tablets at their door: let in once, packed for their people, each record taken once and receipted, nothing half."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from caseforms.services import arriving, tablets
from caseforms.services.actors import Actor
from caseforms.services.identifiers import new_id
from tests.services.killed import INCIDENT
from tests.services.tablets import PHOTO, SealedFile, SealedRecord, Tablet, enrolled
from tests.web.conftest import House
from tests.web.visiting import Visitor

PIECE = 500


class Street:
    """One tablet of the volunteer Chen, and the door it knocks at."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.client: FlaskClient = house.app.test_client()
        self.chen = Actor(house.user_ids["chen"], house.institution_id, frozenset({"volunteer"}), "陈美华")
        self.tablet: Tablet = enrolled(house.store, house.institution_id, house.clock(), self.chen)
        self.grant = self.tablet.grants[self.chen.user_id]

    def ask(
        self, method: str, path: str, token: str | None = None, language: str = "en", **more: Any
    ) -> tuple[int, Any]:
        """What the door answers."""
        headers = {"Authorization": f"Bearer {token or self.tablet.token}", "Accept-Language": language}
        headers |= more.pop("headers", {})
        with self.client.open(f"/api/field/{path}", method=method, headers=headers, **more) as given:
            return given.status_code, given.get_json(silent=True)

    def record(self, data: dict[str, Any] = INCIDENT, **more: Any) -> SealedRecord:
        """A finished record of Chen's."""
        return self.tablet.record(data, self.chen.user_id, self.house.clock(), **more)

    def send(self, record: SealedRecord, **more: Any) -> tuple[int, Any]:
        """Deliver it."""
        return self.ask("PUT", f"records/{record.id}", json=record.body, **more)

    def upload(self, file: SealedFile, start: int = 0, until: int | None = None) -> tuple[int, Any]:
        """Send the bytes of a file from `start` on, in small pieces; the last answer."""
        found: tuple[int, Any] = (0, None)
        for at in range(start, until or len(file.sealed), PIECE):
            piece = file.sealed[at : min(at + PIECE, until or len(file.sealed))]
            address = f"blobs/{file.address}?offset={at}&size={len(file.sealed)}"
            found = self.ask("PUT", address, data=piece)
        return found


@pytest.fixture
def street(house: House) -> Street:
    return Street(house)


def test_a_code_lets_one_tablet_in_once_and_runs_out(street: Street) -> None:
    house = street.house
    administrator = Actor("0" * 32, house.institution_id, frozenset({"administrator"}), "")
    with house.store.transaction(house.institution_id) as session:
        first, second = (
            tablets.invite(session, administrator, "平板2号", house.clock()).token for _ in range(2)
        )

    status, told = street.ask("POST", "enrol", json={"token": first})
    again, _ = street.ask("POST", "enrol", json={"token": first})
    house.clock.pass_time(minutes=31)
    late, _ = street.ask("POST", "enrol", json={"token": second})

    assert (status, again, late) == (201, 410, 410)
    assert told["institution"]["name_zh"] == "春晖社区社会工作服务中心"
    assert told["public_key"]["jwk"]["crv"] == "P-256"
    assert street.ask("POST", "state", told["device_token"], json={"waiting": 3})[1]["expired"] is False


def test_a_volunteer_who_signs_in_on_the_tablet_gets_a_grant_and_a_bundle(
    street: Street, visit: Callable[..., Visitor]
) -> None:
    chen = visit("chen")

    given = chen.client.post(
        "/api/field/volunteers",
        json={},
        headers={"X-Field-Device": street.tablet.token, "X-CSRFToken": chen.value_of("csrf_token")},
    )
    status, bundle = street.ask("GET", "bundle", given.json["grant"])

    assert given.status_code == 201
    assert status == 200
    forms = {each["id"]: each for each in bundle["forms"]}
    assert forms["mh-application"]["purpose"] == "application"
    assert forms["mh-application"]["pages"] == [1]
    assert forms["incident-report"]["purpose"] == "alone"
    assert "姓名" in forms["mh-application"]["html"]["zh"]
    assert bundle["rules"]["emergency"] == ["120", "110", "119"]
    assert {each["role"] for each in forms["incident-report"]["signatures"]} == {"reporter"}


def test_a_bundle_that_did_not_change_is_not_sent_again(street: Street) -> None:
    _, bundle = street.ask("GET", "bundle", street.grant)

    status, _ = street.ask("GET", "bundle", street.grant, headers={"If-None-Match": f'"{bundle["sha256"]}"'})

    assert status == 304


def test_a_bundle_travels_compressed(street: Street) -> None:
    asking = {"Authorization": f"Bearer {street.grant}", "Accept-Encoding": "gzip"}

    with street.client.get("/api/field/bundle", headers=asking) as packed:
        tag = packed.headers["ETag"]
        sent = len(packed.data)
    with street.client.get("/api/field/bundle", headers={**asking, "If-None-Match": tag}) as again:
        status = again.status_code

    assert packed.headers["Content-Encoding"] == "gzip"
    assert sent < 100_000
    assert status == 304


@pytest.mark.parametrize("what", ["locked", "expired"])
def test_a_tablet_out_of_use_packs_nothing_and_still_delivers(street: Street, what: str) -> None:
    house, record = street.house, street.record()
    administrator = Actor("0" * 32, house.institution_id, frozenset({"administrator"}), "")
    with house.store.transaction(house.institution_id) as session:
        if what == "locked":
            tablets.lock(session, administrator, street.tablet.id, True, house.clock())
        else:
            tablets.expire(session, administrator, street.tablet.id, house.clock())

    assert street.ask("GET", "bundle", street.grant)[0] in (401, 403)
    assert street.ask("POST", "state", json={})[1][what] is True
    assert street.send(record)[0] == 201


def test_a_grant_ends_and_the_record_comes_with_the_tablets_own_token(street: Street) -> None:
    record = street.record()
    street.house.clock.pass_time(days=15)

    refused = street.send(record, token=street.grant)
    taken = street.send(record)

    assert (refused[0], taken[0]) == (401, 201)


def test_the_same_record_again_is_receipted_again_and_kept_once(street: Street) -> None:
    record = street.record()

    first, again = street.send(record), street.send(record)

    assert (first[0], again[0]) == (201, 200)
    assert first[1] == again[1]
    assert street.ask("GET", f"receipts?ids={record.id},{new_id()}")[1]["receipts"] == [first[1]]


def test_the_same_content_sealed_a_second_time_is_no_conflict(street: Street) -> None:
    first = street.record()
    street.send(first)

    status, receipt = street.send(street.record(record_id=first.id))

    assert status == 200
    assert receipt["sha256"] == first.body["sha256"]


def test_other_content_under_the_same_id_is_kept_beside_the_first(street: Street) -> None:
    first = street.record()
    _, receipt = street.send(first)

    status, told = street.send(street.record({**INCIDENT, "place": "门口"}, record_id=first.id))

    assert status == 409
    assert told["kept"] is True
    assert told["receipt"] == receipt


def test_a_record_waits_until_its_files_are_whole(street: Street) -> None:
    photo = street.tablet.file(PHOTO * 3)
    record = street.record(files=(photo,))

    early = street.send(record)
    half = street.upload(photo, until=1000)
    rest = street.upload(photo, start=half[1]["received"])

    assert (early[0], early[1]["missing"]) == (424, [photo.address])
    assert half[1] == {"received": 1000, "complete": False}
    assert rest[1]["complete"] is True
    assert street.send(record)[0] == 201


def test_pieces_may_come_again_but_leave_no_gap(street: Street) -> None:
    photo = street.tablet.file()
    street.upload(photo, until=600)

    again = street.upload(photo, until=500)
    gap = street.upload(photo, start=1100)
    over = street.upload(photo, start=300)

    assert (again[0], again[1]["received"]) == (200, 600)
    assert (gap[0], gap[1]["received"]) == (409, 600)
    assert over[1]["complete"] is True


def test_bytes_of_another_hash_are_thrown_away_and_sent_anew(street: Street) -> None:
    photo = street.tablet.file(b"\xff\xd8\xff" + b"x" * 300)
    wrong = street.ask(
        "PUT", f"blobs/{photo.address}?offset=0&size={len(photo.sealed)}", data=photo.sealed[::-1]
    )

    assert (wrong[0], wrong[1]["received"]) == (422, 0)
    assert street.upload(photo)[1]["complete"] is True


def test_a_record_sealed_for_somebody_else_is_kept_and_said_to_be_closed(street: Street) -> None:
    record, other = street.record(), street.record()
    swapped = SealedRecord(record.id, other.body)

    status, told = street.send(swapped, language="zh-CN")
    after = street.send(record)

    assert (status, told["kept"]) == (422, True)
    assert "无法" in told["problems"][0]["message"] or "打不开" in told["problems"][0]["message"]
    assert after[0] == 201


@pytest.mark.parametrize("part", ["envelope", "sha256", "blobs"])
def test_what_is_no_sealed_record_is_refused_with_its_part(street: Street, part: str) -> None:
    record = street.record()

    status, told = street.send(SealedRecord(record.id, {**record.body, part: 7}))

    assert status == 422
    assert told["problems"][0]["pointer"].startswith(f"/{part}")


def test_a_clock_a_year_off_stops_nothing(street: Street) -> None:
    long_ago = (street.house.clock() - timedelta(days=366)).isoformat()

    assert street.send(street.record(finished_at=long_ago, tablet_time=long_ago))[0] == 201


def test_a_tablet_that_has_gone_mad_is_stopped(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "MOST_A_DAY", 1)
    street.send(street.record())

    assert street.send(street.record())[0] == 429


def test_without_a_token_that_is_known_nothing_is_taken(street: Street) -> None:
    record = street.record()

    assert street.send(record, token="t.nobody")[0] == 401
    assert street.send(record, token="g.nobody")[0] == 401
    assert street.ask("GET", "bundle")[0] == 401
