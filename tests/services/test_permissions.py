"""Who may do what: the table of roles of the requirements, and what it means at a case."""

from __future__ import annotations

import pytest

from caseforms.services import access, cases, permissions, persons, records, search, team, worklist
from tests.services import filled
from tests.services.world import World, refused

MATRIX = {
    ("volunteer", "save", "application"): True,
    ("volunteer", "submit", "application"): False,
    ("volunteer", "submit", "revisit"): True,
    ("volunteer", "save", "plan"): False,
    ("volunteer", "print", None): False,
    ("volunteer", "export", None): False,
    ("volunteer", "search", None): False,
    ("social_worker", "submit", "plan"): True,
    ("social_worker", "print", None): True,
    ("social_worker", "manage-users", None): False,
    ("assistant", "save", "plan"): True,
    ("assistant", "submit", "plan"): False,
    ("assistant", "submit", "assessment"): False,
    ("assistant", "submit", "resource"): True,
    ("medical", "submit", "conference"): True,
    ("medical", "submit", "plan"): False,
    ("supervisor", "act", None): True,
    ("quality", "read", "service_record"): False,
    ("quality", "statistics", None): True,
    ("archivist", "submit", "archive"): True,
    ("archivist", "read", "plan"): False,
    ("administrator", "read", "application"): False,
    ("administrator", "manage-users", None): True,
    ("head", "read", "service_record"): False,
    ("third_party", "read", "application"): False,
    ("client", "save", "evaluation"): False,
    ("everybody-else", "read", "application"): False,
}


@pytest.mark.requirement("R-002-75")
@pytest.mark.parametrize(("role", "verb", "slot"), MATRIX)
def test_each_role_may_do_what_the_requirements_say(role: str, verb: str, slot: str | None) -> None:
    assert permissions.allowed([role], verb, slot) is MATRIX[role, verb, slot]


@pytest.mark.parametrize(
    "role",
    [
        "volunteer",
        "social_worker",
        "assistant",
        "medical",
        "supervisor",
        "archivist",
        "quality",
        "coordinator",
        "head",
    ],
)
def test_everybody_at_work_may_report_an_incident(role: str) -> None:
    assert permissions.allowed([role], "start", "incident")
    assert permissions.allowed([role], "submit", "incident")


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("lin", "content"),
        ("zhou", "header"),
        ("wang", "content"),
        ("chen", "none"),
        ("wu", "none"),
        ("he", "none"),
        ("liu", "header"),
        ("sun", "header"),
        ("qian", "none"),
        ("admin", "none"),
    ],
)
@pytest.mark.requirement("R-002-02")
def test_who_sees_what_of_a_case(world: World, role: str, seen: str) -> None:
    case_id = world.accepted()
    record_id = next(record.id for slot in world.view(case_id).slots for record in slot.records)

    page = refused(lambda: world.view(case_id, role))
    content = refused(lambda: world.do(records.view, role, record_id, world.now))

    assert page == (("case.not-found",) if seen == "none" else ())
    assert content == {"content": (), "header": ("permission.denied",), "none": ("record.not-found",)}[seen]
    if seen == "header":
        view = world.view(case_id, role)
        assert view.header_only
        assert (view.timeline.entries, view.open_items, view.line.flags) == ((), (), ())


def test_a_supervisor_of_another_team_sees_a_masked_header(world: World) -> None:
    case_id = world.accepted()
    other = world.do(team.create, "admin", "二组", world.now)
    first = next(line for line in world.do(team.teams, "admin") if line.id != other.id)
    world.do(team.remove_user, "admin", first.id, world.wang.user_id, world.now)
    world.do(team.add_user, "admin", other.id, world.wang.user_id, world.now)

    view = world.view(case_id, "wang")

    assert view.header_only
    assert view.line.client_name == access.masked("张秀兰") == "张**"


def test_a_volunteer_sees_and_fills_the_first_page_of_an_intake_only(world: World) -> None:
    case_id = world.open("chen")
    draft = world.start(case_id, "application", "chen")

    assert draft.pages == (0,)
    assert "follow_up" not in draft.data
    assert "/follow_up" in draft.locked
    assert "submit" not in draft.may
    beyond = {**draft.data, "follow_up": "yes"}
    assert refused(
        lambda: world.do(records.save_draft, "chen", draft.line.id, beyond, draft.version, world.now)
    ) == ("record.locked-field",)
    assert refused(lambda: world.submit(draft, filled.APPLICATION, "chen")) == ("permission.denied",)


def test_a_volunteer_has_no_list_of_other_cases_and_no_search(world: World) -> None:
    world.accepted()
    own = world.open("chen")

    assert [line.id for line in world.do(worklist.cases, "chen", world.now, scope="all").items] == [own]
    assert refused(lambda: world.do(search.find, "chen", "张")) == ("permission.denied",)
    assert refused(lambda: world.do(persons.listed, "chen")) == ("permission.denied",)


@pytest.mark.requirement("R-002-75")
def test_a_volunteer_cannot_print(world: World) -> None:
    draft = world.start(world.open("chen"), "application", "chen")

    codes = refused(lambda: world.do(records.view, "chen", draft.line.id, world.now, purpose="print"))

    assert codes == ("permission.denied",)


def test_an_assistant_drafts_for_a_worker_who_submits(world: World) -> None:
    case_id = world.accepted()
    world.do(team.join_case, "lin", case_id, world.he.user_id, "member", world.now)
    world.fill(case_id, "risk_profile", filled.RISK_PROFILE)
    offered = {offer.slot for offer in world.view(case_id, "he").offers if offer.allowed}

    if "assessment" in offered:
        draft = world.start(case_id, "assessment", "he")
        assert refused(lambda: world.submit(draft, filled.ASSESSMENT, "he")) == ("permission.denied",)
    assert "manage-users" not in world.view(case_id, "he").may


def test_an_archivist_files_a_case_without_reading_it(world: World) -> None:
    case_id = world.accepted()

    codes = refused(lambda: world.do(cases.note, "liu", case_id, "x", world.now))

    assert codes == ("permission.denied",)
