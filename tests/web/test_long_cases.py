"""A case of many records stays a short page: the newest of each form, and a page of its own for all of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from caseforms.web.casework import case as case_page
from tests.web.conftest import House
from tests.web.test_readings import READING, Ward
from tests.web.visiting import Visitor


def records_on(page: Visitor) -> list[str]:
    """The records that a page leads to."""
    addresses = [link.attributes.get("href", "") for link in page.page.all("a")]
    return [each for each in addresses if each.startswith("/records/")]


@pytest.fixture
def ward(house: House) -> Ward:
    ward = Ward(house)
    token = ward.device()
    for number in range(9):
        ward.send(token, {**READING, "id": f"r-{number}", "systolic": 120 + number})
    return ward


def test_the_case_page_shows_the_newest_records_of_a_form_and_leads_to_all(
    ward: Ward, visit: Callable[..., Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_page, "PAGE", 5)
    lin = visit("lin").open(f"/cases/{ward.case_id}")
    on_the_case = [link for link in lin.page.all("a") if link.text.startswith("Health reading")]

    lin.follow("All 9: Health reading")
    first = records_on(lin)
    lin.follow("Earlier")
    rest = records_on(lin)

    assert len(on_the_case) == case_page.NEWEST
    assert len(first) == 5
    assert len(rest) == 4
    assert len({*first, *rest}) == 9


def test_there_is_no_page_of_a_form_that_the_case_does_not_have(
    ward: Ward, visit: Callable[..., Visitor]
) -> None:
    visit("lin").open(f"/cases/{ward.case_id}/forms/closure-of-nothing", expect=404)
    visit("zhao").open(f"/cases/{ward.case_id}/forms/health_reading", expect=403)
