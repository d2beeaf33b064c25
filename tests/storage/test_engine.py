"""What the database engine promises: nothing is lost between two writers, Chinese stays readable, reading cannot write."""

from __future__ import annotations

import multiprocessing
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import exc, select, text, update

from caseforms import storage
from caseforms.storage import Store
from caseforms.storage.tables import FormVersion, Institution
from tests.databases import Place

NOW = datetime(2026, 3, 5, 8, 30, tzinfo=UTC)


def institution(number: int = 1) -> Institution:
    return Institution(
        id=f"{number:032x}",
        code=f"i{number}",
        name_zh="春晖",
        name_en="0",
        zone="Asia/Shanghai",
        created_at=NOW,
    )


def count_up(place: Place, times: int) -> None:
    store = storage.open(place)
    for _ in range(times):
        with store.transaction(None) as session:
            row = session.scalars(select(Institution).with_for_update()).one()
            row.name_en = str(int(row.name_en) + 1)
    store.close()


def test_two_processes_that_read_and_then_write_lose_no_update(store: Store, place: Place) -> None:
    with store.transaction(None) as session:
        session.add(institution())

    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=count_up, args=(place, 40)) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)

    with store.reading(None) as session:
        assert session.scalars(select(Institution)).one().name_en == "80"


def test_a_failed_transaction_leaves_nothing(store: Store) -> None:
    def fail_half_way() -> None:
        with store.transaction(None) as session:
            session.add(institution())
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()

    with store.reading(None) as session:
        assert session.scalars(select(Institution)).all() == []


def test_a_reading_session_does_not_wait_for_a_writer(store: Store) -> None:
    with store.transaction(None) as writing:
        writing.add(institution())
        writing.flush()

        with store.reading(None) as session:
            seen = session.scalars(select(Institution)).all()

    assert seen == []


def test_a_reading_session_cannot_write(store: Store) -> None:
    with store.reading(None) as session, pytest.raises(exc.DBAPIError):
        session.execute(update(Institution).values(name_zh="x"))

    with store.transaction(None) as session:
        session.execute(update(Institution).values(name_zh="x"))


def test_a_reading_session_sees_one_moment(store: Store) -> None:
    with store.reading(None) as session:
        before = session.scalars(select(Institution.id)).all()
        with store.transaction(None) as writing:
            writing.add(institution())
        after = session.scalars(select(Institution.id)).all()

    assert before == after == []


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_what_is_committed_is_on_disk_and_foreign_keys_hold(place: Place) -> None:
    with closing(storage.open(place)) as store, store.reading(None) as session:
        pragmas = {
            name: session.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("synchronous", "foreign_keys", "journal_mode")
        }

    assert pragmas == {"synchronous": 2, "foreign_keys": 1, "journal_mode": "wal"}


def test_chinese_is_stored_as_itself(store: Store) -> None:
    with store.transaction(None) as session:
        session.add(
            FormVersion(definition_id="a", version="1", sha256="", document={"t": "案表"}, registered_at=NOW)
        )
    with store.reading(None) as session:
        kept = session.execute(text("SELECT CAST(document AS TEXT) FROM form_version")).scalar()

    assert "案表" in str(kept)


def test_instants_come_back_as_the_same_instant_in_utc(store: Store) -> None:
    shanghai = datetime(2026, 3, 5, 16, 30, 0, 123456, tzinfo=timezone(timedelta(hours=8)))
    with store.transaction(None) as session:
        row = institution()
        row.created_at = shanghai
        session.add(row)

    with store.reading(None) as session:
        kept = session.scalars(select(Institution.created_at)).one()

    assert kept == shanghai
    assert kept.utcoffset() == timedelta(0)


def test_a_naive_time_is_refused(store: Store) -> None:
    row = institution()
    row.created_at = datetime(2026, 3, 5)

    with pytest.raises(exc.StatementError), store.transaction(None) as session:
        session.add(row)
