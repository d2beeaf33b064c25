"""What waits for a second person: every new version that somebody made and that the institution wants looked at twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for

from caseforms import problems
from caseforms.services import library, publishing
from caseforms.web import faults, languages, unit_of_work, visits
from caseforms.web.designer.blueprint import designer
from caseforms.web.designer.publishing import CLASSES, STATES
from caseforms.web.designer.work import FORM
from caseforms.web.languages import gettext

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

    from caseforms.services.publications import PublicationLine


@designer.get("/approvals")
def approvals() -> str:
    """Every version that waits, with the note of whoever made it."""
    session, actor = unit_of_work.session(), visits.actor()
    waiting = publishing.waiting(session, actor)
    return render_template(
        "designer/approvals.html",
        lines=[(line, _title(line)) for line in waiting],
        classes=CLASSES,
        me=actor.user_id,
    )


@designer.post("/approvals")
def decide() -> AnyResponse:
    """Let a version come into force, or send it back."""
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    decided = publishing.approve if request.form.get("do") == "approve" else publishing.withdraw
    try:
        line = decided(session, actor, request.form.get("publication", ""), now)
        flash(gettext("Version %(version)s: %(state)s.", version=line.version, state=STATES[line.state]()))
    except problems.Refused as refused:
        faults.take_back(refused)
        for words in faults.words_of(refused):
            flash(words, "shall")
    return redirect(url_for("designer.approvals"), 303)


def _title(line: PublicationLine) -> str:
    """What the form or process is called."""
    if line.kind != FORM:
        return line.definition_id
    form = library.form(unit_of_work.session(), line.definition_id, line.version)
    return form.text("title", languages.current(), form.definition.title)
