"""One line of text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from caseforms.answers import reading
from caseforms.rendering.kinds.kind import JSON, MISSING, CannotRead, Kind, Texts, first, types

if TYPE_CHECKING:
    from caseforms.rendering.faces import Face
    from caseforms.rendering.reader import Reader

KEYBOARDS = {"email": "email", "uri": "url"}
SHORT, MIDDLE = 12, 60


class Text(Kind):
    """A name, a number plate, a place: whatever stands on one line."""

    name = "text"

    def rank(self, ui: JSON, schema: JSON) -> int:
        return 1 if ui.get("type") == "Control" and types(schema) in (("string",), ()) else 0

    def read(self, face: Face, texts: Texts, reader: Reader) -> Any:
        value = reading.reader_of(face.schema)(first(texts))
        if isinstance(value, reading.Unreadable):
            raise CannotRead(value.code, first(texts))
        return MISSING if value is None else value

    def write(self, face: Face, value: Any, reader: Reader) -> dict[str, list[str]]:
        return {"": [str(value)]}

    def details(self, face: Face) -> dict[str, Any]:
        longest = face.schema.get("maxLength", MIDDLE)
        return {
            "keyboard": KEYBOARDS.get(face.schema.get("format", ""), ""),
            "width": "input--short" if longest <= SHORT else "input--mid" if longest <= MIDDLE else "",
        }


KIND = Text()
