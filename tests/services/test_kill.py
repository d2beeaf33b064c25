"""Processes are killed between any two statements: what was acknowledged is there once, and every log still holds."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
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
KILLS = 12
CHECKOUT = Path(__file__).parents[2]


@dataclass
class Writer:
    """One of the processes that share the submissions among them; another takes the place of one that was killed."""

    server: subprocess.Popen[str]
    given: tuple[str, ...]
    number: int = 0
    ended: int | None = None

    def begin(self) -> Writer:
        self.number, self.ended = self._ask("begin", *self.given) or 0, None
        return self

    def works(self) -> bool:
        if self.ended is None:
            self.ended = self._ask("look", self.number)
        return self.ended is None

    def kill(self) -> None:
        assert self._ask("kill", self.number) in {-signal.SIGKILL, 0}  # it may just have come to its end

    def _ask(self, *line: object) -> int | None:
        assert self.server.stdin is not None
        assert self.server.stdout is not None
        self.server.stdin.write(json.dumps(line) + "\n")
        self.server.stdin.flush()
        answer: int | None = json.loads(self.server.stdout.readline())
        return answer


@pytest.fixture
def writers(place: Place, world: World) -> Iterator[list[Writer]]:
    """The writers at work."""
    share = SUBMISSIONS // WRITERS
    line = [sys.executable, "-m", "tests.services.killed"]
    with subprocess.Popen(
        line, cwd=CHECKOUT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as server:
        known = (place.database_url, str(place.data_dir), world.institution_id, world.lin.user_id)
        yield [
            Writer(server, (*known, str(number * share), str((number + 1) * share))).begin()
            for number in range(WRITERS)
        ]


def acknowledged(place: Place) -> list[int]:
    lines = [path.read_text().split("\n") for path in place.data_dir.glob("acknowledged-*")]
    return [int(line) for each in lines for line in each[:-1]]


@pytest.mark.timeout(600)
def test_kill_9_during_500_submissions_loses_and_doubles_nothing(
    world: World, place: Place, writers: list[Writer]
) -> None:
    chance = random.Random(2026)
    kills = 0
    while any(writer.works() for writer in writers):
        before = len(acknowledged(place))
        if kills < KILLS and before > SUBMISSIONS * kills // (KILLS + 2):
            time.sleep(chance.random() * 0.2)
            victim = chance.choice(writers)
            if victim.works():
                victim.kill()
                seen = acknowledged(place)
                with world.store.reading(world.institution_id) as session:
                    kept = set(session.scalars(select(Revision.submission_id)))
                assert {killed.identifier(2, number) for number in seen} <= kept
                victim.begin()
                kills += 1
        time.sleep(0.02)

    assert [writer.ended for writer in writers] == [0] * WRITERS
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
