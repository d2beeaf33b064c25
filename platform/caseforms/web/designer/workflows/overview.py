"""The pages that show a workflow whole: the list of workflows, its course with the diagram, forms, deadlines, marks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from flask import redirect, render_template, request, url_for
from markupsafe import Markup

from caseforms.services import designs, library, running_cases
from caseforms.web import frame, languages, unit_of_work, visits
from caseforms.web.designer.workflows import item_words, properties, work
from caseforms.web.designer.workflows.blueprint import workflows
from caseforms.web.designer.workflows.guard_words import Speaker
from caseforms.web.designer.workflows.work import WORKFLOW, Work
from caseforms.web.languages import gettext
from caseforms.workflow import editing
from caseforms.workflow.drawing import draw

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

SECTIONS: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "course": lambda: gettext("Course"),
        "forms": lambda: gettext("Forms"),
        "deadlines": lambda: gettext("Deadlines"),
        "marks": lambda: gettext("Marks and roles"),
    }
)


MANY = 3
"""A step that is possible in so many stages is listed once, not in each."""


@dataclass(frozen=True, slots=True)
class Line:
    """One workflow in the list."""

    id: str
    title: str
    version: str
    own: bool
    cases: int
    steps: int


@workflows.get("")
def index() -> str:
    """Every workflow of the institution, with what is being worked on."""
    session, actor = unit_of_work.session(), visits.actor()
    under_way = {line.definition_id: line.steps for line in designs.listed(session, actor, WORKFLOW)}
    lines = [
        Line(
            flow.id,
            frame.worded(flow.title),
            flow.version,
            "+" in flow.version,
            sum(running_cases.open_cases(session, actor, flow.id).values()),
            under_way.get(flow.id, 0),
        )
        for flow in library.workflows(session).values()
    ]
    return render_template("designer/workflows/index.html", lines=lines)


@workflows.get("/<workflow_id>")
def show(workflow_id: str) -> str:
    """The course of a workflow: its diagram, stages and steps."""
    return _section(workflow_id, "course")


@workflows.get("/<workflow_id>/forms")
def forms(workflow_id: str) -> str:
    """The forms that have a place in the workflow."""
    return _section(workflow_id, "forms")


@workflows.get("/<workflow_id>/deadlines")
def deadlines(workflow_id: str) -> str:
    """Deadlines, series of tasks and limits."""
    return _section(workflow_id, "deadlines")


@workflows.get("/<workflow_id>/marks")
def marks(workflow_id: str) -> str:
    """What a case can be marked with, alerts, and what the roles are called."""
    return _section(workflow_id, "marks")


@workflows.get("/<workflow_id>/changes")
def changes(workflow_id: str) -> str:
    """Every change of this work, step by step, the newest first."""
    found = work.current(workflow_id)
    session, actor = unit_of_work.session(), visits.actor()
    steps = designs.steps(session, actor, found.design.id) if found.design else ()
    return render_template(
        "designer/workflows/changes.html",
        **about(found, "changes"),
        steps=tuple(reversed(steps)),
        told=lambda step: [item_words.told(found.document, each) for each in step.operations],
    )


@workflows.post("/<workflow_id>/undo")
def undo(workflow_id: str) -> AnyResponse:
    """Take back one's own last step."""
    found = work.current(workflow_id)
    if found.design is not None:
        designs.undo(unit_of_work.session(), visits.actor(), found.design.id, unit_of_work.now())
    return redirect(_where(workflow_id), 303)


@workflows.post("/<workflow_id>/redo")
def redo(workflow_id: str) -> AnyResponse:
    """Do again what one took back."""
    found = work.current(workflow_id)
    if found.design is not None:
        designs.redo(unit_of_work.session(), visits.actor(), found.design.id, unit_of_work.now())
    return redirect(_where(workflow_id), 303)


def about(found: Work, section: str) -> dict[str, object]:
    """What the frame of every page of a workflow shows."""
    problems = work.lint(found) if found.design else ()
    return {
        "work": found,
        "flow": found.flow,
        "section": section,
        "sections": SECTIONS,
        "errors": sum(1 for each in problems if each.severity == "error"),
        "say": Speaker(found.flow).sentence,
        "label_of": lambda item: frame.worded(editing.label_of(found.document, item)),
    }


def _section(workflow_id: str, section: str) -> str:
    found = work.current(workflow_id)
    drawing = Markup(draw(found.flow, languages.current())) if section == "course" else ""  # noqa: S704  # our own drawing escapes its words
    return render_template(
        f"designer/workflows/{section}.html",
        **about(found, section),
        drawing=drawing,
        lengths=_lengths,
        phase_words=dict(properties.phases(found.flow)),
        with_steps={
            name for each in found.flow.actions.values() if len(each.stages) < MANY for name in each.stages
        },
    )


def _lengths(timer: object) -> str:
    """How long a clock runs, with its unit."""
    for name, say in LENGTHS.items():
        number = getattr(timer, name)
        if number:
            return say(number)
    return gettext("until a date of the case")


LENGTHS: Mapping[str, Callable[[int], str]] = MappingProxyType(
    {
        "working_days": lambda number: languages.ngettext(
            "%(num)d working day", "%(num)d working days", number
        ),
        "days": lambda number: languages.ngettext("%(num)d day", "%(num)d days", number),
        "hours": lambda number: languages.ngettext("%(num)d hour", "%(num)d hours", number),
    }
)


def _where(workflow_id: str) -> str:
    """The page from which a step was taken back; the course when that was none of this workflow's."""
    wanted = languages.local_address(request.form.get("to", ""))
    home = url_for("workflows.show", workflow_id=workflow_id)
    return wanted if wanted.startswith(home) else home
