"""Work on a workflow held to its standard while it is being done: what shall be is never loosened, what should be only
with a reason. Publishing asks the same again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from caseforms.problems import Problem, Refused
from caseforms.services import editable, levels
from caseforms.services.in_force import WORKFLOW
from caseforms.services.publications import OWN
from caseforms.workflow import editing

LOOSENED = "overlay.shall-loosened"
Document = Mapping[str, Any]


def problems(
    session: Session, document: Document, operations: Sequence[editing.Operation]
) -> tuple[Problem, ...]:
    """What the standard has against a workflow as it stands; `operations` are those of this work, with their reasons.

    Nothing for a workflow that is the institution's own.
    """
    name = str(document["id"])
    base = levels.base_of(session, WORKFLOW, name)
    if not base:
        return ()
    kind = editable.kind(WORKFLOW)
    overlay = [*levels.parts(session, WORKFLOW, name), {"layer": OWN, "operations": list(operations)}]
    standard = dict(kind.document(session, name, base))
    return levels.report_of(kind, standard, dict(document), overlay).problems


def refuse_longer(session: Session, document: Document, operations: Sequence[editing.Operation]) -> None:
    """Refused `overlay.shall-loosened` at once when operations make a deadline longer that the standard requires."""
    timers = {str(each["item"]) for each in operations if str(each["item"]).startswith("timer:")}
    if not timers:
        return
    stood = {each.params.get("item") for each in problems(session, document, ())}
    after = problems(session, editing.apply_all(document, operations), operations)
    loosened = [each for each in after if each.code == LOOSENED and each.params.get("item") in timers - stood]
    if loosened:
        raise Refused(loosened)
