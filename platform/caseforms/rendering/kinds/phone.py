"""A telephone number, mobile or landline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from caseforms.answers import reading
from caseforms.rendering.kinds.kind import JSON, MISSING, Texts, first, is_type
from caseforms.rendering.kinds.text import Text

if TYPE_CHECKING:
    from caseforms.rendering.faces import Face
    from caseforms.rendering.reader import Reader


class Phone(Text):
    """Typed with a telephone keyboard; full-width digits are understood."""

    name = "phone"

    def rank(self, ui: JSON, schema: JSON) -> int:
        return 4 if is_type(schema, "string") and schema.get("format") == "cn-phone" else 0

    def read(self, face: Face, texts: Texts, reader: Reader) -> Any:
        return reading.parse_phone(first(texts)) or MISSING

    def details(self, face: Face) -> dict[str, Any]:
        return {"keyboard": "tel", "width": "input--mid"}


KIND = Phone()
