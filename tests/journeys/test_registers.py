"""The pages of the registers, of the statistics and of the public on every screen, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from caseforms.services import accounts, institutions, records, registers, users
from caseforms.services.actors import Actor
from caseforms.services.identifiers import new_id
from tests.journeys import barriers
from tests.journeys.walking import Walker
from tests.standards import test_catalogue_management as filled
from tests.web.conftest import House
from tests.web.visiting import PASSWORD

ADDRESSES = (
    "/registers",
    "/registers/risk-register",
    "/registers/training-record?year=2026",
    "/registers/staff-qualification",
    "/registers/complaint-record",
    "/statistics",
    "/public/ch",
    "/public/ch/complaint",
    "/public/ch/survey",
)


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
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_registers_read_well_on_every_screen(
    house: House, walk: Callable[..., Walker], language: str
) -> None:
    furnished(house)
    wang = walk("wang", size="tablet", language=language)

    faults = []
    for address in ADDRESSES:
        wang.page.set_viewport_size(barriers.SCREENS["tablet"])
        wang.open(address).picture(
            f"registers-{language}-{address.strip('/').partition('?')[0].replace('/', '-')}"
        )
        faults += [f"{address}: {each}" for each in barriers.on_every_screen(wang.page, language)]

    assert faults == []
