"""Cases: taken by one of two, moved by one of two, assigned, noted, linked, reopened."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from caseforms.problems import Refused
from caseforms.services import cases, records, team
from caseforms.services.identifiers import new_id
from caseforms.storage.tables import CaseMember, Person
from tests.services import filled
from tests.services.world import WORKFLOW, World, refused


def test_opening_twice_under_one_identifier_makes_one_case(world: World) -> None:
    identifier = new_id()

    first = world.do(cases.open_case, "lin", WORKFLOW, world.now, case_id=identifier)
    second = world.do(cases.open_case, "lin", WORKFLOW, world.now, case_id=identifier)

    assert first == second
    assert world.open() != identifier
    assert world.view(identifier).line.application_no == "2026-A-0001"


def test_of_two_workers_who_take_one_case_one_gets_it_and_the_other_is_told(world: World) -> None:
    case_id = world.open("chen")
    start = Barrier(2)

    def take(actor: str) -> str:
        start.wait(10)
        try:
            world.do(cases.accept, actor, case_id, world.now)
        except Refused as refusal:
            return f"{refusal.problems[0].code} {refusal.problems[0].params['name']}"
        return "got it"

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(take, ["lin", "zhou"]))

    winner = {0: "林晓燕", 1: "周明"}[answers.index("got it")]
    assert sorted(answers) == sorted(["got it", f"case.taken {winner}"])
    assert world.view(case_id).line.responsible_name == winner


def test_taking_ones_own_case_again_changes_nothing(world: World) -> None:
    case_id = world.open()

    assert world.do(cases.accept, "lin", case_id, world.now).responsible == world.lin.user_id


def test_an_action_on_a_page_that_is_out_of_date_names_who_was_first(world: World) -> None:
    case_id = world.assessed()

    with pytest.raises(Refused) as refusal:
        world.act(case_id, "accept", expected_stage="intake")

    assert (refusal.value.problems[0].code, refusal.value.problems[0].params["name"]) == (
        "case.taken",
        "林晓燕",
    )
    assert refused(lambda: world.act(case_id, "fly")) == ("case.unknown-action",)
    assert refused(lambda: world.act(case_id, "archive")) == ("case.moved-on",)


@pytest.mark.requirement("R-002-01")
def test_an_action_whose_guards_fail_says_each_reason(world: World) -> None:
    case_id = world.open()
    world.fill(case_id, "application", filled.APPLICATION)

    with pytest.raises(Refused) as refusal:
        world.act(case_id, "accept")

    assert [problem.code for problem in refusal.value.problems] == ["case.guard"]
    assert "知情同意书" in str(refusal.value.problems[0].params["zh"])


def test_an_action_that_needs_a_reason_asks_for_it(world: World) -> None:
    case_id = world.assessed()
    needing = [action for action in world.view(case_id).actions if action.allowed and action.needs_reason]

    assert needing
    for action in needing:
        assert refused(lambda name=action.name: world.act(case_id, name, reason=" ")) == (
            "case.reason-needed",
        )


@pytest.mark.requirement("R-002-79")
def test_assigning_another_worker_keeps_the_history_and_the_former_one(world: World) -> None:
    case_id = world.accepted()

    world.do(cases.assign, "wang", case_id, world.zhou.user_id, world.now, reason="服务对象要求")

    view = world.view(case_id, "zhou")
    assert view.line.responsible_name == "周明"
    assert {member.name: member.part for member in view.team} == {"林晓燕": "member", "周明": "responsible"}
    assigned = [entry for entry in view.timeline.entries if entry.type == "case.assigned"]
    assert assigned[0].data == {"user": world.zhou.user_id, "reason": "服务对象要求"}
    assert refused(lambda: world.do(cases.assign, "wang", case_id, world.wu.user_id, world.now)) == (
        "case.not-a-worker",
    )


def test_a_volunteer_hands_the_first_page_to_a_worker_who_becomes_responsible(world: World) -> None:
    case_id = world.open("chen")
    draft = world.start(case_id, "application", "chen")
    first_page = {
        name: filled.APPLICATION[name]
        for name in ("client_name", "gender", "phone", "application_channel", "client_needs", "urgent_risk")
    }
    world.do(
        records.save_draft, "chen", draft.line.id, {**draft.data, **first_page}, draft.version, world.now
    )

    world.do(records.hand_over, "chen", draft.line.id, world.lin.user_id, world.now)

    view = world.view(case_id, "lin")
    assert (view.line.stage, view.line.responsible_name) == ("intake", "林晓燕")
    assert world.do(records.view, "lin", draft.line.id, world.now).data["client_name"] == "张秀兰"


def test_notes_stand_in_the_timeline_with_their_author(world: World) -> None:
    case_id = world.open()

    world.do(cases.note, "lin", case_id, "家属来电", world.now)

    entry = world.view(case_id).timeline.entries[0]
    assert (entry.type, entry.data["text"], entry.by_name) == ("case.note", "家属来电", "林晓燕")
    assert refused(lambda: world.do(cases.note, "lin", case_id, " \n", world.now)) == ("case.note-text",)


@pytest.mark.requirement("R-002-64")
def test_a_reopened_case_is_a_new_one_of_the_same_person_and_archive(world: World) -> None:
    case_id = world.open()
    world.fill(case_id, "application", {**filled.APPLICATION, "id_number": "150602197001050027"})
    with world.store.reading(world.institution_id) as session:
        (person,) = session.scalars(select(Person)).all()

    again = world.open(person_id=person.id)
    world.fill(again, "application", {**filled.APPLICATION, "client_needs": "又来求助"})

    with world.store.reading(world.institution_id) as session:
        assert len(session.scalars(select(Person)).all()) == 1
    assert world.view(again).person_id == world.view(case_id).person_id == person.id


def test_linked_cases_show_one_another(world: World) -> None:
    one, two = world.open(), world.open()

    world.do(cases.link, "lin", one, two, "group", world.now)
    world.do(cases.link, "lin", one, two, "group", world.now)

    assert [(link.case_id, link.kind) for link in world.view(one).links] == [(two, "group")]
    assert [(link.case_id, link.kind) for link in world.view(two).links] == [(one, "group-by")]
    assert refused(lambda: world.do(cases.link, "lin", one, one, "group", world.now)) == (
        "case.link-to-itself",
    )


def test_a_member_reads_the_case_until_the_part_ends(world: World) -> None:
    case_id = world.open()
    world.do(team.join_case, "lin", case_id, world.zhou.user_id, "member", world.now)
    assert not world.view(case_id, "zhou").header_only

    world.do(team.leave_case, "lin", case_id, world.zhou.user_id, world.now)

    assert world.view(case_id, "zhou").header_only
    with world.store.reading(world.institution_id) as session:
        assert session.scalars(select(CaseMember.until).where(CaseMember.user_id == world.zhou.user_id)).one()
    assert refused(lambda: world.do(team.leave_case, "lin", case_id, world.lin.user_id, world.now)) == (
        "case.responsible-stays",
    )
