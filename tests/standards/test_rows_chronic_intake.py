"""000 §8.1: how clients of the chronic-disease service are found, registered, asked for consent, and where they go."""

from __future__ import annotations

from typing import Any

import pytest

from caseforms.services import notifications, records, registers, screening
from caseforms.services.identifiers import new_id
from tests.services import chronic, filled
from tests.services.world import World, refused
from tests.standards import shipped

SCREENING = {
    "screened_on": "2026-03-01",
    "people": [
        {
            "name": "周福来",
            "phone": "13800138011",
            "systolic": 158,
            "diastolic": 96,
            "risk_found": True,
            "agrees_contact": True,
        },
        {"name": "吴玉珍", "risk_found": False, "agrees_contact": False},
    ],
}


def intake_errors(**answers: Any) -> set[tuple[str, str]]:
    """What refuses an intake with other answers."""
    data = {"case_no": "2026-CD-0001", "intake_date": "2026-03-01", "registrar": "u-lin", **chronic.INTAKE}
    return shipped.errors("cd-intake", shipped.changed(data, **answers))


def told(world: World, name: str) -> list[str]:
    """What somebody was told, in Chinese."""
    return [each.params.get("message", {}).get("zh", "") for each in world.do(notifications.mine, name)]


@pytest.mark.requirement("R-000-28")
def test_a_screened_person_who_agrees_is_taken_over_into_an_intake_once(world: World) -> None:
    sheet = world.do(registers.start, "chen", screening.SCREENING, world.now, new_id())
    world.submit(sheet, SCREENING, "chen")

    first = world.do(screening.promote, "lin", sheet.line.id, 0, world.now)
    again = world.do(screening.promote, "lin", sheet.line.id, 0, world.now)

    intake = world.do(records.view, "lin", first, world.now)
    assert again == first
    assert intake.line.definition_id == "cd-intake"
    assert intake.data["client_name"] == "周福来"
    assert intake.data["phone"] == "13800138011"
    assert intake.data["source_channel"] == "community_screening"
    assert "158/96" in intake.data["request"]


@pytest.mark.requirement("R-000-28")
def test_a_screened_person_who_does_not_agree_is_not_taken_over(world: World) -> None:
    sheet = world.do(registers.start, "chen", screening.SCREENING, world.now, new_id())
    world.submit(sheet, SCREENING, "chen")

    found = refused(lambda: world.do(screening.promote, "lin", sheet.line.id, 1, world.now))

    assert found == ("screening.not-agreed",)


@pytest.mark.requirement("R-000-18", "R-000-28")
@pytest.mark.parametrize(
    ("channel", "companions"),
    [
        ("hospital_referral", {"referrer_role"}),
        ("community_screening", {"screening_method"}),
        ("self_application", {"application_way", "applicant"}),
    ],
)
def test_each_way_in_asks_for_its_own_companion(channel: str, companions: set[str]) -> None:
    found = intake_errors(source_channel=channel, application_way=None, applicant=None)

    assert found == {(f"/{name}", "required") for name in companions}


@pytest.mark.requirement("R-000-04")
def test_somebody_at_high_risk_is_taken_without_a_diagnosis() -> None:
    found = intake_errors(
        client_category=["high_risk"],
        high_risk_type=["family_history"],
        chronic_diseases=None,
        diagnosis_institution=None,
    )

    assert found == set()


@pytest.mark.requirement("R-000-13")
@pytest.mark.parametrize(
    ("category", "sub_list", "codes"),
    [
        ("high_risk", "high_risk_type", {"family_history", "risk_cluster", "occupation", "sub_mental"}),
        ("carer", "carer_type", {"elder_family", "bedridden_carer", "poor_family_carer"}),
        ("community_priority", "priority_type", {"rural", "ageing", "empty_nest", "vulnerable"}),
        ("special", "special_type", {"multimorbidity", "mental_comorbid", "frequent_user"}),
    ],
)
def test_each_client_category_has_its_own_list(category: str, sub_list: str, codes: set[str]) -> None:
    form = shipped.form("cd-intake")

    found = intake_errors(client_category=[category], chronic_diseases=None, diagnosis_institution=None)

    assert found == {(f"/{sub_list}", "required")}
    assert {code for code, _ in form.choices(form.fields[f"/{sub_list}"], "zh")} == codes


@pytest.mark.requirement("R-000-12")
def test_infectious_liver_disease_is_accepted_as_a_chronic_disease() -> None:
    help_text = shipped.form("cd-intake").text("chronic_diseases.description", "zh")

    assert intake_errors(chronic_diseases=["liver"]) == set()
    assert "乙型" in help_text


