"""The pages of the registers, of the statistics and of the public on every screen, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from caseforms.services import accounts, institutions, records, registers, users
from caseforms.services.actors import Actor
from caseforms.services.identifiers import new_id
from tests.journeys.walking import Walker
from tests.standards import test_catalogue_management as filled
from tests.web.conftest import House
from tests.web.visiting import PASSWORD

SIZES = [("phone", "zh"), ("phone", "en"), ("tablet", "zh"), ("desktop", "zh"), ("desktop", "en")]


def furnished(house: House) -> None:
    """A few records in each register, an evaluator from outside, and time gone by."""
    with house.store.transaction(house.institution_id) as session:
        for username, role in (("sun", "head"), ("wai", "third_party")):
            accounts.add_user(session, None, username, f"孙{role}", [role], house.clock(), password=PASSWORD)
        ids = {line.username: line for line in users.users(session, None)}
        people = {
            name: Actor(ids[name].id, house.institution_id, frozenset(ids[name].roles), ids[name].name)
            for name in ("sun", "lin", "wang", "guan")
        }
        institutions.set_setting(session, people["guan"], "staff.profile", "warn", house.clock())
        plan = {"published_on": "2026-03-05", **filled.OBJECTIVES}
        staff = {**filled.STAFF, "staff_name": people["lin"].user_id, "major": "sociology"}
        bare = {name: value for name, value in staff.items() if name != "certificate_no"}
        for who, name, data in (
            ("wang", "emergency-plan", filled.PLAN),
            ("wang", "risk-register", filled.RISKS),
            ("lin", "training-record", {**filled.TRAINING, "staff_name": people["lin"].user_id}),
            ("sun", "staff-qualification", {**bare, "certificate_level": "none"}),
            ("sun", "quality-objectives", plan),
            ("lin", "complaint-record", {**filled.COMPLAINT, "received_at": "2026-03-05T08:00"}),
            ("lin", "archive-borrowing", {**filled.LOAN, "borrowed_at": "2026-03-05T08:00"}),
        ):
            draft = registers.start(session, people[who], name, house.clock())
            body = {**draft.data, **{key: value for key, value in data.items() if key != "complaint_no"}}
            records.submit(session, people[who], draft.line.id, body, 1, house.clock(), new_id())
    house.clock.pass_time(days=200)


@pytest.mark.browser
@pytest.mark.parametrize(("size", "language"), SIZES)
def test_the_registers_read_well(house: House, walk: Callable[..., Walker], size: str, language: str) -> None:
    furnished(house)
    wang = walk("wang", size=size, language=language)

    for name in (
        "",
        "/risk-register",
        "/training-record?year=2026",
        "/staff-qualification",
        "/complaint-record",
    ):
        wang.open(f"/registers{name}").look(
            f"registers{name.replace('/', '-').split('?')[0]}-{size}-{language}"
        )
    wang.open("/statistics").look(f"statistics-{size}-{language}")
    wang.open("/public/ch").look(f"public-{size}-{language}")
    wang.open("/public/ch/complaint").look(f"public-complaint-{size}-{language}")
    wang.open("/public/ch/survey").look(f"public-survey-{size}-{language}")
