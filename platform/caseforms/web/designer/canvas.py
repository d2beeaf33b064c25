"""The form as its builder sees it: every piece with its words, its marks, and what the product draws for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup

from caseforms.definitions.schemas import properties_of
from caseforms.rendering import Reader, kind_of, pieces
from caseforms.rendering.pieces import Piece
from caseforms.rules.pointers import split
from caseforms.web.designer import palette, sentences
from caseforms.web.designer.naming import names_of
from caseforms.web.languages import gettext

JSON = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mark:
    """A small tag on a piece: an icon and a few words."""

    icon: str
    words: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """One piece on the canvas. `drawn` is what the product draws for it; containers hold `children` instead."""

    item: str
    label: str
    kind: str
    type: str
    level: int
    inside: str
    marks: tuple[Mark, ...]
    drawn: Markup | None
    children: tuple[Shown, ...] = ()

    @property
    def id(self) -> str:
        """The id of its element on the page."""
        return "piece-" + self.item.replace("/", "-").replace(":", "").replace(".", "-")


class Canvas:
    """One form in one language, ready to be looked at piece by piece."""

    def __init__(self, document: JSON, reader: Reader) -> None:
        self.document = document
        self.reader = reader
        self.names = names_of(document, reader.language)
        self.root = pieces.outline(document)
        self._marks: dict[str, tuple[Mark, ...]] = {}
        self._compared: tuple[Canvas, bool] | None = None
        self.pieces = {piece.item: piece for piece in self.root.walk()}

    def shown(self, wanted: Iterable[str] | None = None) -> Mapping[str, Shown]:
        """The wanted pieces (all by default) by name, containers with everything inside them."""
        chosen = self.pieces if wanted is None else {item: self.pieces[item] for item in wanted}
        needed = {inner.item: inner for piece in chosen.values() for inner in piece.walk()}
        drawn = pieces.draw(self.document, needed.values(), self.reader)
        return {item: self._shown(piece, drawn) for item, piece in chosen.items()}

    def label(self, piece: Piece) -> str:
        """What a piece is called."""
        if piece.item == "form":
            return self.names.title
        if piece.item.startswith("field:"):
            return self.names.question(piece.item.removeprefix("field:"))
        if piece.item.startswith("pair:"):
            return gettext(", ").join(self.label(child) for child in piece.children)
        return self.names.part(piece.element)

    def locked(self, piece: Piece) -> bool:
        """Whether the standard asks what a piece holds, so that it cannot be taken away."""
        asked = (each for inner in piece.walk() for each in pieces.properties(inner) if inner.leaf)
        return any(properties_of(self.document["schema"])[name].get("x-locked") for name in asked)

    def required(self, pointer: str) -> bool:
        """Whether a question must be answered whenever it appears."""
        names = split(pointer)
        holder: Any = self.document["schema"]
        for name in names[:-1]:
            holder = holder.get("items", {}) if name == "*" else properties_of(holder).get(name, {})
        return names[-1] in holder.get("required", ())

    def kind(self, piece: Piece) -> str:
        """What kind of piece it is, in words."""
        return palette.kind_word(self.kind_name(piece))

    def kind_name(self, piece: Piece) -> str:
        """The name of its kind: that of the register for a question, the layout's own for everything else."""
        if piece.item.startswith("field:"):
            return self.kind_of(piece.element, self.names.schema(piece.item.removeprefix("field:")))
        return str(piece.element["type"])

    @staticmethod
    def kind_of(element: JSON, schema: JSON) -> str:
        """The kind that draws a question; an element is only asked for its options."""
        return kind_of(element or {"type": "Control"}, schema).name

    def marks(self, piece: Piece) -> tuple[Mark, ...]:
        """What is worth knowing of a piece at a glance."""
        if piece.item not in self._marks:
            self._marks[piece.item] = self._marked(piece)
        return self._marks[piece.item]

    def _marked(self, piece: Piece) -> tuple[Mark, ...]:
        found = []
        condition = sentences.shown_when(piece.element, self.names)
        if condition:
            found.append(Mark("eye", condition, "info"))
        schema = (
            self.names.schema(piece.item.removeprefix("field:")) if piece.item.startswith("field:") else {}
        )
        if "x-compute" in schema:
            words = gettext("Worked out: %(how)s", how=sentences.computed(schema["x-compute"], self.names))
            found.append(Mark("refresh", words, "info"))
        found += [Mark("right", self._opens(piece, each)) for each in piece.opened]
        return tuple(found)

    def looks_like(self, other: Canvas, piece: Piece, before: Piece) -> bool:
        """Whether a piece looks here as it did on another canvas: what its look hangs on is compared, nothing is drawn."""
        if piece.element is not before.element and _own(piece) != _own(before):
            return False
        if piece.opened != before.opened or (not piece.leaf and self.label(piece) != other.label(before)):
            return False
        known, then = self.properties, other.properties
        for name in pieces.properties(piece) if piece.leaf else ():
            if known.get(name) != then.get(name) or (name in self.demanded) != (name in other.demanded):
                return False
            if self._texts.get(name) != other._texts.get(name):
                return False
        key = str(piece.element.get("i18n", ""))
        if key and self._texts.get(key) != other._texts.get(key):
            return False
        if not self._is_marked(piece) or self.speaks_like(other):
            return True
        return self.marks(piece) == other.marks(before)

    def speaks_like(self, other: Canvas) -> bool:
        """Whether every question and choice is called as on another canvas, so that no sentence can have changed."""
        if self._compared is None or self._compared[0] is not other:
            same = self.names.words == other.names.words and self.properties == other.properties
            self._compared = (other, same)
        return self._compared[1]

    def _is_marked(self, piece: Piece) -> bool:
        """Whether marks of other questions' words may stand on a piece."""
        if "rule" in piece.element or piece.opened:
            return True
        return any(
            "x-compute" in self.properties.get(name, {}) for name in pieces.properties(piece) if piece.leaf
        )

    @cached_property
    def properties(self) -> JSON:
        """The schemas of the questions at the top, by name."""
        return properties_of(self.document["schema"])

    @cached_property
    def demanded(self) -> frozenset[str]:
        """The names of the questions at the top that must be answered."""
        return frozenset(self.document["schema"].get("required", ()))

    @cached_property
    def _texts(self) -> Mapping[str, list[tuple[str, str]]]:
        """The words in the reader's language, by the first part of their keys."""
        found: dict[str, list[tuple[str, str]]] = {}
        for key, words in self.names.words.items():
            found.setdefault(key.partition(".")[0], []).append((key, words))
        return found

    def _opens(self, piece: Piece, opened: JSON) -> str:
        pointer = piece.item.removeprefix("field:")
        choice = self.names.choice(pointer, opened["options"]["companionOf"].get("value"))
        inner = self.names.question(pieces.name_of(opened).removeprefix("field:"))
        return gettext("“%(choice)s” opens “%(question)s”", choice=choice, question=inner)

    def _shown(self, piece: Piece, drawn: Mapping[str, Markup], level: int = 0) -> Shown:
        depth = level if piece.item == "form" or piece.item.startswith("pair:") else level + 1
        return Shown(
            piece.item,
            self.label(piece),
            self.kind(piece),
            str(piece.element["type"]),
            level,
            piece.inside,
            self.marks(piece),
            drawn.get(piece.item),
            tuple(self._shown(child, drawn, depth) for child in piece.children),
        )


def _own(piece: Piece) -> JSON:
    """An element without what stands inside it."""
    return piece.element if piece.leaf else {k: v for k, v in piece.element.items() if k != "elements"}
