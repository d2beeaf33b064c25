"""A time of day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from caseforms.answers import reading
from caseforms.rendering import words
from caseforms.rendering.kinds.kind import JSON, MISSING, CannotRead, Kind, Texts, first, is_type, options
from caseforms.rules.formats import is_time

if TYPE_CHECKING:
    from caseforms.rendering.faces import Face
    from caseforms.rendering.reader import Reader

MINUTES = 5
"""Length of "08:30"; what stands behind it (seconds, offset) travels in a hidden control."""
REST = ":00+08:00"


def read_clock(typed: str) -> str:
    """The ISO hour and minute that was typed, "" for none. Raises CannotRead."""
    value = reading.parse_time(typed)
    if isinstance(value, reading.Unreadable):
        raise CannotRead(value.code, typed)
    return value or ""


class Time(Kind):
    """An hour and a minute."""

    name = "time"
    parts = ("", "rest")

    def rank(self, ui: JSON, schema: JSON) -> int:
        named = {schema.get("format"), options(ui).get("format")} & {"local-time", "time"}
        return 4 if named and is_type(schema, "string") else 0

    def read(self, face: Face, texts: Texts, reader: Reader) -> Any:
        if exact(face) and is_time(first(texts).strip()):
            return first(texts).strip()
        clock = read_clock(first(texts))
        if not clock:
            return MISSING
        return clock[:MINUTES] + (first(texts, "rest") or REST) if exact(face) else clock

    def write(self, face: Face, value: Any, reader: Reader) -> dict[str, list[str]]:
        if not exact(face):
            return {"": [str(value)]}
        return {"": [str(value)[:MINUTES]], "rest": [str(value)[MINUTES:]]}

    def show(self, face: Face, value: Any, reader: Reader) -> str:
        return words.clock(str(value), reader.language)

    def details(self, face: Face) -> dict[str, Any]:
        return {"exact": exact(face), "rest": REST}


def exact(face: Face) -> bool:
    """Whether the value carries seconds and an offset (the formats of JSON Schema itself), not just a wall clock."""
    return face.schema.get("format") in ("time", "date-time")


KIND = Time()
