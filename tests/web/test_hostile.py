"""What an attacker or an unlucky person sends: each is answered by a page of ours with a 4xx, and changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from caseforms.web import create_app
from tests.web import stories
from tests.web.visiting import PASSWORD, Visitor, signed_in

NO_ADDRESS = (
    "//[",
    "http://[",
    "/\\evil.example",
    "//evil.example",
    "/\t/evil.example",
    "https:evil.example",
    "javascript:alert(1)",
)


def post(somebody: Visitor, address: str, data: dict[str, Any], token: str) -> Any:
    return somebody.client.post(address, data={**data, "csrf_token": token})


def token_of(somebody: Visitor) -> str:
    return somebody.open("/account").value_of("csrf_token")


@pytest.mark.parametrize("address", NO_ADDRESS)
def test_an_address_to_go_on_to_never_leads_off_this_site_nor_breaks_a_page(house, stranger, address):
    answers = [
        stranger.client.get("/sign-in", query_string={"to": address}),
        stranger.client.get("/language/en", query_string={"to": address}),
        stranger.client.post("/display", data={"to": address, "theme": "dark"}),
    ]
    stranger.open("/sign-in")
    answers.append(
        post(
            stranger,
            "/sign-in",
            {"username": "lin", "password": PASSWORD, "to": address},
            stranger.value_of("csrf_token"),
        )
    )

    for answer in answers:
        assert answer.status_code < 500
        assert answer.headers.get("Location", "/") in ("/", "/?") or answer.status_code == 400


def test_an_origin_that_is_no_address_is_a_foreign_one(visit):
    lin = visit("lin")

    answer = lin.client.post("/sign-out", headers={"Origin": "http://["})

    assert answer.status_code == 400


@pytest.mark.parametrize("strange", ["²", "9" * 5000])
def test_a_number_that_is_none_breaks_no_page_and_is_no_version(visit, strange):
    lin = visit("lin")
    stories.new_case(lin)
    record, token = lin.address.split("?")[0], token_of(lin)

    answers = [
        lin.client.get(record, query_string={"page": strange}),
        lin.client.get(record, query_string={"revision": strange}),
        post(lin, record, {"_do": "save", "_record_version": strange}, token),
        post(lin, f"{record}/conflict", {"choice-0": "mine", "pointer-0": "/x", "mine-0": "{"}, token),
        lin.client.put(
            f"{record}/draft", json={"version": 10**30, "data": {}}, headers={"X-CSRFToken": token}
        ),
    ]

    assert [answer.status_code for answer in answers if answer.status_code >= 500] == []


def test_a_session_ends_after_the_idle_time_that_the_installation_has_set(house):
    kept = house.app.extensions["caseforms"]["settings"]
    short = create_app(
        replace(kept, session_lifetime=timedelta(minutes=5), data_dir=house.folder),
        store=house.store,
        clock=house.clock,
    )
    lin = signed_in(short, "lin")

    house.clock.pass_time(minutes=6)

    assert lin.open("/").address.startswith("/sign-in")


def test_a_stolen_session_cannot_exchange_the_second_factor_for_its_own(house, visit):
    import pyotp

    lin = visit("lin")
    token = token_of(lin)
    offered = post(lin, "/account/second-factor/new", {}, token)
    secret = offered.text.split('name="secret" value="')[1].split('"')[0]
    code = pyotp.TOTP(secret).at(house.clock.now)
    assert (
        "account.code"
        not in post(
            lin, "/account/second-factor", {"code": code, "secret": secret, "uri": "otpauth://x"}, token
        ).text
    )

    again = post(lin, "/account/second-factor/new", {}, token)

    assert again.status_code == 422
    fresh = Visitor(house.app).open("/sign-in")
    fresh.press("Sign in", {"username": "lin", "password": PASSWORD}, expect=422)
