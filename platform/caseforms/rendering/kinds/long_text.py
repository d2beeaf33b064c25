"""Several lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from caseforms.answers import reading
from caseforms.rendering.kinds.kind import JSON, MISSING, Kind, Texts, first, is_type, options

if TYPE_CHECKING:
    from caseforms.rendering.faces import Face
    from caseforms.rendering.reader import Reader

FEW_LETTERS, MANY_LETTERS = 300, 1000


class LongText(Kind):
    """What is told in sentences: needs, content of a service, a plan."""

    name = "long_text"

    def rank(self, ui: JSON, schema: JSON) -> int:
        if not is_type(schema, "string") or "format" in schema:
            return 0
        asked = options(ui).get("multi")
        long = schema.get("maxLength", 0) >= MANY_LETTERS
        return 3 if asked is True else 2 if long and asked is None else 0

    def read(self, face: Face, texts: Texts, reader: Reader) -> Any:
        lines = first(texts).replace("\r\n", "\n").replace("\r", "\n")
        return reading.normalise_text(lines) or MISSING

    def write(self, face: Face, value: Any, reader: Reader) -> dict[str, list[str]]:
        return {"": [str(value)]}

    def details(self, face: Face) -> dict[str, Any]:
        return {"rows": 3 if face.schema.get("maxLength", FEW_LETTERS + 1) <= FEW_LETTERS else 5}


KIND = LongText()
