"""From pressing a button to seeing the change, on a form of six hundred questions with the browser slowed down four times."""

from __future__ import annotations

import os
import shutil
import statistics
from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import Page, sync_playwright

from bench.figure import Effort, Figure, Text
from bench.house import PASSWORD, House, house
from bench.large_form import large_form
from bench.serving import served
from caseforms.services import accounts, designs
from caseforms.services.actors import Actor

BUDGET = 150
SLOWER = 4
TIMES, FEW = 12, 4
KEEPER = "builder"
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")
HOW = Text(
    zh="600题的表单在浏览器里打开，处理器放慢到四分之一（CDP）。反复按“下移”“上移”：从按下到改动画在屏幕上（服务端时间在内，回环网络），取中位数。",
    en="A form of 600 questions is open in a browser whose processor is slowed down four times (CDP). “Down” and “Up” are "
    "pressed again and again: from the press to the change painted on the screen, the server's time included, over "
    "loopback; the median.",
)
# The frame after the one in which the page has changed: by then it has been painted.
PAINTED = """(to) => new Promise((done) => {
  const piece = document.querySelector('[data-item="field:/q_3_2_4"]'), button = piece.querySelector(`[name=to][value=${to}]`);
  const holder = piece.parentElement, at = [...holder.children].indexOf(piece);
  const begun = performance.now();
  const watch = new MutationObserver(() => {
    const now = [...holder.children].indexOf(holder.querySelector('[data-item="field:/q_3_2_4"]'));
    if (now === at) return;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
  });
  watch.observe(holder, { childList: true });
  button.click();
})"""


def measure(effort: Effort) -> Figure:
    """The median in milliseconds; beside it the slowest, and the first look at the whole form."""
    with house() as home:
        _begin(home)
        with served(home.folder, 1) as port, sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=_browser(), args=list(FLAGS))
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            opened = _open(page, f"http://127.0.0.1:{port}")
            times = _moved(page, effort.choose(TIMES, FEW))
            browser.close()
    title = Text(
        "600题表单的一步改动，画出来为止", "one change of a form of 600 questions, until it is painted"
    )
    beside = {"ms, the slowest": max(times), "ms, opening the form": opened}
    return Figure("designing", title, statistics.median(times), "ms", BUDGET, HOW, beside=beside)


def _begin(home: House) -> None:
    now = datetime.now(UTC)
    with home.store.transaction(home.institution_id) as session:
        added = accounts.add_user(
            session, None, KEEPER, "管理员", ["administrator"], now, password=PASSWORD, language="zh"
        )
        keeper = Actor(added.user.id, home.institution_id, frozenset({"administrator"}), "管理员")
        designs.begin(session, keeper, "form", large_form(), now)


def _open(page: Page, address: str) -> float:
    page.goto(f"{address}/sign-in")
    page.locator("[name=username]").fill(KEEPER)
    page.locator("[name=password]").fill(PASSWORD)
    with page.expect_navigation():
        page.locator("form button[type=submit].btn--next").click()
    page.goto(f"{address}/designer/forms/own-large?item=field:/q_3_2_4")
    page.locator("html[data-started]").wait_for(state="attached")
    timing: Any = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
    return float(timing)


def _moved(page: Page, times: int) -> list[float]:
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    found = []
    for number in range(times + 2):
        found.append(float(page.evaluate(PAINTED, "up" if number % 2 else "down")))
        page.wait_for_timeout(1500)  # the dock follows when nobody waits; the next press is another story
    return found[2:]


def _browser() -> str:
    return os.environ.get("CASEFORMS_TEST_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
