"""What becomes of a delivered record: filed with its signatures and files, under its own version, by whoever stands for it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from caseforms import definitions
from caseforms.services import arrivals, cases, deciding, library, notifications, records
from caseforms.storage import Store
from caseforms.storage.tables import Attachment, Notification, Record
from tests.services import filled
from tests.services.deliveries import STROKES, delivered, marks, only, service_record, tablet, version_of
from tests.services.killed import INCIDENT
from tests.services.tablets import PHOTO, Tablet, enrolled
from tests.services.world import World, refused

__all__ = ["tablet"]


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
    definition, more = ("mh-consent", version_of("mh-consent")), {"case_id": case_id, "slot": "consent"}
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
    definition = ("mh-evaluation", version_of("mh-evaluation"))
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
    definition = ("aid-application", version_of("aid-application"))
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
    version = version_of("mh-consent")
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


def _earlier_version(world: World) -> str:
    """An earlier version of the incident report, as it was once published."""
    document = json.loads(json.dumps(library.form(None, "incident-report").definition.document))
    document["version"] = "0.9.0"
    with world.store.transaction(None) as session:
        library.register_form(session, definitions.parse(document, "incident-report"), world.now)
    return "0.9.0"
