"""Cases and records beside the straight way: known people, corrections, void forms, paper, notes, emergencies."""

from __future__ import annotations

import pytest

from tests.web import stories
from tests.web.visiting import Visitor


def submitted(visit) -> Visitor:
    """A worker with a submitted application; its page is open."""
    lin = visit("lin")
    stories.new_case(lin)
    return lin.press("Submit", stories.APPLICATION)


def test_somebody_who_may_be_known_already_is_shown_before_a_second_file_is_made(visit):
    lin = submitted(visit)

    lin.open("/cases/new").press("Begin the application", {"name": "章秀兰", "phone": "139 0000 1234"})

    assert lin.heading == "Is it one of these?"
    assert lin.sees("same telephone")
    assert lin.sees("139****1234")
    lin.press("It is this person")
    assert lin.value_of("client_name") == "张秀兰"
    lin.open("/people")
    assert lin.page.text.count("张秀兰") == 1


def test_a_name_that_is_missing_is_asked_for(visit):
    lin = visit("lin").open("/cases/new")

    lin.press("Begin the application", {"phone": "13900001234"}, expect=422)

    assert lin.sees("Write the name of the person")
    assert lin.value_of("phone") == "13900001234"


def test_the_case_page_says_where_it_is_what_comes_next_and_why_not_yet(visit):
    lin = submitted(visit)

    lin.open(stories.case_of(lin))

    assert any(
        each.attributes.get("aria-current") == "step" and "Intake" in each.text for each in lin.page.all("li")
    )
    headings = [each.text for each in lin.page.all("h2")]
    assert "Have the informed consent signed first" in headings
    assert "Not yet possible: Accept the case" in headings
    assert lin.sees("working days left")


def test_an_event_names_its_consequence_and_asks_the_reason(visit):
    lin = submitted(visit)
    case = stories.case_of(lin)
    lin.open(case).follow("Raise the crisis alert")
    assert lin.sees("What follows")

    lin.press("Raise the crisis alert", {"reason": ""}, expect=422)
    lin.press("Raise the crisis alert", {"reason": "他说不想活了"})

    assert lin.sees("In crisis")
    assert lin.sees("他说不想活了")


def test_a_correction_keeps_the_earlier_answer_in_the_history(visit):
    lin = submitted(visit)
    record = lin.address.split("?")[0]
    lin.follow("Correct it")
    lin.press("Put the correction in", {"client_needs": "希望有人陪着去取药"}, expect=422)
    lin.press("Put the correction in", {"client_needs": "希望有人陪着去取药", "_why": "听错了"})

    lin.open(f"{record}/history")

    assert lin.sees("听错了")
    assert [each.text for each in lin.page.all("ins")] == ["now: 希望有人陪着去取药"]
    assert [each.text for each in lin.page.all("del")] == [f"before: {stories.APPLICATION['client_needs']}"]


def test_a_void_form_needs_a_reason_and_stays_readable(visit):
    lin = submitted(visit)
    record = lin.address.split("?")[0]

    lin.press("Make it void", {"reason": ""}, expect=422)
    lin.press("Make it void", {"reason": "重复填写"})

    assert lin.open(record).sees("void")
    assert lin.sees(stories.APPLICATION["client_needs"])


def test_a_note_stands_in_the_course_of_the_case(visit):
    lin = submitted(visit)
    lin.open(stories.case_of(lin))

    lin.press("Keep the note", {"text": "家属来电，下周来访"})

    assert lin.sees("家属来电，下周来访")


def test_a_colleague_outside_the_case_sees_where_it_is_and_no_form(visit):
    lin = submitted(visit)
    case, record = stories.case_of(lin), lin.address.split("?")[0]
    zhao = visit("zhao")

    zhao.open(case)

    assert zhao.sees("You see only where this case is.")
    assert not zhao.sees(stories.APPLICATION["client_needs"])
    zhao.open(record, expect=403)


