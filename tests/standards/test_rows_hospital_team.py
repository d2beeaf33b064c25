"""The team of a hospital case through the services: doctor, nurse and worker side by side, and what is done on admission."""

from __future__ import annotations

import pytest

from caseforms.services import records
from caseforms.services.actors import Actor
from tests.services.world import World, refused
from tests.standards import hospital, hospital_world
from tests.standards.hospital_world import content, day, filling

CONFERENCE = {
    "mode": "face",
    "patient_present": False,
    "outsiders_present": False,
    "attendees": [
        {"name": "吴医生", "profession": "doctor"},
        {"name": "护士", "profession": "nurse"},
        {"name": "林晓燕", "profession": "social_worker"},
    ],
    "topics": "出院前的康复和救助安排",
    "stage_goal": "两周内完成救助申请并学会换药",
    "actions": [{"task": "教会家属换药", "owner": "护士", "due": "2026-03-09"}],
}


def nurse(clinic: World, case_id: str) -> Actor:
    """A nurse of the ward takes part in the case."""
    return clinic.colleague("medical", case_id)


@pytest.mark.requirement("R-001-02")
def test_doctor_nurse_and_worker_are_one_team_that_writes_in_one_case(clinic: World) -> None:
    case_id, summary = hospital_world.with_doctor(clinic)
    before = len(clinic.view(case_id).team)
    sister = nurse(clinic, case_id)

    draft = clinic.start(case_id, "conference", sister)
    attendees = CONFERENCE["attendees"]
    clinic.do(
        records.submit,
        sister,
        draft.line.id,
        {**draft.data, **CONFERENCE},
        draft.version,
        clinic.now,
        "c" * 32,
    )

    assert len(clinic.view(case_id).team) == before + 1
    assert (
        clinic.do(records.view, sister, summary, clinic.now).data["diagnosis"]
        == hospital.SUMMARY["diagnosis"]
    )
    assert clinic.do(records.view, "lin", draft.line.id, clinic.now).data["attendees"] == attendees
    assert (
        clinic.do(records.view, "wu", draft.line.id, clinic.now).data["stage_goal"]
        == CONFERENCE["stage_goal"]
    )


@pytest.mark.requirement("R-001-02")
def test_a_nurse_outside_the_team_sees_nothing_of_the_case(clinic: World) -> None:
    case_id, summary = hospital_world.with_doctor(clinic)
    elsewhere = nurse(clinic, hospital_world.admitted(clinic, "王芳"))

    assert refused(lambda: clinic.do(records.view, elsewhere, summary, clinic.now)) != ()
    assert refused(lambda: clinic.start(case_id, "conference", elsewhere)) != ()


@pytest.mark.requirement("R-001-05")
def test_orientation_education_policy_and_the_talk_with_doctors_are_written_as_served(clinic: World) -> None:
    case_id = hospital_world.planned(clinic)
    kinds = ["orientation", "education", "policy", "communication"]
    body = filling("intervention", session_at=f"{day(clinic)}T08:00", service_types=kinds)

    record_id = clinic.fill(case_id, "intervention", body)

    assert content(clinic, record_id)["service_types"] == kinds
