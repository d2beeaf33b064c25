"""One-click remedies for what the checker of workflows finds, where there is one that nobody needs to think about."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from caseforms.problems import Problem
from caseforms.workflow.editing.naming import Document
from caseforms.workflow.editing.operations import APPROVED, Operation, users_of
from caseforms.workflow.editing.places import WORKFLOW, place_of
from caseforms.workflow.editing.tree import has


def lint_remedies(problem: Problem, document: Document) -> tuple[Operation, ...]:
    """The operations that mend a problem; none where somebody has to decide."""
    remedy = REMEDIES.get(problem.code)
    return remedy(problem, document) if remedy else ()


def _not_needed(problem: Problem, document: Document) -> tuple[Operation, ...]:
    """An approval of a guard that no longer needs one goes."""
    name = str(problem.params["name"])
    return (_approvals([each for each in document.get(APPROVED, []) if each != name]),)


def _unreached(problem: Problem, document: Document) -> tuple[Operation, ...]:
    """A stage that nothing leads to goes, when nothing else speaks of it."""
    item = f"stage:{problem.params['name']}"
    if not has(document, place_of(document, item)) or users_of(document, item):
        return ()
    return ({"op": "remove-item", "item": item},)


def _approvals(names: list[str]) -> Operation:
    return {"op": "set", "item": WORKFLOW, "property": APPROVED, "value": names}


REMEDIES: Mapping[str, Callable[[Problem, Document], tuple[Operation, ...]]] = {
    "workflow.approved-in-vain": _not_needed,
    "workflow.unreachable": _unreached,
}
