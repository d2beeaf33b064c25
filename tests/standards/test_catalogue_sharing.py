"""Information that leaves the case: feedback, disclosure, referral, conference, recording."""

from __future__ import annotations

import pytest

from caseforms import answers
from tests.standards import shipped
from tests.standards.shipped import changed, errors

HEAD = {"case_no": "MH-2026-0007", "client_name": "李明", "responsible_worker": "u-chen"}
FEEDBACK = {
    **HEAD,
    "recipient_department": "police",
    "legal_basis": "harm",
    "service_status": "2026年1月起服务5次，面谈为主，处于介入阶段。",
    "sent_at": "2026-03-05T10:00",
}
DISCLOSURE = {
    **HEAD,
    "basis": "legal",
    "recipient": "区人民法院",
    "content": "服务起止日期",
    "disclosed_at": "2026-03-05T10:00",
}
REFERRAL = {
    **HEAD,
    "referral_no": "ZJ-2026-0003",
    "direction": "worker_to_doctor",
    "receiver_org": "社区卫生服务中心 张医师",
    "reason": ["health_worse"],
    "summary": "近两周睡眠差，请评估用药。",
    "client_agrees": True,
    "urgent": False,
    "sent_at": "2026-03-05T10:00",
}
CONFERENCE = {
    **HEAD,
    "held_at": "2026-03-05T10:00",
    "mode": "face",
    "attendees": [{"name": "u-chen", "profession": "社工"}],
    "patient_present": False,
    "outsiders_present": False,
    "topics": "用药与复学",
    "stage_goal": "三个月内恢复规律服药",
}


def test_feedback_without_a_basis_is_refused() -> None:
    assert errors("agency-feedback", FEEDBACK) == set()
    assert errors("agency-feedback", changed(FEEDBACK, legal_basis=None)) == {("/legal_basis", "required")}


def test_medical_guidance_belongs_to_the_psychiatrist_only() -> None:
    form = shipped.form("agency-feedback")
    advised = changed(FEEDBACK, medical_advice="按时复诊")

    told = answers.finalise(form, changed(advised, recipient_department="psychiatrist"), shipped.context())
    dropped = answers.finalise(form, advised, shipped.context())

    assert told["medical_advice"] == "按时复诊"
    assert "medical_advice" not in dropped


def test_the_supervisor_who_releases_feedback_is_not_the_worker() -> None:
    (worker, supervisor) = answers.signature_slots(shipped.form("agency-feedback"), FEEDBACK)

    assert (worker.role, supervisor.role) == ("worker", "supervisor")
    assert "worker" in supervisor.not_same_as


def test_a_case_discussion_needs_personal_details_removed() -> None:
    discussed = changed(DISCLOSURE, basis="supervision")

    assert errors("disclosure-log", DISCLOSURE) == set()
    assert errors("disclosure-log", discussed) == {("/deidentified", "required")}
    assert errors("disclosure-log", changed(discussed, deidentified=False)) == {("/deidentified", "const")}
    assert errors("disclosure-log", changed(discussed, deidentified=True)) == set()


def test_the_grounds_of_disclosure_contain_the_exceptions_of_the_consent() -> None:
    form = shipped.form("disclosure-log")

    codes = {code for code, _ in form.choices(form.fields["/basis"], "zh")}

    assert {"harm", "legal", "supervision"} <= codes


def test_a_conference_with_outsiders_needs_personal_details_removed() -> None:
    open_meeting = changed(CONFERENCE, outsiders_present=True)

    assert errors("case-conference", CONFERENCE) == set()
    assert errors("case-conference", open_meeting) == {("/deidentified", "required")}
    assert errors("case-conference", changed(open_meeting, deidentified=False)) == {
        ("/deidentified", "const")
    }
    assert errors("case-conference", changed(open_meeting, deidentified=True)) == set()


@pytest.mark.requirement("R-003-16")
def test_a_conference_may_be_held_online() -> None:
    assert errors("case-conference", changed(CONFERENCE, mode="online")) == set()


