"""A whole number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from caseforms.rendering.kinds.kind import JSON, MISSING, CannotRead, Texts, is_type
from caseforms.rendering.kinds.number import Number

if TYPE_CHECKING:
    from caseforms.rendering.faces import Face
    from caseforms.rendering.reader import Reader


class Integer(Number):
    """A count or an age."""

    name = "integer"
    keyboard = "numeric"

    def rank(self, ui: JSON, schema: JSON) -> int:
        return 2 if is_type(schema, "integer") else 0

    def read(self, face: Face, texts: Texts, reader: Reader) -> Any:
        value = super().read(face, texts, reader)
        if value is MISSING:
            return value
        if value != int(value):
            raise CannotRead("body.not-whole", texts[""][0])
        return int(value)


KIND = Integer()
