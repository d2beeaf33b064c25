"""Looking at a form before it is published: on a phone, a tablet, a desk, on paper; in either language; as each role."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from flask import render_template, request, url_for
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from caseforms import definitions, rendering
from caseforms.answers import compute
from caseforms.definitions import Form
from caseforms.definitions.definition import from_document
from caseforms.problems import Refused
from caseforms.rendering import paper
from caseforms.rules import Context
from caseforms.web import faults, headers, languages, unit_of_work
from caseforms.web.designer import samples, work
from caseforms.web.designer.blueprint import designer
from caseforms.web.designer.properties import FILLING
from caseforms.web.languages import gettext

DEVICES: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "phone": lambda: gettext("Mobile phone"),
        "tablet": lambda: gettext("Tablet"),
        "desk": lambda: gettext("Computer"),
        "paper": lambda: gettext("Paper"),
    }
)
LANGUAGES = {"zh": ("zh",), "en": ("en",), "both": ("zh", "en")}


@designer.get("/forms/<definition_id>/preview")
def preview(definition_id: str) -> str:
    """The form as it will be, in a frame as wide as the chosen device; the sheet stands in the page itself."""
    found, wish = work.current(definition_id), _wish()
    try:
        form = form_of(found.document)
        sheet = _sheet(form, wish) if wish["device"] == "paper" else None
        reasons: tuple[str, ...] = ()
    except Refused as refused:
        form, sheet, reasons = None, None, faults.words_of(refused)
    headers.frames_own_pages()
    title = (
        form.text("title", languages.current(), form.definition.title) if form else found.document["title"]
    )
    return render_template(
        "designer/preview.html",
        form_id=definition_id,
        title=title,
        wish=wish,
        devices=[(name, word()) for name, word in DEVICES.items()],
        roles=(*FILLING, "client"),
        sheet=sheet,
        reasons=reasons,
    )


@designer.get("/forms/<definition_id>/preview/form")
def preview_form(definition_id: str) -> str:
    """The form alone, for the frame: it follows its rules, and sends nothing."""
    found, wish = work.current(definition_id), _wish()
    headers.may_be_framed()
    form = form_of(found.document)
    language = "en" if wish["language"] == "en" else "zh"
    languages.use(language)
    someone = replace(work.reader(language), role=wish["role"])
    answers = _answers(form, wish, language)
    action = url_for("designer.preview_form", definition_id=definition_id)
    drawn = rendering.draw(form, answers, someone, csrf=generate_csrf(), action=action)
    title = form.text("title", language, form.definition.title)
    return render_template("designer/preview_form.html", title=title, drawn=drawn)


def _wish() -> dict[str, str]:
    """What was chosen, each in its bounds."""
    given = request.args
    language = given.get("language", languages.current())
    return {
        "device": given.get("device", "") if given.get("device") in DEVICES else "tablet",
        "language": language if language in LANGUAGES else "zh",
        "role": given.get("role", "") if given.get("role") in (*FILLING, "client") else "",
        "filled": "1" if given.get("filled") else "",
    }


def form_of(document: Mapping[str, Any]) -> Form:
    """The form of a document. Raises Refused while it cannot be one."""
    definition, problems = definitions.read(dict(document))
    if definition is None:
        raise Refused(problems)
    return definitions.compile(from_document(dict(document), document["ui"]))


def _answers(form: Form, wish: Mapping[str, str], language: str) -> dict[str, Any]:
    if not wish["filled"]:
        return {}
    now = unit_of_work.now()
    return dict(compute(form, samples.of(form.definition.document, language, now.date()), Context.at(now)))


def _sheet(form: Form, wish: Mapping[str, str]) -> Markup:
    spoken = LANGUAGES[wish["language"]]
    someone = work.reader(spoken[0])
    if not wish["filled"]:
        return paper.blank(form, someone, languages=spoken, published=False).html
    answers = _answers(form, wish, spoken[0])
    return paper.sheet(form, answers, someone, languages=spoken, published=False).html
