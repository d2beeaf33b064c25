"""The registers as people meet them: adding to one, finding in it, what waits, and what everybody may see."""

from __future__ import annotations

import re
from hashlib import sha256

import pytest

from caseforms.services import accounts, clock, record_facts
from caseforms.services.actors import Actor
from caseforms.storage.tables import Case, Person, PublicSending, Record
from tests.services import filled
from tests.services.test_numbers import PHQ9
from tests.services.world import World
from tests.web import stories
from tests.web.conftest import PEOPLE, House
from tests.web.visiting import PASSWORD, Visitor, signed_in

PLAN = {
    "plan_name": "走失应急预案",
    "principles": "先救人",
    "command": "主任指挥",
    "people": "值班社工两名",
    "equipment": "急救箱",
    "procedure": "发现、报告、寻找",
    "coordination": "与派出所联动",
}
COMPLAINT = {"kind": "complaint", "content": "约好的时间没有来", "channel": "online", "anonymous": "true"}
SURVEY = {
    "attitude-neighbour": "4",
    "attitude-recover": "5",
    "attitude-employment": "4",
    "attitude-help_route": "2",
}


def joined(house: House, username: str, role: str) -> Visitor:
    """Somebody new in the house, signed in."""
    with house.store.transaction(house.institution_id) as session:
        accounts.add_user(session, None, username, f"新{role}", [role], house.clock(), password=PASSWORD)
    return signed_in(house.app, username)


def everything(house: House, table: type) -> int:
    """How many rows there are."""
    with house.store.reading(house.institution_id) as session:
        return session.query(table).count()


def test_a_supervisor_writes_a_plan_and_finds_it_again(visit):
    wang = visit("wang").follow("Registers").follow("Emergency plan")
    wang.press("New record")
    wang.press("Submit", PLAN)

    wang.open("/registers/emergency-plan?q=走失")

    assert wang.sees("走失应急预案")
    assert not wang.open("/registers/emergency-plan?q=火灾").sees("走失应急预案")
    assert not wang.open("/registers/emergency-plan?year=2025").sees("走失应急预案")


@pytest.mark.requirement("R-002-53")
def test_the_plan_prints_as_a_sheet(visit):
    wang = visit("wang").open("/registers/emergency-plan").press("New record").press("Submit", PLAN)

    wang.follow("Sheet and print")

    assert wang.sees("发现、报告、寻找")


def test_the_same_page_sent_twice_begins_one_record(house, visit):
    wang = visit("wang").open("/registers/emergency-plan")
    page, address, before = wang.page, wang.address, everything(house, Record)
    wang.press("New record")
    first = wang.address
    wang.page, wang.address = page, address

    wang.press("New record")

    assert wang.address == first
    assert everything(house, Record) == before + 1


@pytest.mark.parametrize(
    "address", ["/registers/risk-register", "/registers/staff-qualification", "/statistics"]
)
def test_what_is_not_hers_is_closed_to_a_worker(visit, address):
    visit("lin").open(address, expect=403)


@pytest.mark.parametrize("address", ["/registers/mh-plan", "/registers/nothing", "/public/nowhere"])
def test_an_address_without_register_leads_nowhere(visit, address):
    visit("wang").open(address, expect=404)


@pytest.mark.requirement("R-002-54")
def test_an_overdue_drill_is_listed(house, visit):
    house.clock.pass_time(days=200)

    wang = visit("wang").follow("Registers")

    assert wang.sees("An emergency drill is due")
    assert visit("lin").open("/registers/emergency-drill").sees("An emergency drill is due")


@pytest.mark.requirement("R-002-51")
def test_a_complaint_is_shown_until_it_is_answered(visit):
    visit("lin").open("/registers/complaint-record").press("New record").press("Submit", COMPLAINT)
    wang = visit("wang").open("/registers")
    assert wang.sees("Complaint 2026-T-0001 waits for an answer")

    wang.follow("Complaint 2026-T-0001").follow("Correct it")
    answer = {
        "_why": "回应",
        "handler": "王志明",
        "department": "social_work",
        "response": "已致歉",
        "responded_at-year": "2026",
        "responded_at-month": "3",
        "responded_at-day": "5",
        "responded_at-time": "09:30",
        "category": "attitude",
        "justified": "yes",
        "handling": "重新约定",
        "improvement": "提前提醒",
    }
    wang.press("Put the correction in", answer)

    assert not wang.open("/registers").sees("2026-T-0001")


@pytest.mark.requirement("R-002-09")
def test_anybody_answers_the_survey_without_signing_in_and_no_person_is_registered(house, stranger):
    stranger.open("/public/ch/survey?phase=before")

    stranger.press("Send", SURVEY)

    assert stranger.sees("Your answers have come in.")
    assert everything(house, Person) == everything(house, Case) == 0
    with house.store.reading(house.institution_id) as session:
        (record,) = session.query(Record).all()
        assert (record.definition_id, record.status, record.author) == (
            "public-awareness-survey",
            "submitted",
            "public",
        )


