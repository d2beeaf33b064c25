"""How satisfied people are, as pages ask it and show it: the hospital's public survey, the months, patients and staff."""

from __future__ import annotations

import pytest

from caseforms.services import cases
from caseforms.services.actors import Actor
from caseforms.storage.tables import IndexedValue, Person, Record
from tests.web.test_registers import everything
from tests.web.visiting import Visitor, signed_in


@pytest.mark.requirement("R-004-25", "R-003-22")
def test_anybody_says_how_satisfied_they_were_with_the_hospital_and_the_numbers_show_it(house, stranger):
    wang = signed_in(house.app, "wang")
    stranger.open("/public/ch/hospital")
    answer = {
        "department": "骨科",
        "respondent": "staff",
        "overall": "4",
        "msw_awareness": "yes",
        "msw_satisfaction": "2",
    }

    stranger.press("Send", answer)
    wang.open("/statistics")

    assert stranger.sees("Your answers have come in.")
    assert everything(house, Person) == 0
    assert ("Staff of the hospital", "1", "100.0%", "0.0%") in rows_of(wang)
    assert not wang.sees("Patients and families")


def test_only_who_works_in_a_hospital_is_asked_about_one(house, stranger, visit):
    before = stranger.open("/public/ch").sees("How satisfied were you with the hospital?")
    with house.store.transaction(house.institution_id) as session:
        lin = Actor(house.user_ids["lin"], house.institution_id, frozenset({"social_worker"}), "林晓燕")
        cases.open_case(session, lin, "hospital-case", house.clock(), client_name="李明")

    assert not before
    assert stranger.open("/public/ch").sees("How satisfied were you with the hospital?")


@pytest.mark.requirement("R-003-22")
def test_satisfaction_is_drawn_month_by_month_with_the_numbers_beside(house, visit):
    with house.store.transaction(house.institution_id) as session:
        for day, grade, letter in (("2026-02-10", "5", "a"), ("2026-03-02", "2", "b")):
            record, *answers = answered(house, day, grade, letter)
            session.add(record)
            session.flush()
            session.add_all(answers)

    wang = visit("wang").open("/statistics")

    assert rows_of(wang) == [("2026-03", "1", "0.0%"), ("2026-02", "1", "100.0%")]
    (drawn,) = [each for each in wang.page.all("svg") if "trend" in each.attributes.get("class", "")]
    assert len(list(drawn.all("circle"))) == 2


def rows_of(visitor: Visitor) -> list[tuple[str, ...]]:
    """The rows of the tables of a page, without their heads."""
    rows = [
        [cell.text for cell in row.all("th", "td")] for row in visitor.page.all("tr") if list(row.all("td"))
    ]
    return [tuple(row) for row in rows]


def answered(house, day: str, grade: str, letter: str) -> list[object]:
    """A submitted survey of that day, as statistics see it."""
    known = {"definition_id": "satisfaction-patient", "institution_id": house.institution_id}
    record = Record(
        id=letter * 32, slot="satisfaction", definition_version="1.0.0", definition_sha256="", number=1, status="submitted",
        author="x", created_at=house.clock(), updated_at=house.clock(), submitted_at=house.clock(), locked=[], **known,
    )  # fmt: skip
    grades = IndexedValue(record_id=record.id, pointer="/overall", text=grade, **known)
    return [record, grades, IndexedValue(record_id=record.id, pointer="/survey_date", date=day, **known)]
