"""Work on a workflow held to its standard while it is being done: what shall be is never loosened, what should be only
with a reason. Publishing asks the same again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from caseforms.problems import Problem, Refused
from caseforms.services import editable, indicator_tables, levels
from caseforms.services.in_force import WORKFLOW
from caseforms.services.publications import OWN
from caseforms.services.refusal import refuse
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


def refuse_uncounted(document: Document, operations: Sequence[editing.Operation]) -> None:
    """Refused `workflow.editing.counted` when a form goes from the workflow whose records a table of indicators counts."""
    for each in operations:
        kind, _, name = str(each["item"]).partition(":")
        if each["op"] != "remove-item" or kind != "slot" or name not in document["forms"]:
            continue
        form = document["forms"][name]["definition"]
        elsewhere = [slot for other, slot in document["forms"].items() if other != name]
        if any(slot["definition"] == form for slot in elsewhere):
            continue
        for table in indicator_tables.tables().values():
            if _counts(table.document, form, str(document["id"])):
                refuse("workflow.editing.counted", title=table.title)


def _counts(node: object, form: str, workflow_id: str) -> bool:
    """Whether a table counts cases of this workflow, or all cases, by records of this form."""
    if isinstance(node, Mapping):
        of_others = "workflows" in node and workflow_id not in node["workflows"]
        return not of_others and any(_counts(each, form, workflow_id) for each in node.values())
    if isinstance(node, list):
        return any(_counts(each, form, workflow_id) for each in node)
    return isinstance(node, str) and (node == form or node.startswith((f"forms.{form}.", f"{form}.")))


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
