"""Without a mouse: signing in, opening a case, filling and submitting a form, menus, and a signature by typed name."""

from __future__ import annotations

import re

import pytest

from tests.journeys import shortcuts
from tests.services import filled
from tests.web.visiting import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

FOCUSED = "() => { const e = document.activeElement; return [e.tagName, e.name || '', e.value || '', e.textContent.trim(), e.id] }"


class Keys:
    """Hands that only use the keyboard."""

    def __init__(self, walker):
        self.page = walker.page

    def focused(self):
        return self.page.evaluate(FOCUSED)

    def to(self, wanted, most=150):
        """Go on with the tab key until the element that `wanted` describes has the focus, which must be visible."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(f"() => document.activeElement.matches({wanted!r})"):
                outline = self.page.evaluate(
                    "() => { const s = getComputedStyle(document.activeElement);"
                    " return s.outlineStyle !== 'none' || s.boxShadow !== 'none' || document.activeElement.matches('[type=radio],[type=checkbox]') }"
                )
                assert outline, f"{wanted}: the focus cannot be seen"
                return self
        raise AssertionError(f"the tab key never came to {wanted}; last {self.focused()}")

    def type(self, words):
        self.page.keyboard.type(words)
        return self

    def press(self, key):
        self.page.keyboard.press(key)
        return self


def test_a_worker_without_a_mouse_signs_in_fills_a_form_opens_menus_and_signs_by_name(walk, house):
    case = shortcuts.evaluating(house)
    world = shortcuts.backstage(house)
    world.fill(shortcuts.id_of(case), "evaluation", filled.EVALUATION)
    lin = walk("lin")
    lin.context.clear_cookies()
    lin.open("/sign-in")
    hands = Keys(lin)

    hands.to("[name=username]").type("lin").to("[name=password]").type(PASSWORD).press("Enter")
    lin.comes_to(re.compile(r"^(?!.*sign-in)"))
    lin.open("/")
    hands.to(f"a[href='{case}']").press("Enter")
    lin.comes_to(f"**{case}")
    hands.to(".tabs-row details.menu > summary").press("Enter")
    lin.page.locator(".events").wait_for(state="visible")
    hands.press("Escape")
    lin.page.locator(".events").wait_for(state="hidden")
    hands.to('form[action$="/records/suspension"] button').press("Enter")
    lin.comes_to("**/records/**")
    hands.to("[name=event]").press("Space")
    hands.press("ArrowDown")
    hands.to("[name='event_date-year']").type("2026").to("[name='event_date-month']").type("3").to(
        "[name='event_date-day']"
    ).type("5")
    hands.to("[name=handling]").press("ArrowDown")
    if lin.page.locator("[name=handling][value=suspend]:checked").count() == 0:
        hands.press("ArrowUp")
    hands.to("[name='resume_date-year']").type("2026").to("[name='resume_date-month']").type("4").to(
        "[name='resume_date-day']"
    ).type("7")
    hands.to("[name=_do][value=submit]").press("Enter")
    lin.comes_to("**submitted=1**")
    hands.to("a[href$='/sign/worker']").press("Enter")
    lin.comes_to("**/sign/worker**")
    hands.to("a[href*='method=typed']").press("Enter")
    lin.comes_to("**method=typed**")
    hands.to("[name=typed]").type("林晓燕").press("Enter")
    lin.comes_to("**/records/**submitted=1**")

    assert lin.page.get_by_text("有效", exact=True).count() == 1
