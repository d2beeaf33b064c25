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
from caseforms.web.designer.naming import Names
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
        self.names = Names(document, reader.language)
        self.root = pieces.outline(document)
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

    def signature(self, piece: Piece) -> tuple[Any, ...]:
        """Everything that the look of a piece hangs on: the same signature, the same look."""
        schema = self.document["schema"]
        known, required = properties_of(schema), schema.get("required", ())
        asked = pieces.properties(piece) if piece.leaf else ()
        own = piece.element if piece.leaf else {k: v for k, v in piece.element.items() if k != "elements"}
        return (
            own,
            piece.opened,
            [known.get(name) for name in asked],
            [name in required for name in asked],
            [self._texts.get(name) for name in (*asked, str(piece.element.get("i18n", "")))],
            self.label(piece) if not piece.leaf else "",
            self.marks(piece),
        )

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
