"""A new form of the institution's own, begun from nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import redirect, render_template, request, url_for

from caseforms import problems
from caseforms.definitions import editing
from caseforms.services import designs
from caseforms.services.refusal import refuse
from caseforms.web import faults, unit_of_work, visits
from caseforms.web.designer.blueprint import designer
from caseforms.web.designer.work import FORM

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

Page = str | tuple[str, int]
LONGEST_NAME = 60


@designer.get("/new")
def new() -> Page:
    """Ask what the new form is called."""
    return render_template("designer/new.html", typed=request.form, reasons=())


@designer.post("/new")
def begin() -> AnyResponse | Page:
    """Begin a form with a title in both languages."""
    chinese, english = request.form.get("zh", "").strip(), request.form.get("en", "").strip()
    try:
        if not chinese or not english:
            refuse("designer.both-titles")
        document = editing.new_form(name_from(english), {"zh": chinese, "en": english})
        design = designs.begin(unit_of_work.session(), visits.actor(), FORM, document, unit_of_work.now())
    except problems.Refused as refused:
        faults.take_back(refused)
        return render_template("designer/new.html", typed=request.form, reasons=faults.words_of(refused)), 422
    return redirect(url_for("designer.form", definition_id=design.definition_id), 303)


def name_from(title: str) -> str:
    """A name for files and exports, from the English title."""
    plain = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    return f"own-{plain}"[:LONGEST_NAME].strip("-")
