"""Tables that tests bring, and the worlds of the services' tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from caseforms import indicators
from caseforms.indicators import Table
from caseforms.services import indicator_tables
from tests.databases import migrated, store
from tests.indicators import written
from tests.services.conftest import place, world

__all__ = ["migrated", "place", "sample", "store", "world"]

ASSESSED = {
    "workflows": ["mental-health-case"],
    "logic": "state",
    "from": "forms.mh-application.latest.application_date",
    "until": {"when": {"fact": ["case.final", {"const": True}]}, "then": "case.entered_on"},
    "met": {"done": "mh-assessment"},
    "met_on": "forms.mh-assessment.first_submitted_on",
    "missing": [{"form": "mh-assessment", "text": written.text("还没有预估")}],
}
SERVED = {
    "workflows": ["mental-health-case"],
    "logic": "any",
    "looks": [
        {"of": "form", "form": "mh-service-record", "at": "this.submitted_on"},
        {"of": "form", "form": "mh-assessment", "at": "this.submitted_on", "met": {"done": "mh-plan"}},
    ],
}
COMPLAINTS = {
    "workflows": ["complaint"],
    "registers": ["complaint-record"],
    "logic": "event",
    "looks": [
        {
            "of": "form",
            "form": "complaint-record",
            "at": "this.data.received_at",
            "where": {"this": ["kind", {"enum": ["complaint", "dispute"]}]},
            "met": {"this": ["handling", {"type": "string", "minLength": 1}]},
        }
    ],
}
PEOPLE = {**ASSESSED, "distinct": "person"}


@pytest.fixture
def sample() -> Iterator[Table]:
    """A table over the mental-health case and the register of complaints, instead of the shipped ones."""
    found = indicators.parse(
        written.table(
            written.row("assessed", percent=90, counter=ASSESSED),
            written.row("served", percent=50, counter=SERVED),
            written.row("complaints", percent=100, counter=COMPLAINTS),
            figures=[written.part("people", None, PEOPLE)],
        )
    )
    indicator_tables.bring(found)
    yield found
    indicator_tables.bring()
