"""What Chinese typists type by habit is understood: full-width digits, 2026年3月5日, names with a dot in them."""

from __future__ import annotations

import pytest

from tests.journeys import answers

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

TYPED: answers.Answers = {
    **answers.APPLICATION_FIRST_PART,
    **answers.ACCEPTED,
    "client_name": "阿依古丽·买买提",
    "birth_date": "１９６９-８-１４",
    "phone": "１３９０００１２３４５",
    "emergency_contact_phone": "０３１１－８６６６５５４４",
}


@pytest.mark.requirement("R-M-06")
def test_full_width_digits_written_out_days_and_names_with_a_dot_are_understood(walk):
    lin = walk("lin", size="tablet")
    lin.open("/cases/new")
    lin.page.locator("[name=name]").fill("阿依古丽·买买提")
    lin.page.locator("[name=birth_date]").fill("1969年8月14日")
    lin.go_by(lin.page.locator("main form .btn--next"), to="**/records/**")
    assert lin.field("birth_date-month").input_value() == "8"
    record = lin.page.url.split("?")[0].removeprefix(lin.address)

    lin.field("birth_date-year").fill("")
    lin.complete(TYPED)
    assert not lin.errors(), lin.errors()

    words = lin.open(f"{record}?read=1").page.locator("main").inner_text()
    for said in ("阿依古丽·买买提", "1969年8月14日", "13900012345", "0311-86665544", "56"):
        assert said in words.replace(" ", "").replace("\u202f", ""), said
