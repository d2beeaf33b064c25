"""Takes the pictures of the README and the guide from the product itself: serves the demonstration and visits it.

.venv/bin/python tool/screenshots.py [FOLDER]        (default docs: images/ for the README, guide/images/ for the guide)
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

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
TABLET, DESKTOP, PHONE = (1024, 768), (1440, 900), (390, 844)


class Quiet(WSGIRequestHandler):
    """Answers without a line per request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing: there are hundreds of requests."""


def to_do(page: Page, root: str) -> None:
    """The work list."""
    page.goto(f"{root}/")


def a_case(page: Page, root: str) -> None:
    """A case that waits for a signature under its plan."""
    page.goto(f"{root}/")
    page.locator("main a[href^='/cases/']").filter(has_text=re.compile("计划|Planning")).first.click()


def a_form(page: Page, root: str) -> None:
    """A draft to go on with."""
    page.goto(f"{root}/")
    page.locator("[aria-labelledby=drafts] a[href^='/records/']").first.click()


def a_sheet(page: Page, root: str) -> None:
    """The blank sheet of table B.1."""
    page.goto(f"{root}/forms/mh-application/paper")


def new_work(page: Page, root: str) -> None:
    """What may be opened."""
    page.goto(f"{root}/cases/new")


def to_sign(page: Page, root: str) -> None:
    """A plan that waits for the signature of its worker."""
    page.goto(f"{root}/")
    page.goto(page.locator("[aria-labelledby=sign] a").last.evaluate("link => link.href") + "/sign/worker")


def chronic(page: Page, root: str) -> None:
    """The first chronic-disease case of the to-do list."""
    page.goto(f"{root}/")
    page.locator("main a[href^='/cases/']:not([href$='/new'])").first.click()


def readings(page: Page, root: str) -> None:
    """The devices of that case."""
    chronic(page, root)
    page.wait_for_url("**/cases/**")
    page.goto(page.url.split("?")[0] + "/readings")


def quality(page: Page, root: str) -> None:
    """The newest monitoring table."""
    page.goto(f"{root}/quality")
    page.locator("main a[href^='/quality/cd-monitoring-table/']").first.click()


def quality_row(page: Page, root: str) -> None:
    """What stands behind one of its numbers."""
    quality(page, root)
    page.wait_for_url("**/cd-monitoring-table/**")
    page.locator("main table a[href*='/cd-monitoring-table/']").first.click()


def quality_work(page: Page, root: str) -> None:
    """Load, stages, what is overdue."""
    page.goto(f"{root}/quality/work")


def administration(page: Page, root: str) -> None:
    """Users and their roles."""
    page.goto(f"{root}/administration/users")


def designer(page: Page, root: str) -> None:
    """The application form being built, with a question chosen."""
    page.goto(f"{root}/designer/forms/mh-application?item=field:/decline_basis")
    page.locator('[data-item="field:/decline_basis"]').scroll_into_view_if_needed()


def designer_words(page: Page, root: str) -> None:
    """The wording of the application form in both languages."""
    page.goto(f"{root}/designer/forms/mh-application/words")


def designer_sheet(page: Page, root: str) -> None:
    """Its printed sheet as a table, a cell chosen."""
    page.goto(f"{root}/designer/forms/mh-application/sheet?row=3&cell=0")


Visit = Callable[[Page, str], None]
Shot = tuple[str, str, str, tuple[int, int], Visit]
README: tuple[Shot, ...] = (
    ("images/worklist-zh", "lin.xiaoyan", "zh", DESKTOP, to_do),
    ("images/worklist-en", "lin.xiaoyan", "en", TABLET, to_do),
    ("images/worklist-phone-zh", "lin.xiaoyan", "zh", PHONE, to_do),
    ("images/case-zh", "lin.xiaoyan", "zh", DESKTOP, a_case),
    ("images/case-en", "lin.xiaoyan", "en", TABLET, a_case),
    ("images/form-zh", "lin.xiaoyan", "zh", TABLET, a_form),
    ("images/paper-zh", "lin.xiaoyan", "zh", DESKTOP, a_sheet),
    ("images/quality-zh", "liuhe.quality", "zh", DESKTOP, quality),
)
GUIDE: tuple[tuple[str, str, tuple[int, int], Visit], ...] = (
    ("worklist", "lin.xiaoyan", DESKTOP, to_do),
    ("new", "wang.zhiming", TABLET, new_work),
    ("case", "lin.xiaoyan", TABLET, a_case),
    ("form", "lin.xiaoyan", TABLET, a_form),
    ("sign", "lin.xiaoyan", TABLET, to_sign),
    ("paper", "lin.xiaoyan", TABLET, a_sheet),
    ("chronic", "jiang.xuemei", TABLET, chronic),
    ("readings", "jiang.xuemei", TABLET, readings),
    ("quality", "liuhe.quality", DESKTOP, quality),
    ("quality-row", "liuhe.quality", TABLET, quality_row),
    ("quality-work", "liuhe.quality", TABLET, quality_work),
    ("designer", "admin", DESKTOP, designer),
    ("designer-words", "admin", TABLET, designer_words),
    ("designer-sheet", "admin", DESKTOP, designer_sheet),
    ("administration", "admin", TABLET, administration),
)
SHOTS: tuple[Shot, ...] = (
    *README,
    *(
        (f"guide/images/{name}-{language}", username, language, size, visit)
        for name, username, size, visit in GUIDE
        for language in ("zh", "en")
    ),
)


def main() -> None:
    """Build the demonstration into a scratch folder, serve it, take every picture."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs")
    for part in ("images", "guide/images"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["CASEFORMS_DATA_DIR"] = scratch
        from caseforms.cli import demo
        from caseforms.web import create_app

        demo.make(demo.demo_settings(fresh=True), datetime.now(UTC))
        server = make_server(
            "127.0.0.1", 0, create_app(demo.demo_settings()), threaded=True, request_handler=Quiet
        )
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            for shot in SHOTS:
                take(browser, f"http://127.0.0.1:{server.server_port}", folder, *shot)
            browser.close()
        server.shutdown()


def take(
    browser: Browser,
    root: str,
    folder: Path,
    name: str,
    username: str,
    language: str,
    size: tuple[int, int],
    visit: Visit,
) -> None:
    """One picture: sign in, go there, keep what the screen shows."""
    from caseforms.demo.cast import PASSWORD

    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, timezone_id="Asia/Shanghai")
    page = context.new_page()
    page.goto(f"{root}/sign-in")
    page.locator("[name=username]").fill(username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form button.btn--next").first.click()
    page.wait_for_url(re.compile(r"^(?!.*sign-in)"))
    page.goto(f"{root}/language/{language}?to=/")
    visit(page, root)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=folder / f"{name}.png")
    print(folder / f"{name}.png")
    context.close()


if __name__ == "__main__":
    main()
