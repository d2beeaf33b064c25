"""Processes are killed between any two statements: what was acknowledged is there once, and every log still holds."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from caseforms.services import audit
from caseforms.storage.tables import Case, CaseEvent, Counter, Record, Revision
from tests.databases import Place
from tests.services import killed
from tests.services.world import World

SUBMISSIONS = 500
WRITERS = 2
KILLS = 6
CHECKOUT = Path(__file__).parents[2]


def begin(place: Place, world: World, writer: int) -> subprocess.Popen[bytes]:
    share = SUBMISSIONS // WRITERS
    bounds = [str(writer * share), str((writer + 1) * share)]
    line = [sys.executable, "-m", "tests.services.killed", place.database_url, str(place.data_dir)]
    return subprocess.Popen([*line, world.institution_id, world.lin.user_id, *bounds], cwd=CHECKOUT)


def acknowledged(place: Place) -> list[int]:
    lines = [path.read_text().split("\n") for path in place.data_dir.glob("acknowledged-*")]
    return [int(line) for each in lines for line in each[:-1]]


@pytest.mark.timeout(600)
def test_kill_9_during_500_submissions_loses_and_doubles_nothing(world: World, place: Place) -> None:
    chance = random.Random(2026)
    writers = [begin(place, world, number) for number in range(WRITERS)]
    kills = 0
    while any(writer.poll() is None for writer in writers):
        before = len(acknowledged(place))
        if kills < KILLS and before > SUBMISSIONS * kills // (KILLS + 2):
            time.sleep(chance.random() * 0.2)
            victim = chance.randrange(WRITERS)
            if writers[victim].poll() is None:
                writers[victim].kill()
                writers[victim].wait()
                seen = acknowledged(place)
                with world.store.reading(world.institution_id) as session:
                    kept = set(session.scalars(select(Revision.submission_id)))
                assert {killed.identifier(2, number) for number in seen} <= kept
                writers[victim] = begin(place, world, victim)
                kills += 1
        time.sleep(0.02)

    assert [writer.returncode for writer in writers] == [0] * WRITERS
    assert kills >= KILLS // 2
    with world.store.reading(world.institution_id) as session:
        submissions = session.scalars(select(Revision.submission_id)).all()
        assert sorted(submissions) == [killed.identifier(2, number) for number in range(SUBMISSIONS)]
        assert session.scalar(select(func.count()).select_from(Record).where(Record.status == "draft")) == 0
        opened = SUBMISSIONS // killed.CASE_EVERY
        numbers = sorted(str(each) for each in session.scalars(select(Case.application_no)))
        assert numbers == [f"2026-A-{number:04}" for number in range(1, opened + 1)]
        assert session.scalars(select(Counter.value).where(Counter.name == "application_no")).one() == opened
        openings = select(func.count()).select_from(CaseEvent).where(CaseEvent.type == "case.opened")
        assert session.scalar(openings) == opened
    with world.store.reading(None) as session:
        assert audit.verify(session).ok
