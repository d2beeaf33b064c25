"""What the checker finds in a workflow, each with its remedy, and one-click remedies done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import render_template, request, url_for

from caseforms.problems import Problem
from caseforms.web.designer.workflows import item_words, line_words, overview, work
from caseforms.web.designer.workflows.blueprint import workflows
from caseforms.web.designer.workflows.work import Work
from caseforms.web.languages import gettext
from caseforms.workflow import editing
from caseforms.workflow.editing import guard_names
from caseforms.workflow.editing.places import KINDS, item_at
from caseforms.workflow.editing.tree import has
from caseforms.workflow.recording import differing

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

Page = str | tuple[str, int]
FAILS = "workflow.scenario-fails"


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem: in which item, in words, the address of the page that mends it, and the remedy's words if it has one."""

    key: str
    where: str
    words: str
    address: str
    remedy: str
    error: bool


@workflows.get("/<workflow_id>/check")
def check(workflow_id: str) -> str:
    """Everything that the checker finds."""
    return _page(work.current(workflow_id))


@workflows.post("/<workflow_id>/check")
def mend(workflow_id: str) -> AnyResponse | Page:
    """Do the remedy of one problem."""
    found, wanted = work.current(workflow_id), request.form.get("problem", "")
    problem = next((each for each in work.lint(found) if _key(each) == wanted), None)
    operations = editing.lint_remedies(problem, found.document) if problem else ()
    reasons = work.attempt(found, operations)
    if reasons:
        return _page(found, reasons), 422
    said = gettext("Mended.") if operations else gettext("Nothing was changed.")
    return work.back_to(url_for("workflows.check", workflow_id=workflow_id), said)


def findings(found: Work) -> list[Finding]:
    """The problems, as the page shows them."""
    guards = {name: place for place, name in guard_names.named(found.document).items()}
    once = {
        (each.code, each.pointer) if each.code == FAILS else _key(each): each for each in work.lint(found)
    }
    return [_finding(found, each, guards) for each in once.values()]


def _page(found: Work, reasons: tuple[str, ...] = ()) -> str:
    return render_template(
        "designer/workflows/check.html",
        **overview.about(found, "check"),
        findings=findings(found),
        reasons=reasons,
        count=len(found.flow.scenarios),
        failing=len({each.pointer for each in work.lint(found) if each.code == FAILS}),
    )


def _finding(found: Work, problem: Problem, guards: Mapping[str, tuple[str | int, ...]]) -> Finding:
    item = _item(problem, guards)
    remedies = editing.lint_remedies(problem, found.document)
    remedy = item_words.told(found.document, remedies[0]) if remedies else ""
    where = item_words.called(found.document, item)
    if item.startswith("guard:"):
        where = item_words.called(found.document, editing.owner_of(item))
    return Finding(
        _key(problem),
        where,
        _words(found, problem),
        _address(found, item),
        remedy,
        problem.severity == "error",
    )


def _words(found: Work, problem: Problem) -> str:
    """The problem in words; a trial run's with the names of its steps and deadlines."""
    if problem.code == FAILS:
        name = problem.pointer.rpartition("/")[2]
        return " ".join(line_words.deviation(found.flow, *each) for each in differing(found.flow, name))
    return work.words(found, problem)


def _item(problem: Problem, guards: Mapping[str, tuple[str | int, ...]]) -> str:
    """The item that a problem is about: the one it names, a guard by its name, else what its pointer leads to."""
    if "item" in problem.params:
        return str(problem.params["item"])
    steps = problem.pointer.strip("/").split("/")
    if len(steps) == 1 and steps[0] in guards:
        return item_at(guards[steps[0]])
    if len(steps) > 1 and steps[0] in KINDS:
        return f"{KINDS[steps[0]]}:{steps[1]}"
    return "workflow"


def _address(found: Work, item: str) -> str:
    kind, _, name = item.partition(":")
    if kind == "fact":
        return ""
    if kind == "scenario":
        return url_for("workflows.scenario", workflow_id=found.workflow_id, name=name)
    if not _is_there(found, item):
        item = editing.owner_of(item)
        kind = item.partition(":")[0]
    if not _is_there(found, item):
        return ""
    endpoint = "workflows.condition" if kind == "guard" else "workflows.item"
    return url_for(endpoint, workflow_id=found.workflow_id, item=item)


def _is_there(found: Work, item: str) -> bool:
    return has(found.document, editing.place_of(found.document, item))


def _key(problem: Problem) -> str:
    return f"{problem.code} {problem.pointer} {problem.params.get('name', '')}"
