"""The standards that the institution follows: adopting one, leaving one, and what each choice means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for

from caseforms.services import adopting, conformance_reports, levels, permissions, upgrading
from caseforms.web import unit_of_work, visits
from caseforms.web.institutions import words
from caseforms.web.institutions.blueprint import institutions
from caseforms.web.languages import gettext

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse


@institutions.get("")
def standards() -> str:
    """Every standard: whether the institution works by it, how it stands to it, what is newer."""
    session, actor = unit_of_work.session(), visits.actor()
    listed = adopting.standards(session, actor)
    newer = upgrading.available(session, actor)
    return render_template(
        "institutions/standards.html",
        lines=[(each, conformance_reports.overall(session, actor, each.document)) for each in listed],
        newer=sum(1 for each in newer if each.standard in adopting.adopted(session)),
        layers=levels.rows(session),
        words=words,
        may_choose=permissions.allowed(actor.roles, "manage-layers"),
    )


@institutions.post("/standards/<document>")
def adopt(document: str) -> AnyResponse:
    """Work by a standard from now on."""
    adopting.adopt(unit_of_work.session(), visits.actor(), document, unit_of_work.now())
    flash(gettext("The institution now works by “%(standard)s”.", standard=words.standard_name(document)))
    return redirect(url_for("institutions.standards"), 303)


@institutions.post("/standards/<document>/leave")
def leave(document: str) -> AnyResponse:
    """Work by a standard no longer."""
    adopting.leave(unit_of_work.session(), visits.actor(), document, unit_of_work.now())
    flash(
        gettext("The institution no longer works by “%(standard)s”.", standard=words.standard_name(document))
    )
    return redirect(url_for("institutions.standards"), 303)
