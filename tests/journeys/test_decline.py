"""A person is turned down, properly: a referral is offered, the answer is kept, and the sheet tells it."""

from __future__ import annotations

import pytest

from tests.journeys import answers, chapters

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


@pytest.mark.requirement("R-002-83")
def test_a_case_beyond_the_centre_is_declined_after_a_referral_was_offered_and_the_sheet_shows_it(walk):
    lin = walk("lin", size="tablet")
    case = chapters.new_case(lin, "周桂英")

    lin.complete(answers.APPLICATION_FIRST_PART | answers.DECLINED)
    assert not lin.errors(), lin.errors()
    lin.look("declined-submitted")
    record = lin.page.url.split("?")[0].removeprefix(lin.address)
    chapters.act(lin, case, "decline")

    assert lin.sees("未接案")
    lin.look("declined-case")
    lin.open(f"{record}/paper")
    lin.look("declined-sheet")
    assert {"超出中心服务范围的", "明确告知不能接案的原因"} <= _ticked(lin)
    lin.open(f"{record}/paper?whole=1")
    assert any("拒绝" in each or "不接受" in each for each in _ticked(lin)), _ticked(lin)


def _ticked(walker):
    """The words beside the boxes that are ticked on the sheet."""
    boxes = walker.page.locator("article.paper :is(.pick, li)")
    return set(boxes.filter(has=walker.page.locator(".box--ticked")).all_inner_texts())
