"""A patient from the ward round to the first call after discharge: consent, discharge, its plan, the follow-up."""

from __future__ import annotations

import pytest

from tests.journeys import chapters, shortcuts
from tests.standards import hospital, hospital_world

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

CONSENT = {
    "explained_purpose": True,
    "explained_roles": True,
    "explained_confidentiality": True,
    "explained_duties": True,
    "willing": "yes",
    "sharing_consent": True,
    "signer_type": "patient",
}
DISCHARGE = {
    "discharge_date": "2026-3-5",
    "medical_participants": "Dr Wu, nurse Zhao",
    "arrangement": "Discharged in the morning, the wife comes with a car.",
    "procedures_explained": True,
    "home_environment": "Second floor without a lift; walks with help.",
    "rehab_schedule": "Ten minutes of walking a day, more each week.",
    "recovery_evaluation": "Seen again once a month.",
    "home_care_training": "The wife can take blood pressure.",
    "follow_up_frequency_days": "30",
    "follow_up_until": "2026-6-3",
    "client_opinion": "Agrees.",
    "signer_type": "patient",
}
CALL = {
    "mode": "phone",
    "reached": True,
    "plan_execution": "Walks every day and takes the medicine.",
    "recovery_state": "No chest pain.",
    "support_given": "Encouraged to go on.",
    "community_matching": False,
    "next_step": "continue",
    "next_date": "2026-5-4",
}


def _admitted(lin):
    """Open a hospital case for somebody new; the consent lies open. The case and the consent."""
    lin.open("/cases/new")
    lin.page.locator("[name=name]").fill("李明")
    lin.page.locator("[name=phone]").fill("13800138000")
    lin.tick("workflow", "hospital-case")
    lin.go_by(lin.page.locator("main form .btn--next"), to=chapters.RECORD)
    case = lin.page.locator(".head__over a").first.get_attribute("href") or ""
    return case, lin.page.url.split("?")[0].removeprefix(lin.address)


@pytest.mark.requirement("R-001-27", "R-001-13", "R-001-48")
def test_a_hospital_case_goes_from_admission_to_the_call_after_discharge(walk, house):
    lin = walk("lin", size="desktop", language="en")
    case, consent = _admitted(lin)
    lin.look("hospital-consent")
    lin.complete(CONSENT)
    assert not lin.errors(), lin.errors()
    chapters.client_signs(lin, consent)
    chapters.signs(lin, consent, "worker")
    world, case_id = shortcuts.backstage(house), shortcuts.id_of(case)
    world.sign(world.fill(case_id, "intake", hospital.INTAKE), "worker")
    chapters.act(lin, case, "accept")
    assert chapters.stage(lin, case) == "Inpatient assessment"
    lin.look("hospital-case")

    world.fill(case_id, "medical_summary", {**hospital.SUMMARY, "doctor_name": "吴医生"})
    hospital_world.assess(world, case_id)
    world.sign(world.fill(case_id, "plan", hospital_world.filling("plan")), "client", "worker")
    hospital_world.serve(world, case_id)
    chapters.act(lin, case, "record_discharge", {"ask-date": "2026-03-05", "ask-kind": "planned"})
    lin.open(f"{case}/act/start_evaluation")
    assert lin.sees("complete the discharge and recovery plan")

    plan = chapters.file(lin, case, "discharge_plan", DISCHARGE)
    chapters.client_signs(lin, plan)
    chapters.signs(lin, plan, "worker")
    chapters.act(lin, case, "start_evaluation")
    hospital_world.evaluate(world, case_id)
    assert chapters.stage(lin, case) == "Discharge follow-up"
    assert lin.sees("Discharge follow-up 1 of 3")

    shortcuts.days_pass(house, 30)
    lin.sign_in_by_hand("lin", "en")
    lin.open("/")
    assert lin.sees("Discharge follow-up 1 of 3")
    chapters.file(lin, case, "follow_up", CALL)
    lin.open("/")
    assert lin.misses("Discharge follow-up 1 of 3")
    lin.open(case)
    lin.look("hospital-followed-up")