@pytest.mark.parametrize(
    ("language", "title"),
    [("zh", "个案申请表"), ("en", "Case application form"), ("both", "Case application form")],
)
def test_a_record_is_shown_as_its_sheet_in_each_language(visit, language, title):
    lin = submitted(visit)

    lin.open(f"{lin.address.split('?')[0]}/paper?language={language}")

    article = next(each for each in lin.page.all("article"))
    assert title in article.text
    assert "张秀兰" in article.text


def test_a_record_and_a_blank_form_become_a_pdf_and_the_print_is_logged(visit):
    lin = submitted(visit)

    own = lin.client.get(f"{lin.address.split('?')[0]}/paper.pdf")
    blank = lin.client.get("/forms/mh-consent/paper.pdf")

    assert own.data.startswith(b"%PDF")
    assert blank.data.startswith(b"%PDF")
    assert own.headers["Content-Disposition"].startswith("attachment")
    assert visit("guan").open("/administration/access").sees("printed")


@pytest.mark.parametrize("username", ["lin", "chen", "wang"])
def test_the_emergency_page_is_one_step_from_every_page_and_needs_no_case(visit, username):
    somebody = visit(username)
    for address in ("/", "/cases", "/account", "/forms"):
        links = {each.attributes.get("href") for each in somebody.open(address).page.all("a")}
        assert "/incident/new" in links

    somebody.open("/incident/new")
    assert {"tel:120", "tel:110", "tel:119"} <= {
        each.attributes.get("href") for each in somebody.page.all("a")
    }
    somebody.press("Record the incident")

    assert somebody.address.startswith("/records/")
    assert somebody.sees("Outside any case")


@pytest.mark.requirement("R-002-47")
def test_the_service_rules_are_public_and_name_deadline_force_and_clause(stranger):
    stranger.open("/service-rules")

    assert stranger.heading == "What you can expect of our service"
    assert stranger.sees("15 working days")
    assert stranger.sees("§ 6.2.2 c")
    assert stranger.sees("required by the standard")


def test_search_finds_by_name_by_sound_and_by_number(visit):
    lin = submitted(visit)

    for text in ("秀兰", "zhang", "2026-A-0001", "1234"):
        lin.open(f"/cases?q={text}")
        assert lin.sees("张秀兰"), text
    assert lin.open("/cases?q=没有这个人").sees("Nobody is found by that")


def test_the_administrator_keeps_teams_numbers_and_the_calendar(visit):
    guan = visit("guan").open("/administration/teams")
    guan.press("Make the team", {"name": "夜班组"})
    assert guan.sees("夜班组")

    guan.open("/administration/lists").press("Save", {"number.case_no": "{year}-个案-{n:04}"})
    assert guan.open("/administration/lists").value_of("number.case_no") == "{year}-个案-{n:04}"

    guan.open("/administration/calendar/2027").press("Keep this year", {"off": "not a day"}, expect=422)
    assert guan.sees("These are no dates")
    guan.press("Keep this year", {"off": "2027-1-1\n2027-2-8", "work": "2027-2-6", "status": "published"})
    assert guan.sees("Due dates worked out again")


def test_a_case_prints_as_one_bundle(visit):
    lin = submitted(visit)

    lin.open(f"{stories.case_of(lin)}/bundle")

    assert lin.sees("The whole case on paper")
    assert len(list(lin.page.all("article"))) == 1


@pytest.mark.requirement("R-002-25")
def test_the_administrator_sets_lengths_of_deadlines_for_a_reason(visit):
    guan = visit("guan").open("/administration/clocks")
    assert guan.sees("15 working days")
    address = "/administration/clocks/clock.mental-health-case.assessment"

    guan.open(address).press("Keep this length", {"length": "20", "reason": "人手不够"}, expect=422)
    refused = guan.sees("the institution cannot allow longer")
    typed = (guan.value_of("length"), guan.sees("人手不够"))
    guan.press("Keep this length", {"length": "10", "reason": "人手够了"})

    assert refused
    assert typed == ("20", True)
    assert guan.sees("10 working days")
    assert guan.open(address).sees("人手够了")
