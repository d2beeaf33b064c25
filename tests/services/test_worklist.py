"""Work lists and search: overdue first, in pages without gaps, found by name, sound, number and phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event

from caseforms.services import search, worklist
from caseforms.services.worklist import TodoLine
from tests.services import filled
from tests.services.world import World, refused


def everything(world: World, actor: str, scope: str, limit: int) -> list[TodoLine]:
    found: list[TodoLine] = []
    after = None
    while True:
        page = world.do(worklist.todo, actor, scope, world.now, after=after, limit=limit)
        found += page.items
        after = page.next
        if after is None:
            return found


def test_overdue_leads_and_what_has_no_date_comes_last(world: World) -> None:
    old = world.accepted()
    world.later(days=25)
    new = world.accepted()
    world.do(worklist.todo, "lin", "mine", world.now)

    lines = everything(world, "lin", "mine", 30)

    assert lines[0].case_id == old
    assert (lines[0].group, lines[0].status, lines[0].force) == ("overdue", "overdue", "shall")
    assert (lines[0].days or 0) < 0
    dated = [line.due_at for line in lines if line.due_at]
    assert dated == sorted(dated)
    assert {line.case_id for line in lines} == {old, new}


def test_pages_hold_every_line_once(world: World) -> None:
    for _ in range(4):
        world.accepted()

    whole = everything(world, "lin", "mine", 100)
    paged = everything(world, "lin", "mine", 3)

    assert [(line.case_id, line.key) for line in paged] == [(line.case_id, line.key) for line in whole]
    assert len({(line.case_id, line.key) for line in paged}) == len(paged) > 3


def test_a_plan_waits_in_the_supervisors_list_of_signatures(world: World) -> None:
    case_id = world.assessed()
    world.sign(world.fill(case_id, "plan", filled.PLAN), "client", "worker")

    (line,) = everything(world, "wang", "signatures", 30)

    assert (line.case_id, line.kind, line.client_name, line.number) == (
        case_id,
        "signature",
        "张秀兰",
        "2026-MH-0001",
    )
    assert everything(world, "zhou", "signatures", 30) == []


def test_drafts_and_cases_are_lists_of_their_own(world: World) -> None:
    case_id = world.accepted()
    draft = world.start(case_id, "risk_profile")

    assert [line.record_id for line in everything(world, "lin", "drafts", 30)] == [draft.line.id]
    assert [line.case_id for line in everything(world, "lin", "cases", 30)] == [case_id]
    counts = world.do(worklist.counts, "lin", world.now)
    assert (counts["drafts"], counts["cases"], counts["overdue"]) == (1, 1, 0)
    assert counts["mine"] == len(everything(world, "lin", "mine", 30))


def test_the_team_sees_the_teams_work(world: World) -> None:
    case_id = world.accepted()

    assert case_id in {line.case_id for line in everything(world, "zhou", "team", 30)}
    assert case_id not in {line.case_id for line in everything(world, "zhou", "mine", 30)}


def test_cases_are_listed_newest_first_in_pages(world: World) -> None:
    made = []
    for _ in range(5):
        made.append(world.open())
        world.later(minutes=1)

    first = world.do(worklist.cases, "lin", world.now, limit=3)
    second = world.do(worklist.cases, "lin", world.now, after=first.next, limit=3)

    assert [line.id for line in (*first.items, *second.items)] == made[::-1]
    assert [line.id for line in world.do(worklist.cases, "lin", world.now, stage="intake").items] == []


@pytest.mark.parametrize("cursor", ["x", "", "bm90LWpzb24", "WzFd"])
def test_a_cursor_that_is_not_ours_is_refused(world: World, cursor: str) -> None:
    assert refused(lambda: world.do(worklist.todo, "lin", "mine", world.now, after=cursor)) == (
        "page.bad-cursor",
    )


def test_an_unknown_list_is_refused(world: World) -> None:
    assert refused(lambda: world.do(worklist.todo, "lin", "all", world.now)) == ("page.unknown-scope",)


@pytest.mark.parametrize(
    "text",
    [
        "张秀兰",
        "秀兰",
        "兰",
        "zhangxiulan",
        "Zhang Xiu",
        "xiulan",
        "zxl",
        "2026-MH-0001",
        "mh0001",
        "0001",
        "8042",
        "138 0013 8042",
        "００１３８０４２",
    ],
)
def test_a_case_is_found_by(world: World, text: str) -> None:
    case_id = world.accepted()
    world.accepted(client_name="李国强", phone="13911112222")

    found = [line.id for line in world.do(search.find, "lin", text)]

    assert found == [case_id]


@pytest.mark.parametrize("text", ["", " ", "王", "9999", "%", "138", "zhangxiulan0"])
def test_nothing_is_found_by(world: World, text: str) -> None:
    world.accepted()

    assert world.do(search.find, "lin", text) == ()


def test_search_shows_another_workers_case_as_a_header(world: World) -> None:
    world.accepted()

    (line,) = world.do(search.find, "zhou", "张秀兰")

    assert (line.flags, line.next_due_at) == ((), None)


def test_a_changed_name_is_found_under_the_new_one_only(world: World) -> None:
    case_id = world.open(client_name="张三")
    world.fill(case_id, "application", filled.APPLICATION)

    assert world.do(search.find, "lin", "张三") == ()
    assert len(world.do(search.find, "lin", "张秀兰")) == 1


LISTED = ("case_file", "case_member", "open_item", "search_term", "person_key", "record")


def plans(world: World, ask: Callable[[], object]) -> list[str]:
    """How the database goes about each query of a list, in its own words."""
    asked: list[tuple[str, Any]] = []

    def hear(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        asked.append((statement, values))

    event.listen(world.store.engine, "before_cursor_execute", hear)
    try:
        ask()
    finally:
        event.remove(world.store.engine, "before_cursor_execute", hear)
    sqlite = world.store.engine.dialect.name == "sqlite"
    found: list[str] = []
    with world.store.engine.connect() as connection:
        if not sqlite:  # a few rows are read through rather than looked up, whatever the index
            connection.exec_driver_sql("SET enable_seqscan = off")
        for statement, values in asked:
            if statement.startswith("SELECT"):
                explained = connection.exec_driver_sql(
                    f"EXPLAIN {'QUERY PLAN ' if sqlite else ''}{statement}", values
                )
                found += [str(row[-1]) for row in explained]
    return found


@pytest.mark.parametrize("scope", ["mine", "team", "all"])
def test_no_list_of_cases_reads_through_a_table(world: World, scope: str) -> None:
    world.accepted()

    found = plans(world, lambda: world.do(worklist.cases, "lin", world.now, scope))

    assert found
    assert [
        line for line in found for table in LISTED if re.search(rf"(SCAN|Seq Scan on) {table}\b", line)
    ] == []


@pytest.mark.parametrize("scope", ["mine", "team", "signatures", "drafts"])
def test_no_work_list_reads_through_a_table(world: World, scope: str) -> None:
    world.accepted()

    found = plans(world, lambda: world.do(worklist.todo, "lin", scope, world.now))

    assert found
    assert [
        line for line in found for table in LISTED if re.search(rf"(SCAN|Seq Scan on) {table}\b", line)
    ] == []


@pytest.mark.parametrize("text", ["张秀兰", "zhangxiulan", "2026-A-0001", "13800138000", "8000"])
def test_no_search_reads_through_a_table(world: World, text: str) -> None:
    world.accepted()

    found = plans(world, lambda: world.do(search.find, "lin", text))

    assert found
    assert [
        line for line in found for table in LISTED if re.search(rf"(SCAN|Seq Scan on) {table}\b", line)
    ] == []
