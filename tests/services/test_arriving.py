"""What tablets delivered waits sealed until somebody decides: confirmed, gone on with, chosen, or put aside; never lost."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from caseforms.services import (
    arrivals,
    arriving,
    cases,
    deciding,
    library,
    notifications,
    records,
    sealed_files,
)
from caseforms.services.arriving import Delivered
from caseforms.services.identifiers import new_id
from caseforms.storage import Store
from caseforms.storage.base import Base
from caseforms.storage.tables import Attachment, FieldBundle, Notification, Record
from tests.services import filled
from tests.services.killed import INCIDENT
from tests.services.tablets import PHOTO, SealedRecord, Tablet, enrolled
from tests.services.world import World, refused

STROKES = [[[0, 0], [40, 12], [80, 4]]]
FIRST_PAGE = {
    name: value
    for name, value in filled.APPLICATION.items()
    if name not in ("accept_basis", "scope_action", "follow_up")
}
SIGN_IN = ("activity-signin", "activity")


@pytest.fixture
def tablet(store: Store, world: World) -> Tablet:
    return enrolled(store, world.institution_id, world.now, world.chen)


def delivered(world: World, tablet: Tablet, record: SealedRecord) -> Delivered:
    """The record with its files, as the door takes them."""
    with world.store.transaction(world.institution_id) as session:
        for file in record.files:
            sealed_files.take(session, tablet.id, file.address, 0, len(file.sealed), file.sealed, world.now)
        return arriving.deliver(session, tablet.bearer, record.id, record.body, world.now)


def application(world: World, tablet: Tablet, **more: Any) -> SealedRecord:
    """The first page of an application, as a volunteer fills it in."""
    return tablet.record(
        more.pop("data", FIRST_PAGE),
        world.chen.user_id,
        world.now,
        ("mh-application", _version("mh-application")),
        **more,
    )


def service_record(world: World, tablet: Tablet, case_id: str, **more: Any) -> SealedRecord:
    """A service record for a case, filled in outside."""
    definition = ("mh-service-record", _version("mh-service-record"))
    data = {**filled.SERVICE_RECORD, **more}
    return tablet.record(
        data, world.chen.user_id, world.now, definition, case_id=case_id, slot="service_record"
    )


def only(world: World, actor: str = "lin") -> str:
    """The id of the one arrival that waits."""
    (line,) = world.do(arrivals.listed, actor).items
    return line.id


def marks(world: World, arrival_id: str, actor: str = "lin") -> set[str]:
    """What the page says there is to know."""
    return {each.code for each in world.do(arrivals.look, actor, arrival_id, world.now).marks}


def _version(definition_id: str) -> str:
    return library.form(None, definition_id).definition.version


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


def test_confirmed_twice_it_stands_once(world: World, tablet: Tablet) -> None:
    delivered(world, tablet, tablet.record(INCIDENT, world.chen.user_id, world.now))
    arrival_id = only(world)
    world.do(deciding.confirm, "lin", arrival_id, world.now)

    assert refused(lambda: world.do(deciding.confirm, "zhou", arrival_id, world.now)) == ("arrival.decided",)


def test_a_record_that_is_not_complete_goes_on_waiting(world: World, tablet: Tablet) -> None:
    delivered(world, tablet, tablet.record({"place": "门口"}, world.chen.user_id, world.now))
    arrival_id = only(world)

    codes = refused(lambda: world.do(deciding.confirm, "lin", arrival_id, world.now))

    assert "answer.required" in codes
    assert only(world) == arrival_id
    with world.store.reading(world.institution_id) as session:
        assert session.scalars(select(Record.id)).all() == []


def test_an_incident_from_outside_is_told_at_once_and_confirmed_with_its_signature(
    world: World, tablet: Tablet
) -> None:
    signature = {
        "pointer": "/reporter_signature",
        "role": "reporter",
        "method": "drawn",
        "strokes": STROKES,
        "signer_name": "陈美华",
        "at": (world.now - timedelta(hours=2)).isoformat(),
    }
    record = tablet.record(INCIDENT, world.chen.user_id, world.now, signatures=[signature])
    delivered(world, tablet, record)

    with world.store.reading(world.institution_id) as session:
        told = session.execute(select(Notification.user_id, Notification.kind)).all()
    decided = world.do(deciding.confirm, "wang", only(world, "wang"), world.now)

    assert {(world.lin.user_id, "arrived-urgent"), (world.wang.user_id, "arrived-urgent")} <= {
        *map(tuple, told)
    }
    assert decided.left_out == ()
    view = world.do(records.view, "wang", decided.record_id, world.now)
    (given,) = view.signatures.values()
    assert (given.signer_name, given.at, given.valid) == ("陈美华", world.now - timedelta(hours=2), True)


@pytest.mark.requirement("R-002-35")
def test_a_risk_noted_outside_is_told_on_arrival_and_raises_the_crisis_when_confirmed(
    world: World, tablet: Tablet
) -> None:
    case_id = world.planned()
    record = service_record(world, tablet, case_id, risk_signs=True, risk_signs_note="说不想活了")
    delivered(world, tablet, record)
    told = {each.kind: each.case_id for each in world.do(notifications.mine, "wang")}

    world.do(deciding.confirm, "lin", only(world), world.now)

    assert told["arrived-urgent"] == case_id
    assert "in_crisis" in world.view(case_id).line.flags


def test_a_clients_signature_from_the_tablet_is_noted_by_who_confirms_at_the_time_it_was_given(
    world: World, store: Store
) -> None:
    tablet = enrolled(store, world.institution_id, world.now, world.lin)
    case_id = world.open()
    world.fill(case_id, "application", filled.APPLICATION)
    given_at = (world.now - timedelta(hours=1)).isoformat()
    signature = {
        "role": "client",
        "method": "drawn",
        "strokes": STROKES,
        "signer_name": "张秀兰",
        "at": given_at,
    }
    definition, more = ("mh-consent", _version("mh-consent")), {"case_id": case_id, "slot": "consent"}
    record = tablet.record(
        filled.CONSENT, world.lin.user_id, world.now, definition, signatures=[signature], **more
    )
    delivered(world, tablet, record)

    decided = world.do(deciding.confirm, "lin", only(world), world.now)

    (given,) = world.do(records.view, "lin", decided.record_id, world.now).signatures.values()
    assert decided.left_out == ()
    assert (given.role, given.signer_name, given.at.isoformat(), given.valid) == (
        "client", "张秀兰", given_at, True,
    )  # fmt: skip


def test_a_signature_that_cannot_be_taken_over_is_said_and_the_record_stands(
    world: World, tablet: Tablet
) -> None:
    nobody = {"pointer": "/x", "role": "supervisor", "method": "drawn", "strokes": STROKES}
    delivered(world, tablet, tablet.record(INCIDENT, world.chen.user_id, world.now, signatures=[nobody]))

    decided = world.do(deciding.confirm, "lin", only(world), world.now)

    assert [each.code for each in decided.left_out] == ["permission.denied"]


@pytest.mark.requirement("R-002-87")
def test_what_the_client_filled_in_alone_on_the_tablet_the_worker_cannot_alter(
    world: World, tablet: Tablet
) -> None:
    case_id = world.planned()
    world.fill(case_id, "service_record", filled.SERVICE_RECORD)
    world.act(case_id, "start_evaluation")
    theirs = {"services_received": "谈心、陪诊", "satisfaction": "2", "improvement_score": "4"}
    definition = ("mh-evaluation", _version("mh-evaluation"))
    more = {"case_id": case_id, "slot": "evaluation", "handed_over": True}
    delivered(world, tablet, tablet.record(theirs, world.chen.user_id, world.now, definition, **more))

    draft = world.do(deciding.go_on, "lin", only(world), world.now).record_id
    view = world.do(records.view, "lin", draft, world.now)
    body = {**view.data, **filled.EVALUATION}

    codes = refused(lambda: world.do(records.save_draft, "lin", draft, body, view.version, world.now))
    assert set(codes) == {"record.locked-field"}
    assert {name: view.data[name] for name in theirs} == theirs


def test_a_tablet_answers_no_question_that_is_for_somebody_else(world: World, tablet: Tablet) -> None:
    case_id = world.do(cases.open_case, "lin", "aid", world.now).id
    forged = {"phone": "13900007706", "approval": "approved", "approval_reason": "同意"}
    definition = ("aid-application", _version("aid-application"))
    more = {"case_id": case_id, "slot": "application"}
    delivered(world, tablet, tablet.record(forged, world.chen.user_id, world.now, definition, **more))

    decided = world.do(deciding.go_on, "lin", only(world), world.now)

    data = world.do(records.view, "lin", decided.record_id, world.now).data
    assert data["phone"] == "13900007706"
    assert not {"approval", "approval_reason"} & data.keys()


def test_a_photo_comes_into_the_case_as_a_file_of_the_record(world: World, tablet: Tablet) -> None:
    case_id = world.open()
    world.fill(case_id, "application", filled.APPLICATION)
    photo = tablet.file()
    data = {**filled.CONSENT, "written_agreement_scan": photo.value}
    version = _version("mh-consent")
    record = tablet.record(
        data,
        world.chen.user_id,
        world.now,
        ("mh-consent", version),
        files=(photo,),
        case_id=case_id,
        slot="consent",
    )
    delivered(world, tablet, record)

    kind, plain = world.do(arrivals.file, "lin", only(world), photo.id, world.now)
    decided = world.do(deciding.go_on, "lin", only(world), world.now)

    assert (kind, plain) == ("image/jpeg", PHOTO)
    kept = world.do(records.view, "lin", decided.record_id, world.now).data["written_agreement_scan"]
    with world.store.reading(world.institution_id) as session:
        row = session.get_one(Attachment, kept["id"])
    assert (row.record_id, row.size, row.sha256) == (decided.record_id, len(PHOTO), kept["sha256"])


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


def test_a_record_is_taken_under_its_own_version_also_when_a_newer_one_is_in_force(
    world: World, tablet: Tablet
) -> None:
    old = _earlier_version(world)
    record = tablet.record(INCIDENT, world.chen.user_id, world.now, ("incident-report", old))
    delivered(world, tablet, record)
    found = marks(world, only(world))

    decided = world.do(deciding.confirm, "lin", only(world), world.now)

    assert found == {"other-version"}
    assert world.do(records.view, "lin", decided.record_id, world.now).form.definition.version == old


def test_of_two_contents_somebody_chooses_one(world: World, tablet: Tablet) -> None:
    first = tablet.record(INCIDENT, world.chen.user_id, world.now)
    second = tablet.record({**INCIDENT, "place": "二楼"}, world.chen.user_id, world.now, record_id=first.id)
    delivered(world, tablet, first)
    assert delivered(world, tablet, second).conflict
    rival = next(line.id for line in world.do(arrivals.listed, "lin").items if line.state == "conflict")

    early = refused(lambda: world.do(deciding.confirm, "lin", rival, world.now))
    world.do(deciding.prefer, "lin", rival, "第二份更完整", world.now)
    decided = world.do(deciding.confirm, "lin", rival, world.now)

    assert early == ("arrival.undecided",)
    assert world.do(records.view, "lin", decided.record_id, world.now).data["place"] == "二楼"


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


def _earlier_version(world: World) -> str:
    """An earlier version of the incident report, as it was once published."""
    from caseforms import definitions

    document = json.loads(json.dumps(library.form(None, "incident-report").definition.document))
    document["version"] = "0.9.0"
    with world.store.transaction(None) as session:
        library.register_form(session, definitions.parse(document, "incident-report"), world.now)
    return "0.9.0"