def test_the_sender_submits_a_referral_without_the_receivers_part() -> None:
    assert errors("referral-form", REFERRAL) == set()


def test_a_referral_without_agreement_needs_its_ground() -> None:
    unwilling = changed(REFERRAL, client_agrees=False)

    assert errors("referral-form", unwilling) == {("/disclosure_basis", "required")}
    assert errors("referral-form", changed(unwilling, disclosure_basis="harm")) == set()


def test_a_medical_referral_to_another_organisation_needs_an_assessment_before() -> None:
    outside = changed(REFERRAL, direction="external", receiver_type="medical")

    assert errors("referral-form", changed(outside, receiver_type=None)) == {("/receiver_type", "required")}
    assert errors("referral-form", outside) == {("/pre_assessment", "required")}
    assert errors("referral-form", changed(outside, receiver_type="relief")) == set()


def test_a_returned_referral_says_why() -> None:
    assert errors("referral-form", changed(REFERRAL, accepted="no")) == {("/reject_reason", "required")}


def test_an_accepted_referral_may_wait_for_its_result() -> None:
    accepted = changed(REFERRAL, accepted="yes")
    received = changed(accepted, received_at="2026-03-05T11:00")
    answered = changed(received, result="已复诊，调整用药。")

    assert errors("referral-form", accepted) == {("/received_at", "required")}
    assert errors("referral-form", received) == set()
    assert errors("referral-form", answered) == {("/closed_at", "required")}
    assert errors("referral-form", changed(answered, closed_at="2026-03-05T15:00")) == set()


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"accepted": "yes", "received_at": "2026-03-05T09:59"}, ("/received_at", "check.after-sending")),
        ({"urgent": True, "booked_at": "2026-03-05T09:59"}, ("/booked_at", "check.after-sending")),
        (
            {
                "accepted": "yes",
                "received_at": "2026-03-05T11:00",
                "result": "已复诊",
                "closed_at": "2026-03-05T10:59",
            },
            ("/closed_at", "check.after-receipt"),
        ),
    ],
)
def test_a_referral_runs_forward_in_time(changes: dict[str, object], refused: tuple[str, str]) -> None:
    assert errors("referral-form", changed(REFERRAL, **changes)) == {refused}


def test_sender_and_receiver_have_pages_and_roles_of_their_own() -> None:
    form = shipped.form("referral-form")
    sender, receiver = form.pages

    sending = {node.field.name: node.field.schema["x-edit-roles"] for node in sender.walk() if node.field}
    receiving = {node.field.name: node.field.schema["x-edit-roles"] for node in receiver.walk() if node.field}

    assert not any("third_party" in roles for roles in sending.values())
    assert all("third_party" in roles for roles in receiving.values())


def test_what_is_entered_after_sending_stands_behind_the_page_the_sender_signs() -> None:
    form = shipped.form("referral-form")
    page_of = {
        node.field.name: number
        for number, page in enumerate(form.pages)
        for node in page.walk()
        if node.field
    }

    later = (
        "booked_at",
        "accepted",
        "reject_reason",
        "received_at",
        "result",
        "closed_at",
        "receiver_signature",
    )

    assert all(page_of[name] > page_of["sender_signature"] for name in later)
    assert page_of["summary"] == page_of["sender_signature"]


def test_a_recording_consent_says_what_may_be_recorded_for_what_and_until_when() -> None:
    consent = {**HEAD, "recording_type": ["audio"], "purpose": ["service"], "signer_type": "client"}

    assert errors("recording-consent", consent) == set()
    assert errors("recording-consent", changed(consent, recording_type=None)) == {
        ("/recording_type", "required")
    }
    assert errors("recording-consent", changed(consent, recording_type=["photo"])) != set()
    assert errors("recording-consent", changed(consent, valid_until="2026-03-05")) == {
        ("/valid_until", "check.after-today")
    }
    assert errors("recording-consent", changed(consent, valid_until="2026-03-06")) == set()
