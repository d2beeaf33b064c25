"""A tablet to measure on: Chromium with a profile of its own, the app kept on it, no server any more, the processor slowed down."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import BrowserContext, Page, Playwright, Route, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from bench.house import PASSWORD, USERNAME, House, house
from caseforms.services import tablets
from caseforms.services.actors import Actor
from caseforms.web import create_app

PIN = "246810"
SLOWED = 4
CHROMIUM = (
    os.environ.get("CASEFORMS_TEST_CHROMIUM")
    or shutil.which("chromium-headless-shell")
    or "/usr/bin/chromium"
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
SCREEN = '[data-screen="{}"]:not([hidden])'


class Quiet(WSGIRequestHandler):
    """Answers without a line per request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


class Tablet:
    """Set up, joined, and cut off from its server; every `page()` is a cold start of the browser."""

    def __init__(self, playwright: Playwright, profile: Path, address: str) -> None:
        self.playwright, self.profile, self.address = playwright, profile, address

    def launched(self) -> BrowserContext:
        """The browser, as it starts when nothing of it runs."""
        return self.playwright.chromium.launch_persistent_context(
            str(self.profile),
            executable_path=CHROMIUM,
            headless=True,
            args=FLAGS,
            locale="zh-CN",
            viewport={"width": 1024, "height": 768},
        )

    @contextmanager
    def page(self) -> Iterator[Page]:
        """An empty page whose processor is slowed down."""
        context = self.launched()
        try:
            page = context.pages[0]
            context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
            yield page
        finally:
            context.close()

    def locked(self, page: Page) -> None:
        """The app up to the PIN."""
        page.goto(f"{self.address}/field/")
        page.locator("html[data-started]").wait_for(state="attached")
        page.locator(SCREEN.format("lock")).wait_for()
        page.locator("#pin").fill(PIN)

    def today(self, page: Page) -> None:
        """The app up to what there is to do."""
        self.locked(page)
        page.locator("[data-pin] button[type=submit]").click()
        page.locator(SCREEN.format("today")).wait_for()


@contextmanager
def tablet(more: Mapping[str, Any] | None = None) -> Iterator[Tablet]:
    """A tablet with the forms of a worker on it, and one `more` beside them."""
    with (
        house() as home,
        TemporaryDirectory(prefix="caseforms-tablet-") as profile,
        sync_playwright() as driver,
    ):
        server = make_server(
            "127.0.0.1", 0, create_app(home.settings, store=home.store), threaded=True, request_handler=Quiet
        )
        threading.Thread(target=server.serve_forever, daemon=True).start()
        made = Tablet(driver, Path(profile), f"http://127.0.0.1:{server.server_port}")
        try:
            _set_up(made, _code(home), more)
        finally:
            server.shutdown()
            server.server_close()
        yield made


def _code(home: House) -> str:
    administrator = Actor("0" * 32, home.institution_id, frozenset({"administrator"}), "")
    app = create_app(home.settings, store=home.store)
    with home.store.transaction(home.institution_id) as session:
        return tablets.invite(session, administrator, "平板", app.extensions["caseforms"]["clock"]()).token


def _set_up(made: Tablet, code: str, more: Mapping[str, Any] | None) -> None:
    """Enrol, join, and wait until the app is kept."""

    def packed(route: Route) -> None:
        answer = route.fetch()
        bundle = answer.json()
        route.fulfill(response=answer, json={**bundle, "forms": [*bundle["forms"], more]})

    context = made.launched()
    page = context.pages[0]
    if more is not None:
        context.route("**/api/field/bundle", packed)
    page.goto(f"{made.address}/field/enrol#{code}")
    page.wait_for_url("**/field/zh*")
    page.locator("#tablet_name").fill("平板")
    page.locator("[data-enrol] button[type=submit]").click()
    page.locator(SCREEN.format("lock")).wait_for()
    page.goto(f"{made.address}/sign-in?to=/field/join")
    page.locator("[name=username]").fill(USERNAME)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form button.btn--next").click()
    page.wait_for_url("**/field/join")
    page.locator("html[data-started]").wait_for(state="attached")
    for name, value in (("sign", "量"), ("pin", PIN), ("again", PIN)):
        page.locator(f"#{name}").fill(value)
    page.locator("form button.btn--next").click()
    page.wait_for_url("**/field/zh")
    page.locator(SCREEN.format("lock")).wait_for()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    context.close()
