"""Counting everything anew survives whatever stops it, and a record that is submitted touches its own case only."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from multiprocessing import get_context
from typing import Any

import pytest
from sqlalchemy import event, update

from caseforms import storage
from caseforms.indicators import Table
from caseforms.services import recounting
from caseforms.services.recounting import Progress
from caseforms.storage.tables import ContributionRow, Recount
from tests.databases import Place
from tests.indicators.counted import anew, owners, rows
from tests.services import filled
from tests.services.test_at_once import at_once
from tests.services.world import World, refused


def test_a_stopped_recount_goes_on_where_it_was(
    world: World, sample: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recounting, "STEP", 1)
    for _ in range(3):
        world.fill(world.open(), "application", filled.APPLICATION)
    whole = rows(world)
    with world.store.transaction(world.institution_id) as session:
        session.execute(update(ContributionRow).values(at=20200101))

    def stop(progress: Progress) -> None:
        if progress.done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        recounting.recount(world.store, world.institution_id, lambda: world.now, stop)
    told = anew(world)

    assert told[0].resumed
    assert told[0].done == 3
    assert told[-1].finished
    assert rows(world) == whole


def test_two_recounts_at_once_are_refused_until_the_first_is_silent(world: World, sample: Table) -> None:
    world.fill(world.open(), "application", filled.APPLICATION)
    with world.store.transaction(world.institution_id) as session:
        run = Recount(
            rules="x", holder="elsewhere:1", started_at=world.now, heartbeat=world.now, finished_at=None
        )
        run.place, run.done, run.total = "case:", 0, 1
        session.add(run)

    at_once = refused(lambda: anew(world))
    world.later(minutes=2)
    later = anew(world)

    assert at_once == ("indicators.running",)
    assert later[-1].finished


def test_a_recount_whose_process_is_gone_is_taken_over_at_once(world: World, sample: Table) -> None:
    holder = f"{os.uname().nodename}:{2**22 + 7}"  # above the highest process number
    with world.store.transaction(world.institution_id) as session:
        run = Recount(rules="x", holder=holder, started_at=world.now, heartbeat=world.now, finished_at=None)
        run.place, run.done, run.total = "case:", 0, 1
        session.add(run)

    assert anew(world)[-1].finished


def test_two_recounts_begun_at_the_same_moment_are_one(
    world: World, sample: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recounting, "STEP", 1)
    for _ in range(4):
        world.fill(world.open(), "application", filled.APPLICATION)
    before = rows(world)

    answers = at_once(*[lambda: anew(world)[-1].finished] * 2)

    assert sorted(answers, key=str) == [("indicators.running",), True]
    assert rows(world) == before


def test_a_recount_that_is_killed_with_9_is_gone_on_with_and_says_the_same(
    world: World, sample: Table, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recounting, "STEP", 1)
    for _ in range(3):
        world.fill(world.open(), "application", filled.APPLICATION)
    whole = rows(world)
    with world.store.transaction(world.institution_id) as session:
        session.execute(update(ContributionRow).values(at=20200101))
    process = get_context("fork").Process(target=dies, args=(place, world.institution_id, world.now))

    process.start()
    process.join(30)
    half = [row for row in rows(world) if row not in whole]
    told = anew(world)

    assert process.exitcode == -signal.SIGKILL
    assert 0 < len(half) < len(whole)
    assert (told[0].resumed, told[0].done, told[-1].finished) == (True, 3, True)
    assert rows(world) == whole


@contextmanager
def statements_about(world: World, *tables: str) -> Iterator[list[str]]:
    """The values of every statement that reads or writes one of some tables."""
    asked: list[str] = []

    def hear(*heard: Any) -> None:
        if any(table in heard[2] for table in tables):
            asked.append(str(heard[3]))

    event.listen(world.store.engine, "before_cursor_execute", hear)
    yield asked
    event.remove(world.store.engine, "before_cursor_execute", hear)


def dies(place: Place, institution_id: str, now: datetime) -> None:
    """Count anew in a process of its own, which is killed after the second case."""

    def kill(progress: Progress) -> None:
        if progress.done == 2:
            os.kill(os.getpid(), signal.SIGKILL)

    recounting.recount(storage.open(place), institution_id, lambda: now, kill)


@pytest.mark.requirement("R-000-07")
def test_a_submitted_record_rewrites_the_rows_of_its_own_case_only(world: World, sample: Table) -> None:
    first, *others = [world.open() for _ in range(4)]
    for case_id in (first, *others):
        world.fill(case_id, "application", filled.APPLICATION)
    world.sign(world.fill(first, "consent", filled.CONSENT), "client", "worker")
    world.act(first, "accept")
    world.fill(first, "risk_profile", filled.RISK_PROFILE)
    draft, before = world.start(first, "assessment"), owners(world)

    with statements_about(world, "contribution", "counted_source", "case_event") as asked:
        world.submit(draft, filled.ASSESSMENT)
    after = owners(world)

    assert before.keys() == after.keys() == {first, *others}
    assert after[first].isdisjoint(before[first])
    assert {case_id: after[case_id] for case_id in others} == {case_id: before[case_id] for case_id in others}
    assert asked
    assert not [values for values in asked if any(case_id in values for case_id in others)]
    assert all(first in values for values in asked)
