"""The last look at each form that is being worked on: the next one compiles and checks only what has changed."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Any

from sqlalchemy.orm import Session

from caseforms.services import editable, library
from caseforms.services.editable import Document
from caseforms.services.in_force import FORM
from caseforms.storage.tables import Design

MOST = 16
_last: OrderedDict[str, tuple[str, Any]] = OrderedDict()
"""By design: the `tail` of the state that was looked at, and the look."""
_lock = Lock()


def at(session: Session, design: Design, document: Document) -> Any:
    """The form that a design is now, with all that the linter says (`definitions.editing.Look`)."""
    with _lock:
        tail, before = _last.get(design.id, ("", None))
    if tail == design.tail:
        return before
    seen = editable.kind(FORM).editing.look(document, before, library.form_definitions(session))
    with _lock:
        _last[design.id] = design.tail, seen
        _last.move_to_end(design.id)
        while len(_last) > MOST:
            _last.popitem(last=False)
    return seen
