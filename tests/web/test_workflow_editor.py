"""The workflow editor at the pages: what is filled in becomes a change, what cannot be is refused in words, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from caseforms.services import designs, institutions
from caseforms.services.actors import Actor
from tests.web.conftest import House
from tests.web.visiting import Visitor

COMPLAINT, VOLUNTEER = "complaint", "volunteer"
FLOW = f"/designer/workflows/{COMPLAINT}"
SMALL = f"/designer/workflows/{VOLUNTEER}"
Visit = Callable[..., Visitor]


@pytest.fixture
def guan(visit: Visit) -> Visitor:
    """The administrator, reading English."""
    return visit("guan")


def document(house: House, workflow_id: str = COMPLAINT) -> dict[str, Any]:
    """The workflow as the work on it stands."""
    actor = Actor(house.user_ids["guan"], house.institution_id, frozenset({"administrator"}), "")
    with house.store.transaction(house.institution_id) as session:
        return designs.open_(session, actor, "workflow", workflow_id, house.clock()).document


def texts(somebody: Visitor) -> str:
    """All that the page says."""
    return somebody.page.text


def test_a_shorter_deadline_is_kept_and_undone_again(guan: Visitor, house: House) -> None:
    guan.open(f"{FLOW}/items/timer:response")
    guan.press("Keep", {"length": "3"})
    kept = document(house)["timers"]["response"]["working_days"]
    guan.press("Undo")

    assert kept == 3
    assert document(house)["timers"]["response"]["working_days"] == 5


def test_a_required_deadline_is_not_made_longer_and_what_was_typed_stays(guan: Visitor, house: House) -> None:
    guan.open(f"{FLOW}/items/timer:response")

    guan.press("Keep", {"length": "20"}, expect=422)

    assert "cannot be loosened" in texts(guan)
    assert guan.value_of("length") == "20"
    assert document(house)["timers"]["response"]["working_days"] == 5


def test_a_name_in_one_language_alone_is_asked_for_in_both(guan: Visitor) -> None:
    guan.open(f"{SMALL}/items/stage:trained")

    guan.press("Keep", {"label-en": ""}, expect=422)

    assert "needs words in both languages" in texts(guan)


def test_an_unchanged_item_is_no_change(guan: Visitor) -> None:
    for item in ("timer:insurance", "action:approve", "slot:profile", "stage:trained", "role:head"):
        guan.open(f"{SMALL}/items/{item}")
        guan.press("Keep")

        assert "Nothing was changed." in texts(guan), item


def test_a_stage_that_steps_lead_to_is_not_removed_and_the_page_says_which(guan: Visitor) -> None:
    guan.open(f"{SMALL}/items/stage:trained")

    guan.press("Remove", expect=422)

    assert "This is still used" in texts(guan)
    assert "Training finished" in texts(guan)


def test_a_condition_is_put_together_from_pickers(guan: Visitor, house: House) -> None:
    guan.open(f"{SMALL}/pick?at=guard:action.approve.when.0&mode=add&kind=stage")

    guan.press(
        "Add this condition",
        {"stages": ["trained"], "message-zh": "先培训。", "message-en": "Train first.", "force": "should"},
    )

    assert document(house, VOLUNTEER)["actions"]["approve"]["when"][0] == {
        "stage": ["trained"],
        "message": {"zh": "先培训。", "en": "Train first."},
        "force": "should",
    }


def test_conditions_stand_as_sentences_in_the_words_of_their_forms(guan: Visitor) -> None:
    guan.open("/designer/workflows/mental-health-case/items/action:accept")

    assert guan.sees("“Informed consent to service” is submitted and has all its signatures")
    assert guan.sees("the deadline “Decide whether to take the case on” has not passed")
    assert guan.sees("“Follow-up” in “Case application form” is “Yes”")


def test_every_part_of_a_condition_leads_back_to_the_condition_around_it(guan: Visitor) -> None:
    flow = "/designer/workflows/mental-health-case"
    outer = {
        "guard:action.accept.when.3.any.1": f"{flow}/conditions/guard:action.accept.when.3",
        "guard:slot.assessment.check.3.when": f"{flow}/conditions/guard:slot.assessment.check.3",
        "guard:slot.application.effects.0.when": f"{flow}/items/slot:application",
        "guard:action.accept.shown": f"{flow}/items/action:accept",
    }

    back = {item: _back(guan.open(f"{flow}/conditions/{item}")) for item in outer}

    assert back == outer


def _back(somebody: Visitor) -> str:
    """Where the line above the heading leads."""
    over = next(each for each in somebody.page.all("p") if each.attributes.get("class") == "head__over")
    return next(over.all("a")).attributes["href"]


def test_an_alternative_keeps_the_words_of_the_condition(guan: Visitor, house: House) -> None:
    before = document(house, VOLUNTEER)["actions"]["approve"]["when"][0]
    guan.open(f"{SMALL}/pick?at=guard:action.approve.when.0&mode=any&kind=stage")

    guan.press("Add this condition", {"stages": ["active"]})

    after = document(house, VOLUNTEER)["actions"]["approve"]["when"][0]
    assert after["any"] == [{"complete": "profile"}, {"stage": ["active"]}]
    assert (after["message"], after["id"]) == (before["message"], before["id"])


def test_the_condition_of_a_question_offers_the_answers_of_its_form(guan: Visitor, house: House) -> None:
    asked = "kind=field&slot=profile&field=training_done"
    guan.open(f"{SMALL}/pick?at=guard:action.approve.when.1&mode=add&{asked}")

    guan.press("Add this condition", {"values": ["true"], "opposite": "yes"})

    assert document(house, VOLUNTEER)["actions"]["approve"]["when"][1] == {
        "not": {"field": ["profile.training_done", {"const": True}]}
    }


def test_a_new_stage_gets_a_name_that_can_change_until_it_is_published(guan: Visitor, house: House) -> None:
    guan.open(f"{SMALL}/new/stage")
    guan.press("Add it", {"label-zh": "等候", "label-en": "Waiting", "phase": "接案"})

    guan.press("Change the short name", {"short": "waiting"})

    assert document(house, VOLUNTEER)["stages"]["waiting"]["label"] == {"zh": "等候", "en": "Waiting"}
    assert guan.address.endswith("/items/stage:waiting")


def test_what_is_published_keeps_its_short_name(guan: Visitor) -> None:
    guan.open(f"{SMALL}/items/stage:trained")

    assert "Change the short name" not in texts(guan)


def test_a_trial_run_is_recorded_by_clicking_and_expects_where_the_case_stands(
    guan: Visitor, house: House
) -> None:
    guan.open(f"{SMALL}/scenarios/new")
    guan.press("Begin the trial run", {"title-zh": "培训", "title-en": "Training", "role": "coordinator"})
    guan.press(
        "Volunteer profile", {"data-training_done": "true", "role": "coordinator", "at": "2026-03-02T10:00"}
    )

    recorded = document(house, VOLUNTEER)["scenarios"][-1]

    assert [line["do"] for line in recorded["lines"]] == ["open", "submit"]
    assert recorded["lines"][1]["data"] == {"training_done": True}
    assert recorded["expect"]["stage"] == "trained"
    assert recorded["expect"]["refused"] == {"approve": "pledge_signed"}


def test_a_trial_run_does_not_go_back_in_time(guan: Visitor) -> None:
    guan.open(f"{SMALL}/scenarios/new")
    guan.press("Begin the trial run", {"title-zh": "培训", "title-en": "Training", "role": "coordinator"})

    guan.press("Go to this day", {"at": "2025-01-01T09:00"}, expect=422)

    assert guan.sees("before the last line")


def test_trial_runs_that_come_out_otherwise_are_told_and_can_be_taken_over(guan: Visitor) -> None:
    guan.open(f"{FLOW}/items/timer:response")
    guan.press("Keep", {"length": "3"})
    guan.open(f"{FLOW}/check")
    told = texts(guan)

    guan.press("It is meant so")

    assert "It comes out: Deadline “Respond to the complainant”" in told
    assert guan.sees("Nothing is wrong")


def test_a_form_by_whose_records_a_table_counts_stays_in_the_workflow(guan: Visitor, house: House) -> None:
    guan.open("/designer/workflows/chronic-disease-case/items/slot:intake")

    guan.press("Remove", expect=422)

    assert guan.sees("counts by this form")


def test_a_version_that_waits_for_a_second_person_is_withdrawn_by_who_made_it(
    guan: Visitor, house: House
) -> None:
    with house.store.transaction(house.institution_id) as session:
        actor = Actor(house.user_ids["guan"], house.institution_id, frozenset({"administrator"}), "")
        institutions.set_setting(session, actor, "designs.approval", "second", house.clock())
    guan.open(f"{SMALL}/items/stage:trained")
    guan.press("Keep", {"label-en": "Trained well", "label-zh": "已培训"})
    guan.open(f"{SMALL}/publish")
    guan.press("Publish this version", {"note": "Another name."})
    waiting = guan.open(f"{SMALL}/versions").sees("waits for a second person")

    guan.press("Withdraw")

    assert waiting
    assert guan.sees("withdrawn")


def test_who_carries_cases_does_not_edit_workflows(visit: Visit) -> None:
    assert visit("lin").open(FLOW, expect=403).status == 403
