"""Owns the shapes of a drawn sheet: rows of cells, and what stands in a cell (the template prints them as they are)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from caseforms.rendering.paper.phrases import Phrase, breadth, joined

KEPT = 800
"""Half-width characters of answers up to which a row is not divided between two pages."""
NOTHING = Markup("")
LONG_WORDS = 40
"""Half-width characters that fit before a line in the narrowest column that has lines."""


@dataclass(frozen=True, slots=True)
class Text:
    """Printed words; `style` is inline, paragraph, heading, rule or small."""

    words: Phrase
    style: str = "inline"
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Blank:
    """What was written, or the room to write it. `line` is none, short, long or fill; `space` the room left for
    writing, in millimetres; `whole` keeps a date or a name on one line."""

    written: str = ""
    line: str = "none"
    space: int = 0
    whole: bool = False
    kind: str = "blank"


@dataclass(frozen=True, slots=True)
class Line:
    """A write-on line that belongs to a box, with its printed words; `under` begins a line of its own."""

    words: Phrase
    written: str
    under: bool = False
    kind: str = "line"

    @property
    def long(self) -> bool:
        """Whether the words need the whole width, so that the line stands below them."""
        return sum(breadth(text) for _, text in self.words) > LONG_WORDS


@dataclass(frozen=True, slots=True)
class Box:
    """One choice: its words, whether it is ticked, and the lines that follow it."""

    words: Phrase
    ticked: bool
    lines: tuple[Line, ...] = ()
    kind: str = "box"

    @property
    def beside(self) -> Line | None:
        """The line that runs on from the box's words."""
        return next((line for line in self.lines if not line.under), None)

    @property
    def lead(self) -> Phrase:
        """The words before that line: the choice's own and the line's, language by language."""
        return joined(self.words, self.beside.words) if self.beside else self.words

    @property
    def below(self) -> tuple[Line, ...]:
        """The lines that begin a line of their own."""
        return tuple(line for line in self.lines if line is not self.beside)


@dataclass(frozen=True, slots=True)
class Boxes:
    """The choices of a field; `layout` is inline, stacked, steps or brackets; `after` puts the box behind its word."""

    boxes: tuple[Box, ...]
    layout: str = "inline"
    after: bool = False
    kind: str = "boxes"


@dataclass(frozen=True, slots=True)
class Day:
    """A date in the sheet's language: (number or nothing, unit) pairs as 2026 年 3 月 5 日; `order` of the units."""

    pieces: tuple[tuple[str, str], ...]
    kind: str = "day"


@dataclass(frozen=True, slots=True)
class Signing:
    """A signature or the room for one. `note` says in words what cannot be drawn; `void` that it no longer counts."""

    drawing: Markup = NOTHING
    image_url: str = ""
    name: str = ""
    note: Phrase = ()
    void: Phrase = ()
    kind: str = "signing"


@dataclass(frozen=True, slots=True)
class Lines:
    """Empty write-on lines."""

    count: int
    kind: str = "lines"


@dataclass(frozen=True, slots=True)
class Mark:
    """A space or the end of a line between two parts: `shape` is gap or break."""

    shape: str
    kind: str = "mark"


Part = Text | Blank | Boxes | Day | Signing | Lines | Mark


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the grid; `styles` are band, tall, pair, centred, top, label, frame."""

    parts: tuple[Part, ...]
    colspan: int = 1
    rowspan: int = 1
    styles: tuple[str, ...] = ()

    @property
    def header(self) -> bool:
        """Whether the cell names others, so that a reader of the table is told so."""
        return bool({"band", "tall", "pair", "label"} & set(self.styles))


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the grid; `height` the least it takes, in millimetres; `new_page` begins one on paper;
    `with_next` keeps a heading with what it heads."""

    cells: tuple[Cell, ...]
    height: int = 0
    new_page: bool = False
    with_next: bool = False

    @property
    def classes(self) -> str:
        """The row's classes in the style sheet."""
        named = {
            f"h{self.height}": self.height,
            "is-new-page": self.new_page,
            "is-kept": self.kept,
            "with-next": self.with_next,
        }
        return " ".join(name for name, wanted in named.items() if wanted)

    @property
    def kept(self) -> bool:
        """Whether the row stays on one page: not when so much is written that it would leave half a page empty."""
        answers = (part.written for cell in self.cells for part in cell.parts if isinstance(part, Blank))
        return not self.new_page and "frame" not in self.cells[0].styles and sum(map(breadth, answers)) < KEPT


@dataclass(frozen=True, slots=True)
class Grid:
    """A drawn grid: its columns in per cent and its rows."""

    columns: Sequence[int]
    rows: tuple[Row, ...]
