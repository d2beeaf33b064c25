"""A group of fields that form one object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from caseforms.rendering.kinds.kind import JSON, Kind, is_type

if TYPE_CHECKING:
    from caseforms.rendering.faces import Face
    from caseforms.rendering.reader import Reader


class Nested(Kind):
    """An object inside the record, or a list of fixed length (`prefixItems`), drawn as a group with its own heading."""

    name = "nested"
    group = True
    structural = True

    def rank(self, ui: JSON, schema: JSON) -> int:
        return 4 if "prefixItems" in schema else 2 if is_type(schema, "object") else 0

    def show(self, face: Face, value: Any, reader: Reader) -> str:
        return ""


KIND = Nested()
