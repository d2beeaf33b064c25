"""002 §6.1 and §6.2 as a case lives them: application, consent, decision, risk profile, assessment."""

from __future__ import annotations

from typing import Any

import pytest

from caseforms.workflow import Evaluation
from caseforms.workflow.scenarios import lines_of
from caseforms.workflow.simulation import moment_of_line, play
from caseforms.workflow.story import Story
from tests.workflow.samples import mental_health, published

LI, WANG, CLIENT = "social_worker:li", "supervisor:wang", "client:zhang"


def told(after: str, *lines: dict[str, Any], now: str = "") -> tuple[Story, Evaluation]:
    """The story of a scenario with more lines, and the case as it stands at `now` (or after the last line)."""
    before = lines_of(mental_health(), mental_health().scenarios[after])
    moment = moment_of_line(now or str((*before, *lines)[-1]["at"]), published())
    story = play(mental_health(), [*before, *lines], moment, published())
    return story, story.seen(moment)


def line(at: str, who: str, do: str, **more: Any) -> dict[str, Any]:
    """One line of a story."""
    return {"at": at, "as": who, "do": do, **more}


def codes(story: Story) -> list[str]:
    """Why the last refused line was refused."""
    return [reason.code for reason in story.refused[-1].reasons] if story.refused else []


@pytest.mark.requirement("R-002-01")
def test_nobody_is_taken_on_without_a_valid_consent_of_client_or_family() -> None:
    _, without = told("no_consent")
    _, with_family = told("family_consent")

    accept = next(action for action in without.actions if action.name == "accept")
    assert not accept.allowed
    assert "知情同意" in accept.why_not[0].text["zh"]
    assert "consent" in accept.why_not[0].text["en"]
    assert with_family.stage == "pre_assessment"


@pytest.mark.requirement("R-002-18")
def test_beyond_scope_a_referral_is_offered_and_an_accepted_one_is_sent() -> None:
    base = {
        "follow_up": "no",
        "decline_basis": ["beyond_centre"],
        "decline_action": ["informed"],
        "decision_date": "2026-03-03",
    }

    def declined(**answer: str) -> str:
        story, seen = told(
            "handed_over",
            line("2026-03-03T09:00", LI, "submit", slot="application", data={**base, **answer}),
            line("2026-03-03T09:10", LI, "act", action="decline"),
        )
        return codes(story)[0] if story.refused else seen.stage

    assert declined() == "referral_offered"
    assert declined(referral_offer="accepted") == "referral_sent"
    assert declined(referral_offer="declined") == "not_accepted"


@pytest.mark.requirement("R-002-17")
def test_intake_on_day_six_is_late_asks_why_and_is_not_blocked() -> None:
    story, seen = told("late_intake")
    due = next(each for each in seen.due if each.key == "intake")

    assert [reason.force for reason in story.refused[-1].reasons] == ["should"]
    assert (due.force, due.day.isoformat(), due.status) == ("should", "2026-03-09", "overdue")
    assert told("late_intake_accepted")[1].stage == "pre_assessment"


@pytest.mark.requirement("R-002-17")
def test_a_holiday_within_the_five_days_moves_the_due_date() -> None:
    story, seen = told_from("2026-09-28")

    due = next(each for each in seen.due if each.key == "intake")
    assert due.day.isoformat() == "2026-10-10"  # 29, 30 September, 8, 9 and the make-up Saturday
    assert story.refused == []


def told_from(day: str) -> tuple[Story, Evaluation]:
    """An application taken on a day."""
    lines = [
        line(f"{day}T09:00", LI, "open"),
        line(f"{day}T09:10", LI, "save", slot="application", data={"application_date": day}),
    ]
    moment = moment_of_line(f"{day}T10:00", published())
    story = play(mental_health(), lines, moment, published())
    return story, story.seen(moment)


@pytest.mark.requirement("R-002-19")
def test_the_risk_profile_comes_before_the_assessment_and_unknown_danger_is_high() -> None:
    without, _ = told("risk_first")
    _, unknown = told("unknown_danger")

    assert codes(without) == ["risk_profile_first"]
    assert unknown.stage == "planning"
    assert "high_risk" in unknown.flags


@pytest.mark.requirement("R-002-22")
def test_without_the_assessment_form_the_case_stays_in_assessment() -> None:
    _, seen = told("risk_first")

    finish = next(action for action in seen.actions if action.name == "finish_assessment")
    assert not finish.allowed
    assert "预估表" in finish.why_not[-1].text["zh"]


@pytest.mark.requirement("R-002-25")
def test_the_assessment_is_overdue_on_day_sixteen_and_the_supervisor_is_told_once() -> None:
    _, day_fifteen = told("accepted", now="2026-03-24T23:59")
    story, day_sixteen = told(
        "accepted",
        line("2026-03-25T00:01", LI, "tick"),
        line("2026-03-26T09:00", LI, "tick"),
        now="2026-03-27",
    )

    def status(seen: Evaluation) -> str:
        return next(each.status for each in seen.due if each.key == "assessment")

    assert status(day_fifteen) == "soon"
    assert status(day_sixteen) == "overdue"
    told_supervisor = [
        each for each in story.followed if each.kind == "notify" and each.data.get("due") == "assessment"
    ]
    assert [each.data["roles"] for each in told_supervisor] == [["supervisor"]]


@pytest.mark.requirement("R-002-25")
def test_a_late_assessment_without_its_reason_is_refused() -> None:
    story, seen = told("assessment_late_reason")

    assert codes(story) == ["assessment_late_reason"]
    assert [reason.force for reason in story.refused[-1].reasons] == ["shall"]
    assert seen.stage == "planning"


@pytest.mark.requirement("R-002-25")
def test_the_fifteen_days_start_with_the_later_of_decision_and_consent_and_stop_while_suspended() -> None:
    _, late_consent = told(
        "no_consent",
        line("2026-03-06T10:00", LI, "submit", slot="consent", data={"agreement_form": "oral"}),
        line("2026-03-06T10:05", LI, "sign", slot="consent", role="worker"),
        line("2026-03-06T10:10", LI, "act", action="accept"),
    )
    _, resumed = told("resumed")

    days = {
        name: next(e.day.isoformat() for e in seen.due if e.key == "assessment")
        for name, seen in (("consent", late_consent), ("resumed", resumed))
    }
    assert days == {"consent": "2026-03-27", "resumed": "2026-03-31"}


@pytest.mark.requirement("R-002-11")
@pytest.mark.parametrize(
    ("level", "domains", "flagged"),
    [
        ("3", 1, True),
        ("4", 1, True),
        ("5", 1, True),
        ("unknown", 1, True),
        ("2", 3, True),
        ("2", 1, False),
    ],
)
def test_danger_or_many_domains_call_for_case_management(level: str, domains: int, flagged: bool) -> None:
    rows = [{"domain": domain} for domain in ("health", "family", "community")[:domains]]
    story, seen = told(
        "accepted",
        line("2026-03-06T09:00", LI, "submit", slot="risk_profile", data={"danger_level": level}),
        line("2026-03-09T09:00", LI, "submit", slot="assessment", data={"fill_date": "2026-03-09"}),
        line(
            "2026-03-10T09:00", LI, "submit", slot="plan", data={"plan_type": "initial", "plan_items": rows}
        ),
    )

    assert ("case_management" in seen.flags) == flagged
    assert "conference" in {offer.slot for offer in seen.offers if offer.allowed}
    told_to_meet = any(
        each.kind == "notify" and "会议" in str(each.data["message"]) for each in story.followed
    )
    assert told_to_meet == (flagged and level != "2")
