"""Finding: the list of cases with its filters, and search by name, pinyin, number or telephone."""

from __future__ import annotations

from flask import render_template, request

from caseforms.services import case_lists, library, permissions, search
from caseforms.services import worklist as lists
from caseforms.services.actors import Actor
from caseforms.web import subject_words, unit_of_work, visits
from caseforms.web.worklist.blueprint import worklist
from caseforms.web.worklist.home import may_open
from caseforms.workflow import SUBJECTS

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
    subject = request.args.get("about", "")
    subject = subject if subject in SUBJECTS else ""
    page = case_lists.cases(
        session, actor, now, scope=scope, subject=subject or None, after=request.args.get("after")
    )
    counts = lists.counts(session, actor, now)
    return render_template(
        "worklist/cases.html",
        scope=scope,
        page=page,
        counts=counts,
        subject=subject,
        subjects=_subjects(actor),
        **may_open(actor.roles),
    )


def _subjects(actor: Actor) -> list[tuple[str, str]]:
    """The kinds of work that the visitor sees cases of, with their words."""
    known = library.by_subject(unit_of_work.session())
    return [
        (each, subject_words.kind(each))
        for each in SUBJECTS
        if each in known and permissions.sees(actor.roles, each) - {"none"}
    ]
