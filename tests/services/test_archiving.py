"""What the archive register is told about a case file."""

from __future__ import annotations

from typing import Any

import pytest

from caseforms.services import archiving, library
from caseforms.workflow import Calendar, State


def record(slot: str, at: str, number: int = 1, status: str = "submitted") -> dict[str, Any]:
    return {"slot": slot, "number": number, "status": status, "submitted_at": at}


def facts(records: list[dict[str, Any]], stage: str = "follow_up") -> dict[str, Any]:
    return archiving.facts_of(
        library.workflow(None, "mental-health-case"), State(stage=stage), records, Calendar()
    )


def test_the_contents_are_what_was_submitted_in_its_order() -> None:
    file = [
        record("service_record", "2026-03-01T20:00:00+00:00", number=2),
        record("application", "2026-01-05T02:00:00+00:00"),
        record("service_record", "2026-02-01T02:00:00+00:00", status="void"),
        record("plan", "2026-02-02T02:00:00+00:00", status="draft"),
        record("archive", "2026-03-09T02:00:00+00:00"),
    ]

    lines = facts(file)["catalogue"].splitlines()

    assert lines == ["1. 个案申请表 2026-01-05", "2. 个案服务记录表（2） 2026-03-02"]


def test_a_file_without_records_has_no_contents() -> None:
    assert "catalogue" not in facts([])


def test_a_case_file_shows_its_basics_its_process_and_its_referrals() -> None:
    at = "2026-03-01T02:00:00+00:00"

    assert facts([record("consent", at), record("assessment", at)])["classes"] == ["client", "process"]
    assert facts([record("referral", at)])["classes"] == ["referral"]


@pytest.mark.parametrize(
    ("stage", "kept"),
    [("follow_up", "permanent"), ("archived", "permanent"), ("not_accepted", "3y"), ("brief_service", "3y")],
)
def test_a_case_is_kept_for_good_and_an_enquiry_for_three_years(stage: str, kept: str) -> None:
    assert facts([], stage)["retention"] == kept
