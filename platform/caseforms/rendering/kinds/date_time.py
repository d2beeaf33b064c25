"""A day and a time of day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from caseforms.rendering import words
from caseforms.rendering.kinds.date import BOXES, boxes_of, read_day
from caseforms.rendering.kinds.kind import JSON, MISSING, CannotRead, Kind, Texts, first, is_type, options
from caseforms.rendering.kinds.time import MINUTES, REST, exact, read_clock
from caseforms.rules.formats import is_date_time

if TYPE_CHECKING:
    from caseforms.rendering.faces import Face
    from caseforms.rendering.reader import Reader


class DateTime(Kind):
    """When something happened: three boxes and a clock."""

    name = "date_time"
    parts = ("", *BOXES, "time", "rest")
    group = True

    def rank(self, ui: JSON, schema: JSON) -> int:
        named = {schema.get("format"), options(ui).get("format")} & {"local-date-time", "date-time"}
        return 4 if named and is_type(schema, "string") else 0

    def read(self, face: Face, texts: Texts, reader: Reader) -> Any:
        if exact(face) and is_date_time(first(texts).strip()):
            return first(texts).strip()
        whole = first(texts).strip().replace("T", " ")
        day_text, _, clock_text = whole.partition(" ")
        day = read_day({"": [day_text]} if day_text else texts)
        clock = read_clock(clock_text or first(texts, "time"))
        if not day and not clock:
            return MISSING
        if not day or not clock:
            raise CannotRead("body.half-a-moment", " ".join(filter(None, (day, clock))))
        if exact(face):
            return f"{day}T{clock[:MINUTES]}{first(texts, 'rest') or REST}"
        return f"{day}T{clock}"

    def write(self, face: Face, value: Any, reader: Reader) -> dict[str, list[str]]:
        day, _, clock = str(value).partition("T")
        texts = {**boxes_of(day), "time": [clock[:MINUTES] if exact(face) else clock]}
        return {**texts, "rest": [clock[MINUTES:]]} if exact(face) else texts

    def show(self, face: Face, value: Any, reader: Reader) -> str:
        return words.moment(str(value), reader.language)

    def export(self, face: Face, value: Any, reader: Reader) -> str:
        return str(value)

    def details(self, face: Face) -> dict[str, Any]:
        return {"exact": exact(face), "rest": REST}


KIND = DateTime()
