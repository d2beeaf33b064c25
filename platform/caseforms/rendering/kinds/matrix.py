"""Several questions with the same answers: a table on a wide screen, one under the other on a narrow one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from caseforms.rendering.kinds.kind import JSON, Kind, closed_list, is_type, options

if TYPE_CHECKING:
    from caseforms.rendering.faces import Face
    from caseforms.rendering.reader import Reader


class Matrix(Kind):
    """An object whose properties share one list of choices."""

    name = "matrix"
    group = True
    structural = True

    def rank(self, ui: JSON, schema: JSON) -> int:
        questions = list(schema.get("properties", {}).values())
        alike = bool(questions) and all(closed_list(question) for question in questions)
        return 20 if alike and is_type(schema, "object") and options(ui).get("format") == "matrix" else 0

    def show(self, face: Face, value: Any, reader: Reader) -> str:
        return ""


KIND = Matrix()
