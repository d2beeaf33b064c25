"""A worker's first case, page by page."""

from __future__ import annotations

from tests.web import stories


def test_a_case_goes_from_the_first_question_to_its_first_submitted_form(visit):
    lin = visit("lin")

    stories.new_case(lin)
    assert lin.value_of("client_name") == "张秀兰"
    record = lin.address
    lin.press("Submit", stories.APPLICATION)

    assert lin.address.startswith(record)
    assert lin.sees("Submitted.")
    assert lin.sees("What comes next")


def test_a_volunteer_hands_the_intake_over_and_the_worker_finishes_it(visit, house):
    chen = visit("chen")
    chen.follow("Register a new client")
    chen.press("Begin the application", {"name": "赵海", "phone": "13911112222"})
    record = chen.address.split("?")[0]
    part = {
        k: v for k, v in stories.APPLICATION.items() if k not in ("follow_up", "accept_basis", "scope_action")
    }
    assert not any(button.text == "Submit" for button in chen.page.all("button"))

    chen.press("Hand over to a social worker", part)
    chen.press("Hand over", {"user": house.user_ids["lin"]})

    assert chen.sees("Handed over.")
    lin = visit("lin").open(record)
    assert lin.value_of("client_needs") == stories.APPLICATION["client_needs"]


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_comes_back(visit):
    lin = visit("lin")
    stories.new_case(lin)

    lin.press("Submit", {**stories.APPLICATION, "phone": "1390000123", "age": "fifty"}, expect=422)

    assert lin.value_of("phone") == "1390000123"
    assert lin.value_of("age") == "fifty"
    assert any(each.attributes.get("class") == "summary" for each in lin.page.all("section"))


def test_switching_the_language_keeps_what_was_typed(visit):
    lin = visit("lin")
    stories.new_case(lin)

    lin.press("中文", {"client_needs": "希望有人陪着去取药"})

    assert next(lin.page.all("html")).attributes["lang"] == "zh-CN"
    assert lin.value_of("client_needs") == "希望有人陪着去取药"


def test_pressing_submit_twice_submits_once(visit):
    lin = visit("lin")
    stories.new_case(lin)
    page, address = lin.page, lin.address
    lin.press("Submit", stories.APPLICATION)
    first = lin.address

    lin.page, lin.address = page, address
    lin.press("Submit", stories.APPLICATION)

    assert lin.address.split("?")[0] == first.split("?")[0]
    assert lin.status == 200


def test_two_people_in_one_draft_choose_and_lose_nothing(visit):
    lin, wang = visit("lin"), visit("wang")
    stories.new_case(lin)
    record = lin.address
    wang.open(record)
    lin.press("Leave it for now", {"client_needs": "睡不好", "gender": "female"})

    wang.press("Leave it for now", {"client_needs": "怕出门", "age": "57"}, expect=409)

    assert wang.sees("睡不好")
    assert wang.sees("怕出门")
    wang.press("Keep these answers", {"choice-0": "mine"})
    assert wang.value_of("client_needs") == "怕出门"
    assert wang.value_of("age") == "57"
    lin.open(record)
    assert lin.value_of("client_needs") == "怕出门"


def test_autosave_answers_with_the_new_version_and_tells_of_a_conflict(visit):
    lin, wang = visit("lin"), visit("wang")
    stories.new_case(lin)
    record = lin.address
    token = {"X-CSRFToken": lin.value_of("csrf_token"), "Accept": "application/json"}
    wang.open(record)
    theirs = {"X-CSRFToken": wang.value_of("csrf_token"), "Accept": "application/json"}

    kept = lin.client.put(
        f"{record}/draft", data={"client_needs": "一", "_record_version": "1"}, headers=token
    )
    late = wang.client.put(
        f"{record}/draft", data={"client_needs": "二", "_record_version": "1"}, headers=theirs
    )

    assert (kept.status_code, kept.json["version"]) == (200, 2)
    assert (late.status_code, late.json["conflicts"][0]["theirs"]) == (409, "一")
