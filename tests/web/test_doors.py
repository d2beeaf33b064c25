"""Coming and going: passwords, lock-out, the first password, the second factor, and sessions that end."""

from __future__ import annotations

import pyotp
import pytest

from tests.web import stories
from tests.web.visiting import PASSWORD, Visitor, signed_in


def test_a_stranger_is_led_to_the_sign_in_page_and_on_to_where_they_were_going(house, stranger):
    stranger.open("/people")
    assert stranger.heading == "Sign in"

    stranger.press("Sign in", {"username": "lin", "password": PASSWORD})

    assert stranger.address == "/people"


def test_a_wrong_name_and_a_wrong_password_are_told_in_the_same_words(stranger):
    stranger.open("/sign-in").press("Sign in", {"username": "nobody", "password": "x"}, expect=422)
    said = next(each.text for each in stranger.page.all("p") if each.attributes.get("role") == "alert")

    stranger.press("Sign in", {"username": "lin", "password": "x"}, expect=422)

    assert said == next(
        each.text for each in stranger.page.all("p") if each.attributes.get("role") == "alert"
    )
    assert stranger.value_of("username") == "lin"
    assert stranger.value_of("password") == ""


def test_many_wrong_passwords_lock_the_account_even_for_the_right_one(stranger):
    stranger.open("/sign-in")
    for _ in range(12):
        if stranger.status == 429:
            break
        stranger.client.post("/sign-in")
        answer = stranger.client.post(
            "/sign-in",
            data={"csrf_token": stranger.value_of("csrf_token"), "username": "lin", "password": "x"},
        )
        stranger.status = answer.status_code

    stranger.press("Sign in", {"username": "lin", "password": PASSWORD}, expect=429)

    assert stranger.heading == "Sign in"


def test_sign_in_leads_nowhere_outside_of_this_site(stranger):
    stranger.open("/sign-in?to=//evil.example/")

    stranger.press("Sign in", {"username": "lin", "password": PASSWORD})

    assert stranger.address == "/"


def test_a_new_user_must_choose_an_own_password_before_anything_else(house, visit, stranger):
    guan = visit("guan").open("/administration/users")
    guan.press(
        "Add and show the first password", {"name": "新人", "username": "newone", "roles": ["social_worker"]}
    )
    first = next(
        each.text for each in guan.page.all("p") if "first-password" in each.attributes.get("class", "")
    )

    stranger.open("/sign-in").press("Sign in", {"username": "newone", "password": first})
    assert stranger.open("/cases").heading in ("Choose your own password", "设置您自己的密码")
    fields = {
        "old_password": first,
        "new_password": "a quiet river stone",
        "new_password_again": "a quiet river stone",
    }
    stranger.send(list(stranger.page.all("form"))[-1], None, fields)

    assert stranger.open("/cases").address == "/cases"


def test_the_second_factor_is_asked_from_the_next_sign_in_on(house, visit):
    lin = visit("lin").open("/account")
    lin.press("Set up a second factor")
    totp = pyotp.TOTP(lin.value_of("secret"))
    assert any(each.attributes.get("class") == "qr" for each in lin.page.all("svg"))
    lin.press("Switch it on", {"code": "000000"}, expect=422)
    lin.press("Switch it on", {"code": totp.at(house.clock())})
    assert len([each for each in lin.page.all("li") if "-" in each.text]) == 10
    house.clock.pass_time(minutes=2)

    again = Visitor(house.app).open("/sign-in")
    again.press("Sign in", {"username": "lin", "password": PASSWORD}, expect=422)
    again.press("Sign in", {"username": "lin", "password": PASSWORD, "code": totp.at(house.clock())})

    assert again.address == "/"


def test_a_session_that_ended_in_the_middle_of_a_form_loses_nothing(house, visit):
    lin = visit("lin")
    stories.new_case(lin)
    record = lin.address
    house.clock.pass_time(hours=2)

    lin.press("Leave it for now", {"client_needs": "想找人说说话"}, expect=401)
    assert lin.heading == "Sign in"
    lin.press("Sign in", {"username": "lin", "password": PASSWORD})
    lin.press("Send it now")

    assert lin.open(record).value_of("client_needs") == "想找人说说话"


def test_what_one_person_typed_is_not_sent_by_another(house, visit):
    lin = visit("lin")
    stories.new_case(lin)
    house.clock.pass_time(hours=2)
    lin.press("Leave it for now", {"client_needs": "想找人说说话"}, expect=401)

    lin.press("Sign in", {"username": "wang", "password": PASSWORD})

    assert lin.address == "/"
    assert lin.heading == "To do"


def test_a_page_with_a_stale_token_gives_back_what_was_typed(visit):
    lin = visit("lin")
    stories.new_case(lin)

    lin.press("Leave it for now", {"client_needs": "想找人说说话", "csrf_token": "stale"}, expect=400)
    lin.press("Send it now")

    assert lin.heading
    assert lin.status == 200


def test_a_forged_post_from_another_site_is_refused_and_offers_nothing(visit):
    lin = visit("lin")

    answer = lin.client.post("/cases/new", data={"name": "x"}, headers={"Origin": "https://evil.example"})

    assert answer.status_code == 400
    assert "Send it now" not in answer.text


def test_signing_out_ends_the_session_for_a_kept_cookie_too(house, visit):
    lin = visit("lin")
    kept = lin.client.get_cookie("caseforms").value

    lin.press("Sign out")
    lin.client.set_cookie("caseforms", kept)

    assert lin.open("/").heading == "Sign in"


def test_language_and_display_are_kept_with_the_person(house, visit):
    lin = visit("lin")
    lin.press("Apply", {"theme": "dark", "text": "large", "contrast": ""})
    lin.follow("中文")

    elsewhere = signed_in_elsewhere(house)

    page = next(elsewhere.page.all("html")).attributes
    assert page["lang"] == "zh-CN"
    assert (page["data-theme"], page["data-text"]) == ("dark", "large")
    assert "data-contrast" not in page


def signed_in_elsewhere(house) -> Visitor:
    """The same person on another device."""
    visitor = Visitor(house.app).open("/sign-in")
    visitor.press("Sign in", {"username": "lin", "password": PASSWORD})
    return visitor.open("/")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_browsers_language_decides_until_somebody_chooses(house, language):
    visitor = Visitor(house.app)
    visitor.client.delete_cookie("caseforms_language")

    page = visitor.client.get(
        "/sign-in", headers={"Accept-Language": {"zh": "zh-CN,zh;q=0.9", "en": "en-GB,en"}[language]}
    )

    assert f'<html lang="{"zh-CN" if language == "zh" else "en"}"' in page.text


def test_every_visitor_of_these_tests_signs_in_once(house):
    assert signed_in(house.app, "wang").heading == "To do"
