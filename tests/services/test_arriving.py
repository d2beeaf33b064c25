"""What tablets delivered waits sealed until somebody decides: confirmed, gone on with, chosen, or put aside; never lost."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from caseforms.services import (
    arrivals,
    cases,
    deciding,
    records,
)
from caseforms.services.identifiers import new_id
from caseforms.storage.base import Base
from caseforms.storage.tables import FieldBundle, Record
from tests.services.deliveries import (
    FIRST_PAGE,
    application,
    delivered,
    marks,
    only,
    service_record,
    tablet,
)
from tests.services.killed import INCIDENT
from tests.services.tablets import Tablet
from tests.services.world import World, refused

__all__ = ["tablet"]


def test_what_waits_is_sealed_in_every_table_and_file(world: World, tablet: Tablet, tmp_path: Path) -> None:
    photo = tablet.file(b"\xff\xd8\xff" + "张秀兰的身份证".encode())
    record = application(world, tablet, files=(photo,))

    delivered(world, tablet, record)

    with world.store.reading(world.institution_id) as session:
        connection = session.connection()
        rows = [
            repr(row) for table in Base.metadata.sorted_tables for row in connection.execute(select(table))
        ]
    files = [path.read_bytes() for path in (tmp_path / "attachments").rglob("*") if path.is_file()]
    assert files
    for secret in ("张秀兰", "13800138042", "希望重新外出工作"):
        assert not any(secret in row for row in rows)
        assert not any(secret.encode() in content for content in files)


@pytest.mark.requirement("R-M-06", "R-002-14")
def test_a_volunteers_application_becomes_the_workers_draft_of_a_new_case(
    world: World, tablet: Tablet
) -> None:
    delivered(world, tablet, application(world, tablet))

    decided = world.do(deciding.go_on, "lin", only(world), world.now)

    view = world.do(records.view, "lin", decided.record_id, world.now)
    assert view.line.status == "draft"
    assert {name: view.data[name] for name in FIRST_PAGE} == FIRST_PAGE
    assert view.case is not None
    assert view.case.responsible == world.lin.user_id
    assert world.do(records.view, "chen", decided.record_id, world.now).line.id == decided.record_id
    assert world.do(arrivals.listed, "lin").items == ()


def test_what_was_filled_in_for_a_case_is_a_fact_only_when_somebody_confirms_it(
    world: World, tablet: Tablet
) -> None:
    case_id = world.planned()
    delivered(world, tablet, service_record(world, tablet, case_id))
    before = _submitted(world, case_id)

    decided = world.do(deciding.confirm, "lin", only(world), world.now)

    assert before == []
    assert _submitted(world, case_id) == [decided.record_id]
    line = world.do(records.view, "lin", decided.record_id, world.now).line
    assert line.author == world.chen.user_id


def test_a_case_that_was_taken_over_closed_or_is_not_theirs_is_said_on_the_page(
    world: World, tablet: Tablet
) -> None:
    case_id = world.planned()
    with world.store.transaction(world.institution_id) as session:
        session.add(_taken_along(world, tablet, case_id))
    delivered(world, tablet, service_record(world, tablet, case_id))
    world.do(cases.assign, "wang", case_id, world.zhou.user_id, world.now)

    found = marks(world, only(world, "zhou"), "zhou")

    assert {"case-taken-over", "not-in-team"} <= found


def test_consent_withdrawn_meanwhile_is_said_and_the_record_is_kept(world: World, tablet: Tablet) -> None:
    case_id = world.planned()
    delivered(world, tablet, service_record(world, tablet, case_id))
    world.act(case_id, "withdraw_consent", reason="不想再继续")
    arrival_id = only(world)

    codes = refused(lambda: world.do(deciding.confirm, "lin", arrival_id, world.now))
    world.do(deciding.decline, "lin", arrival_id, "服务对象撤回了同意", world.now)

    assert "case.guard" in codes
    after = world.do(arrivals.look, "lin", arrival_id, world.now)
    assert {each.code for each in after.marks} >= {"consent-withdrawn"}
    assert after.content is not None
    assert (after.line.state, after.reason) == ("declined", "服务对象撤回了同意")


def test_a_clock_a_year_off_is_said_with_both_times(world: World, tablet: Tablet) -> None:
    long_ago = world.now - timedelta(days=365)
    record = tablet.record(
        INCIDENT,
        world.chen.user_id,
        world.now,
        tablet_time=long_ago.isoformat(),
        time_offset_ms=365 * 86_400_000,
    )
    delivered(world, tablet, record)

    view = world.do(arrivals.look, "lin", only(world), world.now)

    (odd,) = [each for each in view.marks if each.code == "odd-clock"]
    assert odd.params == {"said": long_ago, "received": world.now}


@pytest.mark.parametrize("who", ["chen", "liu", "qian", "admin"])
def test_only_who_takes_cases_decides(world: World, tablet: Tablet, who: str) -> None:
    delivered(world, tablet, tablet.record(INCIDENT, world.chen.user_id, world.now))
    arrival_id = only(world)

    assert refused(lambda: world.do(arrivals.listed, who)) == ("permission.denied",)
    assert refused(lambda: world.do(arrivals.look, who, arrival_id, world.now)) == ("permission.denied",)
    assert refused(lambda: world.do(deciding.confirm, who, arrival_id, world.now)) == ("permission.denied",)


def test_a_record_of_a_case_is_seen_by_those_who_read_the_case(world: World, tablet: Tablet) -> None:
    delivered(world, tablet, service_record(world, tablet, world.planned()))
    arrival_id = only(world)

    assert world.do(arrivals.listed, "zhou").items == ()
    assert refused(lambda: world.do(arrivals.look, "zhou", arrival_id, world.now)) == ("arrival.not-found",)


def _submitted(world: World, case_id: str) -> list[str]:
    with world.store.reading(world.institution_id) as session:
        wanted = select(Record.id).where(Record.case_id == case_id, Record.slot == "service_record")
        return list(session.scalars(wanted.where(Record.status == "submitted")))


def _taken_along(world: World, tablet: Tablet, case_id: str) -> FieldBundle:
    return FieldBundle(
        id=new_id(),
        tablet_id=tablet.id,
        user_id=world.chen.user_id,
        sha256="0" * 64,
        issued_at=world.now,
        expires_at=world.now + timedelta(days=7),
        cases={case_id: world.lin.user_id},
    )
