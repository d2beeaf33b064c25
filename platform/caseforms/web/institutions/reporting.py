"""The conformance report of one standard: on screen, as PDF in one language or both, as JSON; prints are logged."""

from __future__ import annotations

import base64
from io import BytesIO

from flask import Response, jsonify, render_template, request, send_file
from markupsafe import Markup

from caseforms.rendering.paper import printing
from caseforms.services import adopting, audit, look
from caseforms.services.refusal import refuse
from caseforms.web import languages, time_words, unit_of_work, visits
from caseforms.web.institutions import reports, words
from caseforms.web.institutions.blueprint import institutions
from caseforms.web.languages import gettext

CHOICES = {"zh": ("zh",), "en": ("en",), "both": ("zh", "en")}


@institutions.get("/standards/<document>")
def report(document: str) -> str:
    """How everything from one standard stands to it, item by item."""
    _known(document)
    return render_template(
        "institutions/report.html", document=document, shown=reports.of(document), words=words
    )


@institutions.get("/standards/<document>/report.pdf")
@unit_of_work.logs_what_is_seen
def report_pdf(document: str) -> Response:
    """The report on paper; with `?language=both` in Chinese, then in English."""
    _known(document)
    wanted = request.args.get("language", languages.current())
    chosen = CHOICES.get(wanted, ("zh",))
    pages = []
    for language in chosen:
        languages.use(language)
        page = render_template(
            "institutions/report_paper.html",
            document=document,
            shown=reports.of(document),
            words=words,
            language=language,
            logo=_logo(),
            at=time_words.full_moment(unit_of_work.now()),
            by=visits.actor().name,
        )
        pages.append(Markup(page))  # noqa: S704 - our own template, which escapes
    languages.use(chosen[0])
    title = gettext("Conformance report %(standard)s", standard=document)
    content = printing.press(pages, language=chosen[0], title=title)
    _note("print", document)
    return send_file(
        BytesIO(content), mimetype="application/pdf", as_attachment=True, download_name=f"{title}.pdf"
    )


@institutions.get("/standards/<document>/report.json")
@unit_of_work.logs_what_is_seen
def report_json(document: str) -> Response:
    """The report for other programs."""
    _known(document)
    answer = jsonify(reports.as_json(document))
    answer.headers["Content-Disposition"] = f'attachment; filename="conformance-{document}.json"'
    _note("export", document)
    return answer


def _logo() -> str:
    """The logo inside the document itself: the PDF press fetches nothing."""
    found = look.logo(unit_of_work.session())
    return f"data:{found[1]};base64,{base64.b64encode(found[0].read_bytes()).decode()}" if found else ""


def _known(document: str) -> None:
    if document not in adopting.documents():
        refuse("adopting.not-found")


def _note(verb: str, document: str) -> None:
    detail = {"conformance": document}
    audit.note(unit_of_work.session(), visits.actor(), verb, unit_of_work.now(), detail=detail)
