"""What stays at hand without a network: whom to call and how to stay safe on a visit; no word about anybody."""

from __future__ import annotations

from flask import Response, render_template, send_from_directory

from caseforms import locations
from caseforms.definitions import Form
from caseforms.services import library
from caseforms.web import languages, visits
from caseforms.web.incident.blueprint import incident

VISIT = "home-visit-safety"


@incident.get("/away")
@visits.public
@visits.for_the_client
def away() -> str:
    """The page that a browser keeps and shows when no other can be reached."""
    return render_template("incident/away.html", rules=rules(library.form(None, VISIT)))


@incident.get("/away.js")
@visits.public
@visits.for_the_client
def keeper() -> Response:
    """The script that keeps the page; served at the root, because a script only keeps what lies below it."""
    return send_from_directory(locations.shipped("static") / "js", "away.js", mimetype="text/javascript")


def rules(form: Form, language: str = "") -> list[str]:
    """The reminders of the sign-out for a home visit, in the reader's language unless told (002 8.2.2 f, g, h)."""
    language = language or languages.current()
    nodes = [node for node in form.root.walk() if node.type == "Label" and node.key.startswith("reminder_")]
    return [form.words(node, language) for node in nodes]
