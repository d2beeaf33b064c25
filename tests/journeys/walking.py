"""A person at a real browser: what she presses and types, and what every page she meets is held to."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import BrowserContext, Locator, Page
from playwright.sync_api import TimeoutError as NotSeen

from tests.journeys import barriers
from tests.web.visiting import PASSWORD

if TYPE_CHECKING:
    from tests.web.conftest import Clock

PICTURES = os.environ.get("CASEFORMS_TEST_PICTURES", "")
STARTED = "html[data-started], html:not(:has(script[type=module]))"
SEEN_WITHIN = 5_000  # milliseconds until words that a script brings must stand on the page


class Walker:
    """One person with one browser. `troubles` collects what the browser's console complained of."""

    def __init__(self, context: BrowserContext, address: str, clock: Clock, *, scripted: bool = True) -> None:
        self.context, self.address, self.clock, self.scripted = context, address, clock, scripted
        self.troubles: list[str] = []
        self.page: Page = context.new_page()
        self.page.set_default_timeout(15_000)
        self.page.on("pageerror", lambda error: self.troubles.append(f"{self.page.url}: {error}"))
        self.page.on("console", self._heard)

    def _heard(self, message: Any) -> None:
        # A 4xx of a page that is meant to refuse is written to the console too; the journey itself judges those.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.troubles.append(f"{self.page.url}: {message.text}")

    # Going about

    def open(self, path: str) -> Walker:
        """Go to an address of the house."""
        self.page.goto(self.address + path)
        return self.arrived()

    def arrived(self) -> Walker:
        """Wait until the page that was come to is whole: loaded, and its scripts at work."""
        self.page.wait_for_load_state()
        if self.scripted:
            self.page.locator(STARTED).wait_for(state="attached")
        return self

    def go_by(self, control: Locator, to: str | re.Pattern[str] | None = None) -> Walker:
        """Press what leads to another page (or to the same one anew), and wait until that page is there.

        Without this the next look may fall on the page that is being left.
        """
        with self.page.expect_navigation(url=to):
            control.click()
        return self.arrived()

    def comes_to(self, address: str | re.Pattern[str]) -> Walker:
        """Wait for a page that something else than a press on it leads to."""
        self.page.wait_for_url(address)
        return self.arrived()

    def saved_by_itself(self, name: str, value: Any) -> Walker:
        """Answer a field and wait until the page has saved it without being told to."""
        with self.page.expect_response(lambda answer: answer.request.method == "PUT") as saved:
            self.answer(name, value)
        assert saved.value.ok, saved.value.status
        return self

    def sign_in(self, username: str, language: str) -> None:
        """Be signed in, with the language chosen: what the journey is about begins at the start page."""
        request, address = self.context.request, f"{self.address}/sign-in"
        token = re.search('name="csrf_token"[^>]*value="([^"]+)"', request.get(address).text())
        assert token is not None
        form = {"csrf_token": token[1], "username": username, "password": PASSWORD}
        assert request.post(address, form=form, max_redirects=0).status == 303  # the way in
        self.open(f"/language/{language}?to=/")

    def sign_in_by_hand(self, username: str, language: str) -> None:
        """Sign in at the screen and choose the language."""
        self.context.add_cookies([{"name": "caseforms_language", "value": language, "url": self.address}])
        self.open("/sign-in")
        self.page.locator("[name=username]").fill(username)
        self.page.locator("[name=password]").fill(PASSWORD)
        self.go_by(self.page.locator("form button[type=submit].btn--next"), to=re.compile(r"^(?!.*sign-in)"))
        self.open(f"/language/{language}?to=/")

    def sees(self, words: str) -> bool:
        """Whether the words stand on the page, visibly, now or in a moment."""
        try:
            self.page.get_by_text(words).first.wait_for(state="visible", timeout=SEEN_WITHIN)
        except NotSeen:
            return False
        return True

    def misses(self, words: str) -> bool:
        """Whether the words do not stand on the page, which is whole."""
        return not any(each.is_visible() for each in self.arrived().page.get_by_text(words).all())

    # Filling in: fields are named as in the definition

    def field(self, name: str) -> Locator:
        """The control with this name."""
        return self.page.locator(f'[name="{name}"]:not([type=hidden])')

    def fill(self, values: dict[str, Any]) -> Walker:
        """Answer fields by name: text, "yes"/"no" codes, lists of codes, "2026-03-05" for days."""
        for name, value in values.items():
            self.answer(name, value)
        return self

    def answer(self, name: str, value: Any) -> None:
        """Answer one field as a person would, by the control that the page offers."""
        if isinstance(value, list):
            for each in value:
                self.tick(name, str(each))
        elif isinstance(value, bool):
            self.tick(name, "true" if value else "false")
        elif self.page.locator(f'[name="{name}-year"]').count():
            self.day(name, str(value))
        elif self.page.locator(f'select[name="{name}"]').count():
            self.page.locator(f'select[name="{name}"]').select_option(str(value))
        elif self.page.locator(f'[name="{name}"][type=radio], [name="{name}"][type=checkbox]').count():
            self.tick(name, str(value))
        else:
            self.field(name).fill(str(value))

    def tick(self, name: str, value: str) -> None:
        """Tap the row of a choice."""
        control = self.page.locator(f'[name="{name}"][value="{value}"]')
        self.page.locator(f'label[for="{control.get_attribute("id")}"]').click()

    def day(self, name: str, value: str) -> None:
        """Type a day into its boxes, and the time when there is one."""
        date, _, time = value.partition("T")
        for part, text in zip(("year", "month", "day"), date.split("-"), strict=True):
            self.field(f"{name}-{part}").fill(text)
        if time:
            self.field(f"{name}-time").fill(time)

    def complete(self, answers: dict[str, Any], button: str = "submit") -> Walker:
        """Fill a form page by page, as far as each page shows the fields, and press its last button."""
        waiting = dict(answers)
        while True:
            for name in list(waiting):
                if self.offers(name):
                    self.answer(name, waiting.pop(name))
                    self.settle()
            following = self.page.locator('[name="_do"][value^="page-"]:visible')
            if not following.count():
                break
            self.go_by(following.first)
        assert not waiting, f"the form never asked for {sorted(waiting)}"
        return self.go_by(self.page.locator(f'[name="_do"][value="{button}"]:visible'))

    def settle(self) -> None:
        """Let the page show and hide what the last answer changed: it does so with the next frame."""
        self.page.evaluate(
            "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )

    def offers(self, name: str) -> bool:
        """Whether the page asks for a field, or will after a row was added."""
        list_name, _, row = name.partition("-")
        if row and not self.page.locator(f'[name^="{name}"]').count():
            adding = self.page.locator(f'.rows[data-name="{list_name}"] [data-do="add"]:visible')
            if adding.count():
                adding.click()
        found = self.page.locator(f'[name="{name}"]:not([type=hidden]), [name="{name}-year"]')
        return any(each.is_visible() for each in found.all())

    def errors(self) -> list[str]:
        """The sentences of the summary on top, none when nothing is wrong."""
        return self.page.locator(".summary a, .summary li").all_inner_texts()

    def sign_with_pen(self) -> Walker:
        """Draw a few strokes on the signing line."""
        line = self.page.locator("canvas")
        line.scroll_into_view_if_needed()
        box = line.bounding_box()
        assert box is not None
        mouse = self.page.mouse
        for stroke in range(3):
            left, top = box["x"] + 40 + stroke * 70, box["y"] + box["height"] * 0.35
            mouse.move(left, top)
            mouse.down()
            mouse.move(left + 54, top + 28, steps=6)
            mouse.up()
        return self

    # What every page is held to

    def picture(self, name: str) -> Walker:
        """Keep a picture of the page, where pictures are wanted."""
        if PICTURES:
            Path(PICTURES).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)
        return self

    def look(self, name: str) -> Walker:
        """Hold the page to the house's rules: nothing for axe to find, nothing wider than the screen; keep a picture."""
        self.arrived().picture(name)
        wide = barriers.too_wide(self.page)
        assert not wide, f"{name}: {wide}"
        found = barriers.found(self.page)
        assert not found, f"axe found on {name}: {found}"
        return self
