"""The state of a signature; it is given on a page of its own, after the form is handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from caseforms.rendering.kinds.kind import JSON, MISSING, Kind, Texts

if TYPE_CHECKING:
    from caseforms.rendering.faces import Face
    from caseforms.rendering.reader import Reader


class Signature(Kind):
    """A line to sign on, or the day of signing: says who signs, or who has signed and when. Posts nothing."""

    name = "signature"
    parts: tuple[str, ...] = ()
    answers = False

    def rank(self, ui: JSON, schema: JSON) -> int:
        return 30 if "x-signature" in schema or "x-signed-date" in schema else 0

    def read(self, face: Face, texts: Texts, reader: Reader) -> Any:
        return MISSING

    def write(self, face: Face, value: Any, reader: Reader) -> dict[str, list[str]]:
        return {}

    def show(self, face: Face, value: Any, reader: Reader) -> str:
        return ""

    def details(self, face: Face) -> dict[str, Any]:
        asked = face.schema.get("x-signature", {})
        return {"role": asked.get("role", ""), "day": "x-signed-date" in face.schema}


KIND = Signature()
