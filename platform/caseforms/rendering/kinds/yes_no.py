"""Yes or no, unset until answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from caseforms.rendering.kinds.choice_radio import ChoiceRadio, title_of
from caseforms.rendering.kinds.kind import JSON, is_type

if TYPE_CHECKING:
    from caseforms.rendering.faces import Face
    from caseforms.rendering.reader import Reader


class YesNo(ChoiceRadio):
    """Two rows, so that "no" is an answer and not a box left alone."""

    name = "yes_no"

    def rank(self, ui: JSON, schema: JSON) -> int:
        return 6 if is_type(schema, "boolean") else 0

    def show(self, face: Face, value: Any, reader: Reader) -> str:
        return title_of(face, value) or (reader.gettext("Yes") if value is True else reader.gettext("No"))

    def details(self, face: Face) -> dict[str, Any]:
        return {"beside": not face.opens}


KIND = YesNo()
