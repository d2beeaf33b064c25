"""What the small forms of the designer ask for, turned into operations: one table, from the word posted to a function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from werkzeug.datastructures import MultiDict

from caseforms.services.refusal import refuse
from caseforms.web.designer import choosing, demands, placing, questions, ruling, wordings
from caseforms.web.designer.canvas import Canvas

Operations = list[dict[str, Any]]
Posted = MultiDict[str, str]
Asking = Callable[[Canvas, Posted], Operations]

TABLE: Mapping[str, Asking] = MappingProxyType(
    {
        "add": placing.add,
        "add-inner": placing.add_inner,
        "move": placing.move,
        "remove": placing.remove,
        "beside": placing.beside,
        "apart": placing.apart,
        "insert": questions.insert,
        "words": wordings.words,
        "hint": wordings.hint,
        "text": wordings.text,
        "choices": choosing.choices,
        "paste-choices": choosing.paste,
        "required": demands.required,
        "limits": demands.limits_of,
        "prefill": demands.prefill,
        "roles": demands.roles,
        "look": demands.look,
        "shown": ruling.shown,
        "demanded": ruling.demanded,
        "computed": ruling.computed,
    }
)


def operations(canvas: Canvas, posted: Posted) -> Operations:
    """The operations that a posted form asks for. Refused `design.unknown-wish` for a word that no form posts."""
    ask = TABLE.get(posted.get("do", ""))
    if ask is None:
        refuse("designer.unknown-wish")
    return ask(canvas, posted)
