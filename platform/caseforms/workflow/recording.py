"""Scenarios recorded by playing a case: who does what next, and what is to be expected of where the case then stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from caseforms.workflow.days import Calendar
from caseforms.workflow.evaluation import Evaluation
from caseforms.workflow.model import Scenario, Workflow
from caseforms.workflow.scenarios import EXPECTATIONS, Outcome, lines_of, played, run
from caseforms.workflow.story import RefusedLine, Story

PEOPLE: Mapping[str, str] = {
    "social_worker": "li",
    "volunteer": "chen",
    "assistant": "xu",
    "supervisor": "wang",
    "head": "zhou",
    "medical": "sun",
    "archivist": "dang",
    "client": "zhang",
}
"""Who plays a role in a story that has had nobody in it yet."""
SHOWN = ("open", "soon", "overdue", "met", "met_late")


@dataclass(frozen=True, slots=True)
class Stand:
    """A case being played, after its last line; `before` counts the lines of the scenarios that this one builds on."""

    workflow: Workflow
    scenario: Scenario
    story: Story
    evaluation: Evaluation
    before: int
    last_at: str
    refused: Mapping[int, RefusedLine]


def stand(workflow: Workflow, name: str, calendar: Calendar | None = None) -> Stand:
    """How the case of a scenario stands after its last line. Raises ValueError, KeyError where it cannot be played."""
    scenario = workflow.scenarios[name]
    outcome = played(workflow, scenario, calendar or Calendar())
    lines = lines_of(workflow, scenario)
    return Stand(
        workflow=workflow,
        scenario=scenario,
        story=outcome.story,
        evaluation=outcome.evaluation,
        before=outcome.before,
        last_at=scenario.moment or str(lines[-1]["at"]),
        refused={each.line - outcome.before: each for each in outcome.story.refused},
    )


def person(found: Stand | None, role: str) -> str:
    """Who acts in a role: whoever did so before in this story, else the one who always does."""
    lines = lines_of(found.workflow, found.scenario) if found else ()
    for line in reversed(lines):
        own, _, _ = str(line["as"]).partition(":")
        if own == role:
            return str(line["as"])
    return f"{role}:{PEOPLE.get(role, role)}"


def expectation(found: Stand) -> dict[str, Any]:
    """Where the case stands now, as a scenario expects it: stage, flags, actions ready or refused, deadlines, refusals."""
    evaluation = found.evaluation
    by_hand = [action for action in evaluation.actions if not action.automatic and not action.by_form]
    expected: dict[str, Any] = {
        "stage": evaluation.stage,
        "flags": list(evaluation.flags),
        "allowed": [action.name for action in by_hand if action.allowed],
        "refused": {action.name: action.why_not[0].code for action in by_hand if not action.allowed},
        "due": {due.key: f"{due.status} {due.day}" for due in evaluation.due if due.status in SHOWN},
        "lines_refused": {
            str(line): each.reasons[0].code
            for line, each in found.refused.items()
            if line > 0 and each.reasons
        },
    }
    return {name: value for name, value in expected.items() if value}


def differing(
    workflow: Workflow, name: str, calendar: Calendar | None = None
) -> Iterator[tuple[str, Any, Any]]:
    """What a scenario expects otherwise than it comes out: (what, expected, found)."""
    for each in run(workflow, workflow.scenarios[name], calendar or Calendar()):
        yield each.what, each.expected, each.found


def adjusted(workflow: Workflow, name: str, calendar: Calendar | None = None) -> dict[str, Any]:
    """What a scenario expects, made to fit what comes out: days and refusals as they are now, without what no longer holds."""
    scenario, calendar = workflow.scenarios[name], calendar or Calendar()
    outcome, now = played(workflow, scenario, calendar), expectation(stand(workflow, name, calendar))
    expected = dict(scenario.expect)
    for what in dict.fromkeys(each for each, _, _ in differing(workflow, name, calendar)):
        value = scenario.expect.get(what)
        if what in {"stage", "lines_refused", "responsible"}:
            expected[what] = outcome.story.state.responsible if what == "responsible" else now.get(what)
        elif what == "due" and isinstance(value, Mapping):
            running = {due.key: f"{due.status} {due.day}" for due in outcome.evaluation.due}
            kept = _still_so(outcome, what, value)
            expected[what] = {key: kept.get(key) or running.get(key, "none") for key in value}
        else:
            expected[what] = _still_so(outcome, what, value)
    return {what: value for what, value in expected.items() if value}


def _still_so(outcome: Outcome, what: str, value: Any) -> Any:
    """The members of an expectation that are as expected."""
    holds = EXPECTATIONS[what]
    if isinstance(value, Mapping):
        return {key: each for key, each in value.items() if not list(holds(outcome, {key: each}))}
    return [each for each in value if not list(holds(outcome, [each]))] if isinstance(value, list) else None
