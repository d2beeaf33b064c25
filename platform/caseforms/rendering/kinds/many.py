"""Any number of choices, as boxes to tick."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from caseforms.rendering.kinds.choice_radio import pick, title_of, token_of
from caseforms.rendering.kinds.kind import JSON, MISSING, Kind, Texts, closed_list, is_type

if TYPE_CHECKING:
    from caseforms.rendering.faces import Face
    from caseforms.rendering.reader import Reader


class Many(Kind):
    """A list without repetition out of a closed list, kept in the order of the choices."""

    name = "many"
    shown_mark = True
    group = True
    rows_of_choices = True
    several = True

    def rank(self, ui: JSON, schema: JSON) -> int:
        items = schema.get("items")
        chosen = is_type(schema, "array") and schema.get("uniqueItems") is True
        return 5 if chosen and isinstance(items, dict) and closed_list(items) else 0

    def read(self, face: Face, texts: Texts, reader: Reader) -> Any:
        picked = [pick(face, token) for token in texts.get("", []) if token]
        return [choice.const for choice in face.choices if _among(choice.const, picked)] or MISSING

    def write(self, face: Face, value: Any, reader: Reader) -> dict[str, list[str]]:
        return {"": [token_of(face, item) for item in value]} if isinstance(value, list) else {"": []}

    def show(self, face: Face, value: Any, reader: Reader) -> str:
        shown = value if isinstance(value, list) else [value]
        return reader.gettext(", ").join(title_of(face, item) for item in shown)

    def details(self, face: Face) -> dict[str, Any]:
        return {"beside": False}


def _among(const: Any, picked: list[Any]) -> bool:
    return any(const == item and type(const) is type(item) for item in picked)


KIND = Many()
