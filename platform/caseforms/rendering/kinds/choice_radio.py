"""One of a few choices, as rows to tap."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from caseforms.rendering.kinds.kind import (
    JSON,
    MISSING,
    CannotRead,
    Kind,
    Texts,
    closed_list,
    first,
    options,
    types,
)

if TYPE_CHECKING:
    from caseforms.rendering.faces import Face
    from caseforms.rendering.reader import Reader

FEW = 7
"""From so many choices on a drop-down is drawn: under it every choice can be seen and tapped."""
BESIDE, BESIDE_LENGTH = 3, 6
"""Up to so many choices of up to so many characters stand side by side."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: its value in the record, what the control posts for it, the end of its HTML id, its words."""

    const: Any
    token: str
    tail: str
    title: str


def choices_of(pairs: Sequence[tuple[Any, str]]) -> tuple[Choice, ...]:
    """Choices with a distinct posted text each: the text itself, or JSON where the value is none (5, true) or where
    two would post the same ("1" and 1)."""
    taken: set[str] = set()
    found = []
    for place, (const, title) in enumerate(pairs):
        token = const if isinstance(const, str) else json.dumps(const, ensure_ascii=False, sort_keys=True)
        if token in taken or not token:
            token = json.dumps(const, ensure_ascii=False, sort_keys=True)
        taken.add(token)
        tail = token if token.isascii() and token.replace("_", "").replace("-", "").isalnum() else str(place)
        found.append(Choice(const, token, tail, title))
    return tuple(found)


def pick(face: Face, token: str) -> Any:
    """The value that a posted token stands for. Raises CannotRead for one that was not offered."""
    for choice in face.choices:
        if choice.token == token:
            return choice.const
    raise CannotRead("body.not-a-choice", token)


def token_of(face: Face, value: Any) -> str:
    """What the control posts for a value. A value that is no longer offered posts itself, and is refused on reading."""
    for choice in face.choices:
        if choice.const == value and type(choice.const) is type(value):
            return choice.token
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def title_of(face: Face, value: Any) -> str:
    """The words of a choice, or the bare value where it is not offered (any more)."""
    for choice in face.choices:
        if choice.const == value:
            return choice.title
    return str(value)


class ChoiceRadio(Kind):
    """One of up to six choices, or more where the definition says so."""

    name = "choice_radio"
    parts: tuple[str, ...] = ("",)
    shown_mark = True
    group = True
    rows_of_choices = True

    def rank(self, ui: JSON, schema: JSON) -> int:
        if not closed_list(schema) or types(schema) == ("array",):
            return 0
        return 20 if options(ui).get("format") == "radio" else 5

    def read(self, face: Face, texts: Texts, reader: Reader) -> Any:
        token = first(texts)
        return pick(face, token) if token else MISSING

    def write(self, face: Face, value: Any, reader: Reader) -> dict[str, list[str]]:
        return {"": [token_of(face, value)]}

    def show(self, face: Face, value: Any, reader: Reader) -> str:
        return title_of(face, value)

    def details(self, face: Face) -> dict[str, Any]:
        short = all(len(choice.title) <= BESIDE_LENGTH for choice in face.choices)
        return {"beside": short and len(face.choices) <= BESIDE and not face.opens}


KIND = ChoiceRadio()
