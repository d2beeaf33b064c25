"""Two years of chronic-disease cases with their records and what they add to the tables, written straight into the tables.

A few stories that the workflow's own scenarios play are moved to each month of two years and counted by the product; every
other case is a copy of one of these patterns, made inside the database under ids of its own.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bench.crowd import NUMBERS, without_indexes
from bench.house import House
from caseforms import workflow as flows
from caseforms.services import library, recounting
from caseforms.services.calendar import as_published
from caseforms.storage.tables import Case, CaseEvent, Person, Record, Revision, Signature
from caseforms.workflow import scenarios

FLOW = "chronic-disease-case"
NOW = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
STORIES = ("closed", "special_needs_met", "revised", "interval_changed", "next_stage", "followed_up")
MONTHS, FIRST, MONTH = 24, 112, 28
"""How often each story begins, and how many days ago the last one did: whole weeks, and each is over by NOW."""
DAY = re.compile(r"\d{4}-\d\d-\d\d")
PATTERN = "pattern-{:016x}"
COPY = "printf('%024x', counted.n)"
"""The first part of every id of a case: what a copy has instead of its pattern's."""
OF_ALL = {
    "person": "id",
    "case_file": "id",
    "record": "case_id",
    "revision": "case_id",
    "contribution": "source_id",
    "counted_source": "source_id",
}
OF_SOME = {"case_event": "case_id", "signature": "case_id"}
Line = Mapping[str, Any]


def fill(home: House, count: int, logged: int) -> int:
    """Write `count` cases, the first `logged` with their events and signatures; how many records there are.

    Only a case with its events can be opened or counted anew; the tables are drawn from all of them.
    """
    with home.store.transaction(home.institution_id) as session:
        for number, (events, records) in enumerate(patterns()):
            _write(session, home, PATTERN.format(number), events, records)
    recounting.recount(home.store, home.institution_id, lambda: NOW, lambda _: None)
    connection = sqlite3.connect(home.folder / "caseforms.db")
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA cache_size=-200000")
    with without_indexes(connection, (*OF_ALL, *OF_SOME)):
        for owners, most in ((OF_ALL, count), (OF_SOME, logged)):
            for table, owner in owners.items():
                _multiply(connection, table, owner, most)
    connection.execute("ANALYZE")
    connection.commit()
    (records,) = connection.execute("SELECT COUNT(*) FROM record").fetchone()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return int(records)


def patterns() -> Iterator[tuple[Sequence[Line], Sequence[Line]]]:
    """The events and records of each story in each month."""
    flow, calendar, told = library.workflow(None, FLOW), as_published(), {}  # type: ignore[var-annotated]  # by name
    for name in STORIES:
        story = scenarios.played(flow, flow.scenarios[name], calendar, told).story
        for month in range(MONTHS):
            back = timedelta(days=FIRST + MONTH * month)
            yield _moved(story.events, back), _moved(list(story.records.values()), back)


def _moved(value: Any, back: timedelta) -> Any:
    """The same some days earlier, wherever a day is written."""

    def earlier(day: re.Match[str]) -> str:
        return (date.fromisoformat(day[0]) - back).isoformat()

    return json.loads(DAY.sub(earlier, json.dumps(value, ensure_ascii=False)))


def _write(session: Session, home: House, key: str, events: Sequence[Line], records: Sequence[Line]) -> None:
    """One pattern as the product keeps a case. Every id begins with the key."""
    ids = {record["id"]: f"{key}{number:08x}" for number, record in enumerate(records, 1)}
    flow, worker = library.workflow(session, FLOW), home.worker.user_id
    state = flows.fold(flow, events)
    stage, case_id = flow.stages[state.stage], f"{key}{0:08x}"
    assert state.opened_at is not None
    known = {"name": "张秀兰", "name_pinyin": "zhangxiulan", "gender": "female", "birth_date": "1955-03-12"}
    session.add(
        Person(
            id=case_id,
            archive_no=key,
            phone_masked="",
            identity_sealed="",
            created_at=NOW,
            created_by=worker,
            **known,
        )
    )
    session.flush()
    session.add(
        Case(
            id=case_id, workflow=FLOW, workflow_version=flow.version, person_id=case_id, client_name="张秀兰", case_no=key,
            stage=stage.name, phase=stage.phase, stage_entered_at=state.entered_at, flags=[], responsible=worker,
            team_id=home.team_id, retention=stage.retention, opened_at=state.opened_at, opened_by=worker,
            closed_at=state.entered_at if stage.final else None, last_seq=len(events), last_hash=f"{key}{len(events):040x}",
        )
    )  # fmt: skip
    session.flush()
    for event in events:
        session.add(_event(case_id, key, event, ids))
    for record in records:
        definition = library.form(session, flow.slots[record["slot"]].definition).definition
        _write_record(
            session, ids[record["id"]], case_id, worker, record, (definition.id, definition.version)
        )


