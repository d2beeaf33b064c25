"""Draws single fields: what stands around a control, what a choice opens, rows, nested objects, answers to read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from markupsafe import Markup

from caseforms.definitions import Form, Node
from caseforms.rendering.binding import Answer, Bound, Row
from caseforms.rendering.brushes import Brushes, Macro, brushes
from caseforms.rendering.kinds.person import named
from caseforms.rendering.marks import Marks
from caseforms.rendering.progress import Section
from caseforms.rendering.reader import Reader
from caseforms.rendering.showing import Showing
from caseforms.rules.pointers import place

Mode = Literal["fill", "read", "sign", "print"]
CLOSE = Markup("</div>\n")


class Fields:
    """The fields of one form for one reader. Elements of the layout around them are drawn by `nodes` and `node`."""

    def __init__(self, form: Form, reader: Reader, bound: Bound, marks: Marks, mode: Mode) -> None:
        self.form = form
        self.reader = reader
        self.bound = bound
        self.marks = marks
        self.mode = mode
        self.sketch = bound.sketch
        self.brushes: Brushes = brushes(reader)
        self.showing = Showing(self.brushes, reader, marks)
        self.kept = self.brushes.still(form.definition.sha256)
        self.drawn: dict[str, int] = {}
        """Control names in the order in which they stand on the page."""
        self.without_control: set[str] = set()
        self.section: Section | None = None

    def macro(self, name: str, template: str = "form/layout") -> Macro:
        """One macro of the layout."""
        return self.brushes.macro(template, name)

    def note(self, answer: Answer) -> None:
        """Remembers that a field stands on the page."""
        self.drawn.setdefault(answer.name, len(self.drawn))

    def nodes(self, nodes: Iterable[Node], at: str) -> Markup:
        """Elements of the layout; `at` is the row or object they stand in."""
        raise NotImplementedError

    def node(self, node: Node, at: str) -> Markup:
        """One element of the layout."""
        raise NotImplementedError

    def answer(self, node: Node, at: str) -> Answer | None:
        return self.bound.at.get(place(node.field.pointer, f"{at}/x")) if node.field else None

    def control(self, node: Node, at: str) -> Markup:
        answer = self.answer(node, at)
        if answer is None or answer.name in self.drawn:
            return Markup("")
        self.note(answer)
        self.prepare(answer, node, at)
        return self.field(answer, at)

    def prepare(self, answer: Answer, node: Node | None, at: str) -> None:
        """Gives an answer what its template shows beside its texts, and counts it for the section."""
        self.marks.put(answer)
        if node is not None:
            answer.condition = self.sketch.condition(node)
            if answer.condition is not None:
                answer.hidden = not self.marks.stands(node, at)
        if self.section is not None:
            self.marks.count(answer, self.section)

    def field(self, answer: Answer, at: str) -> Markup:
        if self.mode == "sign" and self.waits_for_pen(answer):
            return Markup("")
        if self.mode != "fill":
            return self.read(answer, at)
        if self.marks.closed(answer):
            return self.closed(answer, at)
        kind = answer.face.kind.name
        draw_kind = self.brushes.macro(f"fields/{kind}")
        if answer.face.kind.structural:
            drawn: Markup = getattr(self, f"draw_{kind}")(answer, draw_kind)
            return drawn
        if kind == "signature":
            answer.state, answer.signed = self.marks.signature_state(answer)
        elif kind == "computed":
            self.without_control.add(answer.name)
            answer.shown = self.showing.words(answer)
        elif kind in ("person", "people"):
            answer.offers = list(named(answer.face, self.reader))
        elif kind == "file":
            answer.address = self.reader.url_for_file(answer.text("id")) if answer.text("id") else ""
        answer.opens = self.opened(answer, at)
        self.frame(answer)
        return draw_kind(answer)

    def waits_for_pen(self, answer: Answer) -> bool:
        """Whether the answer is a line, or the day of a line, that nobody has signed yet."""
        return answer.face.kind.name == "signature" and not self.marks.signature_state(answer)[1]

    def frame(self, answer: Answer) -> None:
        """Gives an answer the HTML around its controls. What no answer changes is written once and kept: wrapper,
        label, hint, the control's own attributes, the rows of its choices."""
        face = answer.face
        answer.close = self.macro("close", "form/frame")(answer) if answer.source else CLOSE
        plain = (
            face.real
            and "*" not in face.pattern
            and not (answer.errors or answer.warnings or answer.sentence)
        )
        if not plain:
            answer.open, answer.control, answer.rows_of_choices = self.still(answer)
            return
        key = (answer.name, answer.hidden, answer.optional, answer.heading, answer.condition)
        if key not in self.kept:
            self.kept[key] = self.still(answer)
        answer.open, answer.control, answer.rows_of_choices = self.kept[key]

    def still(self, answer: Answer) -> tuple[Markup, Markup, list[tuple[str, Markup, Markup]]]:
        """Wrapper with label, attributes of the control, and each choice before and after its tick."""
        type_ = "checkbox" if answer.face.kind.several else "radio"
        before, after = self.macro("before", "form/choices"), self.macro("after", "form/choices")
        rows = [
            (each.token, before(answer, each, type_), after(answer, each)) for each in answer.face.choices
        ]
        frame = self.macro("open", "form/frame"), self.macro("control", "form/frame")
        return frame[0](answer), frame[1](answer), rows

    def opened(self, answer: Answer, at: str) -> dict[str, Markup]:
        """The fields that the choices of an answer open, by the choice's text in the body."""
        opened = {}
        for token, nodes in answer.face.opens.items():
            inner = Markup("").join(self.companion(node, at, answer, token) for node in nodes)
            if inner:
                opened[token] = inner
        return opened

    def companion(self, node: Node, at: str, owner: Answer, token: str) -> Markup:
        answer = self.answer(node, at)
        if answer is None or answer.name in self.drawn:
            return Markup("")
        self.note(answer)
        self.prepare(answer, node, at)
        if token not in owner.tokens and owner.face.kind.rows_of_choices and not self.marks.closed(owner):
            # The style sheet hides it with its choice and shows it again, with or without scripts.
            answer.hidden = False
        return self.field(answer, at)

    def closed(self, answer: Answer, at: str) -> Markup:
        self.without_control.add(answer.name)
        why, mark = self.marks.why_closed(answer)
        value = self.read_value(answer, at)
        own = self.macro("closed", "form/read")(answer, value, why, mark)
        return own + Markup("").join(self.opened(answer, at).values())

    def draw_nested(self, answer: Answer, draw_kind: Macro) -> Markup:
        if answer.face.real and answer.face.field.children:
            inner = self.nodes(answer.face.field.children, answer.pointer)
        else:
            inner = self.plain(answer.inner, answer.pointer)
        return draw_kind(answer, inner)

    def plain(self, answers: Iterable[Answer], at: str) -> Markup:
        """Fields that no element of the layout draws, one under the other."""
        drawn = []
        for inner in answers:
            self.note(inner)
            self.prepare(inner, None, at)
            drawn.append(self.field(inner, at))
        return Markup("").join(drawn)

    def draw_matrix(self, answer: Answer, draw_kind: Macro) -> Markup:
        for question in answer.inner:
            self.prepare(question, None, answer.pointer)
            self.note(question)
        return draw_kind(answer, answer.inner)

    def draw_rows(self, answer: Answer, draw_kind: Macro) -> Markup:
        answer.columns = self.columns(answer)
        rows = [self.row(answer, row, row.place) for row in answer.rows]
        section, self.section = self.section, None
        blank = self.row(answer, answer.blank, len(rows)) if answer.blank else None
        self.section = section
        return draw_kind(answer, rows, blank)

    def columns(self, answer: Answer) -> list[str]:
        nodes = answer.face.field.children if answer.face.real else ()
        faces = [
            self.sketch.faces[node.field.pointer] for child in nodes for node in child.walk() if node.field
        ]
        return [face.label for face in faces or answer.face.inner]

    def row(self, answer: Answer, row: Row, number: Any) -> dict[str, Any]:
        children = answer.face.field.children if answer.face.real else ()
        if children:
            cells = [self.node(node, row.pointer) for child in children for node in self.cells(child, answer)]
        else:
            cells = [self.plain([inner], row.pointer) for inner in row.inner]
        return {
            "place": row.place,
            "number": int(number) + 1,
            "pointer": row.pointer,
            "name": row.name,
            "key": row.key,
            "cells": cells,
        }

    def cells(self, child: Node, answer: Answer) -> Iterable[Node]:
        """What stands in one column each: in a table every field, in a card the elements as they are laid out."""
        if not answer.face.details["table"]:
            return [child]
        return [node for node in child.walk() if node.field and id(node) not in self.sketch.inside_choices]

    def read(self, answer: Answer, at: str) -> Markup:
        if not self.marks.visible(answer):
            return Markup("")
        value = self.read_value(answer, at)
        companions = Markup("").join(
            self.control(node, at)
            for nodes in answer.face.opens.values()
            for node in nodes
            if self.marks.stands(node, at)
        )
        return self.showing.answer(answer, value) + companions

    def read_value(self, answer: Answer, at: str) -> Markup:
        return self.showing.value(answer)
