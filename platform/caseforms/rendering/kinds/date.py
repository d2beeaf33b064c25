"""A calendar day in three boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from caseforms.answers import reading
from caseforms.rendering import words
from caseforms.rendering.kinds.kind import JSON, MISSING, CannotRead, Kind, Texts, first, is_type, options

if TYPE_CHECKING:
    from caseforms.rendering.faces import Face
    from caseforms.rendering.reader import Reader

BOXES = ("year", "month", "day")


def read_day(texts: Texts) -> str:
    """The ISO day in the boxes or in the one field, "" for none. A whole date in any single box is understood, as
    people paste one into the first. Raises CannotRead."""
    boxes = [first(texts, box).strip() for box in BOXES]
    filled = [box for box in boxes if box]
    whole = first(texts).strip() or (filled[0] if len(filled) == 1 else "")
    typed = whole or "-".join(boxes)
    if not whole and not filled:
        return ""
    value = reading.parse_date(typed)
    if isinstance(value, reading.Unreadable):
        raise CannotRead(value.code, " ".join(filled) or whole)
    return value or ""


def boxes_of(value: str) -> dict[str, list[str]]:
    """The three boxes of an ISO day; a value that is none goes whole into the first."""
    parts = value.split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return {"year": [value], "month": [""], "day": [""]}
    year, month, day = parts
    return {"year": [year], "month": [str(int(month))], "day": [str(int(day))]}


class Date(Kind):
    """A day: typed, pasted or picked."""

    name = "date"
    parts = ("", *BOXES)
    group = True

    def rank(self, ui: JSON, schema: JSON) -> int:
        named = "date" in (schema.get("format"), options(ui).get("format"))
        return 4 if named and is_type(schema, "string") else 0

    def read(self, face: Face, texts: Texts, reader: Reader) -> Any:
        return read_day(texts) or MISSING

    def write(self, face: Face, value: Any, reader: Reader) -> dict[str, list[str]]:
        return boxes_of(str(value))

    def show(self, face: Face, value: Any, reader: Reader) -> str:
        return words.day(str(value), reader.language)

    def export(self, face: Face, value: Any, reader: Reader) -> str:
        return str(value)


KIND = Date()