def _event(case_id: str, key: str, event: Line, ids: Mapping[str, str]) -> CaseEvent:
    data = {
        name: ids.get(value, value) if isinstance(value, str) else value
        for name, value in event["data"].items()
    }
    return CaseEvent(
        case_id=case_id, seq=event["seq"], at=datetime.fromisoformat(event["at"]), type=event["type"], by=event["by"],
        role=event["role"], data=data, workflow=FLOW, prev_hash="", hash=f"{key}{event['seq']:040x}",
    )  # fmt: skip


def _write_record(
    session: Session, record_id: str, case_id: str, worker: str, record: Line, definition: tuple[str, str]
) -> None:
    at = datetime.fromisoformat(record["submitted_at"]) if record["submitted_at"] else NOW
    session.add(
        Record(
            id=record_id, case_id=case_id, slot=record["slot"], definition_id=definition[0], definition_version=definition[1],
            definition_sha256="", number=record["number"], status=record["status"], revision=record["revision"], author=worker,
            created_at=at, updated_at=at, submitted_at=at if record["submitted_at"] else None, locked=[],
        )
    )  # fmt: skip
    session.flush()
    session.add(
        Revision(
            record_id=record_id, number=record["revision"], case_id=case_id, submission_id=record_id, data=record["data"],
            sealed={}, sha256="", submitted_sha256="", by=worker, at=at, reason="", warnings=[],
        )
    )  # fmt: skip
    for number, signature in enumerate(record["signatures"]):
        session.add(
            Signature(
                id=f"{record_id[:-4]}{number:x}{record_id[-3:]}", record_id=record_id, case_id=case_id, revision=record["revision"],
                role=signature["role"], pointer="", method=signature["method"], signer_name=signature["signer"], by=signature["signer"],
                at=datetime.fromisoformat(signature["at"]), sha256="", typed="", witness="", note="",
            )
        )  # fmt: skip


def _multiply(connection: sqlite3.Connection, table: str, owner: str, count: int) -> None:
    """Give every case its copies of the rows of a pattern."""
    wanted = f"SELECT name, type FROM pragma_table_info('{table}') WHERE NOT (pk AND name = 'id' AND type = 'INTEGER')"
    columns = connection.execute(wanted).fetchall()
    named = ", ".join(f'"{name}"' for name, _ in columns)
    taken = ", ".join(_copied(name, kind, f"substr(old.{owner}, 1, 24)") for name, kind in columns)
    connection.execute("DROP TABLE IF EXISTS temp.old")
    connection.execute(f"CREATE TEMP TABLE old AS SELECT * FROM {table} WHERE {owner} LIKE 'pattern-%'")
    connection.execute(f"CREATE INDEX temp.old_owner ON old ({owner})")
    pattern = f"printf('pattern-%016x00000000', counted.n % {len(STORIES) * MONTHS})"
    connection.execute(
        f"{NUMBERS.format(count=count)} INSERT INTO {table} ({named})"
        f" SELECT {taken} FROM counted JOIN old ON old.{owner} = {pattern}"
    )


def _copied(name: str, kind: str, key: str) -> str:
    text = kind.startswith(("VARCHAR", "TEXT", "JSON"))
    return f'replace(old."{name}", {key}, {COPY})' if text else f'old."{name}"'
