"""The person registry: everybody, one person's file with all cases, and changes of identity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for

from caseforms import problems
from caseforms.services import identity, persons
from caseforms.web import faults, unit_of_work, visits
from caseforms.web.casework.blueprints import people
from caseforms.web.counting import is_count
from caseforms.web.languages import gettext

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

Page = str | tuple[str, int]


@people.get("/people")
def listed() -> Page:
    """Everybody who has a file."""
    page = persons.listed(unit_of_work.session(), visits.actor(), after=request.args.get("after"))
    return render_template("casework/people.html", page=page)


@people.get("/people/<person_id>")
@unit_of_work.logs_what_is_seen
def show(person_id: str) -> Page:
    """One person's file."""
    view = persons.get(unit_of_work.session(), visits.actor(), person_id, unit_of_work.now())
    return render_template("casework/person.html", view=view, typed=view.identity, reasons=())


@people.post("/people/<person_id>")
def change(person_id: str) -> AnyResponse | Page:
    """Change the identity; the version that was seen is checked."""
    changes = {name: request.form[name].strip() for name in identity.FIELDS if name in request.form}
    version = int(request.form.get("version", "0") if is_count(request.form.get("version", "")) else 0)
    try:
        persons.update(
            unit_of_work.session(), visits.actor(), person_id, changes, version, unit_of_work.now()
        )
    except problems.Refused as refused:
        faults.take_back(refused)
        view = persons.get(unit_of_work.session(), visits.actor(), person_id, unit_of_work.now())
        typed = {**view.identity, **changes}
        page = render_template(
            "casework/person.html", view=view, typed=typed, reasons=faults.words_of(refused)
        )
        return page, 409 if refused.problems[0].code == "person.stale-version" else 422
    flash(gettext("Saved. Forms that are begun from now on use it."))
    return redirect(url_for("people.show", person_id=person_id), 303)
