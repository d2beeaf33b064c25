"""Differences between two versions of a form told in sentences, each with how serious it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from caseforms.web.designer import told
from caseforms.web.languages import gettext

JSON = Mapping[str, Any]
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Told:
    """One difference: the piece, what became of it, the values before and after where they can be read, its class."""

    piece: str
    words: str
    before: str
    after: str
    change_class: str


def of(document: JSON, change: Any) -> Told:
    """One difference in words; a piece that is gone is called as it was called."""
    gone = {"was": change.before} if isinstance(change.before, dict) else {}
    piece = told.name(document, change.item, gone)
    words = {
        "added": gettext("added"),
        "removed": gettext("removed"),
        "moved": gettext("moved"),
        "renamed": gettext("other name in exports"),
    }.get(change.kind)
    if words is None:
        head = str(change.property or "").partition(".")[0]
        aspect = told.PROPERTIES.get(head)
        words = gettext("%(aspect)s changed", aspect=aspect() if aspect else gettext("a setting"))
    return Told(piece, words, _plain(change.before), _plain(change.after), change.change_class)


def _plain(value: Any) -> str:
    """A text or a number as it is; what has an inside is not shown."""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        text = str(value)
        return text if len(text) <= LONGEST else text[:LONGEST] + "…"
    return ""
