"""A workflow of the house held to the standard it comes from: what shall be is never loosened, what should be only with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from caseforms.overlays import workflow_conformance
from caseforms.problems import Problem, Refused
from caseforms.services import shipped
from caseforms.workflow import editing

LOOSENED = "overlay.shall-loosened"
Document = Mapping[str, Any]


def problems(document: Document, given: Mapping[str, str]) -> tuple[Problem, ...]:
    """What the standard has against a workflow; `given` are the reasons by item. Nothing for one of the house alone."""
    known = shipped.workflow_documents().get(str(document.get("id")))
    return workflow_conformance(known[1], document, given).problems if known else ()


def reasons(operations: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The reasons that operations carry, by the item that they change; the latest counts."""
    return {
        editing.owner_of(str(each["item"])): str(each["reason"]) for each in operations if each.get("reason")
    }


def refuse_longer(document: Document, operations: Sequence[editing.Operation]) -> None:
    """Refused `overlay.shall-loosened` at once when operations make a deadline longer that the standard requires."""
    timers = {str(each["item"]) for each in operations if str(each["item"]).startswith("timer:")}
    if not timers:
        return
    found = [
        each
        for each in problems(editing.apply_all(document, operations), {})
        if each.code == LOOSENED and each.params.get("item") in timers
    ]
    before = {each.params.get("item") for each in problems(document, {})}
    new = [each for each in found if each.params.get("item") not in before]
    if new:
        raise Refused(new)
