"""The same thing asked twice at the same moment: once done, and both hear the same."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from caseforms.problems import Refused
from caseforms.services import audit, cases, designs, publishing, records
from caseforms.services.identifiers import new_id
from tests.services import filled
from tests.services.world import World

SAME = "a" * 32


def at_once(*verbs: Callable[[], object]) -> list[object]:
    """Do several things at the same moment; what each gave, or the codes with which it was refused."""
    start = Barrier(len(verbs))

    def one(verb: Callable[[], object]) -> object:
        start.wait(10)
        try:
            return verb()
        except Refused as refusal:
            return tuple(problem.code for problem in refusal.problems)

    with ThreadPoolExecutor(len(verbs)) as pool:
        return list(pool.map(one, verbs))


def test_a_double_click_submits_once_and_both_clicks_hear_the_same(world: World) -> None:
    case_id = world.open()
    draft = world.start(case_id, "application")

    answers = at_once(
        *[lambda: world.submit(draft, filled.APPLICATION, submission_id=SAME).record.sha256] * 3
    )

    assert len(set(map(str, answers))) == 1
    assert len(str(answers[0])) == 64
    assert [entry.type for entry in world.view(case_id).timeline.entries].count("record.submitted") == 1


def test_a_case_and_an_incident_that_are_begun_twice_at_once_are_one(world: World) -> None:
    def incident() -> str:
        return world.do(
            records.start,
            "lin",
            None,
            "incident",
            world.now,
            record_id="b" * 32,
            definition_id="incident-report",
        ).line.id

    opened = at_once(*[lambda: world.open(case_id="c" * 32)] * 3)
    begun = at_once(*[incident] * 3)

    assert opened == ["c" * 32] * 3
    assert begun == ["b" * 32] * 3
    assert world.view("c" * 32).line.application_no == "2026-A-0001"


def test_two_people_who_correct_at_once_do_not_overwrite_one_another(world: World) -> None:
    plan = world.fill(world.assessed(), "plan", filled.PLAN)
    seen = world.do(records.view, "lin", plan, world.now)

    def correct(goal: str) -> object:
        body = {**seen.data, "overall_goal": goal}
        return world.do(
            records.correct, "lin", plan, body, seen.version, world.now, new_id(), "更正"
        ).record.revision

    answers = at_once(lambda: correct("甲"), lambda: correct("乙"))

    assert sorted(map(str, answers)) == ["('record.stale-version',)", "2"]


def test_two_workers_who_take_the_same_case_at_once_are_told_who_has_it(world: World) -> None:
    case_id = world.open("chen")

    answers = at_once(
        *[
            lambda name=name: world.do(cases.accept, name, case_id, world.now).responsible
            for name in ("lin", "zhou")
        ]  # type: ignore[misc]
    )

    assert min(map(str, answers)) == "('case.taken',)"
    responsible = world.view(case_id, "wang").line.responsible
    assert responsible in answers
    assert responsible in (world.lin.user_id, world.zhou.user_id)


def test_submitting_and_accepting_at_once_leave_one_whole_log(world: World) -> None:
    case_id = world.open()
    world.fill(case_id, "application", filled.APPLICATION)
    draft = world.start(case_id, "consent")

    submitted, acted = at_once(
        lambda: world.submit(draft, filled.CONSENT).record.status,
        lambda: world.act(case_id, "accept"),
    )

    with world.store.reading(None) as session:
        checked = audit.verify(session)
    told = [entry.type for entry in world.view(case_id).timeline.entries]
    assert submitted == "submitted"
    assert told.count("record.submitted") == 2
    assert acted in ("pre_assessment", ("case.guard",), ("case.guard", "case.guard"))
    assert world.view(case_id).line.stage == ("pre_assessment" if acted == "pre_assessment" else "intake")
    assert checked.broken == ()


def test_two_people_work_on_one_form_at_once_and_both_are_kept(world: World) -> None:
    opened = at_once(*[lambda: world.do(designs.open_, "admin", "form", "mh-application", world.now).id] * 3)
    design = str(opened[0])

    def change(number: int) -> object:
        field = ("client_name", "phone", "client_needs", "address_street")[number]
        operation = {"op": "set", "item": f"field:/{field}", "property": "title", "value": f"问题{number}"}
        return world.do(designs.apply, "admin", design, [operation], world.now, seen=0).number

    numbers = at_once(*[lambda number=number: change(number) for number in range(4)])

    titles = world.do(designs.document, "admin", design)["schema"]["properties"]
    assert len(set(opened)) == 1
    assert sorted(map(str, numbers)) == ["1", "2", "3", "4"]
    assert [each["title"] for each in titles.values()].count("问题0") == 1
    assert sum(str(each["title"]).startswith("问题") for each in titles.values()) == 4


def test_two_versions_published_at_once_are_one(world: World) -> None:
    design = world.do(designs.open_, "admin", "form", "mh-application", world.now).id
    operation = {"op": "set", "item": "field:/phone", "property": "title", "value": "手机"}
    world.do(designs.apply, "admin", design, [operation], world.now)

    answers = at_once(*[lambda: world.do(publishing.publish, "admin", design, "改", world.now).version] * 2)

    assert sorted(map(str, answers)) == sorted(["1.0.0+chunhui.1", str(("design.closed",))])
