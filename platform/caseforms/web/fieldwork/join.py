"""A volunteer who has signed in takes a place on this tablet: a PIN, and the forms and cases she may take along."""

from __future__ import annotations

from flask import render_template

from caseforms.web import visits
from caseforms.web.fieldwork.blueprint import field
from caseforms.web.fieldwork.words import words


@field.get("/field/join")
def join() -> str:
    """The page that sets the PIN; the rest happens on the tablet and at /api/field."""
    return render_template("field/join.html", someone=visits.actor(), words=words())