def test_the_survey_says_at_its_question_what_is_missing(house, stranger):
    stranger.open("/public/ch/survey")

    stranger.press("Send", {"attitude-neighbour": "4", "suggestion": "多办活动"}, expect=422)

    assert stranger.value_of("suggestion") == "多办活动"
    assert everything(house, Record) == 0


def test_sending_the_survey_twice_counts_once(house, stranger):
    stranger.open("/public/ch/survey")
    page, address = stranger.page, stranger.address
    stranger.press("Send", SURVEY)
    stranger.page, stranger.address = page, address

    stranger.press("Send", SURVEY)

    assert everything(house, Record) == 1


def test_a_complaint_comes_in_without_sign_in_and_gets_its_number(house, stranger, visit):
    stranger.open("/public/ch/complaint")
    assert not any(each.attributes.get("name") == "handler" for each in stranger.page.all("input"))

    stranger.press("Send", COMPLAINT)

    assert stranger.sees("2026-T-0001")
    wang = visit("wang").open("/registers/complaint-record")
    assert wang.sees("2026-T-0001")
    assert wang.sees("public form")


def test_the_public_cannot_answer_its_own_complaint(house, stranger):
    stranger.open("/public/ch/complaint")
    form = next(each for each in stranger.page.all("form") if each.attributes.get("id") == "_form")
    token = stranger.value_of("csrf_token")

    stranger.client.post(
        form.attributes["action"],
        data={
            **COMPLAINT,
            "csrf_token": token,
            "_submission": "a" * 32,
            "response": "没有问题",
            "handler": "我",
        },
    )

    with house.store.reading(house.institution_id) as session:
        for record in session.query(Record).all():
            assert "response" not in record_facts.content(session, record)


def test_too_many_public_forms_in_an_hour_are_refused(house, stranger, monkeypatch):
    monkeypatch.setattr("caseforms.services.public_forms.MOST_AN_HOUR", 1)
    stranger.open("/public/ch/survey").press("Send", SURVEY)

    stranger.open("/public/ch/survey").press("Send", SURVEY, expect=422)
    later = everything(house, Record)
    house.clock.pass_time(hours=2)
    stranger.open("/public/ch/survey").press("Send", SURVEY)

    assert (later, everything(house, Record)) == (1, 2)


def test_one_address_cannot_use_up_the_room_of_all(house, stranger, monkeypatch):
    monkeypatch.setattr("caseforms.services.public_forms.MOST_FROM_ONE_ADDRESS", 1)
    stranger.open("/public/ch/survey").press("Send", SURVEY)
    stranger.open("/public/ch/survey").press("Send", SURVEY, expect=422)

    elsewhere = Visitor(house.app)
    elsewhere.client.environ_base["REMOTE_ADDR"] = "10.9.8.7"
    elsewhere.open("/public/ch/survey").press("Send", SURVEY)

    assert everything(house, Record) == 2


def test_of_an_address_only_a_keyed_digest_is_kept_and_that_for_an_hour(house, stranger):
    stranger.open("/public/ch/complaint").press("Send", COMPLAINT)

    with house.store.reading(house.institution_id) as session:
        (kept,) = session.query(PublicSending).all()
    house.clock.pass_time(hours=2)
    clock.tick(house.store, house.clock())

    assert "127.0.0.1" not in kept.address
    assert kept.address != sha256(b"127.0.0.1").hexdigest()
    assert everything(house, PublicSending) == 0


@pytest.mark.requirement("R-002-47")
def test_the_rules_of_quality_are_public_from_their_day_on(house, stranger, visit):
    head = joined(house, "sun", "head")
    head.open("/registers/quality-objectives").press("New record")
    head.press(
        "Submit",
        {
            "year": "2026",
            "policy": "以服务对象为中心",
            "objectives-0-objective": "满意度",
            "objectives-0-target": "90%",
            "duties": "质控组负责",
            "key_processes": "接案、预估",
            "published_on-year": "2026",
            "published_on-month": "3",
            "published_on-day": "6",
        },
    )
    before = stranger.open("/public/ch").sees("以服务对象为中心")

    house.clock.pass_time(days=1)
    stranger.open("/public/ch")

    assert not before
    assert stranger.sees("以服务对象为中心")
    assert stranger.sees("接案、预估")
    assert not stranger.open("/public/xj").sees("以服务对象为中心")


