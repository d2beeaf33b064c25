"""The targets and days of grace of the tables of indicators: what a table says, and what holds here instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for

from caseforms import problems
from caseforms.services import indicator_settings, indicator_tables
from caseforms.web import faults, unit_of_work, visits
from caseforms.web.administration.blueprint import administration
from caseforms.web.languages import gettext

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

Page = str | tuple[str, int]


@administration.get("/targets")
def targets() -> Page:
    """The numbers of each table."""
    return _page()


@administration.post("/targets")
def keep_targets() -> AnyResponse | Page:
    """Keep the changed ones; everything is counted anew with them."""
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    try:
        changed = indicator_settings.keep(session, actor, request.form.to_dict(), now)
    except problems.Refused as refused:
        faults.take_back(refused)
        return _page(faults.words_of(refused)), 422
    if changed:
        flash(gettext("Saved. Every case is being counted anew; until that is done the tables say so."))
    else:
        flash(gettext("Nothing was changed."))
    return redirect(url_for("administration.targets"), 303)


def _page(reasons: tuple[str, ...] = ()) -> str:
    lines = indicator_settings.listed(unit_of_work.session(), visits.actor())
    return render_template(
        "administration/targets.html",
        lines=lines,
        titles={name: indicator_tables.table(name).title for name in lines},
        key_of=indicator_settings.key_of,
        typed=request.form,
        reasons=reasons,
    )
