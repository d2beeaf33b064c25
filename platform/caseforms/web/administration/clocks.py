"""How long the clocks of each workflow run here: the list, and the page that changes one with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for

from caseforms import problems
from caseforms.services import clock_lengths, library, users
from caseforms.services.clock_lengths import LengthLine
from caseforms.web import faults, unit_of_work, visits
from caseforms.web.administration.blueprint import administration
from caseforms.web.administration.moved import moved_words
from caseforms.web.languages import gettext, ngettext

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

Page = str | tuple[str, int]


@administration.get("/clocks")
def clocks() -> Page:
    """Every length by workflow: what the standard says, what holds here."""
    lines = clock_lengths.listed(unit_of_work.session(), visits.actor())
    titles = {name: flow.title for name, flow in library.workflows(unit_of_work.session()).items()}
    return render_template("administration/clocks.html", lines=lines, titles=titles, in_words=in_words)


@administration.get("/clocks/<setting>")
def clock(setting: str) -> Page:
    """One length, to be changed."""
    return _page(setting)


@administration.post("/clocks/<setting>")
def keep_clock(setting: str) -> AnyResponse | Page:
    """Keep a length; due dates are worked out again."""
    written, reason = request.form.get("length", ""), request.form.get("reason", "")
    try:
        done = clock_lengths.set_length(
            unit_of_work.session(), visits.actor(), setting, written, reason, unit_of_work.now()
        )
    except problems.Refused as refused:
        faults.take_back(refused)
        return _page(setting, faults.words_of(refused)), 422
    flash(moved_words(done))
    return redirect(url_for("administration.clocks"), 303)


def in_words(line: LengthLine, value: int) -> str:
    """A length with its unit: 5 working days, 24 hours."""
    if line.length.unit == "hours":
        return ngettext("%(num)d hour", "%(num)d hours", value)
    if line.length.unit == "working_days":
        return ngettext("%(num)d working day", "%(num)d working days", value)
    return ngettext("%(num)d day", "%(num)d days", value)


def _page(setting: str, reasons: tuple[str, ...] = ()) -> str:
    session = unit_of_work.session()
    line = clock_lengths.of(session, visits.actor(), setting)
    units = {"hours": gettext("hours"), "days": gettext("days"), "working_days": gettext("working days")}
    return render_template(
        "administration/clock.html",
        line=line,
        reasons=reasons,
        typed=request.form,
        unit=units[line.length.unit],
        in_words=in_words,
        names=users.names(session),
    )