@pytest.mark.requirement("R-002-49")
def test_an_evaluator_from_outside_sees_numbers_without_names_and_nothing_else(house, visit):
    lin = visit("lin")
    stories.new_case(lin)
    case = stories.case_of(lin)

    outsider = joined(house, "wai", "third_party")

    assert outsider.address.startswith("/statistics")
    assert outsider.sees("Cases by stage")
    assert outsider.sees("Satisfaction")
    for name in ("张秀兰", "林晓燕", "2026-A-0001"):
        assert not outsider.sees(name)
    assert not re.search("[0-9a-f]{32}", re.sub(r'name="csrf_token" value="[^"]+"', "", outsider.html))
    for closed in (
        case,
        "/cases",
        "/people",
        "/registers",
        "/registers/complaint-record",
        "/statistics/records",
    ):
        outsider.open(closed, expect=403)


@pytest.mark.requirement("R-002-69")
def test_training_is_listed_by_year_and_counts_once_it_is_confirmed(house, visit):
    lin = visit("lin").open("/registers/training-record").press("New record")
    training = {
        "topic": "mental_health",
        "training_date-year": "2026",
        "training_date-month": "3",
        "training_date-day": "2",
        "hours": "24",
        "provider": "市社工协会",
    }
    lin.press("Submit", training)

    wang = visit("wang").open("/registers/training-record?year=2026")
    waiting = hours_of(wang, "林晓燕")
    wang.press("Confirm")

    assert waiting == "林晓燕1 training · 24 hours wait for confirmation 0 / 120"
    assert (
        hours_of(wang.open("/registers/training-record?year=2026"), "林晓燕") == "林晓燕1 training 24 / 120"
    )
    assert (
        hours_of(wang.open("/registers/training-record?year=2025"), "林晓燕")
        == "林晓燕0 trainings below 120 hours0 / 120"
    )
    assert hours_of(lin.open("/registers/training-record?year=2026"), "林晓燕") == "林晓燕1 training 24 / 120"
    assert not lin.sees("赵明")


def hours_of(visitor: Visitor, name: str) -> str:
    """What the list of hours says of a person."""
    return next(each.text for each in visitor.page.all("li") if each.text.startswith(name))


@pytest.mark.requirement("R-002-48")
def test_the_evaluation_that_is_due_stands_among_the_to_dos_of_the_quality_department(house):
    guan = signed_in(house.app, "guan").open("/administration/lists")
    guan.press("Save", {"evaluation.interval_days": "30"})
    quality = joined(house, "qian", "quality")
    before = quality.open("/").sees("An evaluation of service quality is due")
    house.clock.pass_time(days=31)
    quality = signed_in(house.app, "qian")

    quality.follow("An evaluation of service quality is due")

    assert not before
    assert quality.heading == "Service quality evaluation: self / third party"


@pytest.mark.requirement("R-002-71")
def test_four_years_do_not_make_a_supervisor(house):
    guan = signed_in(house.app, "guan").open("/administration/lists")
    guan.press("Save", {"staff.profile": "guard"})
    guan.open("/registers/staff-qualification").press("New record")
    record = {
        "staff_name": "赵明",
        "role": "supervisor",
        "employment": "full_time",
        "certificate_level": "social_worker",
        "certificate_no": "SG-1",
        "education": "master",
        "major": "social_work",
        "mh_years": "4",
        "medical_knowledge": "true",
    }
    guan.press("Submit", record)
    guan.open(f"/administration/users/{house.user_ids['zhao']}")

    guan.press("Keep these roles", {"roles": ["social_worker", "supervisor"]}, expect=422)

    assert guan.sees("A supervisor needs 5 years of mental-health social work")
    assert not signed_in(house.app, "zhao").open("/registers").sees("Risk register")


def test_an_interval_is_a_number_of_days(house):
    guan = signed_in(house.app, "guan").open("/administration/lists")

    guan.press("Save", {"drill.interval_days": "often"}, expect=422)
    guan.press("Save", {"staff.profile": "strict"}, expect=422)

    assert guan.open("/administration/lists").value_of("drill.interval_days") == "180"


@pytest.mark.requirement("R-002-44", "R-002-05")
def test_the_case_page_shows_totals_of_scales_and_the_gaps_between_contacts(house, visit):
    world = World(house.store, house.institution_id, people_of(house), house.clock())
    case_id = world.planned()
    world.fill(case_id, "scale", PHQ9)
    world.fill(case_id, "service_record", filled.SERVICE_RECORD)
    world.later(days=9)
    house.clock.pass_time(days=9)
    world.fill(case_id, "service_record", filled.SERVICE_RECORD)

    lin = visit("lin").open(f"/cases/{case_id}")

    assert lin.sees("total 8 · 5–9 Mild")
    assert lin.sees("9 days after the one before")


def people_of(house: House) -> dict[str, Actor]:
    """The people of the house as the services know them."""
    return {
        name: Actor(user_id, house.institution_id, frozenset({PEOPLE[name][1]}), PEOPLE[name][0])
        for name, user_id in house.user_ids.items()
    }
