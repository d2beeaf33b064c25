"""A tablet outdoors: a browser with a profile of its own that can be restarted, and a server that can be switched off."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Playwright
from werkzeug.serving import make_server

from caseforms.services import tablets
from caseforms.services.actors import Actor
from tests.journeys.walking import STARTED, Walker
from tests.web.conftest import House
from tests.web.visiting import PASSWORD

PIN = "246810"
SIGNS = {"chen": "小红", "zhao": "小蓝"}


class Site:
    """The house on loopback, always under the same address; `down` is no server at all, as on the road."""

    def __init__(self, house: House, handler: type[Any]) -> None:
        self.house, self.handler, self.port = house, handler, 0
        self.up()

    @property
    def address(self) -> str:
        """Where the house is, or was."""
        return f"http://127.0.0.1:{self.port}"

    def up(self) -> None:
        """Serve."""
        self.server = make_server(
            "127.0.0.1", self.port, self.house.app, threaded=True, request_handler=self.handler
        )
        self.port = self.server.server_port
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def down(self) -> None:
        """Stop."""
        if self.thread.is_alive():
            self.server.shutdown()
            self.thread.join()
            self.server.server_close()

    def code(self) -> str:
        """A code that lets one tablet in."""
        administrator = Actor("0" * 32, self.house.institution_id, frozenset({"administrator"}), "")
        with self.house.store.transaction(self.house.institution_id) as session:
            return tablets.invite(session, administrator, "平板2号", self.house.clock()).token


class Tablet:
    """One shared tablet. Its browser may be closed and started again; what it kept is in its profile."""

    def __init__(
        self, playwright: Playwright, chromium: Path, flags: tuple[str, ...], profile: Path, site: Site
    ) -> None:
        self.site, self.profile = site, profile
        self._launch: Callable[[], BrowserContext] = lambda: playwright.chromium.launch_persistent_context(
            str(profile),
            executable_path=str(chromium),
            headless=True,
            args=list(flags),
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            viewport={"width": 1024, "height": 768},
            has_touch=True,
        )
        self.start()

    def start(self) -> None:
        """Switch on."""
        self.context = self._launch()
        self.walker = Walker(self.context, self.site.address, self.site.house.clock)
        self.context.pages[0].close()

    def stop(self) -> None:
        """Switch off, as an empty battery does."""
        self.context.close()

    @property
    def page(self) -> Page:
        """What is on the screen."""
        return self.walker.page

    def open(self, address: str = "/field/") -> Tablet:
        """The app, as its icon opens it."""
        self.page.goto(self.site.address + address)
        self.page.locator(STARTED).wait_for(state="attached")
        return self

    def enrolled(self) -> Tablet:
        """Set up with a code, as scanned."""
        self.open(f"/field/enrol#{self.site.code()}")
        self.page.wait_for_url(re.compile("/field/zh"))
        self.page.locator("#tablet_name").fill("平板2号")
        self.press("[data-enrol] button[type=submit]", "lock")
        return self

    def joined(self, username: str, pin: str = PIN) -> Tablet:
        """Somebody takes a place on the tablet, and the app is kept on it."""
        self.open("/sign-in?to=/field/join")
        self.page.locator("[name=username]").fill(username)
        self.page.locator("[name=password]").fill(PASSWORD)
        self.walker.go_by(self.page.locator("form button.btn--next"), to=re.compile("/field/join"))
        for name, value in (("sign", SIGNS[username]), ("pin", pin), ("again", pin)):
            self.page.locator(f"#{name}").fill(value)
        self.walker.go_by(self.page.locator("form button.btn--next"), to=re.compile("/field/zh"))
        self.seen("lock")
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        return self

    def unlock(self, username: str = "chen", pin: str = PIN) -> Tablet:
        """Her sign, her PIN."""
        self.seen("lock")
        self.page.get_by_label(SIGNS[username]).check()
        self.page.locator("#pin").fill(pin)
        self.press("[data-pin] button[type=submit]")
        self.page.locator("[data-tabs]").wait_for()
        return self

    def seen(self, screen: str) -> Tablet:
        """Wait until a screen is in front."""
        self.page.locator(f'[data-screen="{screen}"]:not([hidden])').wait_for()
        return self

    def press(self, control: str, screen: str = "") -> Tablet:
        """Tap what can be seen of a control; wait for the screen it leads to."""
        self.page.locator(f"{control}").locator("visible=true").first.click()
        return self.seen(screen) if screen else self

    def begin(self, title: str) -> Tablet:
        """A form from today's tiles."""
        return self.press(f'[data-starts] .start:has-text("{title}")', "form")

    def fill(self, answers: dict[str, str]) -> Tablet:
        """Answer section by section, as far as each shows the questions, up to the last section."""
        waiting = dict(answers)
        while True:
            for name in list(waiting):
                if self.walker.offers(name):
                    self.walker.answer(name, waiting.pop(name))
                    self.walker.settle()
            if not self.page.locator('[data-do="next"]').is_visible():
                break
            self.press('[data-do="next"]')
        assert not waiting, f"the form never asked for {sorted(waiting)}"
        return self

    def kept(self) -> Tablet:
        """Wait until what was typed is on the tablet: less than a third of a second."""
        self.page.wait_for_timeout(300)
        return self

    def draw(self) -> Tablet:
        """Write on the signing line with a finger."""
        line = self.page.locator("canvas")
        line.scroll_into_view_if_needed()
        box = line.bounding_box()
        assert box is not None
        touch = self.context.new_cdp_session(self.page)
        for stroke in range(3):
            left, top = box["x"] + 60 + stroke * 80, box["y"] + 60
            points = [{"x": left + step * 8, "y": top + (step % 3) * 16} for step in range(7)]
            touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [points[0]]})
            for point in points[1:]:
                touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
            touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        return self

    def states(self) -> list[str]:
        """How it stands with each record of the outbox on the screen."""
        return [
            str(line.get_attribute("data-state")) for line in self.page.locator("[data-outbox] > li").all()
        ]
