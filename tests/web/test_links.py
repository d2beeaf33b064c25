"""A link opens one form to somebody without an account: this one, until its day, as often as it says, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from sqlalchemy import select

from caseforms.services import links, users
from caseforms.services.actors import Actor
from caseforms.storage.tables import ClientLink
from tests.web import stories
from tests.web.conftest import House
from tests.web.visiting import Visitor

Visit = Callable[..., Visitor]
STROKES = json.dumps([{"points": [{"x": 1, "y": 2, "time": 1}, {"x": 30, "y": 20, "time": 2}]}])


@pytest.fixture
def worker(visit: Visit) -> Visitor:
    """A worker whose case has a consent that waits for the client's signature; its page is open."""
    worker = visit("lin")
    stories.new_case(worker)
    worker.press("Submit", stories.APPLICATION)
    worker.open(stories.case_of(worker))
    worker.press("Begin: Informed consent to service")
    worker.press("Submit", stories.CONSENT)
    return worker


def asked_to_sign(worker: Visitor) -> str:
    """A link to sign the consent; its path."""
    worker.follow("Sign")
    worker.press("Send a link to sign elsewhere")
    return "/l/" + worker.value_of("address").rpartition("/l/")[2]


@pytest.mark.requirement("R-000-24")
def test_a_client_signs_on_their_own_phone_and_the_link_is_used_up(
    worker: Visitor, stranger: Visitor
) -> None:
    path = asked_to_sign(worker)

    stranger.open(path)
    assert stranger.sees("You are asked to read this form and to sign it.")
    assert "张秀兰" not in stranger.html
    stranger.press("Go on")
    stranger.press("Confirm the signature", {"strokes": STROKES, "signer_name": "张秀兰"})

    assert stranger.sees("Thank you")
    stranger.open("/")
    assert stranger.sees("This page is closed")
    Visitor(stranger.app).open(path, expect=410)


def test_an_opened_link_shows_its_one_form_and_no_other_page(worker: Visitor, stranger: Visitor) -> None:
    path = asked_to_sign(worker)

    stranger.open(path).press("Go on")

    for elsewhere in ("/", "/cases", "/people", "/account"):
        stranger.open(elsewhere)
        assert stranger.sees("This page is closed"), elsewhere


def test_looking_at_a_link_uses_nothing_up(worker: Visitor, stranger: Visitor) -> None:
    path = asked_to_sign(worker)

    for _preview in range(3):
        Visitor(stranger.app).open(path)

    stranger.open(path).press("Go on")
    assert not stranger.sees("This page is closed")


def test_a_link_ends_with_its_day(worker: Visitor, stranger: Visitor, house: House) -> None:
    path = asked_to_sign(worker)

    house.clock.pass_time(days=7, seconds=1)

    stranger.open(path, expect=410)
    assert stranger.sees("Ask the social worker who sent it for a new one.")


def test_a_link_that_nobody_was_given_opens_nothing(stranger: Visitor) -> None:
    stranger.open("/l/" + "x" * 43, expect=410)


def test_a_link_of_somebody_who_left_opens_nothing(
    worker: Visitor, stranger: Visitor, house: House, visit: Visit
) -> None:
    path = asked_to_sign(worker)

    with house.store.transaction(house.institution_id) as session:
        administrator = Actor(
            house.user_ids["guan"], house.institution_id, frozenset({"administrator"}), "管理员"
        )
        users.set_active(session, administrator, house.user_ids["lin"], False, house.clock())

    stranger.open(path, expect=410)


def test_a_withdrawn_link_opens_nothing(worker: Visitor, stranger: Visitor, house: House) -> None:
    path = asked_to_sign(worker)

    with house.store.transaction(house.institution_id) as session:
        (row,) = session.scalars(select(ClientLink))
        actor = Actor(row.issued_by, house.institution_id, frozenset({"social_worker"}), "林晓燕")
        links.revoke(session, actor, row.id, house.clock())

    stranger.open(path, expect=410)


def test_only_the_digest_of_a_link_is_kept(worker: Visitor, house: House) -> None:
    path = asked_to_sign(worker)

    with house.store.reading(house.institution_id) as session:
        (row,) = session.scalars(select(ClientLink))

    assert path.rpartition("/")[2] not in str(vars(row))


def test_a_worker_signs_with_an_account_and_gets_no_link_for_it(worker: Visitor, house: House) -> None:
    record = worker.address.split("?")[0].rpartition("/")[2]
    token = worker.value_of("csrf_token")

    answer = worker.client.post(
        f"/records/{record}/link", data={"csrf_token": token, "purpose": "sign", "role": "worker"}
    )

    assert answer.status_code == 422


def test_a_form_that_only_staff_submit_gets_no_link_to_fill_in(worker: Visitor) -> None:
    worker.open(stories.case_of(worker))
    worker.press("Begin · Disclosure log")
    record = worker.address.split("?")[0].rpartition("/")[2]
    token = worker.value_of("csrf_token")

    answer = worker.client.post(f"/records/{record}/link", data={"csrf_token": token, "purpose": "fill"})

    assert answer.status_code == 422
