"""The printed sheets of the shipped forms as the tests of this folder read them."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from caseforms.rendering.paper import Sheet, SignatureView, sheet
from caseforms.rendering.reader import Reader
from tests.standards import shipped

PUBLISHED = {
    "mh-consent": "a", "mh-application": "b", "mh-assessment": "c", "mh-plan": "d", "mh-service-record": "e",
    "mh-evaluation": "f", "mh-closure": "g",
}  # fmt: skip
PRINTED = Path(__file__).parent / "printed"
AFTERNOON = datetime(2026, 3, 5, 6, 2, tzinfo=UTC)  # 14:02 in Shanghai
PEOPLE = {"u-chen": "陈芳", "u-zhou": "周成", "u-wang": "王督导"}


def drawn(
    name: str,
    data: Mapping[str, Any] | None = None,
    *languages: str,
    signatures: Mapping[str, SignatureView] | None = None,
    published: bool = True,
) -> Sheet:
    """A sheet of a shipped form, in Chinese unless languages are named."""
    spoken = languages or ("zh",)
    reader = Reader(language=spoken[0], people=PEOPLE, now=AFTERNOON)
    return sheet(
        shipped.form(name), data or {}, reader, signatures=signatures, languages=spoken, published=published
    )


def text(markup: str) -> str:
    """The words of markup as they stand, without heading and foot."""
    body = re.sub(r"(?s)<h1.*?</h1>|<footer.*?</footer>", "", markup)
    return html.unescape(re.sub(r"<[^>]+>", "", body))


def squeezed(words: str) -> str:
    """Words without white space, lines to write on and boxes."""
    return re.sub(r"[\s_□]+", "", words)


def pieces(label: str) -> list[str]:
    """A label cut at spaces and punctuation, for labels that the paper prints in several places."""
    return [piece for piece in re.split(r"[\s:：,，()（）_]+", label) if piece]


def in_order(wanted: list[str], words: str) -> list[str]:
    """Those of the wanted pieces that are not found one after the other."""
    place, missing = 0, []
    for piece in wanted:
        found = words.find(piece, place)
        if found < 0:
            missing.append(piece)
        else:
            place = found + len(piece)
    return missing
