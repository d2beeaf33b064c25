"""The lengths of clocks: what an institution may set and may not, why it did, and what open cases make of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from caseforms import workflow as flows
from caseforms.services import (
    audit,
    clock,
    clock_lengths,
    library,
    notifications,
    quality_tables,
    recomputing,
)
from caseforms.services.clock_lengths import LengthLine
from caseforms.storage.tables import CaseEvent
from tests.services import filled
from tests.services.world import World, refused

INTAKE = "clock.mental-health-case.intake"
ASSESSMENT = "clock.mental-health-case.assessment"


def line(world: World, setting: str) -> LengthLine:
    return world.do(clock_lengths.of, "admin", setting)


def change(world: World, setting: str, written: str, reason: str = "站务会决定") -> recomputing.Recomputed:
    return world.do(clock_lengths.set_length, "admin", setting, written, reason, world.now)


def due_day(world: World, case_id: str, name: str) -> date:
    return next(due.day for due in world.view(case_id).due if due.name == name)


@pytest.mark.requirement("R-002-17")
def test_an_advised_length_may_be_set_longer_or_shorter_and_moves_the_open_cases(world: World) -> None:
    case_id = world.open()
    usual = due_day(world, case_id, "intake")

    longer = change(world, INTAKE, "8")
    after_longer = due_day(world, case_id, "intake")
    shorter = change(world, INTAKE, "3")

    assert (longer.cases, longer.earlier, longer.later) == (1, 0, 1)
    assert (shorter.earlier, shorter.later) == (1, 0)
    assert after_longer == usual + timedelta(days=3)  # 9 March + three working days
    assert due_day(world, case_id, "intake") < usual


@pytest.mark.requirement("R-002-25")
def test_a_required_length_may_only_be_made_shorter(world: World) -> None:
    case_id = world.accepted()
    usual = due_day(world, case_id, "assessment")

    longer = refused(lambda: change(world, ASSESSMENT, "16"))
    done = change(world, ASSESSMENT, "10")

    assert longer == ("clock.only-shorter",)
    assert (line(world, ASSESSMENT).present, line(world, ASSESSMENT).length.default) == (10, 15)
    assert done.earlier == 1
    assert due_day(world, case_id, "assessment") == usual - timedelta(days=7)
    assert [notice.kind for notice in world.do(notifications.mine, "lin")] == ["due-earlier"]


@pytest.mark.requirement("R-002-17")
def test_what_was_in_time_stays_in_time_and_what_was_late_stays_late(world: World) -> None:
    done, late = world.open(), world.open()
    world.later(days=3)
    world.fill(done, "application", {**filled.APPLICATION, "application_date": "2026-03-02"})
    world.sign(world.fill(done, "consent", filled.CONSENT), "client", "worker")
    world.act(done, "accept")
    before = status(world, done)
    world.later(days=5)  # the five working days are over
    was_late = status(world, late)
    fresh = world.open()

    change(world, INTAKE, "2", "要求更严")
    stricter = (status(world, done), status(world, late), due_day(world, fresh, "intake"))
    change(world, INTAKE, "30", "要求放宽")
    looser = (status(world, done), status(world, late), due_day(world, fresh, "intake"))

    assert (before, was_late) == ("met", "overdue")
    assert stricter[:2] == looser[:2] == ("met", "overdue")
    assert stricter[2] < looser[2]


def status(world: World, case_id: str) -> str:
    """How the clock of the intake stands."""
    return next(due.status for due in world.view(case_id).due if due.name == "intake")


@pytest.mark.parametrize("written", ["0", "-1", "2.5", "五天", "251", "99999999999999999999"])
def test_a_length_out_of_range_is_refused(world: World, written: str) -> None:
    assert refused(lambda: change(world, INTAKE, written)) == ("clock.range",)
    assert line(world, INTAKE).present == 5


def test_a_length_changes_only_for_a_reason_and_reason_person_and_time_are_kept(world: World) -> None:
    assert refused(lambda: change(world, INTAKE, "7", "  ")) == ("clock.reason",)

    change(world, INTAKE, "7", "春节后来访多")
    kept = line(world, INTAKE)
    log = world.do(audit.log, "admin")

    assert (kept.present, kept.reason, kept.changed_by, kept.changed_at) == (
        7,
        "春节后来访多",
        world.admin.user_id,
        world.now,
    )
    assert dict(log.items[0].detail) == {
        "setting": INTAKE,
        "before": 5,
        "after": 7,
        "reason": "春节后来访多",
    }


def test_an_empty_length_is_the_default_again(world: World) -> None:
    change(world, INTAKE, "7")
    change(world, INTAKE, "")

    assert line(world, INTAKE).present == 5


def test_only_the_administrator_sets_lengths(world: World) -> None:
    wanted = lambda: world.do(clock_lengths.set_length, "wang", INTAKE, "7", "x", world.now)  # noqa: E731

    assert refused(wanted) == ("permission.denied",)
    assert refused(lambda: change(world, "clock.no-such.timer", "7")) == ("clock.not-found",)


def test_every_clock_with_a_length_can_be_set() -> None:
    for flow in library.workflows().values():
        known = {length.setting for length in flows.lengths(flow)}
        for timer in flow.timers.values():
            if (timer.working_days or timer.days or timer.hours) and not (timer.at or timer.dates):
                assert known & {timer.setting, f"clock.{flow.id}.{timer.name}"}, timer.name


@pytest.mark.parametrize(
    ("setting", "default", "unit"),
    [
        ("clock.referral.referral_loop", 14, "days"),
        ("clock.referral.referral_answer", 3, "working_days"),
        ("referral.confirm_days", 5, "working_days"),
        ("hospital-case.conference_days", 7, "days"),
        ("complaint.response_days", 5, "working_days"),
        ("clock.chronic-disease-case.stale_screening", 10, "working_days"),
        ("clock.activity.summary", 7, "days"),
        ("clock.mental-health-case.disclosure_approval", 1, "working_days"),
        ("clock.mental-health-case.suspension_review.escalation", 7, "days"),
    ],
)
def test_what_the_standards_leave_to_the_institution_can_be_made_longer(
    world: World, setting: str, default: int, unit: str
) -> None:
    found = line(world, setting)

    assert (found.length.default, found.length.unit, found.present) == (default, unit, default)
    assert found.length.admits(default + 1)


def test_a_shared_length_holds_in_every_workflow_that_names_it(world: World) -> None:
    change(world, "referral.confirm_days", "9")
    own = {"referral.confirm_days": "9"}

    known = library.workflows()
    found = [
        flows.with_settings(known[name], own).timers[timer].working_days
        for name, timer in (("mental-health-case", "referral_confirm"), ("referral", "confirmation"))
    ]

    assert found == [9, 9]


def test_what_the_first_batch_leaves_the_worker_does_and_a_killed_one_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recomputing, "BATCH", 2)
    cases = [world.open() for _ in range(5)]

    first = change(world, INTAKE, "8")
    moved_at_once = len(moved(world))
    with monkeypatch.context() as broken:
        broken.setattr(recomputing.casework, "opened", _killed)
        with pytest.raises(InterruptedError):
            clock.tick(world.store, world.now)
    rest = recomputing.go_on(world.store, world.institution_id, world.now)

    assert (first.cases, first.later, first.more) == (2, 2, True)
    assert moved_at_once == 2
    assert rest == 3
    assert sorted(moved(world)) == sorted(cases)
    assert recomputing.go_on(world.store, world.institution_id, world.now) == 0


def test_a_second_change_begins_the_walk_anew(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recomputing, "BATCH", 2)
    for _ in range(5):
        world.open()

    change(world, INTAKE, "8")
    change(world, INTAKE, "9")

    assert recomputing.go_on(world.store, world.institution_id, world.now) == 3
    assert len(moved(world)) == 7  # two were moved twice, three once: to the length that holds now


@pytest.mark.parametrize("residents", [2610, None])
def test_other_settings_of_the_institution_leave_its_cases_alone(world: World, residents: int | None) -> None:
    world.do(quality_tables.set_residents, "qian", residents, world.now)

    case_id = world.open()

    assert due_day(world, case_id, "intake") == date(2026, 3, 9)


def moved(world: World) -> list[str]:
    with world.store.reading(world.institution_id) as session:
        notes = session.execute(
            select(CaseEvent.case_id, CaseEvent.data).where(CaseEvent.type == "case.note")
        ).all()
    return [case_id for case_id, data in notes if "due_moved" in data]


def _killed(*_: object) -> None:
    raise InterruptedError
