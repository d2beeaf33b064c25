"""The piece of work on one workflow: as it stands with all changes, or what is in force while nobody has begun."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, request

from caseforms import problems
from caseforms import workflow as flows
from caseforms.problems import Problem, Refused
from caseforms.services import designs, held_to_standard, levels, library
from caseforms.services.chain import digest
from caseforms.web import faults, frame, unit_of_work, visits
from caseforms.web.designer.workflows import item_words
from caseforms.workflow import Workflow, editing
from caseforms.workflow.editing.places import KINDS

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

    from caseforms.services.design_views import Design

WORKFLOW = "workflow"
MOST = 16
_read: OrderedDict[str, Workflow] = OrderedDict()
_linted: OrderedDict[str, tuple[Problem, ...]] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Work:
    """A workflow as it stands; `design` is None while nothing has been changed since the version in force."""

    workflow_id: str
    document: Mapping[str, Any]
    flow: Workflow
    design: Design | None
    base: Mapping[str, Any]

    @property
    def changes(self) -> int:
        """How many differences there are to the version in force."""
        return len(editing.difference(self.base, self.document)) if self.design else 0

    def is_new(self, item: str) -> bool:
        """Whether an item was added in this work: only then can its short name still change."""
        kind, _, name = item.partition(":")
        known = self.base.get(editing.GROUPS.get(kind, ""), {})
        return name not in (known if isinstance(known, Mapping) else {each["name"] for each in known})


def current(workflow_id: str) -> Work:
    """The work on a workflow as it stands. Refused `library.unknown-workflow`."""
    session, actor = unit_of_work.session(), visits.actor()
    layer = visits.layer()
    base = library.workflow(session, workflow_id)
    if layer:
        base = _flow(levels.document(session, WORKFLOW, workflow_id, layer))
    for line in designs.listed(session, actor, WORKFLOW):
        if line.definition_id == workflow_id and line.layer == layer:
            design = designs.get(session, actor, line.id)
            return Work(workflow_id, design.document, _flow(design.document), design, base.document)
    return Work(workflow_id, base.document, base, None, base.document)


def do(found: Work, operations: Sequence[editing.Operation]) -> None:
    """Do operations as one step; work is begun with the first one."""
    if not operations:
        return
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    held_to_standard.refuse_uncounted(found.document, operations)
    held_to_standard.refuse_longer(session, found.document, operations)
    design = found.design or designs.open_(session, actor, WORKFLOW, found.workflow_id, now, visits.layer())
    seen = request.form.get("seen", "")
    designs.apply(session, actor, design.id, operations, now, int(seen) if seen.isdecimal() else None)


def attempt(found: Work, operations: Sequence[editing.Operation]) -> tuple[str, ...]:
    """Do operations; when they are refused nothing is done, and the reasons come back in words."""
    try:
        do(found, operations)
    except Refused as refused:
        faults.take_back(refused)
        return reasons_of(found, refused)
    return ()


def words(found: Work, problem: Problem) -> str:
    """One problem in the reader's language, items by the names that people know them by."""
    return faults.words(_named(found, problem))


def reasons_of(found: Work, refused: Refused) -> tuple[str, ...]:
    """Each problem in the reader's language, items by the names that people know them by."""
    return tuple(words(found, each) for each in refused.problems)


def back_to(address: str, said: str = "") -> AnyResponse:
    """On to the next page, with what was done."""
    if said:
        flash(said)
    return redirect(address, 303)


def lint(found: Work) -> tuple[Problem, ...]:
    """Everything that the checker finds, its scenarios played; once for each state of the document."""
    key = digest(found.document)
    with _lock:
        known = _linted.get(key)
    if known is None:
        known = flows.lint(found.document, library.form_definitions(unit_of_work.session()))
        _keep(_linted, key, known)
    return (*known, *held_to_standard.problems(unit_of_work.session(), found.document, _done(found)))


def _done(found: Work) -> list[editing.Operation]:
    """Every operation of this work: some bring the reason for which they were done."""
    if found.design is None:
        return []
    steps = designs.steps(unit_of_work.session(), visits.actor(), found.design.id)
    return [operation for step in steps for operation in step.operations]


def _flow(document: Mapping[str, Any]) -> Workflow:
    key = digest(document)
    with _lock:
        known = _read.get(key)
    if known is None:
        known = flows.parse(document, library.form_definitions(unit_of_work.session()))
        _keep(_read, key, known)
    return known


def _keep(kept: OrderedDict[str, Any], key: str, value: Any) -> None:
    with _lock:
        kept[key] = value
        while len(kept) > MOST:
            kept.popitem(last=False)


def _named(found: Work, problem: problems.Problem) -> Problem:
    params = dict(problem.params)
    if "item" in params:
        params["item"] = item_words.called(found.document, str(params["item"]))
    kind, _, name = problem.pointer.strip("/").partition("/")
    if kind in KINDS and params.get("name") == name:
        params["name"] = frame.worded(editing.label_of(found.document, f"{KINDS[kind]}:{name}"))
    if isinstance(params.get("title"), Mapping):
        params["title"] = frame.worded(params["title"])
    used = params.get("used")
    if isinstance(used, list):
        params["used"] = [item_words.called(found.document, each) for each in used]
    return Problem(problem.code, problem.pointer, params, problem.severity, problem.source)
