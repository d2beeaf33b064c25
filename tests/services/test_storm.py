"""A storm over the station: servers killed, answers lost, pieces cut, twisted, repeated: nothing is lost, nothing is twice."""

from __future__ import annotations

import os
import random
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from caseforms.services import arrivals, arriving
from caseforms.storage.tables import Arrival, SealedFile, SealedPiece
from tests.databases import Place
from tests.services.killed import INCIDENT
from tests.services.storm import Outbox, rage, station
from tests.services.tablets import SealedRecord, Tablet, enrolled
from tests.services.world import World

RECORDS = int(os.environ.get("CASEFORMS_TEST_STORM", "30"))
"""`python -m bench --only storm` asks for ten thousand."""
MOST_OF_ONE = 1250
SEED = int(os.environ.get("CASEFORMS_TEST_STORM_SEED", "5"))


def written(tablet: Tablet, world: World, chance: random.Random, number: int) -> SealedRecord:
    """A record with no file, one or two, of a few bytes or a few thousand."""
    files = tuple(
        tablet.file(b"\xff\xd8\xff" + chance.randbytes(chance.choice((20, 900, 3000))))
        for _ in range(chance.choice((0, 1, 1, 2)))
    )
    place = f"活动室{number}"
    return tablet.record({**INCIDENT, "place": place}, world.chen.user_id, datetime.now(UTC), files=files)


@pytest.mark.timeout(7200)
def test_a_storm_loses_nothing_doubles_nothing_and_misses_no_file(world: World, place: Place) -> None:
    chance = random.Random(SEED)
    tablets = [
        enrolled(world.store, world.institution_id, world.now, world.chen)
        for _ in range(max(3, -(-RECORDS // MOST_OF_ONE)))
    ]
    queues: list[list[SealedRecord]] = [[] for _ in tablets]
    for number in range(RECORDS):
        own = number % len(tablets)
        queues[own].append(written(tablets[own], world, chance, number))
    sealed = {record.id: record for queue in queues for record in queue}

    with station(place, SEED) as served:
        outboxes = [
            Outbox(tablet, served.port, list(queue), random.Random(SEED + number))
            for number, (tablet, queue) in enumerate(zip(tablets, queues, strict=True))
        ]
        rage(served, outboxes, kills=max(3, RECORDS // 100))
        kills = served.kills

    faults = sum((each.faults for each in outboxes), start=outboxes[0].faults.__class__())
    receipts = {key: value for each in outboxes for key, value in each.receipts.items()}
    lost, doubled, missing = _counted(world, sealed, receipts)
    print(f"\nstorm: {place.kind}, seed {SEED}, {RECORDS} records, {kills} kills, {dict(faults)}")
    print(f"storm: {place.kind}: lost {lost}, doubled {doubled}, files missing {missing}")
    assert (lost, doubled, missing) == (0, 0, 0)
    assert kills >= 3
    assert faults["replayed"]


def _counted(
    world: World, sealed: dict[str, SealedRecord], receipts: dict[str, dict[str, str]]
) -> tuple[int, int, int]:
    """Records without their content or receipt, contents and numbers that stand twice, files that do not open."""
    with world.store.reading(world.institution_id) as session:
        first = select(Arrival).where(Arrival.place == 0)
        rows = {row.record_id: row for row in session.scalars(first)}
        told = {each.record_id: each for each in arriving.receipts(session, sealed)}
        lost = sum(
            key not in rows
            or rows[key].sha256 != record.body["sha256"]
            or receipts[key]["signature"] != told[key].signature
            for key, record in sealed.items()
        )
        numbers = session.execute(
            select(func.count(Arrival.number), func.count(Arrival.number.distinct()))
        ).one()
        same = select(Arrival.record_id).group_by(Arrival.record_id, Arrival.sha256).having(func.count() > 1)
        twice = session.scalars(same).all()
        doubled = len(rows) - len(sealed) + numbers[0] - numbers[1] + len(twice)
        missing = session.scalar(select(func.count()).select_from(SealedPiece)) or 0
        whole = set(session.scalars(select(SealedFile.sha256).where(SealedFile.whole_at.is_not(None))))
        for record in sealed.values():
            content = arrivals.opened(session, rows[record.id])
            kept = {each.id: each for each in content.files} if content else {}
            for file in record.files:
                found = file.address in whole and file.id in kept
                missing += not found or arrivals.file_content(session, kept[file.id]) != file.plain
    return lost, doubled, missing
