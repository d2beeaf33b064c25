"""Finding: the list of cases with its filters, and search by name, pinyin, number or telephone."""

from __future__ import annotations

from flask import render_template, request

from caseforms.services import search
from caseforms.services import worklist as lists
from caseforms.web import unit_of_work, visits
from caseforms.web.worklist.blueprint import worklist

SCOPES = ("mine", "team", "all")


@worklist.get("/cases")
def cases() -> str:
    """Cases of a scope, or what was searched for."""
    actor, session, now = visits.actor(), unit_of_work.session(), unit_of_work.now()
    text = request.args.get("q", "").strip()
    if text:
        return render_template("worklist/found.html", text=text, found=search.find(session, actor, text))
    scope = request.args.get("scope", "mine")
    scope = scope if scope in SCOPES else "mine"
    page = lists.cases(session, actor, now, scope=scope, after=request.args.get("after"))
    counts = lists.counts(session, actor, now)
    return render_template("worklist/cases.html", scope=scope, page=page, counts=counts)
