"""A resident identity number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from caseforms.answers import reading
from caseforms.rendering.kinds.kind import JSON, MISSING, Texts, first, is_type
from caseforms.rendering.kinds.text import Text

if TYPE_CHECKING:
    from caseforms.rendering.faces import Face
    from caseforms.rendering.reader import Reader

HEAD, TAIL = 6, 4


class IdNumber(Text):
    """Eighteen places; shown masked to those who may not see identities in full."""

    name = "id_number"

    def rank(self, ui: JSON, schema: JSON) -> int:
        return 4 if is_type(schema, "string") and schema.get("format") == "cn-id" else 0

    def read(self, face: Face, texts: Texts, reader: Reader) -> Any:
        return reading.parse_identity(first(texts)) or MISSING

    def show(self, face: Face, value: Any, reader: Reader) -> str:
        number = str(value)
        if reader.may_see(face.schema.get("x-personal", "identity")):
            return number
        return number[:HEAD] + "*" * max(len(number) - HEAD - TAIL, TAIL) + number[-TAIL:]

    def details(self, face: Face) -> dict[str, Any]:
        # The last place may be an X, which number keyboards do not have.
        return {"keyboard": "text", "width": "input--mid", "capitals": True}


KIND = IdNumber()
