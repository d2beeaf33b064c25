"""002 §6.4.2, §6.5 and §6.6 as a case lives them: risk, sudden exits, evaluation, closing, revisits."""

from __future__ import annotations

import pytest

from tests.standards.test_process_intake import LI, codes, line, told


@pytest.mark.requirement("R-002-38")
def test_hospital_suspends_and_death_leads_only_to_closing() -> None:
    _, hospital = told("hospitalised")
    _, resumed = told("resumed")
    _, dead = told("death")
    story, closed = told("death_closed")
    moved, _ = told("moved_without_referral")

    assert (hospital.stage, "suspended" in hospital.flags) == ("pre_assessment", True)
    assert next(e.day.isoformat() for e in hospital.due if e.key == "suspension_review") == "2026-03-30"
    assert (resumed.stage, "suspended" in resumed.flags) == ("pre_assessment", False)
    assert dead.stage == "closing"
    assert {"start_evaluation", "adjust_plan", "suspend"}.isdisjoint(action.name for action in dead.actions)
    assert closed.stage == "follow_up"
    assert [due for due in closed.due if due.name == "revisit"] == []
    assert codes(moved) == ["moved_without_referral"]
    assert [reason.force for reason in moved.refused[-1].reasons] == ["should"]
    assert story.state.alerts["crisis:service_record-1"].outcome == "death"


@pytest.mark.requirement("R-002-39")
def test_no_closing_without_evaluation_unless_the_client_died_or_was_never_served() -> None:
    _, regular = told("evaluation_first")
    _, early = told("forced_exit_needs_evaluation")
    _, answered_for = told("lost_contact_closed")
    _, dead = told("death_closed")
    _, never_served = told(
        "confirmed",
        line(
            "2026-03-12T09:00",
            LI,
            "submit",
            slot="suspension",
            data={"event": "client_withdraws", "handling": "close"},
        ),
        line("2026-03-12T09:05", LI, "sign", slot="suspension", role="worker"),
        line("2026-03-12T09:06", "supervisor:wang", "sign", slot="suspension", role="supervisor"),
    )

    def why(seen: object, name: str) -> list[str]:
        return [r.code for a in seen.actions if a.name == name for r in a.why_not]  # type: ignore[attr-defined]

    assert why(regular, "start_closing") == ["actions.start_closing.when.2"]
    assert "evaluation_before_closure" in why(early, "approve_closure")
    assert answered_for.stage == dead.stage == "follow_up"
    assert "evaluation_before_closure" not in why(never_served, "approve_closure")


@pytest.mark.requirement("R-002-41")
def test_leaving_stakeholders_out_asks_for_a_reason_and_no_more() -> None:
    story, _ = told("stakeholders_missing")

    assert [(reason.code, reason.force) for reason in story.refused[-1].reasons] == [
        ("stakeholders_invited", "should")
    ]
    assert len(story.records) == len(
        [record for record in story.records.values() if record["status"] == "submitted"]
    )


@pytest.mark.requirement("R-002-42")
def test_without_the_closure_form_the_case_is_not_closed() -> None:
    _, seen = told("evaluated", line("2026-03-25T09:00", LI, "act", action="start_closing"))

    approve = next(action for action in seen.actions if action.name == "approve_closure")
    assert not approve.allowed
    assert "结案表" in approve.why_not[0].text["zh"]


@pytest.mark.requirement("R-002-46")
def test_revisits_are_planned_from_the_closure_form_and_end_in_the_archive() -> None:
    _, closed = told("closed")
    story, done = told("revisited")
    again, _ = told("reopened")

    days = [due.day.isoformat() for due in closed.due if due.name == "revisit"]
    assert days == ["2026-04-26", "2026-05-26", "2026-06-25"]
    assert len(story.state.tasks["revisit/1"].attempts) == 1
    assert done.stage == "archived"
    assert [effect.data["link"] for effect in again.followed if effect.kind == "start_case"] == ["reopened"]


def test_an_open_crisis_keeps_the_case_from_closing_however_it_wants_to_close() -> None:
    _, regular = told("crisis")
    _, early = told("exit_waits_for_crisis")

    why = {a.name: [r.text["zh"] for r in a.why_not] for seen in (regular, early) for a in seen.actions}
    assert "危机" in why["start_closing"][0]
    assert "危机" in why["leave_early"][0]
