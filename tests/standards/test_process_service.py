"""002 §6.3 and §6.4 as a case lives them: the plan's signatures, adjusting it, serving, recording, visiting at home."""

from __future__ import annotations

import pytest

from caseforms.workflow import may_sign
from caseforms.workflow.simulation import moment_of_line
from tests.standards.test_process_intake import LI, codes, line, told
from tests.workflow.samples import mental_health, published


@pytest.mark.requirement("R-002-30")
def test_without_a_plan_there_is_no_intervention() -> None:
    _, seen = told("assessed")

    confirm = next(action for action in seen.actions if action.name == "confirm_plan")
    assert not confirm.allowed
    assert "计划书" in confirm.why_not[0].text["zh"]


@pytest.mark.requirement("R-002-32")
def test_intervention_waits_for_three_signatures_and_the_worker_is_not_the_supervisor() -> None:
    _, two = told("two_signatures")
    same, _ = told("same_person")
    _, three = told("confirmed")

    confirm = next(action for action in two.actions if action.name == "confirm_plan")
    assert [reason.code for reason in confirm.why_not] == ["actions.confirm_plan.when.6"]
    assert "督导" in confirm.why_not[0].text["zh"]
    assert "signature:plan-1:supervisor" in {item.key for item in two.open_items}
    assert codes(same) == ["same_person"]
    assert three.stage == "intervention"


@pytest.mark.requirement("R-002-85")
def test_signing_out_of_order_is_warned_and_a_later_change_voids_the_signatures() -> None:
    story, _ = told(
        "assessed", line("2026-03-10T09:00", LI, "submit", slot="plan", data={"plan_type": "initial"})
    )
    facts = story.known(
        moment_of_line("2026-03-10T10:00", published()), {"id": "wang", "roles": ["supervisor"]}
    )

    warned = may_sign(mental_health(), facts, "plan-1", "supervisor")
    _, changed = told("plan_changed_after_signing")

    assert [(reason.code, reason.force) for reason in warned] == [("sign_order", "should")]
    assert told("order_of_signatures")[1].stage == "intervention"
    assert changed.stage == "planning"
    assert "signature:plan-1:client" in {item.key for item in changed.open_items}


@pytest.mark.requirement("R-002-50")
def test_evaluation_leads_back_to_a_supplementary_plan() -> None:
    _, seen = told("replanned")

    assert seen.stage == "planning"
    assert "plan" in {offer.slot for offer in seen.offers if offer.allowed}


@pytest.mark.requirement("R-002-77")
def test_no_recording_without_a_valid_consent_to_it() -> None:
    story, _ = told("recording_without_consent")
    revoked, _ = told("recording_revoked")

    assert [refused.reasons[0].code for refused in story.refused] == [
        "audio_consent"
    ] * 4  # none, video only, expired twice
    assert codes(revoked) == ["audio_consent"]


@pytest.mark.requirement("R-002-78")
def test_fifty_minutes_and_the_agreed_number_only_warn() -> None:
    over, _ = told("session_warnings")
    phone, _ = told(
        "confirmed",
        line(
            "2026-03-16T10:00",
            LI,
            "submit",
            slot="service_record",
            data={
                "service_mode": ["phone"],
                "duration_minutes": 60,
                "audio_recorded": "no",
                "video_recorded": "no",
            },
        ),
    )

    assert [reason.force for refused in over.refused for reason in refused.reasons] == ["should", "should"]
    assert phone.refused == []


@pytest.mark.requirement("R-002-79")
def test_the_client_may_stop_and_the_worker_may_change_with_the_history_kept() -> None:
    _, stopped = told("client_stops")
    story, _ = told("transferred")

    assert stopped.stage == "closing"
    assert story.state.responsible == "zhou"
    assert next(event["by"] for event in story.events if event["type"] == "record.submitted") == "li"
    assert story.state.stage == "intervention"


