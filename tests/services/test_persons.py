"""One file per person: found again by sound, phone and identity number, sealed at rest, asked before it is changed."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from caseforms.services import person_cases, persons, records, sounds
from caseforms.storage.tables import Person, Revision
from tests.services import filled
from tests.services.world import World, refused

ZHANG = {
    "name": "张秀兰",
    "gender": "female",
    "birth_date": "1970-01-05",
    "phone": "13800138042",
    "id_number": "150602197001050027",
    "address_province": "内蒙古",
    "address_detail": "春晖路1号",
}


@pytest.fixture
def zhang(world: World) -> persons.PersonLine:
    return world.do(persons.register, "lin", ZHANG, world.now)


@pytest.mark.parametrize(
    ("given", "reasons"),
    [
        ({"name": "王五", "id_number": "150602197001050027"}, ("same-id",)),
        ({"name": "章秀岚", "birth_date": "1970-01-05"}, ("same-sound", "same-birth-date")),
        ({"name": "张秀兰", "phone": "138 0013 8042"}, ("same-phone", "same-name")),
        ({"name": "张秀兰"}, ("same-name",)),
        ({"name": "李四", "phone": "１３８００１３８０４２"}, ("same-phone",)),
    ],
)
def test_a_likely_duplicate_is_named_with_its_reasons(
    world: World, zhang: persons.PersonLine, given: dict[str, str], reasons: tuple[str, ...]
) -> None:
    (found,) = world.do(persons.likely_duplicates, "chen", **given)

    assert found.person.id == zhang.id
    assert found.reasons == reasons


@pytest.mark.parametrize(
    "given", [{"name": "李四"}, {"name": "章秀岚"}, {"name": "李四", "birth_date": "1970-01-05"}]
)
def test_somebody_else_is_not_called_a_duplicate(
    world: World, zhang: persons.PersonLine, given: dict[str, str]
) -> None:
    assert world.do(persons.likely_duplicates, "lin", **given) == ()


def test_the_likeliest_duplicate_comes_first_with_its_open_cases(
    world: World, zhang: persons.PersonLine
) -> None:
    world.open(person_id=zhang.id)
    world.do(persons.register, "lin", {"name": "张秀兰", "birth_date": "1999-09-09"}, world.now)

    first, second = world.do(persons.likely_duplicates, "lin", "张秀兰", "1970-01-05")

    assert (first.person.id, first.open_cases) == (zhang.id, 1)
    assert first.score > second.score


@pytest.mark.parametrize(
    ("one", "other"),
    [("张伟", "章伟"), ("陈程", "程陈"), ("林英", "宁音"), ("史珊", "思三"), ("买买提·艾力", "买买提艾力")],
)
def test_names_that_are_confused_by_ear_sound_alike(one: str, other: str) -> None:
    assert sounds.sound_key(one) == sounds.sound_key(other)


def test_no_phone_number_address_or_identity_number_lies_readable_on_disk(world: World) -> None:
    case_id = world.open()
    world.fill(
        case_id,
        "application",
        {**filled.APPLICATION, "id_number": "150602197001050027", "address_detail": "春晖路七号院"},
    )

    with world.store.reading(world.institution_id) as session:
        rows: list[Any] = [*session.scalars(select(Person)), *session.scalars(select(Revision))]
        written = " ".join(str(vars(row)) for row in rows)

    for secret in ("13800138042", "150602197001050027", "春晖路七号院", "13900139000"):
        assert secret not in written


def test_the_identity_number_joins_a_case_to_the_file_of_its_person(
    world: World, zhang: persons.PersonLine
) -> None:
    case_id = world.open()

    world.fill(case_id, "application", {**filled.APPLICATION, "id_number": ZHANG["id_number"]})

    assert world.view(case_id).person_id == zhang.id
    with world.store.reading(world.institution_id) as session:
        assert len(session.scalars(select(Person)).all()) == 1


@pytest.mark.requirement("R-002-64")
def test_a_second_case_of_a_person_keeps_one_archive_number(world: World, zhang: persons.PersonLine) -> None:
    for _ in range(2):
        case_id = world.open(person_id=zhang.id)
        world.fill(case_id, "application", filled.APPLICATION)
        world.sign(world.fill(case_id, "consent", filled.CONSENT), "client", "worker")
        world.act(case_id, "accept")

    view = world.do(persons.get, "lin", zhang.id, world.now)
    assert [case.number for case in view.cases] == ["2026-MH-0001", "2026-MH-0002"]
    assert view.line.archive_no == "P000001"


@pytest.mark.requirement("R-002-84")
def test_a_form_that_differs_from_the_registry_is_asked_about_not_obeyed(
    world: World, zhang: persons.PersonLine
) -> None:
    case_id = world.open(person_id=zhang.id)
    record_id = world.fill(case_id, "application", {**filled.APPLICATION, "phone": "13711112222"})

    (change,) = [
        each for each in world.do(person_cases.identity_changes, "lin", record_id) if each.field == "phone"
    ]
    before = world.do(persons.get, "lin", zhang.id, world.now)
    world.do(persons.update, "lin", zhang.id, {"phone": change.in_form}, before.version, world.now)

    assert (change.registered, change.in_form) == ("13800138042", "13711112222")
    assert before.identity["phone"] == "13800138042"
    assert world.do(persons.get, "lin", zhang.id, world.now).identity["phone"] == "13711112222"
    assert refused(
        lambda: world.do(persons.update, "lin", zhang.id, {"phone": "1"}, before.version, world.now)
    ) == ("person.stale-version",)


def test_a_new_record_starts_with_what_is_known_and_says_from_where(
    world: World, zhang: persons.PersonLine
) -> None:
    case_id = world.open(person_id=zhang.id)

    draft = world.start(case_id, "application")

    assert draft.data["client_name"] == "张秀兰"
    assert draft.data["birth_date"] == "1970-01-05"
    assert draft.sources["/phone"].origin == "person"


@pytest.mark.requirement("R-002-26")
def test_a_plan_starts_with_the_assessment_and_names_it_as_the_source(world: World) -> None:
    case_id = world.assessed()
    world.later(days=200)

    draft = world.start(case_id, "plan")

    assert draft.data["needs_summary"] == filled.ASSESSMENT["needs_analysis"]
    source = draft.sources["/needs_summary"]
    assert (source.origin, source.label["zh"], source.date, source.stale) == (
        "form:mh-assessment",
        "预估表",
        "2026-03-02",
        True,
    )


def test_an_application_can_be_joined_to_somebody_registered(world: World, zhang: persons.PersonLine) -> None:
    case_id = world.open(client_name="张阿姨")

    world.do(person_cases.join, "lin", case_id, zhang.id, world.now)

    assert world.view(case_id).line.client_name == "张秀兰"


def test_the_registry_lists_everybody_by_sound_in_pages(world: World) -> None:
    for name in ("周明", "安然", "林晓燕"):
        world.do(persons.register, "lin", {"name": name}, world.now)

    first = world.do(persons.listed, "lin", limit=2)
    second = world.do(persons.listed, "lin", after=first.next, limit=2)

    assert [line.name for line in (*first.items, *second.items)] == ["安然", "林晓燕", "周明"]
    assert second.next is None


def test_a_person_needs_a_name(world: World) -> None:
    assert refused(lambda: world.do(persons.register, "lin", {"phone": "1"}, world.now)) == (
        "person.name-missing",
    )


def test_looking_at_a_person_is_logged(world: World, zhang: persons.PersonLine) -> None:
    from caseforms.services import audit

    world.do(persons.get, "lin", zhang.id, world.now)

    line = world.do(audit.log, "wang").items[0]
    assert (line.by, line.verb, line.person_id) == (world.lin.user_id, "view", zhang.id)


def test_records_keep_the_whole_identity_for_their_readers(world: World) -> None:
    record_id = world.fill(world.open(), "application", filled.APPLICATION)

    assert world.do(records.view, "lin", record_id, world.now).data["phone"] == "13800138042"
