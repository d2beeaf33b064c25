"""Runs a definition's own scenarios and says what came out otherwise than expected."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from caseforms.workflow.days import Calendar
from caseforms.workflow.evaluation import Evaluation
from caseforms.workflow.guards import MISSING, look_up, split
from caseforms.workflow.model import JsonObject, Scenario, Workflow
from caseforms.workflow.simulation import go_on, moment_of_line
from caseforms.workflow.story import Story, tick

DEEPEST = 20  # scenarios that build on scenarios


@dataclass(frozen=True, slots=True)
class Deviation:
    """One expectation that was not met."""

    scenario: str
    what: str
    expected: object
    found: object


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a story stands at its end; `before` counts the lines of the scenarios it builds on."""

    story: Story
    evaluation: Evaluation
    before: int
    moment: datetime


Told = dict[str, Story]
"""How the story of each scenario stands after its last line, for those that come after it."""


def run(
    workflow: Workflow, scenario: Scenario, calendar: Calendar, told: Told | None = None
) -> tuple[Deviation, ...]:
    """Play one scenario and compare; nothing comes back when all is as expected. A line nobody expected to be
    refused is a deviation too. `told` spares scenarios that build on one another the lines they share."""
    outcome = played(workflow, scenario, calendar, told)
    expected = {"lines_refused": {}, **scenario.expect}
    return tuple(
        Deviation(scenario.name, name, wanted, found)
        for name, wanted in expected.items()
        for found in EXPECTATIONS[name](outcome, wanted)
    )


def played(workflow: Workflow, scenario: Scenario, calendar: Calendar, told: Told | None = None) -> Outcome:
    """A scenario's story with the lines it builds on, and how the case stands at its end."""
    lines = lines_of(workflow, scenario)
    if not lines:
        raise ValueError(f"scenario {scenario.name} has no lines")
    moment = moment_of_line(scenario.moment or str(lines[-1]["at"]), calendar)
    story = _told(workflow, scenario, calendar, {} if told is None else told).copy()
    tick(story, moment)
    return Outcome(story, story.seen(moment), len(lines) - len(scenario.lines), moment)


def _told(workflow: Workflow, scenario: Scenario, calendar: Calendar, told: Told) -> Story:
    """The story of a scenario as it stands after its last line: clocks have not fired beyond that."""
    if scenario.name not in told:
        before = workflow.scenarios.get(scenario.after)
        story = _told(workflow, before, calendar, told).copy() if before else Story(workflow, calendar)
        go_on(story, scenario.lines)
        told[scenario.name] = story
    return told[scenario.name]


def lines_of(workflow: Workflow, scenario: Scenario, depth: int = 0) -> tuple[JsonObject, ...]:
    """The lines of a scenario, those it comes after first. Raises ValueError when scenarios go round in circles."""
    if depth > DEEPEST:
        raise ValueError(f"scenario {scenario.name} comes after itself")
    before = workflow.scenarios.get(scenario.after)
    if scenario.after and before is None:
        raise ValueError(f"there is no scenario {scenario.after}")
    return (*(lines_of(workflow, before, depth + 1) if before else ()), *scenario.lines)


Seen = Iterator[object]


def _stage(outcome: Outcome, expected: object) -> Seen:
    if outcome.evaluation.stage != expected:
        yield outcome.evaluation.stage


def _flags(outcome: Outcome, expected: Any) -> Seen:
    found = outcome.evaluation.flags
    yield from (f"{name} is not among {list(found)}" for name in expected if name not in found)


def _not_flags(outcome: Outcome, expected: Any) -> Seen:
    yield from (name for name in expected if name in outcome.evaluation.flags)


def _allowed(outcome: Outcome, expected: Any) -> Seen:
    found = {action.name: action for action in outcome.evaluation.actions}
    for name in expected:
        if name not in found:
            yield f"{name} is not offered"
        elif not found[name].allowed:
            yield {name: [reason.code for reason in found[name].why_not]}


def _refused(outcome: Outcome, expected: Mapping[str, str]) -> Seen:
    found = {action.name: [each.code for each in action.why_not] for action in outcome.evaluation.actions}
    for name, code in expected.items():
        if code not in found.get(name, []):
            yield {name: found.get(name, "not offered")}


def _not_offered(outcome: Outcome, expected: Any) -> Seen:
    yield from (action.name for action in outcome.evaluation.actions if action.name in expected)


def _forms(outcome: Outcome, expected: Any) -> Seen:
    found = {offer.slot for offer in outcome.evaluation.offers if offer.allowed}
    yield from (f"{name} cannot be begun" for name in expected if name not in found)


def _no_forms(outcome: Outcome, expected: Any) -> Seen:
    found = (offer.slot for offer in outcome.evaluation.offers if offer.allowed)
    yield from (slot for slot in found if slot in expected)


def _lines_refused(outcome: Outcome, expected: Mapping[str, str]) -> Seen:
    """By the number of the scenario's own line, the first being 1."""
    found = {
        line.line - outcome.before: [reason.code for reason in line.reasons] for line in outcome.story.refused
    }
    for line, code in expected.items():
        codes = found.pop(int(line), [])
        if code not in codes:
            yield {line: codes}
    yield from ({line: codes} for line, codes in found.items() if line > 0)


def _due(outcome: Outcome, expected: Mapping[str, str]) -> Seen:
    found = {due.key: due for due in outcome.evaluation.due}
    for key, wanted in expected.items():
        due = found.get(key)
        if wanted != "none" and due is None:
            yield {key: "not running"}
        elif due is not None and wanted not in (due.status, f"{due.status} {due.day}", due.day.isoformat()):
            yield {key: f"{due.status} {due.day}"}


def _open(outcome: Outcome, expected: Any) -> Seen:
    found = [item.key for item in outcome.evaluation.open_items]
    yield from (f"{key} is not among {found}" for key in expected if key not in found)


def _not_open(outcome: Outcome, expected: Any) -> Seen:
    yield from (item.key for item in outcome.evaluation.open_items if item.key in expected)


def _effects(outcome: Outcome, expected: Any) -> Seen:
    found = [_effect_name(effect.kind, effect.data) for effect in outcome.story.followed]
    yield from (f"{name} is not among {found}" for name in expected if name not in found)


def _effect_name(kind: str, data: JsonObject) -> str:
    named = ("number", "alert", "slot", "link", "user", "action", "due")
    return f"{kind} {next((data[name] for name in named if name in data), '')}".strip()


def _numbers(outcome: Outcome, expected: Any) -> Seen:
    found = sorted(outcome.story.state.numbers)
    if found != sorted(expected):
        yield found


def _responsible(outcome: Outcome, expected: object) -> Seen:
    if outcome.story.state.responsible != expected:
        yield outcome.story.state.responsible


def _facts(outcome: Outcome, expected: JsonObject) -> Seen:
    known = outcome.story.known(outcome.moment)
    for path, wanted in expected.items():
        found = look_up(known, split(path))
        if found != wanted:
            yield {path: "absent" if found is MISSING else found}


EXPECTATIONS: Mapping[str, Callable[[Outcome, Any], Seen]] = {
    "stage": _stage,
    "flags": _flags,
    "not_flags": _not_flags,
    "allowed": _allowed,
    "refused": _refused,
    "not_offered": _not_offered,
    "forms": _forms,
    "no_forms": _no_forms,
    "lines_refused": _lines_refused,
    "due": _due,
    "open": _open,
    "not_open": _not_open,
    "effects": _effects,
    "numbers": _numbers,
    "responsible": _responsible,
    "facts": _facts,
}
