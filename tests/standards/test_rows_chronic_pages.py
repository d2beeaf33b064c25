"""000 §8.1.1 b and §8.2 b on the pages: from a screening to an intake, scores over time, the limits of the institution."""

from __future__ import annotations

import pytest

from caseforms.services import registers, screening
from caseforms.services.identifiers import new_id
from tests.services import chronic
from tests.services.world import World

SCREENING = {
    "screened_on": "2026-03-04",
    "people": [
        {"name": "周福来", "phone": "13800138011", "risk_found": True, "agrees_contact": True},
        {"name": "吴玉珍", "risk_found": False, "agrees_contact": False},
    ],
}


@pytest.mark.requirement("R-000-28")
def test_only_those_who_agree_have_a_button_that_begins_their_intake(told: World, visit) -> None:
    sheet = told.do(registers.start, "lin", screening.SCREENING, told.now, new_id())
    told.submit(sheet, SCREENING)
    lin = visit("lin").open(f"/records/{sheet.line.id}")

    assert lin.sees("has not agreed to be contacted")
    lin.press("Begin the intake")

    assert lin.heading == "Intake registration (initial file)"
    assert lin.value_of("client_name") == "周福来"
    assert visit("lin").open(f"/records/{sheet.line.id}").sees("Open the case")


@pytest.mark.requirement("R-000-32")
def test_the_scores_of_a_case_are_drawn_and_told_in_a_table(house, told: World, visit) -> None:
    case_id = chronic.served(told)
    told.later(days=30)
    house.clock.pass_time(days=30)
    later = {**chronic.PHQ9, "occasion": "follow_up", "items": {**chronic.NO_ITEMS, "q1": "2"}}
    told.fill(case_id, "scale_phq9", later)

    lin = visit("lin").open(f"/cases/{case_id}").follow("Scores over time")

    (drawing,) = [each for each in lin.page.all("svg") if each.attributes.get("role") == "img"]
    assert drawing.attributes["aria-label"].startswith("Patient Health Questionnaire-9: from 12 to 2 in 2")
    assert lin.sees("10–14 Moderate")
    assert lin.sees("0–4 None–minimal")


@pytest.mark.requirement("R-000-21")
def test_the_administrator_finds_the_alert_limits_among_the_settings(visit) -> None:
    guan = visit("guan").open("/administration/lists")

    assert guan.sees("Systolic alert limit (mmHg, from this value) (empty: 180)")
    assert guan.sees("Upper glucose alert limit (mmol/L, from this value) (empty: 16.7)")
