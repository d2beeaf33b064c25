"""Draws a whole form for one reader: pages, sections and fields, error summary, contents, data for the browser."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from caseforms.definitions import Form, Node
from caseforms.problems import Problem
from caseforms.rendering import browser
from caseforms.rendering.binding import Answer, bind
from caseforms.rendering.elements import Elements
from caseforms.rendering.fields import Mode
from caseforms.rendering.marks import Marks
from caseforms.rendering.progress import Page, Section, split
from caseforms.rendering.reader import Reader, Source

if TYPE_CHECKING:
    from caseforms.rendering.paper.signing import SignatureView

STATE_MARKS = {"wrong": "stop", "others": "person", "done": "check", "part": "circle", "new": "circle"}


def draw(
    form: Form,
    data: Mapping[str, Any],
    reader: Reader,
    *,
    mode: Mode = "fill",
    problems: Iterable[Problem] = (),
    sources: Mapping[str, Source] | None = None,
    page: int | None = None,
    locked: Collection[str] = frozenset(),
    csrf: str = "",
    action: str = "",
    raw: Mapping[str, list[str]] | None = None,
    signatures: Mapping[str, SignatureView] | None = None,
    pages: Collection[int] | None = None,
) -> Markup:
    """The whole form as HTML, without the page's frame.

    `mode` fill draws controls, read and print answers, sign what is put before a signer: no line still to be signed.
    `problems` stand at their fields and in a summary on top;
    `sources` say by concrete pointer where a prefilled value came from; `page` is the page a narrow screen begins
    with (that of the first problem when left out); `locked` pointers show their value and take none; `raw` are the
    texts of a posted body, so that what was typed comes back; `signatures` those given so far, by pointer; `pages` the
    numbers of the pages that are drawn at all (a client is handed only their own).
    """
    bound = bind(form, raw or None, data, reader, room=mode == "fill")
    marks = Marks(
        form, data, reader, bound, tuple(problems), sources or {}, frozenset(locked), signatures or {}
    )
    return _Drawing(form, reader, bound, marks, mode).all(page, csrf, action, pages)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the contents: a section, its icon, how far it is."""

    section: Section
    mark: str
    words: str
    hidden: bool


class _Drawing(Elements):
    """One form in the making, from its pages down."""

    def all(self, number: int | None, csrf: str, action: str, wanted: Collection[int] | None) -> Markup:
        pages = [page for page in self.pages() if wanted is None or page.number in wanted]
        bodies = [Markup("").join(self.draw_section(section) for section in page.sections) for page in pages]
        if self.mode != "fill":
            return self.to_read(pages, bodies)
        current = number if number in {page.number for page in pages} else self.first_wrong(pages)
        for page in pages:
            page.other = page.number != current
        body = Markup("").join(
            self.macro("page")(page, inner) for page, inner in zip(pages, bodies, strict=True)
        )
        return Markup(  # noqa: S704 - written by an autoescaping template
            self.brushes.page(
                "form/page",
                form_id=self.form.definition.id,
                title=self.title(),
                action=action,
                csrf=csrf,
                language=self.reader.language,
                contents=self.contents(pages),
                pages=pages,
                done_words=self.done_words,
                wrong=self.marks.summary("error", self.drawn),
                doubtful=self.marks.summary("warning", self.drawn),
                body=body,
                block=self.block(),
            )
        )

    def block(self) -> Markup:
        """The data for the browser, the same for everybody who reads this language."""
        if "block" not in self.kept:
            self.kept["block"] = browser.block(self.sketch, self.reader)
        return browser.with_context(self.kept["block"], self.reader, self.given())

    def given(self) -> dict[str, Any]:
        """What the record holds and the page has no control for, as far as conditions and the like look at it."""
        asked = {
            answer.face.name
            for answer in self.bound.top
            if answer.name in self.drawn.keys() - self.without_control
        }
        return {
            name: value for name, value in self.marks.data.items() if name in self.sketch.decisive - asked
        }

    def to_read(self, pages: list[Page], bodies: list[Markup]) -> Markup:
        body = Markup("").join(
            self.macro("page")(page, inner)
            for page, inner in zip(pages, bodies, strict=True)
            if inner.strip()
        )
        return Markup(self.brushes.page("form/answers", form_id=self.form.definition.id, body=body))  # noqa: S704

    # Pages and sections

    def pages(self) -> list[Page]:
        return [self.page(number, node) for number, node in enumerate(self.form.pages, start=1)]

    def page(self, number: int, node: Node) -> Page:
        page = Page(number, self.form.words(node, self.reader.language) if node.type == "Category" else "")
        page.condition = self.sketch.condition(node)
        page.hidden = not self.marks.stands(node, "")
        for place_, (group, nodes) in enumerate(split(node)):
            title = self.form.words(group, self.reader.language) if group else ""
            section = Section(f"_part-{number}-{place_}", title, nodes)
            if group:
                section.condition = self.sketch.condition(group)
                section.hidden = not self.marks.stands(group, "")
            page.sections.append(section)
        return page

    def first_wrong(self, pages: list[Page]) -> int:
        return next(
            (page.number for page in pages if any(section.wrong for section in page.sections)),
            pages[0].number if pages else 1,
        )

    def draw_section(self, section: Section) -> Markup:
        self.section = section
        only = self.only_question(section)
        if only is not None:
            only.heading = self.mode == "fill" and same_words(only.face.label, section.title)
        inner = self.nodes(section.nodes, "")
        if not inner.strip():
            return inner
        heading = bool(section.title) and not (only is not None and only.heading)
        if self.mode == "sign" and same_words(section.title, self.title()):
            heading = False  # the page that is signed has said it already
        section.title = section.title or (only.face.label if only else "")
        return self.macro("section")(section, inner, heading)

    def title(self) -> str:
        """What the form is called."""
        return self.form.text("title", self.reader.language, self.form.definition.title)

    def only_question(self, section: Section) -> Answer | None:
        """The one field of a section, when it has just one: the two share a heading."""
        asked = [node for node in section.nodes if id(node) not in self.sketch.inside_choices]
        if len(asked) != 1 or asked[0].field is None:
            return None
        return self.bound.at.get(asked[0].field.pointer)

    def contents(self, pages: list[Page]) -> list[Entry]:
        return [
            Entry(
                section, STATE_MARKS[section.state], self.state_words(section), section.hidden or page.hidden
            )
            for page in pages
            for section in page.sections
            if section.title
        ]

    def state_words(self, section: Section) -> str:
        ngettext = self.reader.words.ngettext
        if section.state == "wrong":
            return ngettext("%(num)s to correct", "%(num)s to correct", section.wrong) % {
                "num": section.wrong
            }
        if section.state == "others":
            return self.marks.filled_by(section.others)
        if section.state == "part":
            return ngettext("%(num)s to go", "%(num)s to go", section.left) % {"num": section.left}
        return (
            self.reader.gettext("complete") if section.state == "done" else self.reader.gettext("not started")
        )

    def done_words(self, page: Page) -> str:
        if not page.left:
            return self.reader.gettext("%(done)s done") % {"done": page.answered}
        return self.reader.gettext("%(done)s done, %(left)s to go") % {
            "done": page.answered,
            "left": page.left,
        }


def same_words(one: str, other: str) -> bool:
    """Whether two headings say the same: "Client needs" and "Client’s needs:" do."""
    plain = [re.sub(r"['’]s\b|\W", "", text).lower() for text in (one, other)]
    return plain[0] == plain[1]
