"""000 §8.2 and §5: the comprehensive assessment, its scales, the team, and what opens the way to help at once."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from caseforms import definitions
from caseforms.locations import shipped as shipped_folder
from caseforms.services import institutions, notifications, records, registers, score_lines, training
from caseforms.services.identifiers import new_id
from tests.services import chronic
from tests.services.world import World, refused
from tests.standards import shipped

HEAD = {"case_no": "2026-CD-0001", "client_name": "刘桂英", "responsible_worker": "u-lin"}


def document(name: str) -> dict[str, Any]:
    """A shipped definition as it stands in its file."""
    (path,) = shipped_folder("form_definitions").glob(f"*/{name}.json")
    return dict(json.loads(path.read_text(encoding="utf-8")))


def spread(total: int, items: int) -> dict[str, str]:
    """Answers of a scale that add up to a total; the last item stays zero as long as it can."""
    answers = {}
    for number in range(1, items + 1):
        answers[f"q{number}"] = str(min(3, total))
        total -= int(answers[f"q{number}"])
    return answers


def scored(name: str, total: int, items: int) -> tuple[object, object]:
    """Total and band of a scale whose answers add up to `total`."""
    data = {**HEAD, "administered_on": "2026-03-01", "occasion": "baseline", "answered_by": "self"}
    from caseforms import answers

    final = answers.finalise(shipped.form(name), {**data, "items": spread(total, items)}, shipped.context())
    return final["total"], final["severity"]


@pytest.mark.requirement("R-000-32")
@pytest.mark.parametrize(
    ("name", "items", "total", "band"),
    [
        ("scale-phq9", 9, 4, "none"),
        ("scale-phq9", 9, 5, "mild"),
        ("scale-phq9", 9, 9, "mild"),
        ("scale-phq9", 9, 10, "moderate"),
        ("scale-phq9", 9, 14, "moderate"),
        ("scale-phq9", 9, 15, "modsevere"),
        ("scale-phq9", 9, 19, "modsevere"),
        ("scale-phq9", 9, 20, "severe"),
        ("scale-gad7", 7, 4, "none"),
        ("scale-gad7", 7, 5, "mild"),
        ("scale-gad7", 7, 9, "mild"),
        ("scale-gad7", 7, 10, "moderate"),
        ("scale-gad7", 7, 14, "moderate"),
        ("scale-gad7", 7, 15, "severe"),
    ],
)
def test_known_answers_give_the_known_total_and_band(name: str, items: int, total: int, band: str) -> None:
    assert scored(name, total, items) == (total, band)


@pytest.mark.requirement("R-000-32")
def test_the_built_in_quality_of_life_scale_runs_from_0_to_100_and_an_external_score_stays_itself() -> None:
    from caseforms import answers

    form, head = (
        shipped.form("scale-qol"),
        {**HEAD, "administered_on": "2026-03-01", "occasion": "baseline"},
    )
    rows = list(form.fields["/ratings"].schema["properties"])

    def score(**given: Any) -> object:
        return answers.finalise(form, {**head, **given}, shipped.context()).get("score")

    assert score(scale_name="builtin", ratings=dict.fromkeys(rows, "1")) == 0
    assert score(scale_name="builtin", ratings=dict.fromkeys(rows, "3")) == 50
    assert score(scale_name="builtin", ratings=dict.fromkeys(rows, "5")) == 100
    assert score(scale_name="builtin", ratings=dict.fromkeys(rows[:-1], "5")) is None
    external = {"external_name": "授权量表", "external_score": 61.5, "external_direction": "higher"}
    assert score(scale_name="external", **external) == 61.5


@pytest.mark.requirement("R-000-32")
@pytest.mark.parametrize(
    ("name", "panel", "first", "total"),
    [("scale-phq9", "44249-1", "44250-9", "44261-6"), ("scale-gad7", "69737-5", "69725-0", "70274-6")],
)
def test_a_scale_carries_its_codes_its_cut_offs_and_its_attribution(
    name: str, panel: str, first: str, total: str
) -> None:
    block = document(name)["instrument"]
    form = shipped.form(name)

    assert block["codes"]["panel"] == panel
    assert block["codes"]["fields"]["/items/q1"] == first
    assert block["codes"]["fields"]["/total"] == total
    assert "Med" in block["cut_offs"]["citation"]
    assert "Spitzer" in form.text("attribution.text", "zh")


@pytest.mark.requirement("R-000-32")
@pytest.mark.parametrize("name", ["scale-phq9", "scale-gad7"])
@pytest.mark.parametrize("how", ["zh", "en", "answer", "band", "block", "hash"])
def test_a_changed_instrument_is_refused_before_it_can_be_published(name: str, how: str) -> None:
    changed = copy.deepcopy(document(name))
    item = changed["schema"]["properties"]["items"]["properties"]["q1"]
    if how == "zh":
        item["title"] = "1 做什么都没劲"
    elif how == "en":
        changed["translations"]["en"]["items.q1.label"] = "1 Feeling bored"
    elif how == "answer":
        item["oneOf"][1]["title"] = "有几天"
    elif how == "band":
        changed["schema"]["properties"]["severity"]["x-compute"]["args"][1][1][0] = 6
    elif how == "block":
        del changed["instrument"]
    else:
        item["title"] = "1 做什么都没劲"
        parsed = definitions.parse(changed)
        from caseforms.definitions.linting.instruments import wording_of

        own = {
            each: wording_of(definitions.compile(parsed), changed["instrument"], each)
            for each in ("zh", "en")
        }
        changed["instrument"]["sha256"] = own

    codes = {problem.code for problem in definitions.lint(definitions.parse(changed))}

    assert codes & {"definition.instrument-changed", "definition.instrument-missing"}


@pytest.mark.requirement("R-000-21")
def test_item_nine_raises_the_alert_with_the_draft_whatever_the_total(world: World) -> None:
    case_id = chronic.assessing(world)
    draft = world.start(case_id, "scale_phq9")

    world.do(
        records.save_draft,
        "lin",
        draft.line.id,
        {**draft.data, "items": {"q9": "1"}},
        draft.version,
        world.now,
    )

    alerts = [each for each in world.do(notifications.mine, "wang") if each.kind == "alert"]
    assert "in_crisis" in chronic.flags(world, case_id)
    assert len(alerts) == 1


@pytest.mark.requirement("R-000-21")
def test_item_nine_alone_with_total_one_raises_one_alert_only(world: World) -> None:
    case_id = chronic.assessing(world)
    draft = world.start(case_id, "scale_phq9")
    answers = {**draft.data, **chronic.PHQ9, "items": {**chronic.NO_ITEMS, "q9": "1"}}
    saved = world.do(records.save_draft, "lin", draft.line.id, answers, draft.version, world.now)

    sent = world.submit(draft, answers, version=saved.version)

    alerts = [each for each in world.do(notifications.mine, "lin") if each.kind == "alert"]
    assert world.do(records.view, "lin", sent.record.id, world.now).data["total"] == 1
    assert len(alerts) == 1


@pytest.mark.requirement("R-000-12")
@pytest.mark.parametrize(
    ("disease", "table"), [("hypertension", "bp_readings"), ("diabetes", "glucose_readings")]
)
def test_a_disease_opens_its_own_panel(disease: str, table: str) -> None:
    data = {**HEAD, "assessed_on": "2026-03-01", "assessor": "u-lin", **chronic.COMPREHENSIVE}
    bare = chronic.without(data, "bp_readings", "glucose_readings")
    facts = {"derived": {"phq9_baseline": 12}}

    with_disease = shipped.errors("cd-comprehensive-assessment", {**bare, "disease_type": [disease]}, facts)
    without_it = shipped.errors("cd-comprehensive-assessment", {**bare, "disease_type": ["kidney"]}, facts)

    assert {pointer for pointer, _ in with_disease} == {f"/{table}"}
    assert without_it == set()


@pytest.mark.requirement("R-000-31")
def test_the_readings_of_the_last_ninety_days_of_this_case_appear_newest_first(world: World) -> None:
    case_id, other = chronic.assessing(world), chronic.assessing(world, client_name="别人")
    for days, systolic in ((0, 151), (60, 149), (40, 147)):
        world.later(days=days)
        world.fill(case_id, "health_reading", {"device": "manual", "systolic": systolic, "diastolic": 90})
    world.fill(other, "health_reading", {"device": "manual", "systolic": 133, "diastolic": 80})

    draft = world.start(case_id, "comprehensive_assessment")

    assert [row["systolic"] for row in draft.data["bp_readings"]] == [147, 149]
    assert draft.data["control_state"] == "uncontrolled"


@pytest.mark.requirement("R-000-33")
@pytest.mark.parametrize(
    "name", ["family_support", "economic_status", "care_utilisation", "economic_hardship", "social_isolation"]
)
def test_family_economy_and_use_of_care_have_to_be_answered(name: str) -> None:
    data = {**HEAD, "assessed_on": "2026-03-01", "assessor": "u-lin", **chronic.COMPREHENSIVE}
    facts = {"derived": {"phq9_baseline": 12}}

    assert shipped.errors("cd-comprehensive-assessment", data, facts) == set()
    assert shipped.errors("cd-comprehensive-assessment", chronic.without(data, name), facts) == {
        (f"/{name}", "required")
    }


@pytest.mark.requirement("R-000-22")
def test_economic_hardship_brings_the_suggestion_of_aid(world: World) -> None:
    case_id = chronic.planning(world, economic_hardship=True)

    assert "aid_advised" in chronic.flags(world, case_id)
    assert "resource" in {offer.slot for offer in world.view(case_id).offers}


@pytest.mark.requirement("R-000-03", "R-000-11")
@pytest.mark.parametrize(
    ("role", "own", "others"),
    [
        ("dietitian", "diet_plan", "exercise_prescription"),
        ("exercise_therapist", "exercise_prescription", "diet_plan"),
    ],
)
def test_an_expert_fills_only_the_part_of_the_plan_that_is_theirs(
    world: World, role: str, own: str, others: str
) -> None:
    case_id = chronic.planning(world)
    draft = world.start(case_id, "isp")
    expert = world.colleague(role, case_id)

    def save(name: str) -> Any:
        return world.do(
            records.save_draft,
            expert,
            draft.line.id,
            {**draft.data, name: "每日盐少于5克"},
            draft.version,
            world.now,
        )

    assert refused(lambda: save(others)) == ("record.locked-field",)
    assert save(own).data[own] == "每日盐少于5克"
    assert refused(lambda: save("target_other")) == ("record.locked-field",)


@pytest.mark.requirement("R-001-32")
@pytest.mark.parametrize(
    ("held", "codes"), [("guard", ("staff.not-trained-in-scales",)), ("warn", ()), ("", ())]
)
def test_a_scale_is_submitted_only_by_trained_staff_as_the_institution_holds_it(
    world: World, held: str, codes: tuple[str, ...]
) -> None:
    world.do(institutions.set_setting, "admin", "staff.scales", held, world.now)
    case_id = chronic.assessing(world)
    draft = world.start(case_id, "scale_gad7")
    warned: list[str] = []

    def send() -> None:
        warned.extend(each.code for each in world.submit(draft, chronic.GAD7).warnings)

    assert refused(send) == codes
    assert ("staff.not-trained-in-scales" in warned) == (held == "warn")


@pytest.mark.requirement("R-001-32")
def test_training_counts_once_it_is_confirmed_and_covers_giving_the_scale_away(world: World) -> None:
    from caseforms.services import handover

    world.do(institutions.set_setting, "admin", "staff.scales", "guard", world.now)
    case_id = chronic.assessing(world)
    draft = world.start(case_id, "scale_gad7")
    sheet = world.do(registers.start, "lin", "training-record", world.now, new_id())
    world.submit(
        sheet,
        {
            "topic": "scales",
            "training_date": "2026-02-01",
            "hours": 8,
            "provider": "市卫健委",
            "passed": True,
        },
    )

    def release() -> Any:
        return world.do(handover.issue, "lin", draft.line.id, "client", world.now, "fill")

    unconfirmed = refused(lambda: world.submit(draft, chronic.GAD7))
    not_released = refused(release)
    world.do(training.confirm, "wang", sheet.line.id, world.now, "已核对证书")

    assert unconfirmed == not_released == ("staff.not-trained-in-scales",)
    assert refused(release) == ()
    assert refused(lambda: world.submit(draft, chronic.GAD7)) == ()


@pytest.mark.requirement("R-000-32")
def test_scores_stand_on_a_line_only_with_the_same_instrument(world: World) -> None:
    case_id = chronic.served(world)
    world.later(days=30)
    later = {**chronic.PHQ9, "occasion": "follow_up", "items": {**chronic.NO_ITEMS, "q1": "2"}}
    world.fill(case_id, "scale_phq9", later)
    world.fill(case_id, "scale_gad7", {**chronic.GAD7, "occasion": "baseline"})

    lines = world.do(score_lines.of_case, "lin", case_id, world.now)

    assert [(line.title["en"][:8], [point.score for point in line.points]) for line in lines] == [
        ("Generali", [7.0]),
        ("Patient ", [12.0, 2.0]),
    ]
    assert refused(lambda: world.do(score_lines.of_case, "liu", case_id, world.now)) == ("permission.denied",)


@pytest.mark.requirement("R-002-05")
def test_a_second_baseline_of_the_same_scale_is_refused(world: World) -> None:
    case_id = chronic.assessing(world)
    world.fill(case_id, "scale_phq9", chronic.PHQ9)

    assert refused(lambda: world.fill(case_id, "scale_phq9", chronic.PHQ9)) == ("case.guard",)
