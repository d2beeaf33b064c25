"""What guards the pages: headers, other institutions' ids, roles, sizes, errors that say what to do."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest

from tests.web import stories
from tests.web.visiting import Visitor

FOREIGN = "0123456789abcdef0123456789abcdef"
OPEN_TO_ALL = {
    "account.sign_in",
    "account.rules",
    "incident.away",
    "incident.keeper",
    "field.start",
    "field.shell",
    "field.enrol",
    "field.manifest",
    "field.worker",
    "static",
    "language",
    "display",
    "handover.locked",
    "public.rules",
    "public.blank",
    "public.send",
    # A token in the address or the header stands for signing in; without one that holds there is nothing here.
    "links.look",
    "links.begin",
    "public.referral",
    "public.referral_answered",
    "readings_door.take",
    "field_door.enrol",
    "field_door.state",
    "field_door.bundle",
    "field_door.take_piece",
    "field_door.piece_state",
    "field_door.take_record",
    "field_door.known_receipts",
}


def test_no_page_allows_inline_scripts_framing_or_sniffing(stranger):
    stranger.open("/sign-in")

    policy = stranger.headers["Content-Security-Policy"]

    assert "script-src 'self' 'nonce-" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert stranger.headers["X-Content-Type-Options"] == "nosniff"
    assert stranger.headers["Referrer-Policy"] == "same-origin"
    assert stranger.headers["Cache-Control"] == "no-store"
    assert stranger.headers["X-Request-Id"]


def test_the_cookie_is_closed_to_scripts_and_other_sites(house, stranger):
    answer = stranger.client.get("/sign-in")

    cookie = next(value for value in answer.headers.getlist("Set-Cookie") if value.startswith("caseforms="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_an_answer_that_changes_nothing_of_the_visit_leaves_the_cookie_alone(house, visit):
    """Several answers are on the way at once: one that comes late with the old cookie would undo what another set."""
    lin = visit("lin").open("/")
    file = next(each.attributes["href"] for each in lin.page.all("link") if ".css" in each.attributes["href"])

    for address in (file, "/", "/cases", "/account"):
        with lin.client.get(address) as answer:
            assert (answer.status_code, answer.headers.getlist("Set-Cookie")) == (200, []), address


def test_static_files_may_be_kept_for_good_under_their_own_fingerprint_only(house, stranger):
    stranger.open("/sign-in")
    address = next(
        each.attributes["href"]
        for each in stranger.page.all("link")
        if "css/base.css" in each.attributes["href"]
    )
    fingerprint = address.split("/")[2]

    with stranger.client.get(address) as kept:
        pass
    with stranger.client.get(address.replace(fingerprint, "0" * 12)) as invented:
        pass

    assert "immutable" in kept.headers["Cache-Control"]
    assert kept.mimetype == "text/css"
    assert invented.headers["Cache-Control"] == "no-cache"
    outside = stranger.client.get(f"/static/{fingerprint}/%2e%2e/pyproject.toml")
    assert outside.status_code == 404, outside.headers


def test_every_address_with_an_id_of_another_institution_says_not_found(house, visit):
    lin = visit("lin")
    stories.new_case(lin)
    record, case = lin.address.split("/")[2].split("?")[0], stories.case_of(lin).split("/")[2]
    lin.open(f"/cases/{case}")
    person = next(
        a.attributes["href"].split("/")[2]
        for a in lin.page.all("a")
        if a.attributes["href"].startswith("/people/")
    )
    ours = {
        "record_id": record,
        "case_id": case,
        "person_id": person,
        "user_id": house.user_ids["lin"],
        "attachment_id": FOREIGN,
        "team_id": FOREIGN,
        "device_id": FOREIGN,
        "link_id": FOREIGN,
    }
    walked = 0

    for username in ("other", "boss"):
        them = Visitor(house.app).open("/sign-in")
        them.press("Sign in", {"username": username, "password": "correct horse battery"})
        token = them.open("/account").value_of("csrf_token")
        for rule in house.app.url_map.iter_rules():
            if rule.arguments.isdisjoint(ours):
                continue
            with house.app.test_request_context():
                values = {
                    name: ours.get(
                        name, {"slot": "application", "action": "accept", "role": "client"}.get(name)
                    )
                    for name in rule.arguments
                }
                address = house.app.url_for(rule.endpoint, **values)
            for method in sorted(rule.methods & {"GET", "POST", "PUT"}):
                data = {"csrf_token": token, "user": FOREIGN, "text": "x", "name": "x", "reason": "x"}
                answer = them.client.open(
                    address,
                    method=method,
                    data=None if method == "GET" else data,
                    headers={"X-CSRFToken": token},
                )
                # Who may not do it at all is told so before anything is looked for.
                of_leaders = "administration" in rule.endpoint or rule.endpoint == "registers.confirm"
                allowed = {404} if username == "other" and not of_leaders else {403, 404}
                assert answer.status_code in allowed, (username, method, address, answer.status_code)
                assert "张秀兰" not in answer.text
                walked += 1
    assert walked > 60


def test_a_token_that_nobody_was_given_opens_nothing(house, stranger):
    for address in ("/l/" + "x" * 43, "/referral/" + "x" * 43):
        assert stranger.client.get(address).status_code in (404, 410), address
    assert stranger.client.post("/api/readings", json={"id": "a"}).status_code == 401


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_whoever_has_not_signed_in_reaches_no_address_but_the_public_ones(house, stranger, method):
    for rule in house.app.url_map.iter_rules():
        if (
            rule.endpoint in OPEN_TO_ALL
            or method not in rule.methods
            or rule.endpoint in ("account.signed_in", "handover.unlock")
        ):
            continue
        with house.app.test_request_context():
            kinds = {name: 2026 if name == "year" else FOREIGN for name in rule.arguments}
            address = house.app.url_for(rule.endpoint, **kinds)

        answer = stranger.client.open(address, method=method)

        assert answer.status_code in (303, 401), (rule.endpoint, answer.status_code)


@pytest.mark.parametrize(
    ("username", "address"),
    [
        ("chen", "/administration/users"),
        ("lin", "/administration/lists"),
        ("chen", "/people"),
        ("guan", "/people"),
    ],
)
def test_pages_of_other_roles_are_refused_with_the_way_to_get_help(visit, username, address):
    somebody = visit(username).open(address, expect=403)

    assert somebody.heading == "This is not part of your tasks"
    assert somebody.sees("ask your supervisor or the administrator")


@pytest.mark.requirement("R-002-75")
def test_a_volunteer_prints_nothing(visit):
    chen = visit("chen")
    chen.follow("Register a new client").press("Begin the application", {"name": "赵海", "phone": ""})

    chen.open(f"{chen.address.split('?')[0]}/paper", expect=403)

    assert chen.heading == "This is not part of your tasks"


def test_an_unknown_address_and_a_wrong_method_get_a_page_of_ours(visit):
    lin = visit("lin")

    assert lin.open("/no/such/page", expect=404).heading == "There is nothing at this address"
    answer = lin.client.get("/sign-out")

    assert answer.status_code == 405
    assert "This address cannot be used in that way" in answer.text


def test_error_pages_speak_the_readers_language(visit):
    lin = visit("lin")
    lin.client.set_cookie("caseforms_language", "zh")
    lin.open("/language/zh")

    answer = lin.client.get("/no/such/page")

    assert '<html lang="zh-CN"' in answer.text


def test_ten_megabytes_of_text_are_refused_before_they_are_read(visit):
    lin = visit("lin")
    stories.new_case(lin)

    lin.press("Leave it for now", {"client_needs": "长" * 4_000_000}, expect=413)

    assert lin.sees("The last saved draft is still there")


@pytest.mark.parametrize(
    "body",
    [{"no_such_field": "x"}, {"gender": "neither"}, {"plan_items-_count": "9"}, {"client_needs": "a\x00b"}],
)
def test_a_body_that_no_page_of_ours_sends_is_refused_and_changes_nothing(visit, body):
    lin = visit("lin")
    stories.new_case(lin)
    record = lin.address

    lin.press("Submit", {**stories.APPLICATION, **body}, expect=422)

    assert lin.open(record).value_of("client_needs") in ("", stories.APPLICATION["client_needs"])


def test_markup_comes_back_as_text(visit):
    lin = visit("lin")
    stories.new_case(lin, name="<b>张</b>")

    assert "<b>张" not in lin.html
    assert lin.value_of("client_name") == "<b>张</b>"


def test_a_fault_of_ours_says_what_is_safe_and_carries_a_number(house, visit):
    lin = visit("lin")
    house.app.view_functions["worklist.home"] = lambda: 1 // 0

    lin.open("/", expect=500)

    assert lin.sees("Whatever was shown as saved is safe")
    assert lin.headers["X-Request-Id"] in lin.page.text


def test_an_upload_that_is_not_what_it_says_is_refused(visit):
    lin = visit("lin")
    stories.new_case(lin)
    lin.press("Submit", stories.APPLICATION)
    lin.open(stories.case_of(lin)).press("Begin: Informed consent to service")
    fake = (io.BytesIO(b"<script>alert(1)</script>"), "photo.png")

    lin.press("Leave it for now", stories.CONSENT, expect=422, files={"written_agreement_scan": fake})

    assert lin.heading


def test_the_application_is_imported_without_what_only_some_pages_need():
    heavy = "{'weasyprint', 'holidays', 'segno', 'granian', 'openpyxl'}"
    script = f"import sys, caseforms.web; print(sorted({heavy} & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
