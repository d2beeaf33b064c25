"""Makes PDFs of drawn sheets, one at a time, in a process of their own."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from markupsafe import Markup

from caseforms import locations
from caseforms.problems import Problem, Refused
from caseforms.rendering.paper.sheet import Sheet
from caseforms.rendering.paper.templates import render

LOG = logging.getLogger(__name__)
SECONDS = 120.0
"""A bundle of a long case takes tens of seconds; more means that something is wrong."""
WEIGHTS = {"NotoSerifSC-Regular.ttf": 400, "NotoSerifSC-Bold.ttf": 700}
_one_at_a_time = threading.BoundedSemaphore(1)


def pdf(
    sheets: Sheet | Iterable[Sheet], *, language: str = "zh", title: str = "", seconds: float = SECONDS
) -> bytes:
    """One PDF of one sheet or several, fonts embedded, pages counted through. Raises Refused."""
    listed = [sheets] if isinstance(sheets, Sheet) else list(sheets)
    if not listed:
        raise ValueError("there is nothing to print")
    return press(
        [each.running_html for each in listed],
        language=language,
        title=title or listed[0].title,
        seconds=seconds,
    )


def press(pages: Iterable[Markup], *, language: str, title: str, seconds: float = SECONDS) -> bytes:
    """A PDF of drawn pages. Raises Refused with `paper.busy`, `paper.too-slow` or `paper.failed`."""
    document = render("document.html", pages=list(pages), language=language, title=title, styles=styles())
    if not _one_at_a_time.acquire(timeout=seconds):
        raise Refused((Problem("paper.busy"),))
    try:
        return _run(document.encode("utf-8"), seconds)
    finally:
        _one_at_a_time.release()


def _run(document: bytes, seconds: float) -> bytes:
    command = [sys.executable, "-P", str(Path(__file__).with_name("press.py")), str(_fonts())]
    try:
        done = subprocess.run(command, input=document, capture_output=True, timeout=seconds, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise Refused((Problem("paper.too-slow", params={"seconds": int(seconds)}),)) from None
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF"):
        # The kind of the error only: its message may quote the record.
        kind = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2].partition(":")[0]
        LOG.error("the press ended with status %s: %s", done.returncode, kind or "no message")
        raise Refused((Problem("paper.failed"),))
    return done.stdout


def _fonts() -> Path:
    return locations.shipped("static") / "vendor" / "fonts"


@cache
def styles() -> Markup:
    """The style sheet of a PDF: the shipped fonts, then paper.css."""
    missing = [name for name in WEIGHTS if not (_fonts() / name).is_file()]
    if missing:
        LOG.warning(
            "fonts for PDFs are missing (%s): run the set-up, or Chinese may print as boxes",
            ", ".join(missing),
        )
    faces = "".join(
        f"@font-face {{ font-family: 'Noto Serif SC'; font-weight: {weight}; src: url('{(_fonts() / name).as_uri()}'); }}\n"
        for name, weight in WEIGHTS.items()
        if (_fonts() / name).is_file()
    )
    sheet = (locations.shipped("static") / "css" / "paper.css").read_text(encoding="utf-8")
    return Markup(faces + sheet)  # noqa: S704 - our own files
