"""A browser without scripts: conditions and rows come from the server, and the form is submitted all the same."""

from __future__ import annotations

import pytest

from tests.journeys import answers, chapters, shortcuts

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def _asked(walker, given):
    """Fill in what the page asks for, let the server show what follows from it, until everything is answered."""
    waiting = dict(given)
    while waiting:
        ready = [name for name in waiting if walker.offers(name)]
        assert ready, f"the page never asked for {sorted(waiting)}"
        for name in ready:
            walker.answer(name, waiting.pop(name))
        walker.go_by(walker.page.locator('[name="_do"][value="update"]'))


@pytest.mark.requirement("R-M-02")
def test_an_application_and_the_rows_of_a_plan_are_filled_and_submitted_without_scripts(walk, house):
    planning = shortcuts.assessed(house)
    lin = walk("lin", language="en", java_script_enabled=False)
    chapters.new_case(lin, "Sun Yan")
    assert not lin.offers("scope_action")

    _asked(lin, answers.APPLICATION_FIRST_PART | answers.ACCEPTED)
    lin.go_by(lin.page.locator('[name="_do"][value="submit"]:visible'))
    assert not lin.errors(), lin.errors()
    assert lin.sees("Submitted.")

    chapters.begin(lin, planning, "plan")
    before = lin.page.locator('[name$="-schedule"]').count()
    lin.go_by(lin.page.locator('[name="_do"][value="add plan_items"]'))
    assert lin.page.locator('[name$="-schedule"]').count() == before + 1
