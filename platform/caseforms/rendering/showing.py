"""Answers as something to read: one value, a list of values, a table of rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from caseforms.rendering.binding import Answer
from caseforms.rendering.brushes import Brushes
from caseforms.rendering.kinds.kind import MISSING
from caseforms.rendering.reader import Reader

if TYPE_CHECKING:
    from caseforms.rendering.marks import Marks

ANSWER = '<div class="answer'


class Showing:
    """Writes values in the words of one reader."""

    def __init__(self, brushes: Brushes, reader: Reader, marks: Marks) -> None:
        self.brushes = brushes
        self.reader = reader
        self.marks = marks

    def words(self, answer: Answer) -> str:
        """The value in words, "" for none."""
        if answer.data is MISSING or answer.data is None:
            return ""
        return answer.face.kind.show(answer.face, answer.data, self.reader)

    def value(self, answer: Answer) -> Markup:
        """The value as HTML, empty for none."""
        kind = answer.face.kind.name
        if kind == "rows":
            return self.rows(answer)
        if answer.face.kind.structural:
            return self.inside(answer.inner)
        if kind == "signature":
            state, signed = self.marks.signature_state(answer)
            return escape(state) if signed else Markup("")
        if kind == "file" and answer.data is not MISSING:
            address = self.reader.url_for_file(answer.text("id"))
            return self.brushes.macro("form/read", "file")(self.words(answer), address)
        if kind == "long_text":
            return Markup("<br>").join(escape(line) for line in self.words(answer).split("\n") if line)
        return escape(
            self.words(answer) or " ".join(text for texts in answer.texts.values() for text in texts)
        )

    def answer(self, answer: Answer, value: Markup) -> Markup:
        """One question with its answer."""
        css = " answer--wide" if answer.face.kind.structural or answer.face.kind.name == "long_text" else ""
        return self.brushes.macro("form/read", "answer")(answer, value, css)

    def in_lists(self, drawn: Iterable[Markup]) -> Markup:
        """Answers that follow each other become one list; what stands between them stays between."""
        found, run = [], []
        for piece in drawn:
            if piece.startswith(ANSWER):
                run.append(piece)
            elif piece.strip():
                found += [self.list(run), piece]
                run = []
        return Markup("").join([*found, self.list(run)])

    def list(self, answers: Iterable[Markup]) -> Markup:
        inner = Markup("").join(answers)
        return self.brushes.macro("form/read", "list")(inner) if inner else inner

    def inside(self, answers: Iterable[Answer]) -> Markup:
        """The answers of an object."""
        shown = [inner for inner in answers if self.marks.visible(inner)]
        if not any(self.value(inner) for inner in shown):
            return Markup("")
        return self.list(self.answer(inner, self.value(inner)) for inner in shown)

    def rows(self, answer: Answer) -> Markup:
        rows: list[list[Any]] = [[self.value(cell) for cell in row.inner] for row in answer.rows]
        rows = [row for row in rows if any(row)]
        if not rows:
            return Markup("")
        columns = [face.label for face in answer.face.inner]
        return self.brushes.macro("form/read", "table")(columns, rows)
