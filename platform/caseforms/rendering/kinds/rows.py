"""A list of rows: a table on a wide screen, cards on a narrow one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from caseforms.rendering.kinds.kind import JSON, Kind, is_type, options

if TYPE_CHECKING:
    from caseforms.rendering.faces import Face
    from caseforms.rendering.reader import Reader

MOST_ROWS = 200
"""How many rows a body may bring where the definition sets no limit."""
MOST_COLUMNS = 5
"""A table with more columns than this would ask for sideways scrolling: cards then."""


def limit(schema: JSON) -> int:
    """How many rows a list may have."""
    return min(int(schema.get("maxItems", MOST_ROWS)), MOST_ROWS)


class Rows(Kind):
    """A repeated group of fields. The body brings `<name>-_count` and for every row `<name>-<n>-_id`."""

    name = "rows"
    group = True
    structural = True

    def rank(self, ui: JSON, schema: JSON) -> int:
        return 3 if is_type(schema, "array") and "prefixItems" not in schema else 0

    def show(self, face: Face, value: Any, reader: Reader) -> str:
        return str(len(value)) if isinstance(value, list) else str(value)

    def details(self, face: Face) -> dict[str, Any]:
        items = face.schema.get("items", {})
        columns = len(items.get("properties", {"": {}})) if isinstance(items, dict) else 1
        asked = options(face.ui).get("layout")
        table = asked == "table" or (asked is None and columns <= MOST_COLUMNS)
        return {"table": table, "least": int(face.schema.get("minItems", 0)), "most": limit(face.schema)}


KIND = Rows()
