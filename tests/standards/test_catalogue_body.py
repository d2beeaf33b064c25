"""What a browser posts for a form is read back as the same record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from caseforms import answers
from caseforms.rendering import decode, encode
from tests.standards import shipped
from tests.standards import test_catalogue_community as community
from tests.standards import test_catalogue_hospital as hospital
from tests.standards import test_catalogue_incidents as incidents
from tests.standards import test_catalogue_management as management
from tests.standards import test_catalogue_published as published
from tests.standards import test_catalogue_sharing as sharing
from tests.standards.test_catalogue_home_visit import RETURNED

EXAMPLES: Mapping[str, Mapping[str, Any]] = {
    **{name: hospital.whole(name) for name in hospital.COMPLETE},
    "mh-consent": published.ORAL,
    "mh-application": published.APPLICATION,
    "mh-assessment": published.ASSESSMENT,
    "mh-plan": published.PLAN,
    "mh-evaluation": published.EVALUATION,
    "mh-closure": published.CLOSURE,
    "home-visit-safety": RETURNED,
    "incident-report": incidents.CONFLICT,
    "crisis-record": incidents.SUICIDE_RISK,
    "agency-feedback": sharing.FEEDBACK,
    "disclosure-log": sharing.DISCLOSURE,
    "referral-form": sharing.REFERRAL,
    "case-conference": sharing.CONFERENCE,
    "mh-risk-profile": community.PROFILE,
    "service-suspension": community.SUSPENSION,
    "post-closure-visit": community.VISIT,
    "resource-link": community.RESOURCE,
    "archive-register": community.ARCHIVE,
    "scale-phq9": management.PHQ9,
    "emergency-plan": management.PLAN,
    "emergency-drill": management.DRILL,
    "risk-register": management.RISKS,
    "training-record": management.TRAINING,
    "staff-qualification": management.STAFF,
    "quality-objectives": management.OBJECTIVES,
    "quality-evaluation": management.EVALUATION,
    "complaint-record": management.ANSWERED,
    "archive-borrowing": management.LOAN,
    "peer-support-record": {
        **community.PEER,
        "training": community.TRAINING,
        "activities": community.ACTIVITY,
    },
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_record_comes_back_from_its_page_unchanged(name: str) -> None:
    form = shipped.form(name)
    record = answers.finalise(form, EXAMPLES[name], shipped.context())

    decoded = decode(form, MultiDict(encode(form, record)))

    assert decoded.problems == ()
    assert decoded.unknown_names == ()
    assert answers.finalise(form, decoded.data, shipped.context()) == record
