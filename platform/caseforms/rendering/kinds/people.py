"""Several people of the institution, chosen or typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from caseforms.rendering.kinds.kind import JSON, MISSING, Kind, Texts, is_type
from caseforms.rendering.kinds.person import meant, offered

if TYPE_CHECKING:
    from caseforms.rendering.faces import Face
    from caseforms.rendering.reader import Reader


class People(Kind):
    """One line for each person and one more to write on; an emptied line takes the person off."""

    name = "people"
    shown_mark = True
    group = True
    several = True

    def rank(self, ui: JSON, schema: JSON) -> int:
        items = schema.get("items")
        named = isinstance(items, dict) and is_type(items, "string") and "x-reference" in items
        return 6 if is_type(schema, "array") and (named or "x-reference" in schema) else 0

    def read(self, face: Face, texts: Texts, reader: Reader) -> Any:
        found = (meant(face, typed, reader) for typed in texts.get("", []))
        return list(dict.fromkeys(person for person in found if person)) or MISSING

    def write(self, face: Face, value: Any, reader: Reader) -> dict[str, list[str]]:
        people = value if isinstance(value, list) else []
        return {"": [offered(face, str(person), reader) for person in people]}

    def show(self, face: Face, value: Any, reader: Reader) -> str:
        people = value if isinstance(value, list) else [value]
        return reader.gettext(", ").join(reader.people.get(str(person), str(person)) for person in people)


KIND = People()
