"""The calendar of working days: holidays, make-up days, and whether the State has published the year."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound

from caseforms import problems
from caseforms.services import calendar as years_kept
from caseforms.services import clock
from caseforms.web import faults, unit_of_work, visits
from caseforms.web.administration.blueprint import administration
from caseforms.web.administration.moved import moved_words
from caseforms.web.counting import is_count
from caseforms.web.languages import gettext

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

Page = str | tuple[str, int]


@administration.get("/calendar")
def calendar() -> str:
    """Every year that is kept."""
    years = years_kept.years(unit_of_work.session())
    return render_template(
        "administration/calendar.html", years=years, next_year=max((y.year for y in years), default=2025) + 1
    )


@administration.get("/calendar/<int:year>")
def calendar_year(year: int) -> Page:
    """One year: its days off and its make-up working days, a day a line."""
    return _page(year)


@administration.post("/calendar/<int:year>")
def keep_calendar_year(year: int) -> AnyResponse | Page:
    """Keep the days; due dates are worked out again and the change is told."""
    form = request.form
    off, work = _days(form.get("off", "")), _days(form.get("work", ""))
    if unread := [*off[1], *work[1]]:
        return _page(
            year,
            (gettext("These are no dates: %(lines)s. Write each as 2026-10-1.", lines=", ".join(unread)),),
        ), 422
    version = int(form["version"]) if is_count(form.get("version", "")) else None
    try:
        told = clock.set_year(
            unit_of_work.session(),
            visits.actor(),
            year,
            off[0],
            work[0],
            form.get("status", "estimated"),
            unit_of_work.now(),
            version,
            source=form.get("source", "").strip(),
            notice=form.get("notice", "").strip(),
        )
    except problems.Refused as refused:
        faults.take_back(refused)
        return _page(year, faults.words_of(refused)), 422
    flash(moved_words(told))
    return redirect(url_for("administration.calendar"), 303)


def _page(year: int, reasons: tuple[str, ...] = ()) -> str:
    if not 2000 <= year <= 2100:
        raise NotFound
    kept = {line.year: line for line in years_kept.years(unit_of_work.session())}.get(year)
    return render_template(
        "administration/calendar_year.html", year=year, kept=kept, reasons=reasons, typed=request.form
    )


def _days(text: str) -> tuple[list[date], list[str]]:
    """One date a line -> the dates, and the lines that are none."""
    found: list[date] = []
    unread: list[str] = []
    for line in filter(None, (each.strip() for each in text.splitlines())):
        parts = re.fullmatch(r"(\d{4})\D(\d{1,2})\D(\d{1,2})\D?", line)
        try:
            found.append(date(*(int(part) for part in parts.groups()))) if parts else unread.append(line)
        except ValueError:
            unread.append(line)
    return found, unread
