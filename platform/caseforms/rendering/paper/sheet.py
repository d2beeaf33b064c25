"""Draws one record, or an empty form, as the printed sheet: grid or generated layout, platform part, footer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup, escape

from caseforms.definitions import Form
from caseforms.problems.entry import N_
from caseforms.rendering import words
from caseforms.rendering.paper import generated
from caseforms.rendering.paper.drawing import grid
from caseforms.rendering.paper.phrases import Phrase, interface, phrase
from caseforms.rendering.paper.signing import SignatureView
from caseforms.rendering.paper.subject import Subject
from caseforms.rendering.paper.templates import render
from caseforms.rendering.paper.writing import day_and_time
from caseforms.rendering.reader import Reader

STANDARDS = {
    "000": N_("Guide to medical social work for proactive health of people with chronic diseases"),
    "001": N_("Guide to medical social work services"),
    "002": N_("Specification for community mental-health social work services"),
    "003": N_("Cooperation of medical and community social work"),
    "004": N_("Implementation plan for purchased medical social work services"),
}
PLATFORM = N_("Additional information (not part of the published form)")
PRINTED = N_("Version %(version)s · printed %(at)s")
PRINTED_BY = N_("Version %(version)s · printed %(at)s by %(name)s")
EMPTY = N_("Version %(version)s")
COUNT = N_("page %(number)s of %(count)s")
TICKED, NOT_TICKED = N_("ticked"), N_("not ticked")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A drawn sheet; `title` is its heading in the first language."""

    context: Mapping[str, Any]
    title: str

    @property
    def html(self) -> Markup:
        """One `<article class="paper">` for a page of the browser."""
        return render("sheet.html", **self.context, running=False)

    @property
    def running_html(self) -> Markup:
        """The same with its foot first, so that a PDF repeats it on every page."""
        return render("sheet.html", **self.context, running=True)


def sheet(
    form: Form,
    data: Mapping[str, Any],
    reader: Reader,
    *,
    signatures: Mapping[str, SignatureView] | None = None,
    languages: Sequence[str] = ("zh",),
    published: bool = True,
    reference: str = "",
    printed_by: str = "",
    number: int = 1,
) -> Sheet:
    """The sheet of a form. Empty `data` and no signatures make the blank form.

    `published` keeps to what the standard prints; without it the platform's own questions follow on a page of their
    own. A definition whose standard prints no layout has nothing to keep to and is drawn whole. `reference` is the
    number of the case or application, printed in the foot only; `number` tells the sheets of one document apart.
    """
    subject = Subject(form, data, reader, signatures or {}, tuple(languages))
    paper = form.definition.paper
    whole = not has_layout(form)
    main = [paper] if paper else generated.layouts(subject, "all" if whole else "published")
    extra = [] if whole or published else generated.layouts(subject, "platform")
    context = {
        "title": subject.words("title", form.definition.title),
        "grids": [grid(each, subject) for each in main],
        "caption": _caption(paper, subject),
        "extra": [grid(each, subject) for each in extra],
        "extra_title": interface(subject.languages, PLATFORM),
        "standard": _standard(form, subject),
        "printed": _printed(form, subject, printed_by),
        "reference": reference,
        "languages": subject.languages,
        "orientation": (paper or {}).get("orientation", "portrait"),
        "number": number,
        "count": _count(subject.language),
        "marks": [words.translations(subject.language).gettext(mark) for mark in (NOT_TICKED, TICKED)],
    }
    return Sheet(context, form.text("title", subject.language, form.definition.title))


def has_layout(form: Form) -> bool:
    """Whether a standard prints this form: it has a grid, or questions whose label is printed in the source."""
    return form.definition.paper is not None or any(
        field.schema.get("x-source", {}).get("origin") == "S" for field in form.fields.values()
    )


def _caption(paper: Mapping[str, Any] | None, subject: Subject) -> Phrase:
    """The number of the figure or table, which stands in the foot."""
    return subject.words("paper.caption", paper["caption"]) if paper and paper.get("caption") else ()


def _standard(form: Form, subject: Subject) -> Phrase:
    given = form.definition.standard
    name = STANDARDS.get(str(given.get("document", "")))
    if name is None:
        return ()
    said = dict(interface(subject.languages, name))
    clause = str(given.get("clause", "")).split(" ")[0] if form.definition.paper else ""
    english = clause.replace("附录", "Appendix ") if clause.startswith("附录") else ""
    tail = {"zh": clause, "en": english}
    return phrase(
        subject.languages,
        lambda language: "　".join(filter(None, (said.get(language, ""), tail.get(language, "")))),
    )


def _printed(form: Form, subject: Subject, by: str) -> Phrase:
    moment = subject.reader.moment()
    version = form.definition.version.split(".")[0]
    if moment is None:
        return interface(subject.languages[:1], EMPTY, version=version)
    at = day_and_time(moment.isoformat(timespec="minutes")[:16], subject.language)
    message = PRINTED_BY if by else PRINTED
    return interface(subject.languages[:1], message, version=version, at=at, name=by)


def _count(language: str) -> Markup:
    """Page x of y: two places that the style sheet fills in while a PDF is laid out."""
    said = escape(words.translations(language).gettext(COUNT))
    places = {
        "number": Markup('<span class="page-number"></span>'),
        "count": Markup('<span class="page-count"></span>'),
    }
    return said % places


def blank(form: Form, reader: Reader, *, languages: Sequence[str] = ("zh",), published: bool = True) -> Sheet:
    """The empty form, to be filled in by hand; nobody's name stands on it."""
    return sheet(form, {}, replace(reader, now=None), languages=languages, published=published)
