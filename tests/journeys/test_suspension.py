"""The client goes to hospital: the service pauses with a day to look again, clocks stand still, and it goes on where it was."""

from __future__ import annotations

import re

import pytest

from tests.journeys import chapters, shortcuts

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def _days_left(lin, case):
    lin.open(case)
    found = re.search(r"还有(\d+)个工作日", lin.page.locator("main").inner_text())
    assert found is not None
    return int(found.group(1))


@pytest.mark.requirement("R-002-38")
def test_a_client_in_hospital_pauses_the_clocks_and_service_goes_on_at_the_same_stage(walk, house):
    case = shortcuts.accepted(house)
    lin = walk("lin", size="tablet")
    before = _days_left(lin, case)
    hospital = {
        "event": "hospitalised",
        "event_date": "2026-3-5",
        "handling": "suspend",
        "resume_date": "2026-4-7",
    }

    chapters.file(lin, case, "suspension", hospital | {"note": "住院调整用药，家属每日陪护。"})
    assert chapters.stage(lin, case) == "预估"
    assert lin.sees("住院")
    lin.look("suspended-case")
    lin.open(f"{case}/act/finish_assessment")
    assert lin.sees("服务已中止，请先恢复服务。")
    shortcuts.days_pass(house, 28)
    lin.sign_in_by_hand("lin", "zh")
    lin.open("/")
    assert not lin.page.locator("#overdue").count()
    chapters.act(lin, case, "resume", {"reason": "已出院，医生建议恢复社区服务。"})

    after = _days_left(lin, case)
    assert chapters.stage(lin, case) == "预估"
    assert "中止" not in lin.page.locator(".head").inner_text()
    assert before - after == 1  # of the four weeks only the day of the return counts
