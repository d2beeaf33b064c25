"""The client takes the consent back: no service is written down any more, and everybody is told why; closing stays open."""

from __future__ import annotations

import pytest

from tests.journeys import chapters, shortcuts

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


@pytest.mark.requirement("R-002-79")
def test_withdrawn_consent_stops_service_records_with_the_reason_and_lets_the_case_close(walk, house):
    case = shortcuts.served(house)
    lin, wang = walk("lin", size="tablet"), walk("wang")

    withdrawn = chapters.file(
        lin,
        case,
        "suspension",
        {
            "event": "consent_withdrawn",
            "event_date": "2026-3-5",
            "handling": "close",
            "note": "不愿再有人知道病情。",
        },
    )
    lin.open(case)
    assert lin.sees("已撤回同意")
    assert not lin.page.locator('form[action$="/records/service_record"]').count()
    row = lin.page.locator(".list__row", has_text="个案服务记录表").last.inner_text()
    assert "撤回" in row, row
    lin.look("consent-withdrawn-case")
    chapters.signs(lin, withdrawn, "worker")
    chapters.signs(wang, withdrawn, "supervisor")

    assert chapters.stage(lin, case) == "结案"
    assert lin.page.locator('form[action$="/records/closure"]').count()
    lin.look("consent-withdrawn-closing")
