"""Time: overdue tells the supervisor once, a calendar year moves due dates, numbers leave no gap."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date

import pytest
from sqlalchemy import select

from caseforms.services import (
    calendar,
    casework,
    clock,
    institutions,
    notifications,
    numbering,
    records,
    signing,
    tasks,
)
from caseforms.services.identifiers import new_id
from caseforms.storage.tables import CaseEvent
from tests.services import filled
from tests.services.world import World, refused


def fired(world: World, case_id: str) -> list[str]:
    with world.store.reading(world.institution_id) as session:
        lines = select(CaseEvent.data).where(CaseEvent.case_id == case_id, CaseEvent.type == "timer.fired")
        return [str(data["due"]) for data in session.scalars(lines)]


@pytest.mark.requirement("R-002-25")
def test_an_overdue_assessment_tells_the_supervisor_once(world: World) -> None:
    case_id = world.accepted()
    assert clock.tick(world.store, world.now).fired == 0

    world.later(days=21, hours=14)
    assert clock.tick(world.store, world.now).fired == 0
    world.later(hours=2)
    first, second = clock.tick(world.store, world.now), clock.tick(world.store, world.now)
    world.later(days=2)
    third = clock.tick(world.store, world.now)

    assert (first.fired, second.fired, third.fired) == (1, 0, 0)
    assert fired(world, case_id) == ["assessment"]
    (notice,) = world.do(notifications.mine, "wang")
    assert (notice.kind, notice.case_id) == ("notice", case_id)
    assert "15个工作日" in notice.params["message"]["zh"]


@pytest.mark.requirement("R-002-56")
def test_a_visit_nobody_returned_from_alarms_the_duty_worker_and_the_supervisor(world: World) -> None:
    case_id = world.accepted()
    world.fill(case_id, "risk_profile", filled.RISK_PROFILE)
    visitors = [{"name": "林晓燕", "role": "social_worker"}, {"name": "周明", "role": "social_worker"}]
    today = "2026-03-02"
    world.fill(
        case_id,
        "home_visit",
        {
            **filled.HOME_VISIT,
            "visitors": visitors,
            "duty_worker": world.zhou.user_id,
            "departure_at": f"{today}T10:00",
            "expected_return_at": f"{today}T11:00",
        },
    )

    world.later(hours=1, minutes=59)
    early = clock.tick(world.store, world.now).fired
    world.later(minutes=2)
    late = clock.tick(world.store, world.now).fired

    assert (early, late) == (0, 1)
    assert [notice.case_id for notice in world.do(notifications.mine, "wang")] == [case_id]


@pytest.mark.requirement("R-002-46")
def test_a_follow_up_task_is_tried_waived_and_never_closed_twice(world: World) -> None:
    case_id = world.planned()
    world.later(days=1)
    world.fill(case_id, "service_record", filled.SERVICE_RECORD)
    world.act(case_id, "start_evaluation")
    world.fill(case_id, "evaluation", filled.EVALUATION)
    world.act(case_id, "start_closing")
    world.sign(
        world.fill(case_id, "closure", {**filled.CLOSURE, "revisit_times": 3}),
        "client",
        "worker",
        "supervisor",
    )
    if world.view(case_id).line.stage == "closing":
        world.act(case_id, "approve_closure", "wang")

    planned = [due for due in world.view(case_id).due if due.is_task]
    world.do(tasks.attempt, "lin", case_id, planned[0].key, world.now, "无人接听")
    assert refused(lambda: world.do(tasks.waive, "lin", case_id, planned[0].key, world.now)) == (
        "record.reason-needed",
    )
    world.do(tasks.waive, "lin", case_id, planned[0].key, world.now, "已搬离")

    assert [(due.day - planned[0].day).days for due in planned] == [0, 30, 60]
    after = {due.key: due.status for due in world.view(case_id).due if due.is_task}
    assert after[planned[0].key] == "cancelled"
    assert refused(lambda: world.do(tasks.done, "lin", case_id, planned[0].key, world.now)) == (
        "task.not-open",
    )


def test_2024_to_2026_are_published_and_later_years_estimated(world: World) -> None:
    with world.store.reading(world.institution_id) as session:
        lines = {line.year: line for line in calendar.years(session)}

    assert {year: line.status for year, line in lines.items()} == {
        2024: "published",
        2025: "published",
        2026: "published",
        2027: "estimated",
        2028: "estimated",
    }
    assert date(2026, 10, 1) in lines[2026].off
    assert date(2026, 2, 14) in lines[2026].work
    assert not lines[2027].work


@pytest.mark.requirement("R-002-17", "R-002-25")
def test_a_changed_year_moves_due_dates_and_tells_who_has_less_time(world: World) -> None:
    case_id = world.accepted()
    before = world.view(case_id).line.next_due_at
    with world.store.reading(world.institution_id) as session:
        year = next(line for line in calendar.years(session) if line.year == 2026)

    more_off = world.do(
        clock.set_year,
        "admin",
        2026,
        [*year.off, date(2026, 3, 4)],
        year.work,
        "published",
        world.now,
        year.version,
    )
    later = world.view(case_id).line.next_due_at
    less_off = world.do(
        clock.set_year, "admin", 2026, year.off, year.work, "published", world.now, year.version + 1
    )

    assert (more_off.cases, more_off.earlier, more_off.later) == (1, 0, 1)
    assert (less_off.earlier, less_off.later) == (1, 0)
    assert before is not None
    assert later is not None
    assert later > before
    assert world.view(case_id).line.next_due_at == before
    assert [notice.kind for notice in world.do(notifications.mine, "lin")] == ["due-earlier"]
    assert "due_moved" in world.view(case_id).timeline.entries[0].data


@pytest.mark.parametrize(
    ("off", "work", "status", "code"),
    [
        ([date(2025, 1, 1)], [], "published", "calendar.other-year"),
        ([], [date(2026, 3, 4)], "published", "calendar.not-a-weekend"),
        ([date(2026, 3, 7)], [date(2026, 3, 7)], "published", "calendar.both"),
        ([], [], "guessed", "calendar.status"),
    ],
)
def test_an_impossible_calendar_is_refused(
    world: World, off: list[date], work: list[date], status: str, code: str
) -> None:
    codes = refused(lambda: world.do(clock.set_year, "admin", 2026, off, work, status, world.now, 1))

    assert codes == (code,)


def test_two_administrators_do_not_overwrite_one_another(world: World) -> None:
    world.do(clock.set_year, "admin", 2027, [], [], "published", world.now, 1)

    assert refused(lambda: world.do(clock.set_year, "admin", 2027, [], [], "estimated", world.now, 1)) == (
        "calendar.stale",
    )


def test_numbers_have_no_gap_and_no_double_even_when_taken_at_once(world: World) -> None:
    def issue(fails: bool) -> str:
        with world.store.transaction(world.institution_id) as session:
            number = numbering.issue(session, "case_no", 2026)
            if fails:
                raise InterruptedError
        return number

    def take(fails: bool) -> str:
        with suppress(InterruptedError):
            return issue(fails)
        return ""

    with ThreadPoolExecutor(4) as pool:
        taken = [number for number in pool.map(take, [False, True] * 12) if number]

    assert sorted(taken) == [f"2026-MH-{number:04}" for number in range(1, 13)]


def test_each_year_begins_anew_unless_the_pattern_names_none(world: World) -> None:
    with world.store.transaction(world.institution_id) as session:
        numbers = [numbering.issue(session, "case_no", year) for year in (2026, 2027, 2027)]
        archive = [numbering.issue(session, "archive_no", year) for year in (2026, 2027)]

    assert numbers == ["2026-MH-0001", "2027-MH-0001", "2027-MH-0002"]
    assert archive == ["P000001", "P000002"]


@pytest.mark.parametrize("pattern", ["fixed", "{n", "{year}", "{n.__class__}", "{nobody}", "{n:99999}"])
def test_a_pattern_that_gives_no_numbers_is_refused(world: World, pattern: str) -> None:
    codes = refused(lambda: world.do(institutions.set_setting, "admin", "number.case_no", pattern, world.now))

    assert codes == ("institution.number-pattern",)


def test_the_zone_of_the_institution_decides_when_a_day_ends(world: World) -> None:
    with world.store.reading(world.institution_id) as session:
        zone = casework.calendar_of(session).zone

    assert str(zone) == "Asia/Shanghai"


@pytest.mark.requirement("R-002-80")
def test_a_result_that_nobody_confirms_is_closed_by_the_system_and_marked_so(world: World) -> None:
    case_id = world.accepted()
    record_id = world.fill(case_id, "referral", filled.REFERRAL)
    world.do(signing.sign, "lin", record_id, "sender", "typed", world.now, typed="林晓燕")
    seen = world.do(records.view, "lin", record_id, world.now)
    result = {"accepted": "yes", "received_at": "2026-03-02T10:00", "result": "已就诊"}
    answer = {**seen.data, **result, "closed_at": "2026-03-02T10:30"}
    world.do(records.correct, "lin", record_id, answer, seen.version, world.now, new_id(), "对方已反馈")

    world.later(days=7)
    early = clock.tick(world.store, world.now).fired
    world.later(days=1)
    clock.tick(world.store, world.now)

    with world.store.reading(world.institution_id) as session:
        wanted = select(CaseEvent).where(CaseEvent.case_id == case_id, CaseEvent.type == "case.acted")
        acts = [(row.data["action"], row.by) for row in session.scalars(wanted.order_by(CaseEvent.seq))]
        told = [each.params["message"]["zh"] for each in notifications.mine(session, world.lin)]
    assert early == 0
    assert acts[-1] == ("close_unconfirmed", "system")
    assert any("系统已标记闭环" in each for each in told)
    labels = {item.label["zh"] for item in world.view(case_id).open_items}
    assert not any("转介" in each for each in labels)
