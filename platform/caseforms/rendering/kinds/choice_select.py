"""One of many choices, as a list that opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from caseforms.rendering.kinds.choice_radio import FEW, ChoiceRadio
from caseforms.rendering.kinds.kind import JSON, closed_list, options, types

if TYPE_CHECKING:
    from caseforms.rendering.faces import Face


class ChoiceSelect(ChoiceRadio):
    """Seven choices and more: a drop-down; its companion fields follow it."""

    name = "choice_select"
    shown_mark = False
    group = False
    rows_of_choices = False

    def rank(self, ui: JSON, schema: JSON) -> int:
        if not closed_list(schema) or types(schema) == ("array",):
            return 0
        if options(ui).get("format") == "dropdown":
            return 20
        number = len(schema.get("enum") or schema.get("oneOf") or schema.get("anyOf") or ())
        return 6 if number >= FEW else 0

    def details(self, face: Face) -> dict[str, Any]:
        return {}


KIND = ChoiceSelect()
