"""The service record of 002: how long, how many, with whom, when; and what the application works out by itself."""

from __future__ import annotations

import pytest

from caseforms import answers
from tests.standards import shipped
from tests.standards.shipped import changed, errors, warnings
from tests.standards.test_catalogue_published import APPLICATION, CASE, CONSENT, ORAL
from tests.standards.test_paper_pdf import SESSION

RECORD = {**CASE, **changed(SESSION, service_mode_other=None), "service_mode": ["face"]}
AGREED = {"derived": {"agreed_sessions": 8}}


def test_a_record_of_a_session_may_be_submitted() -> None:
    assert errors("mh-service-record", RECORD) == set()
    assert warnings("mh-service-record", RECORD) == set()


@pytest.mark.requirement("R-002-78")
@pytest.mark.parametrize("mode", ["face", "counselling"])
def test_a_talk_of_more_than_fifty_minutes_only_warns(mode: str) -> None:
    long = changed(RECORD, service_mode=[mode], duration_minutes=60)

    assert errors("mh-service-record", long) == set()
    assert {pointer for pointer, _ in warnings("mh-service-record", long)} == {"/duration_minutes"}


@pytest.mark.requirement("R-002-78")
def test_a_long_telephone_call_does_not_warn() -> None:
    call = changed(RECORD, service_mode=["phone"], duration_minutes=60)

    assert errors("mh-service-record", call) == set()
    assert warnings("mh-service-record", call) == set()


@pytest.mark.requirement("R-002-78")
@pytest.mark.parametrize(("number", "warned"), [(8, set()), (9, {"/session_no"})])
def test_a_session_beyond_the_agreed_number_warns(number: int, warned: set[str]) -> None:
    record = changed(RECORD, session_no=number)

    assert {pointer for pointer, _ in warnings("mh-service-record", record, AGREED)} == warned
    assert errors("mh-service-record", record, AGREED) == set()


@pytest.mark.requirement("R-002-78")
def test_the_length_of_a_session_is_never_filled_in_beforehand() -> None:
    schema = shipped.form("mh-service-record").fields["/duration_minutes"].schema

    assert not {"x-prefill", "default"} & schema.keys()


def test_a_home_visit_needs_two_people() -> None:
    alone = changed(RECORD, service_mode=["home_visit"], staff_names=["u-chen"])

    assert {pointer for pointer, _ in errors("mh-service-record", alone)} == {"/staff_names"}
    assert errors("mh-service-record", changed(alone, staff_names=["u-chen", "u-zhou"])) == set()


def test_a_telephone_call_has_no_place() -> None:
    call = changed(RECORD, service_mode=["phone"], place_province=None, place_city=None, place_district=None)

    assert errors("mh-service-record", call) == set()
    assert {
        pointer for pointer, _ in errors("mh-service-record", changed(call, service_mode=["phone", "face"]))
    } == {
        "/place_province",
        "/place_city",
        "/place_district",
    }


@pytest.mark.parametrize("kind", ["audio", "video"])
def test_a_recording_needs_its_number(kind: str) -> None:
    recorded = changed(RECORD, **{f"{kind}_recorded": "yes"})

    assert errors("mh-service-record", recorded) == {(f"/{kind}_no", "required")}
    assert errors("mh-service-record", changed(recorded, **{f"{kind}_no": "A-31"})) == set()


@pytest.mark.parametrize(("start", "refused"), [("2026-03-05T16:00", False), ("2026-03-05T16:01", True)])
def test_a_service_cannot_begin_in_the_future(start: str, refused: bool) -> None:
    found = errors("mh-service-record", changed(RECORD, start_at=start))

    assert {pointer for pointer, _ in found} == ({"/start_at"} if refused else set())


@pytest.mark.parametrize(("minutes", "refused"), [(0, True), (1, False), (600, False), (601, True)])
def test_a_service_lasts_between_one_minute_and_ten_hours(minutes: int, refused: bool) -> None:
    assert bool(errors("mh-service-record", changed(RECORD, duration_minutes=minutes))) is refused


def test_the_age_follows_the_date_of_birth() -> None:
    form = shipped.form("mh-application")
    born = changed(APPLICATION, birth_date="1990-03-03", age=99)

    assert answers.finalise(form, born, shipped.context())["age"] == 35  # 36 the day after the application
    assert answers.finalise(form, changed(APPLICATION, age=40), shipped.context())["age"] == 40


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"application_date": "2026-03-06", "decision_date": "2026-03-06"}, "/application_date"),
        ({"decision_date": "2026-03-01"}, "/decision_date"),
        ({"decision_date": "2026-03-06"}, "/decision_date"),
        ({"birth_date": "2026-03-06"}, "/birth_date"),
        ({"phone": "12345"}, "/phone"),
        ({"id_number": "110101199003078888"}, "/id_number"),
    ],
)
def test_an_application_with_an_impossible_value_is_refused_at_its_field(
    change: dict[str, str], pointer: str
) -> None:
    assert pointer in {found for found, _ in errors("mh-application", changed(APPLICATION, **change))}


def test_an_oral_consent_asks_for_a_witness_without_insisting() -> None:
    unseen = changed(ORAL, witness_name=None)

    assert errors("mh-consent", unseen) == set()
    assert len(warnings("mh-consent", unseen)) == 1
    assert warnings("mh-consent", ORAL) == set()
    assert warnings("mh-consent", CONSENT) == set()
