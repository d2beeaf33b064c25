"""A file or a photo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from caseforms.rendering.kinds.kind import JSON, MISSING, CannotRead, Kind, Texts, first

if TYPE_CHECKING:
    from caseforms.rendering.faces import Face
    from caseforms.rendering.reader import Reader

FACTS = ("id", "name", "type", "size", "sha256")


class File(Kind):
    """A reference to a stored file. The facts of the one that is there already travel in hidden controls and are
    checked against the store by whoever keeps it; a new upload comes beside them, in the files of the request."""

    name = "file"
    parts = ("", *FACTS, "remove")
    shown_mark = True

    def rank(self, ui: JSON, schema: JSON) -> int:
        return 30 if "x-file" in schema else 0

    def read(self, face: Face, texts: Texts, reader: Reader) -> Any:
        known = {fact: first(texts, fact) for fact in FACTS if first(texts, fact)}
        if not known or first(texts, "remove"):
            return MISSING
        size = known.get("size", "")
        if not known.get("id") or (
            size and not (size.isascii() and size.isdigit() and len(size) <= len(str(2**53)))
        ):
            raise CannotRead("body.broken-file", known.get("name", ""))
        return {**known, "size": int(size)} if size else known

    def write(self, face: Face, value: Any, reader: Reader) -> dict[str, list[str]]:
        known = value if isinstance(value, dict) else {}
        return {fact: [str(known[fact])] for fact in FACTS if fact in known}

    def show(self, face: Face, value: Any, reader: Reader) -> str:
        return str(value.get("name", "")) if isinstance(value, dict) else ""

    def details(self, face: Face) -> dict[str, Any]:
        asked = face.schema["x-file"]
        return {"accept": ",".join(asked.get("accept", ())), "photo": bool(asked.get("photo"))}


KIND = File()
