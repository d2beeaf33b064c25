"""The other forms around a mental-health case: risk profile, suspension, peers, resources, surveys, visits, archive."""

from __future__ import annotations

import pytest

from caseforms import answers
from tests.standards import shipped
from tests.standards.shipped import changed, errors, warnings

HEAD = {"case_no": "MH-2026-0007", "client_name": "李明", "responsible_worker": "u-chen"}
PROFILE = {
    **HEAD,
    "illness_type": "bipolar",
    "condition_stability": "fairly",
    "danger_level": "1",
    "danger_assessed_on": "2026-02-20",
    "medication_adherence": "regular",
    "medication": [{"drug": "碳酸锂", "dose": "每日两次"}],
    "social_security": ["resident_ins", "dibao"],
    "family_situation": "与母亲同住，母亲为主要照顾者。",
}
SUSPENSION = {
    **HEAD,
    "event": "hospitalised",
    "event_date": "2026-03-01",
    "handling": "suspend",
    "resume_date": "2026-04-01",
}
PEER = {**HEAD, "peer_assessment": "病情稳定两年，愿意帮助他人。", "peer_suitable": "yes"}
TRAINING = [{"date": "2026-02-01", "topic": "倾听与边界"}]
ACTIVITY = [{"held_on": "2026-02-15", "type": ["emotion"]}]
VISIT = {
    **HEAD,
    "visit_date": "2026-03-05",
    "visited_by": ["u-chen"],
    "visit_mode": "phone",
    "contact_made": True,
    "current_state": "规律服药，已复工。",
    "maintained": "yes",
    "risk_signs": False,
    "reopen": False,
}
RESOURCE = {
    **HEAD,
    "resource_type": ["education"],
    "provider_org": "区残联",
    "requested_on": "2026-02-01",
    "obtained": "pending",
}
ARCHIVE = {
    "archive_no": "DA-2026-0007",
    "archive_class": ["client", "process"],
    "case_no": "MH-2026-0007",
    "retention": "permanent",
    "secrecy": "restricted",
    "archived_on": "2026-03-05",
}


@pytest.mark.requirement("R-002-23")
@pytest.mark.parametrize("answer", ["condition_stability", "social_security", "family_situation"])
def test_stability_security_and_family_must_be_known(answer: str) -> None:
    assert errors("mh-risk-profile", PROFILE) == set()
    assert errors("mh-risk-profile", changed(PROFILE, **{answer: None})) == {(f"/{answer}", "required")}


def test_a_danger_never_assessed_has_no_date_of_assessment() -> None:
    unknown = changed(PROFILE, danger_level="unknown")

    assert errors("mh-risk-profile", changed(PROFILE, danger_assessed_on=None)) == {
        ("/danger_assessed_on", "required")
    }
    assert errors("mh-risk-profile", changed(PROFILE, danger_assessed_on="2026-03-06")) == {
        ("/danger_assessed_on", "check.not-future")
    }
    assert "danger_assessed_on" not in answers.finalise(
        shipped.form("mh-risk-profile"), unknown, shipped.context()
    )


def test_no_security_and_a_security_exclude_each_other() -> None:
    both = changed(PROFILE, social_security=["none", "dibao"])

    assert errors("mh-risk-profile", both) == {("/social_security", "maxItems")}
    assert errors("mh-risk-profile", changed(PROFILE, social_security=["none"])) == set()


def test_medicine_is_named_with_its_dose_or_a_warning_reminds_of_it() -> None:
    unnamed = changed(PROFILE, medication=None)

    assert errors("mh-risk-profile", changed(PROFILE, medication=[{"drug": "碳酸锂"}])) == {
        ("/medication/0/dose", "required")
    }
    assert errors("mh-risk-profile", unnamed) == set()
    assert warnings("mh-risk-profile", unnamed) == {("/medication_adherence", "check.drugs-named")}
    assert warnings("mh-risk-profile", changed(unnamed, medication_adherence="na")) == set()


@pytest.mark.parametrize(
    ("event", "handling", "refused"),
    [
        ("death", "suspend", True), ("death", "refer", True), ("death", "close", False),
        ("consent_withdrawn", "refer", True), ("consent_withdrawn", "suspend", False),
        ("consent_withdrawn", "close", False), ("moved", "refer", False),
    ],
)  # fmt: skip
def test_what_happened_limits_what_can_be_done(event: str, handling: str, refused: bool) -> None:
    found = errors("service-suspension", changed(SUSPENSION, event=event, handling=handling))

    assert {pointer for pointer, _ in found} == ({"/handling"} if refused else set())


def test_a_suspension_has_a_later_day_of_review() -> None:
    assert errors("service-suspension", SUSPENSION) == set()
    assert errors("service-suspension", changed(SUSPENSION, resume_date=None)) == {
        ("/resume_date", "required")
    }
    assert errors("service-suspension", changed(SUSPENSION, resume_date="2026-03-01")) == {
        ("/resume_date", "check.after-event")
    }
    assert errors("service-suspension", changed(SUSPENSION, handling="close", resume_date=None)) == set()


@pytest.mark.parametrize(("handling", "asked"), [("suspend", False), ("refer", True), ("close", True)])
def test_the_supervisor_signs_when_the_service_ends(handling: str, asked: bool) -> None:
    slots = answers.signature_slots(
        shipped.form("service-suspension"), changed(SUSPENSION, handling=handling)
    )

    assert ("supervisor" in {slot.role for slot in slots if slot.required}) is asked


