"""One box to tick: something that must be true."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from caseforms.rendering.kinds.kind import JSON, MISSING, CannotRead, Kind, Texts, first, is_type

if TYPE_CHECKING:
    from caseforms.rendering.faces import Face
    from caseforms.rendering.reader import Reader


class Confirm(Kind):
    """ "Confidentiality has been explained": ticked is true, not ticked is no answer."""

    name = "confirm"
    shown_mark = True

    def rank(self, ui: JSON, schema: JSON) -> int:
        return 8 if is_type(schema, "boolean") and schema.get("const") is True else 0

    def read(self, face: Face, texts: Texts, reader: Reader) -> Any:
        token = first(texts)
        if token not in ("", "true"):
            raise CannotRead("body.not-a-choice", token)
        return True if token else MISSING

    def write(self, face: Face, value: Any, reader: Reader) -> dict[str, list[str]]:
        return {"": ["true"] if value is True else []}

    def show(self, face: Face, value: Any, reader: Reader) -> str:
        return reader.gettext("Yes") if value is True else reader.gettext("No")


KIND = Confirm()
