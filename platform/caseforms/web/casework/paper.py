"""Paper: one record's sheet, a blank form, and a whole case, on screen and as PDF; every print of a file is logged."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from io import BytesIO

from flask import Response, render_template, request, send_file
from werkzeug.exceptions import NotFound

from caseforms import rendering
from caseforms.problems import Refused
from caseforms.rendering import paper as sheets
from caseforms.services import attachments, audit, cases, library, permissions, records
from caseforms.services.cases import CaseView
from caseforms.services.records import RecordView
from caseforms.web import frame, languages, time_words, unit_of_work, visits
from caseforms.web.casework import readers
from caseforms.web.casework.blueprints import paper
from caseforms.web.languages import gettext

CHOICES = {"zh": ("zh",), "en": ("en",), "both": ("zh", "en")}
PDF = "application/pdf"


@paper.get("/records/<record_id>/paper")
@unit_of_work.logs_what_is_seen
def sheet(record_id: str) -> str:
    """The sheet on screen, with its tools."""
    view = _printed(record_id)
    drawn = _sheet(view)
    return render_template(
        "paper/sheet.html",
        title=drawn.title,
        pages=[drawn.html],
        record=view.line,
        case=view.case,
        choice=_choice(),
        published=_published(),
        definition_id=view.line.definition_id,
    )


@paper.get("/records/<record_id>/paper.pdf")
@unit_of_work.logs_what_is_seen
def sheet_pdf(record_id: str) -> Response:
    """The sheet as PDF."""
    view = _printed(record_id)
    drawn = _sheet(view, embed=True)
    name = (
        f"{drawn.title} {view.case.case_no or view.case.application_no or ''}" if view.case else drawn.title
    )
    return _file(sheets.pdf(drawn, language=_choice_languages()[0], title=drawn.title), name)


@paper.get("/forms/<definition_id>/paper")
def blank(definition_id: str) -> str:
    """An empty form, to be filled in by hand."""
    drawn = _blank(definition_id)
    return render_template(
        "paper/sheet.html",
        title=drawn.title,
        pages=[drawn.html],
        record=None,
        case=None,
        choice=_choice(),
        published=_published(),
        definition_id=definition_id,
    )


@paper.get("/forms/<definition_id>/paper.pdf")
def blank_pdf(definition_id: str) -> Response:
    """An empty form as PDF."""
    drawn = _blank(definition_id)
    return _file(sheets.pdf(drawn, language=_choice_languages()[0], title=drawn.title), drawn.title)


@paper.get("/forms")
def forms() -> str:
    """Every form, to print empty."""
    listed = sorted(library.forms(unit_of_work.session()).items())
    language = languages.current()
    titles = [(name, form.text("title", language, form.definition.title)) for name, form in listed]
    return render_template("paper/forms.html", titles=titles)


@paper.get("/cases/<case_id>/bundle")
@unit_of_work.logs_what_is_seen
def bundle(case_id: str) -> str:
    """The whole case on screen."""
    view = _printed_case(case_id)
    entries = list(_entries(view))
    return render_template(
        "paper/bundle.html",
        view=view,
        entries=entries,
        pages=[each.sheet.html for each in entries],
        choice=_choice(),
    )


@paper.get("/cases/<case_id>/bundle.pdf")
@unit_of_work.logs_what_is_seen
def bundle_pdf(case_id: str) -> Response:
    """The whole case as one PDF with cover and contents."""
    view = _printed_case(case_id)
    entries = list(_entries(view, embed=True))
    title, spoken = view.line.client_name or gettext("Case"), _choice_languages()
    content = sheets.bundle(entries, title=title, facts=_facts(view), languages=spoken)
    return _file(content, f"{title} {view.line.case_no or view.line.application_no or ''}")


def _printed(record_id: str) -> RecordView:
    return records.view(
        unit_of_work.session(), visits.actor(), record_id, unit_of_work.now(), purpose="print"
    )


def _sheet(view: RecordView, *, embed: bool = False, number: int = 1) -> sheets.Sheet:
    someone = readers.reader()
    reference = (view.case.case_no or view.case.application_no or "") if view.case else ""
    return sheets.sheet(
        view.form,
        view.data,
        someone,
        signatures=readers.signatures(view.signatures, _embedded if embed else None),
        languages=_choice_languages(),
        published=_published(),
        reference=reference,
        number=number,
        printed_by=visits.actor().name,
    )


def _blank(definition_id: str) -> sheets.Sheet:
    try:
        form = library.form(unit_of_work.session(), definition_id)
    except Refused as refused:
        raise NotFound from refused
    plain = rendering.Reader(language=languages.current(), now=unit_of_work.now())
    return sheets.blank(form, plain, languages=_choice_languages(), published=_published())


def _printed_case(case_id: str) -> CaseView:
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    view = cases.view(session, actor, case_id, now, log=False)
    permissions.require(actor, "print")
    if view.header_only:
        permissions.require(actor, "read", "*")
    audit.note(session, actor, "print", now, case_id=case_id)
    return view


def _entries(view: CaseView, *, embed: bool = False) -> Iterable[sheets.Entry]:
    number = 0
    for slot in view.slots:
        for line in slot.records:
            if line.status == "submitted" and records.is_released(line):
                shown = records.view(
                    unit_of_work.session(),
                    visits.actor(),
                    line.id,
                    unit_of_work.now(),
                    purpose="print",
                    log=False,
                )
                note = time_words.long_date(line.submitted_at)
                number += 1
                yield sheets.Entry(_sheet(shown, embed=embed, number=number), note)


def _facts(view: CaseView) -> list[tuple[str, str]]:
    line = view.line
    facts = [
        (gettext("Number"), line.case_no or line.application_no or ""),
        (gettext("Stage"), frame.worded(line.stage_label)),
        (gettext("Social worker in charge"), line.responsible_name or ""),
        (gettext("Opened"), time_words.long_date(line.opened_at)),
        (gettext("Institution"), frame.worded(visits.institution())),
        (gettext("Printed"), f"{time_words.full_moment(unit_of_work.now())} {visits.actor().name}"),
    ]
    return [(word, value) for word, value in facts if value]


def _embedded(attachment_id: str) -> str:
    """A picture inside the document itself: the PDF press fetches nothing."""
    line, path = attachments.open(unit_of_work.session(), visits.actor(), attachment_id, unit_of_work.now())
    if line.type == PDF:
        return ""
    return f"data:{line.type};base64,{base64.b64encode(path.read_bytes()).decode()}"


def _choice() -> str:
    wanted = request.args.get("language", languages.current())
    return wanted if wanted in CHOICES else "zh"


def _choice_languages() -> tuple[str, ...]:
    return CHOICES[_choice()]


def _published() -> bool:
    return request.args.get("whole") is None


def _file(content: bytes, name: str) -> Response:
    return send_file(BytesIO(content), mimetype=PDF, as_attachment=True, download_name=f"{name.strip()}.pdf")
