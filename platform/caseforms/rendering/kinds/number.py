"""A number with decimals."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from caseforms.answers import reading
from caseforms.rendering import words
from caseforms.rendering.kinds.kind import JSON, MISSING, CannotRead, Kind, Texts, first, is_type

if TYPE_CHECKING:
    from caseforms.rendering.faces import Face
    from caseforms.rendering.reader import Reader

LONGEST = 60
"""More characters than any number a form asks for: a longer text is a mistake, and would cost time to convert."""
UNREADABLE = "answer.unreadable-number"


def is_number(value: Any) -> bool:
    """Whether a value is a JSON number; Python counts true and false among them."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def plain(value: Any) -> str:
    """A number as one types it: no exponent, no thousands mark, every digit kept."""
    return format(Decimal(str(value)), "f") if is_number(value) else str(value)


class Number(Kind):
    """A measured quantity. Typed in a text field with a number keyboard, so that what was typed is never lost."""

    name = "number"
    keyboard = "decimal"

    def rank(self, ui: JSON, schema: JSON) -> int:
        return 2 if is_type(schema, "number") else 0

    def read(self, face: Face, texts: Texts, reader: Reader) -> Any:
        typed = first(texts)
        value = (
            reading.parse_number(typed) if len(typed) <= LONGEST else reading.Unreadable(typed, UNREADABLE)
        )
        if isinstance(value, reading.Unreadable):
            raise CannotRead(value.code, typed)
        return MISSING if value is None else value

    def write(self, face: Face, value: Any, reader: Reader) -> dict[str, list[str]]:
        return {"": [plain(value)]}

    def show(self, face: Face, value: Any, reader: Reader) -> str:
        shown = words.number(value, reader.language) if is_number(value) else str(value)
        return f"{shown}{face.gap}{face.suffix}" if face.suffix else shown

    def export(self, face: Face, value: Any, reader: Reader) -> str:
        return plain(value)

    def details(self, face: Face) -> dict[str, Any]:
        signed = face.schema.get("minimum", face.schema.get("exclusiveMinimum", -1)) < 0
        # Number keyboards of telephones have no minus sign.
        return {"keyboard": "text" if signed else self.keyboard, "width": "input--short"}


KIND = Number()