@pytest.mark.requirement("R-002-12")
@pytest.mark.parametrize(
    "record",
    [
        changed(PEER, activities=ACTIVITY),
        changed(PEER, training=TRAINING, activities=ACTIVITY, peer_suitable="not_yet"),
        changed(PEER, training=TRAINING, activities=ACTIVITY, peer_suitable="no"),
    ],
    ids=["not trained", "not yet suitable", "not suitable"],
)
def test_a_peer_supports_nobody_before_assessment_and_training(record: dict[str, object]) -> None:
    assert errors("peer-support-record", record) == {("/activities", "check.assessed-and-trained")}


@pytest.mark.requirement("R-002-12")
def test_a_suitable_and_trained_peer_supports_others() -> None:
    assert errors("peer-support-record", PEER) == set()
    assert errors("peer-support-record", changed(PEER, training=TRAINING, activities=ACTIVITY)) == set()


def test_an_activity_before_the_first_training_is_pointed_out() -> None:
    early = changed(PEER, training=TRAINING, activities=[{"held_on": "2026-01-31", "type": ["info"]}])

    assert warnings("peer-support-record", early) == {("/activities", "check.after-training")}


def test_a_visit_at_home_after_closure_is_made_by_two() -> None:
    at_home = changed(VISIT, visit_mode="home")

    assert errors("post-closure-visit", VISIT) == set()
    assert errors("post-closure-visit", at_home) == {("/visited_by", "check.two-for-home")}
    assert errors("post-closure-visit", changed(at_home, visited_by=["u-chen", "u-zhao"])) == set()


def test_a_visit_without_contact_asks_why_and_nothing_else() -> None:
    nobody = {name: VISIT[name] for name in (*HEAD, "visit_date", "visited_by", "visit_mode")} | {
        "contact_made": False
    }

    assert errors("post-closure-visit", nobody) == {("/no_contact_reason", "required")}
    assert errors("post-closure-visit", changed(nobody, no_contact_reason="无人接听")) == set()


@pytest.mark.parametrize("answer", ["current_state", "maintained", "risk_signs", "reopen"])
def test_a_visit_with_contact_tells_the_present_state(answer: str) -> None:
    assert errors("post-closure-visit", changed(VISIT, **{answer: None})) == {(f"/{answer}", "required")}


def test_the_next_visit_comes_after_this_one() -> None:
    assert errors("post-closure-visit", changed(VISIT, next_visit_date="2026-03-05")) == {
        ("/next_visit_date", "check.after-visit")
    }
    assert errors("post-closure-visit", changed(VISIT, visit_date="2026-03-06")) == {
        ("/visit_date", "check.not-future")
    }


def test_a_resource_counts_from_the_day_it_was_obtained() -> None:
    obtained = changed(RESOURCE, obtained="partly", amount=200)

    assert errors("resource-link", RESOURCE) == set()
    assert errors("resource-link", obtained) == {("/obtained_on", "required")}
    assert errors("resource-link", changed(obtained, obtained_on="2026-01-31")) == {
        ("/obtained_on", "check.after-request")
    }
    assert errors("resource-link", changed(obtained, obtained_on="2026-02-01")) == set()
    assert errors("resource-link", changed(RESOURCE, amount=-1)) == {("/amount", "minimum")}


def test_the_public_survey_knows_no_person() -> None:
    survey = {
        "survey_date": "2026-03-05",
        "survey_phase": "before",
        "attitude": {"neighbour": "4", "recover": "5", "employment": "4", "help_route": "2"},
    }
    form = shipped.form("public-awareness-survey")

    assert errors("public-awareness-survey", survey) == set()
    assert not any("x-personal" in field.schema for field in form.fields.values())
    assert errors("public-awareness-survey", changed(survey, attitude={"neighbour": "4"})) == {
        (f"/attitude/{row}", "required") for row in ("recover", "employment", "help_route")
    }


@pytest.mark.requirement("R-000-06")
@pytest.mark.parametrize("row", ["attitude", "respect"])
def test_the_survey_asks_about_attitude_and_respect_in_both_languages(row: str) -> None:
    form = shipped.form("satisfaction-patient")
    field = form.fields[f"/aspects/{row}"]

    assert form.label(field, "zh") != form.label(field, "en")
    assert [code for code, _ in form.choices(field, "zh")] == ["5", "4", "3", "2", "1"]
    assert all(
        zh != en
        for (_, zh), (_, en) in zip(form.choices(field, "zh"), form.choices(field, "en"), strict=True)
    )


def test_a_survey_may_be_anonymous_and_short() -> None:
    assert errors("satisfaction-patient", {"survey_date": "2026-03-05", "overall": "4"}) == set()


def test_a_file_is_archived_under_its_case_or_under_another_number() -> None:
    group = changed(ARCHIVE, case_no=None, archive_class=["process"], retention="3y")

    assert errors("archive-register", ARCHIVE) == set()
    assert errors("archive-register", group) == {("/file_ref", "required")}
    assert errors("archive-register", changed(group, file_ref="XZ-2026-02")) == set()


def test_quality_records_do_not_lie_in_a_case_file() -> None:
    assert errors("archive-register", changed(ARCHIVE, archive_class=["quality"])) == {
        ("/case_no", "check.not-quality")
    }


def test_general_files_are_kept_three_years_and_case_files_for_good() -> None:
    form = shipped.form("archive-register")
    general = changed(ARCHIVE, case_no=None, file_ref="XZ-2026-02", retention="3y", archived_on="2024-02-29")

    assert answers.finalise(form, general, shipped.context())["retention_until"] == "2027-02-28"
    assert "retention_until" not in answers.finalise(form, ARCHIVE, shipped.context())
