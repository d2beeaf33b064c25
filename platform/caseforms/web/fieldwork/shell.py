"""The app's one page in each language, the same for everybody: whose it is becomes known on the tablet alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, jsonify, redirect, render_template, url_for
from werkzeug.exceptions import NotFound

from caseforms.services import library
from caseforms.web import assets, languages, visits
from caseforms.web.fieldwork.blueprint import field
from caseforms.web.fieldwork.words import words
from caseforms.web.incident import away
from caseforms.web.languages import gettext

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

MODULES = [
    "asking",
    "bundle",
    "bytes",
    "clock",
    "desk",
    "envelope",
    "lists",
    "lock",
    "look",
    "offline",
    "outbox",
    "people",
    "sending",
    "server",
    "store",
    "tablet",
    "vault",
    "words",
]
"""What app.js needs before it can do anything: named in the page, so that one need not wait for another to name it."""


@field.get("/field/")
@visits.public
def start() -> AnyResponse:
    """The page in the language of this browser; what stands behind the # of the address goes along."""
    return redirect(url_for("field.shell", language=languages.current()), 302)


@field.get("/field/<language>")
@visits.public
def shell(language: str) -> str:
    """The page itself."""
    if language not in languages.LOCALES:
        raise NotFound
    languages.use(language)
    rules = away.rules(library.form(None, away.VISIT))
    modules = ["js/starting.js", "vendor/idb.js", *(f"js/field/{name}.js" for name in MODULES)]
    return render_template("field/shell.html", rules=rules, words=words(), modules=modules)


@field.get("/field/enrol")
@visits.public
def enrol() -> str:
    """Where the code that a new tablet scans leads: the app takes the token from behind the #."""
    return shell(languages.current())


@field.get("/field/manifest.webmanifest")
@visits.public
def manifest() -> Response:
    """What the tablet needs to install the app on its home screen."""
    answer = jsonify(
        id="/field/",
        name=gettext("CaseForms in the field"),
        short_name=gettext("CaseForms"),
        lang=languages.HTML_NAMES[languages.current()],
        start_url="/field/",
        scope="/field/",
        display="standalone",
        orientation="any",
        background_color="#f5f1e8",
        theme_color="#0e5a53",
        icons=[
            {"src": assets.asset("img/mark.svg"), "sizes": "any", "type": "image/svg+xml"},
            {"src": assets.asset("img/field-192.png"), "sizes": "192x192", "type": "image/png"},
            {
                "src": assets.asset("img/field-512.png"),
                "sizes": "512x512",
                "type": "image/png",
                "purpose": "any maskable",
            },
        ],
        shortcuts=[
            {"name": gettext("Today"), "url": "/field/#today"},
            {"name": gettext("Emergency"), "url": "/field/#incident"},
            {"name": gettext("To send"), "url": "/field/#outbox"},
        ],
    )
    answer.mimetype = "application/manifest+json"
    return answer
