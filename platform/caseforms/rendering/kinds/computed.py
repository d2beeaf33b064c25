"""A value that the form works out by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from caseforms.rendering import words
from caseforms.rendering.kinds.choice_radio import title_of
from caseforms.rendering.kinds.kind import JSON, MISSING, Kind, Texts
from caseforms.rendering.kinds.number import is_number

if TYPE_CHECKING:
    from caseforms.rendering.faces import Face
    from caseforms.rendering.reader import Reader


class Computed(Kind):
    """Shown with what it was worked out from; the body brings nothing, the server computes again. A value that is
    computed only sometimes (`x-compute-when`) is drawn by the kind of its type."""

    name = "computed"
    parts: tuple[str, ...] = ()
    answers = False

    def rank(self, ui: JSON, schema: JSON) -> int:
        return 25 if "x-compute" in schema and "x-compute-when" not in schema else 0

    def read(self, face: Face, texts: Texts, reader: Reader) -> Any:
        return MISSING

    def write(self, face: Face, value: Any, reader: Reader) -> dict[str, list[str]]:
        return {}

    def show(self, face: Face, value: Any, reader: Reader) -> str:
        shown = {"date": words.day, "local-date-time": words.moment, "date-time": words.moment}
        how = shown.get(str(face.schema.get("format", "")))
        if how and isinstance(value, str):
            return how(value, reader.language)
        if isinstance(value, list):
            return reader.gettext(", ").join(self.show(face, item, reader) for item in value)
        if isinstance(value, bool):
            return reader.gettext("Yes") if value else reader.gettext("No")
        text = words.number(value, reader.language) if is_number(value) else title_of(face, value)
        return f"{text}{face.gap}{face.suffix}" if face.suffix else text


KIND = Computed()
