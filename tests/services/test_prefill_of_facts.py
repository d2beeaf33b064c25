"""Prefill from the facts of a case."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from caseforms.services import library, prefill

NOW = datetime(2026, 3, 5, 8, 0, tzinfo=UTC)


def known(facts: dict[str, Any]) -> prefill.Known:
    return prefill.Known(NOW, ZoneInfo("Asia/Shanghai"), "u-chen", True, {}, {}, "", (), facts, {})


def test_a_sentence_in_two_languages_enters_the_record_as_one_text() -> None:
    facts = {"derived": {"service_summary": {"zh": "共提供服务5次。", "en": "5 services."}}}

    data, _ = prefill.fill(library.form(None, "agency-feedback"), known(facts))

    assert data["service_status"] == "共提供服务5次。"


def test_the_archive_register_starts_with_what_the_file_holds() -> None:
    facts = {"archive": {"classes": ["client"], "retention": "permanent"}}

    data, _ = prefill.fill(library.form(None, "archive-register"), known(facts))

    assert (data["archive_class"], data["retention"], data["archived_on"]) == (
        ["client"],
        "permanent",
        "2026-03-05",
    )


def test_a_fact_that_is_not_there_leaves_the_question_open() -> None:
    data, _ = prefill.fill(library.form(None, "archive-register"), known({}))

    assert "retention" not in data


def test_a_moment_of_an_earlier_form_enters_a_field_for_a_day_as_its_day() -> None:
    plan = {
        "definition_id": "activity-plan",
        "data": {"start_at": "2026-03-04T14:30"},
        "submitted_on": "2026-03-01",
    }
    before = prefill.Known(
        NOW, ZoneInfo("Asia/Shanghai"), "u-chen", True, {}, {}, "", (plan,), {}, {"activity-plan": {}}
    )

    data, _ = prefill.fill(library.form(None, "activity-signin"), before)

    assert data["held_on"] == "2026-03-04"
