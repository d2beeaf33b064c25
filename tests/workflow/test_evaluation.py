"""What the case page asks: what next, why not, who, since when, and what an earlier stage still owes."""

from __future__ import annotations

import pytest

from caseforms.workflow import Evaluation, may_submit
from caseforms.workflow.scenarios import played
from tests.workflow.samples import MONDAY, SUPERVISOR, WORKER, mental_health, published


def after(name: str) -> Evaluation:
    """The case at the end of a scenario."""
    return played(mental_health(), mental_health().scenarios[name], published()).evaluation


def test_the_next_step_names_who_is_waited_for_and_since_when() -> None:
    step = after("two_signatures").next_step

    assert step is not None
    assert step.text["zh"] == "《个案服务计划书》等待督导或上级分管领导签字。"
    assert (step.action, step.slot, step.ready) == ("confirm_plan", "plan", False)
    assert step.since.startswith("2026-03-10")


def test_a_plan_that_waits_for_a_signature_is_one_to_do_not_two() -> None:
    waiting = [item for item in after("two_signatures").open_items if item.slot == "plan"]

    assert [(item.kind, item.label["zh"]) for item in waiting] == [
        ("signature", "《个案服务计划书》等待督导或上级分管领导签字。")
    ]


def test_an_open_crisis_is_the_next_step_before_any_way_forward() -> None:
    alarmed, over = after("crisis").next_step, after("crisis_resolved").next_step

    assert alarmed is not None
    assert (alarmed.slot, alarmed.action) == ("crisis", "")
    assert over is None or over.slot != "crisis"


def test_the_next_step_is_an_action_when_nothing_stands_against_it() -> None:
    step = after("served").next_step

    assert step is not None
    assert (step.action, step.ready) == ("start_evaluation", True)


def test_the_reason_against_an_action_and_the_to_do_are_the_same_words() -> None:
    seen = after("risk_first")

    against = {reason.text["zh"] for action in seen.actions for reason in action.why_not}
    to_do = {item.label["zh"] for item in seen.open_items if item.kind == "form"}
    assert to_do
    assert to_do <= against


def test_what_an_earlier_stage_owed_stays_visible_when_it_is_voided() -> None:
    outcome = played(mental_health(), mental_health().scenarios["served"], published())
    outcome.story.records["risk_profile-1"]["status"] = "void"

    seen = outcome.story.seen(outcome.moment)

    owed = [item for item in seen.open_items if item.past and item.slot == "risk_profile"]
    assert [(item.force, item.clause) for item in owed] == [("shall", "6.2.1 a")]


def test_without_an_actor_roles_are_not_judged_and_with_one_they_are() -> None:
    story = played(mental_health(), mental_health().scenarios["served"], published()).story
    from caseforms.workflow import evaluate

    def allowed(actor: dict[str, object] | None) -> bool:
        seen = evaluate(mental_health(), story.known(MONDAY, actor), MONDAY, published())
        return next(action.allowed for action in seen.actions if action.name == "start_evaluation")

    assert allowed(None)
    assert allowed(WORKER)
    assert not allowed(SUPERVISOR)


@pytest.mark.parametrize("name", list(mental_health().scenarios))
def test_every_reason_and_to_do_speaks_both_languages(name: str) -> None:
    seen = after(name)

    texts = [reason.text for action in seen.actions for reason in (*action.why_not, *action.warnings)]
    texts += [item.label for item in seen.open_items] + [due.what for due in seen.due]
    texts += [reason.text for offer in seen.offers for reason in offer.why_not]
    assert [
        text for text in texts if not text["zh"] or not text["en"] or "{" in text["zh"] + text["en"]
    ] == []


def test_a_form_that_the_case_does_not_have_is_refused() -> None:
    story = played(mental_health(), mental_health().scenarios["served"], published()).story

    against = may_submit(mental_health(), story.known(MONDAY, WORKER, {"slot": "poem", "data": {}}))

    assert [reason.code for reason in against] == ["unknown_slot"]


def test_nothing_is_submitted_into_a_finished_case() -> None:
    story = played(mental_health(), mental_health().scenarios["revisited"], published()).story

    against = may_submit(mental_health(), story.known(MONDAY, WORKER, {"slot": "service_record", "data": {}}))

    assert against[0].code == "finished"
    assert "个案服务记录表" in against[0].text["zh"]
