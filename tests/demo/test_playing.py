"""How the demonstration is played: the same each time, on any day, in less time, on either database."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from caseforms import settings, storage
from caseforms.demo import handwriting
from caseforms.settings import Settings
from caseforms.storage.tables import Case, CaseEvent, Revision
from tests.databases import migrated, place, store
from tests.demo import building

__all__ = ["migrated", "place", "store"]
SUNDAY = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
EARLY_MONDAY = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)  # one o'clock at night in Shanghai
HOLIDAY = datetime(2026, 10, 3, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.timeout(600)


def read_in(folder: Path) -> Settings:
    return settings.read({"CASEFORMS_DATA_DIR": str(folder)})


def told(read: Settings) -> list[tuple[object, ...]]:
    with closing(storage.open(read)) as opened:
        houses = [line.id for line in _listed(opened)]
        found: list[tuple[object, ...]] = []
        for house in houses:
            with opened.reading(house) as session:
                found += session.execute(select(Case.id, Case.client_name, Case.stage, Case.case_no)).all()
                found += session.execute(
                    select(CaseEvent.case_id, CaseEvent.seq, CaseEvent.at, CaseEvent.type).order_by(
                        CaseEvent.case_id, CaseEvent.seq
                    )
                ).all()
                found += session.execute(
                    select(Revision.record_id, Revision.submission_id).order_by(Revision.submission_id)
                ).all()
    return found


def _listed(opened: storage.Store) -> tuple[object, ...]:
    from caseforms.services import institutions

    with opened.reading(None) as session:
        return institutions.listed(session)


def test_the_same_present_tells_the_same_stories(tmp_path: Path) -> None:
    stories = ("plan_for_worker", "brief")
    for name in ("once", "again"):
        building.played(read_in(tmp_path / name), building.NOW, *stories)

    assert told(read_in(tmp_path / "once")) == told(read_in(tmp_path / "again"))


@pytest.mark.parametrize("now", [SUNDAY, EARLY_MONDAY, HOLIDAY], ids=["sunday", "night", "holiday"])
def test_any_moment_can_be_the_present(tmp_path: Path, now: datetime) -> None:
    read = read_in(tmp_path)

    building.played(read, now, "visit_under_way", "handed_over", "stranger")

    events = [row for row in told(read) if len(row) == 4 and isinstance(row[2], datetime)]
    assert max(row[2] for row in events) <= now
    assert {row[2] for row in told(read) if len(row) == 4 and not isinstance(row[2], datetime)} == {
        "intervention",
        "intake",
        "application",
    }


def test_a_long_story_fits_into_few_days(tmp_path: Path) -> None:
    read = read_in(tmp_path)

    building.played(read, building.NOW, "archived", days_back=60)

    stages = [row[2] for row in told(read) if len(row) == 4 and not isinstance(row[2], datetime)]
    first = min(row[2] for row in told(read) if len(row) == 4 and isinstance(row[2], datetime))
    assert stages == ["archived"]
    assert first >= building.NOW - timedelta(days=61)


@pytest.mark.parametrize("place", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)
def test_stories_play_on_postgresql_too(store: storage.Store) -> None:
    from caseforms.demo import build

    built = build(store, building.NOW, only={"high_risk_waiting", "declined_with_referral", "crisis_raised"})

    with store.reading(built.houses["chunhui"].institution_id) as session:
        assert sorted(session.scalars(select(Case.stage))) == ["intervention", "not_accepted", "planning"]


def test_a_signature_is_written_from_left_to_right_in_time() -> None:
    from random import Random

    strokes = handwriting.strokes("林晓燕", Random("a pen"))

    times = [point["time"] for stroke in strokes for point in stroke["points"]]
    firsts = [stroke["points"][0]["x"] for stroke in strokes]
    assert times == sorted(times)
    assert firsts[0] < firsts[-1]
    assert all(0 <= point["y"] <= handwriting.HEIGHT for stroke in strokes for point in stroke["points"])


def test_a_fingerprint_is_a_png() -> None:
    from random import Random

    assert handwriting.fingerprint(Random("a thumb")).startswith(b"\x89PNG\r\n\x1a\n")