@pytest.mark.requirement("R-002-80")
def test_a_transfer_between_workers_takes_effect_on_acceptance() -> None:
    sent, _ = told(
        "served",
        line(
            "2026-03-17T09:00",
            LI,
            "submit",
            slot="referral",
            data={"direction": "transfer", "client_agrees": True},
        ),
        line("2026-03-17T09:05", LI, "sign", slot="referral", role="sender"),
    )
    accepted, _ = told("transfer_by_referral")

    assert sent.state.responsible == "li"
    assert accepted.state.responsible == "zhou"


def test_a_supplementary_plan_leaves_the_old_one_in_force_until_it_is_signed() -> None:
    story, seen = told("supplementary_plan")

    assert story.refused == []
    assert "plan_waiting" in seen.flags


@pytest.mark.requirement("R-002-36")
def test_feedback_to_departments_needs_a_basis_a_supervisor_and_leaves_an_entry() -> None:
    sheet = {"recipient_department": "police", "service_status": "2", "sent_at": "2026-03-17T09:00"}

    def sent(data: dict[str, str], *signers: tuple[str, str]) -> tuple[list[str], int, str]:
        lines = [line("2026-03-17T09:00", LI, "submit", slot="feedback", data={**sheet, **data})]
        lines += [line("2026-03-17T09:05", who, "sign", slot="feedback", role=role) for who, role in signers]
        story, seen = told("served", *lines)
        entries = sum(record["slot"] == "disclosure" for record in story.records.values())
        return codes(story), entries, str(seen.stage)

    both = (("social_worker:li", "worker"), ("supervisor:wang", "supervisor"))
    assert sent({})[0] == ["feedback_basis"]
    assert sent({"legal_basis": "consent"})[0] == ["feedback_authorised"]
    assert sent({"legal_basis": "legal"}, both[0])[1] == 0
    assert sent({"legal_basis": "legal"}, *both)[1] == 1


@pytest.mark.requirement("R-002-36")
def test_what_a_feedback_sheet_is_prefilled_with_holds_no_text_of_a_record() -> None:
    story, _ = told("served")
    known = story.known(moment_of_line("2026-03-17T09:00", published()))

    summary = known["derived"]["service_summary"]  # type: ignore[index]

    assert summary["zh"] == "自2026-03-02起，共提供服务1次，合计30分钟。"
    assert summary["en"] == "Since 2026-03-02: 1 services, 30 minutes in all."


@pytest.mark.requirement("R-002-56")
def test_visitors_who_are_not_back_in_time_alarm_the_duty_worker_and_the_supervisor() -> None:
    uncleared, _ = told("home_visit_uncleared")
    story, seen = told("home_visit_overdue")

    alarm = next(
        e for e in story.followed if e.kind == "notify" and "home_visit_return" in str(e.data.get("due"))
    )
    assert codes(uncleared) == ["home_visit_cleared"]
    assert next(each.status for each in seen.due if each.name == "home_visit_return") == "overdue"
    assert (alarm.data["roles"], alarm.data["users"]) == (["supervisor"], ["zhao"])
    assert alarm.data["record"] == "home_visit-1"
    assert story.records["home_visit-1"]["data"]["visit_address"] == "幸福路1号"


@pytest.mark.requirement("R-002-35")
@pytest.mark.parametrize("after", ["crisis_from_draft", "crisis", "revisit_alert"])
def test_each_sign_of_danger_raises_one_alert_to_worker_and_supervisor(after: str) -> None:
    story, seen = told(after)

    raised = [event for event in story.events if event["type"] == "alert.raised"]
    roles = next(effect.data["roles"] for effect in story.followed if effect.kind == "raise_alert")
    assert len({event["data"]["key"] for event in raised}) == 1  # type: ignore[index]
    assert len(story.state.alerts) == 1
    assert roles == ["responsible", "supervisor"]
    assert "in_crisis" in seen.flags
    closing = [
        action for action in seen.actions if action.name in {"start_closing", "approve_closure", "archive"}
    ]
    assert not any(action.allowed for action in closing)
