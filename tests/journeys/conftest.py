"""The application served on loopback and a browser to visit it with; the people and the clock are those of the pages' tests."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.journeys import barriers
from tests.journeys.walking import PICTURES, Walker
from tests.web.conftest import House, house, lived, prepared

__all__ = ["house", "lived", "prepared"]

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
TABLET = {
    "viewport": barriers.SCREENS["tablet"],
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
DESKTOP = {"viewport": barriers.SCREENS["desktop"]}
PHONE = {
    "viewport": barriers.SCREENS["phone"],
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
SIZES = {"tablet": TABLET, "desktop": DESKTOP, "phone": PHONE}


class Quiet(WSGIRequestHandler):
    """Answers without a line per request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing: there are hundreds of requests."""


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember that a journey failed, so that its last page can be kept as a picture."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The driver of the browser."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium: Path) -> Iterator[Browser]:
    """One browser for all journeys; each journey has a profile of its own."""
    running = playwright.chromium.launch(executable_path=str(chromium), headless=True, args=list(FLAGS))
    yield running
    running.close()


@pytest.fixture
def address(house: House) -> Iterator[str]:
    """Where the house is served."""
    server = make_server("127.0.0.1", 0, house.app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def walk(
    browser: Browser, address: str, house: House, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Walker]]:
    """`walk("lin", size="tablet", language="zh")`: the named person in a browser of her own, signed in; without a name, a stranger."""
    walkers: list[Walker] = []

    def begin(username: str, size: str = "desktop", language: str = "zh", **more: object) -> Walker:
        context = browser.new_context(
            **SIZES[size],
            locale="zh-CN" if language == "zh" else "en-GB",
            timezone_id="Asia/Shanghai",
            **more,
        )
        scripted = more.get("java_script_enabled", True) is not False
        walker = Walker(context, address, house.clock, scripted=scripted)
        walkers.append(walker)
        if username:
            walker.sign_in(username, language)
        return walker

    yield begin
    if request.node.stash.get(FAILED, False) and PICTURES:
        for number, walker in enumerate(walkers):
            walker.page.screenshot(path=f"{PICTURES}/failed-{request.node.name}-{number}.png", full_page=True)
    troubles = [trouble for walker in walkers for trouble in walker.troubles]
    for walker in walkers:
        walker.context.close()
    assert not troubles, f"the browser complained: {troubles}"