@pytest.mark.requirement("R-000-02")
def test_the_intake_comes_before_the_consent_and_everything_else_after_it(world: World) -> None:
    unasked = intake_errors(informed_of_collection=False)
    case_id = chronic.registered(world)

    before = refused(lambda: world.fill(case_id, "initial_assessment", chronic.INITIAL))
    chronic.consent(world, case_id)
    world.fill(case_id, "initial_assessment", chronic.INITIAL)

    assert unasked == {("/informed_of_collection", "const")}
    assert before == ("record.slot-closed",)
    assert chronic.stage(world, case_id) == "comprehensive"


@pytest.mark.requirement("R-000-02", "R-000-27")
def test_consent_without_data_collection_is_no_consent(world: World) -> None:
    data = {
        **chronic.CONSENT,
        "case_no": "1",
        "client_name": "刘桂英",
        "responsible_worker": "u-lin",
        "data_consent": False,
    }

    assert ("/data_consent", "const") in shipped.errors("cd-consent", data)


@pytest.mark.requirement("R-000-02")
def test_data_from_a_device_are_refused_without_the_clients_agreement(world: World) -> None:
    case_id = chronic.registered(world)
    chronic.consent(world, case_id, device_consent=False)
    draft = world.start(case_id, "health_reading")
    reading = {"systolic": 130, "diastolic": 80}

    from_device = refused(lambda: world.submit(draft, {**reading, "device": "bp_monitor"}))
    by_hand = world.submit(draft, {**reading, "device": "manual"})

    assert from_device == ("case.guard",)
    assert by_hand.record.status == "submitted"


@pytest.mark.requirement("R-000-14")
@pytest.mark.parametrize(
    "answers",
    [
        {"chronic_diseases": ["hypertension", "diabetes"]},
        {
            "chronic_diseases": ["hypertension"],
            "client_category": ["diagnosed", "special"],
            "special_type": ["multimorbidity"],
        },
    ],
)
def test_several_diseases_call_for_case_management_and_a_conference(
    world: World, answers: dict[str, Any]
) -> None:
    case_id = chronic.screened(world, **answers)

    assert "case_management" in chronic.flags(world, case_id)
    assert any("会议" in words for words in told(world, "lin"))
    assert "conference" in {offer.slot for offer in world.view(case_id).offers}


@pytest.mark.requirement("R-000-14")
def test_one_disease_calls_for_no_case_management(world: World) -> None:
    case_id = chronic.registered(world, chronic_diseases=["hypertension"])

    assert "case_management" not in chronic.flags(world, case_id)


@pytest.mark.requirement("R-000-15")
@pytest.mark.parametrize(
    ("special", "flag", "words"),
    [
        ("mental_comorbid", "psychosocial_support", "心理社会支持"),
        ("frequent_user", "community_support", "社区康复与家庭支持"),
    ],
)
def test_a_special_situation_brings_its_suggestion(world: World, special: str, flag: str, words: str) -> None:
    case_id = chronic.registered(world, client_category=["diagnosed", "special"], special_type=[special])

    shown = {each.name: each.label["zh"] for each in world.view(case_id).flags}

    assert words in shown[flag]
    assert any(words in said for said in told(world, "lin"))


@pytest.mark.requirement("R-000-29")
@pytest.mark.parametrize("missing", ["basic_health", "psychological_state", "social_support"])
def test_the_initial_assessment_needs_health_mind_and_support(missing: str) -> None:
    data = {
        **chronic.INITIAL,
        "case_no": "1",
        "client_name": "刘桂英",
        "responsible_worker": "u-lin",
        "assessed_on": "2026-03-01",
        "assessor": "u-lin",
    }

    assert shipped.errors("cd-initial-assessment", data) == set()
    assert shipped.errors("cd-initial-assessment", shipped.changed(data, **{missing: None})) == {
        (f"/{missing}", "required")
    }


@pytest.mark.requirement("R-000-30")
@pytest.mark.parametrize(
    ("disposition", "action", "final"),
    [("advice", "advise", "advice_only"), ("declined", "client_declines", "not_accepted")],
)
def test_without_a_comprehensive_assessment_the_case_ends_as_decided(
    world: World, disposition: str, action: str, final: str
) -> None:
    case_id = chronic.screened(world)
    no = {"needs_comprehensive": "no", "needs_comprehensive_reason": "情况稳定", "disposition": disposition}
    world.fill(case_id, "initial_assessment", {**chronic.INITIAL, **no})

    assert chronic.stage(world, case_id) == "screening"
    assert world.act(case_id, action) == final


@pytest.mark.requirement("R-000-30")
def test_a_referral_out_waits_for_the_referral_form(world: World) -> None:
    case_id = chronic.screened(world)
    no = {"needs_comprehensive": "no", "needs_comprehensive_reason": "需专科", "disposition": "refer"}
    world.fill(case_id, "initial_assessment", {**chronic.INITIAL, **no})

    before = refused(lambda: world.act(case_id, "refer_on"))
    world.sign(world.fill(case_id, "referral", filled.REFERRAL), "sender")

    assert before == ("case.guard",)
    assert world.act(case_id, "refer_on") == "referred_out"
