"""Puts the sheets of one case into one PDF: a cover, the contents with page numbers, then sheet after sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from caseforms.problems.entry import N_
from caseforms.rendering.paper import printing
from caseforms.rendering.paper.phrases import Phrase, interface
from caseforms.rendering.paper.sheet import Sheet
from caseforms.rendering.paper.templates import render

CONTENTS = N_("Contents")
CASE_FILE = N_("Case file")


@dataclass(frozen=True, slots=True)
class Entry:
    """One sheet of a bundle: `note` says which of several it is (its number, its day) in the contents."""

    sheet: Sheet
    note: str = ""


def bundle(
    entries: Sequence[Entry],
    *,
    title: str,
    facts: Sequence[tuple[str, str]],
    languages: Sequence[str] = ("zh",),
    seconds: float = printing.SECONDS,
) -> bytes:
    """The PDF of a whole case. `title` and `facts` (label, value) stand on the cover. Raises Refused."""
    return printing.press(
        pages(entries, title=title, facts=facts, languages=languages),
        language=languages[0],
        title=title,
        seconds=seconds,
    )


def pages(
    entries: Sequence[Entry],
    *,
    title: str,
    facts: Sequence[tuple[str, str]],
    languages: Sequence[str] = ("zh",),
) -> list[Markup]:
    """The drawn pages of a bundle: the cover with the contents first."""
    numbered = [_numbered(entry, number) for number, entry in enumerate(entries, 1)]
    cover = render(
        "cover.html",
        heading=_say(languages, CASE_FILE),
        title=title,
        facts=facts,
        contents=_say(languages, CONTENTS),
        entries=[
            (f"sheet-{number}", entry.sheet.title, entry.note) for number, entry in enumerate(entries, 1)
        ],
        languages=tuple(languages),
    )
    return [cover, *(sheet.running_html for sheet in numbered)]


def _numbered(entry: Entry, number: int) -> Sheet:
    return replace(entry.sheet, context={**entry.sheet.context, "number": number})


def _say(languages: Sequence[str], message: str) -> Phrase:
    return interface(languages, message)
