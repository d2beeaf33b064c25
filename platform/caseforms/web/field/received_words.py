"""The words for delivered records: how it stands with one, what it is to be, what there is to know about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from caseforms.services.arrival_marks import Mark
from caseforms.web import time_words
from caseforms.web.languages import gettext, ngettext

STATES: Mapping[str, tuple[Callable[[], str], str, str]] = {
    "waiting": (lambda: gettext("waits for a decision"), "info", "clock"),
    "conflict": (lambda: gettext("another content of the same record"), "should", "alert"),
    "unreadable": (lambda: gettext("cannot be opened"), "shall", "stop"),
    "filed": (lambda: gettext("confirmed"), "", "check"),
    "drafted": (lambda: gettext("gone on with"), "", "pen"),
    "declined": (lambda: gettext("put aside"), "", "tray"),
}
KINDS: Mapping[str, Callable[[], str]] = {
    "case": lambda: gettext("for a case"),
    "application": lambda: gettext("for a new case"),
    "alone": lambda: gettext("Outside any case"),
}


def state(name: str) -> tuple[str, str, str]:
    """How it stands: its words, the tone and the icon of its tag."""
    words, tone, icon = STATES[name]
    return words(), tone, icon


def kind(name: str) -> str:
    """What it is to be; nothing for what cannot be opened."""
    return KINDS[name]() if name in KINDS else ""


def mark(found: Mark) -> str:
    """One thing to know, as a sentence."""
    return MARKS[found.code](found.params)


def _late(params: Mapping[str, Any]) -> str:
    return ngettext(
        "It was finished %(num)d day before it arrived.",
        "It was finished %(num)d days before it arrived.",
        params["days"],
    )


def _taken_over(params: Mapping[str, Any]) -> str:
    if not params["name"]:
        return gettext("Nobody is responsible for the case any more since the tablet took it along.")
    return gettext(
        "The case was taken over since the tablet took it along: %(name)s is responsible now.",
        name=params["name"],
    )


def _odd_clock(params: Mapping[str, Any]) -> str:
    if params["said"] is None:
        return gettext("The clock of the tablet was wrong. Trust the time of arrival, and ask the volunteer.")
    return gettext(
        "The clock of the tablet was wrong: it said %(said)s, the record arrived %(received)s.",
        said=time_words.long_date(params["said"]),
        received=time_words.long_date(params["received"]),
    )


MARKS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "tablet-expired": lambda _: gettext(
        "It came from a tablet that is out of use. Ask who had it before you confirm."
    ),
    "sender-unknown": lambda _: gettext(
        "Nobody of this name has signed in on this tablet. Ask who wrote it before you confirm."
    ),
    "case-gone": lambda _: gettext("The case it was written for is not known here."),
    "case-closed": lambda params: gettext(
        "The case was closed on %(day)s.", day=time_words.long_date(params["at"])
    ),
    "consent-withdrawn": lambda _: gettext("The client has withdrawn consent since."),
    "case-taken-over": _taken_over,
    "not-in-team": lambda _: gettext("Whoever wrote it takes no part in the case now."),
    "incomplete": lambda _: gettext(
        "It was handed in with answers missing. Go on with it in the form to complete it."
    ),
    "other-version": lambda params: gettext(
        "It answers version %(own)s of the form; now version %(newest)s is in force. It is checked by its own.",
        own=params["own"],
        newest=params["newest"],
    ),
    "odd-clock": _odd_clock,
    "late": _late,
}
