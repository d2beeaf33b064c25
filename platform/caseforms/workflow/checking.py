"""Looks at a whole workflow for what its format cannot say: dead ends, unknown names, guards that fail open."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from caseforms.definitions import Definition
from caseforms.problems import Problem
from caseforms.workflow.days import Calendar
from caseforms.workflow.guards import Guard, holds, leaves, split
from caseforms.workflow.model import PREVIOUS, SAME, Slot, Workflow
from caseforms.workflow.reading import read
from caseforms.workflow.reasons import is_worded
from caseforms.workflow.references import ENTRY_FACTS, field_of, is_known, unknown_codes, unknown_references
from caseforms.workflow.satisfying import is_satisfiable
from caseforms.workflow.scenarios import Told, run

Forms = Mapping[str, Definition]
Found = Iterator[Problem]
OTHER_DOCUMENT = re.compile(r"\d{3} ")


def lint(
    document: object,
    forms: Forms | None = None,
    source: str = "",
    *,
    clauses: Collection[str] | None = None,
    calendar: Calendar | None = None,
) -> tuple[Problem, ...]:
    """Every problem of a workflow document, its scenarios played too once every name in it leads somewhere.

    `forms` are the known form definitions; without them fields are not looked up. `clauses` are the numbers that
    the standard's clause texts have; without them clauses are not looked up.
    """
    workflow, problems = read(document, forms, source)
    if workflow is None:
        return problems
    known = forms or {}
    names = unknown_names(workflow)
    found = [
        *names,
        *_title(workflow, known),
        *_slots(workflow, known),
        *_ways(workflow),
        *_guards(workflow, known),
        *_facts(workflow, known),
        *_clauses(workflow, clauses),
        *_emptiness(workflow),
        *(() if names else _stories(workflow, calendar or Calendar())),
    ]
    return tuple(Problem(each.code, each.pointer, each.params, each.severity, source) for each in found)


def unmet_by_forms(workflow: Workflow, forms: Forms) -> tuple[Problem, ...]:
    """What a workflow reads of its forms and they do not have: fields, choices, signatures."""
    parts = (_title, _slots, _guards, _facts)
    return tuple(each for part in parts for each in part(workflow, forms))


def unknown_names(workflow: Workflow) -> tuple[Problem, ...]:
    """What is spoken of and does not exist: without it a workflow can be neither played nor drawn."""
    return tuple(_names(workflow))


def _names(workflow: Workflow) -> Found:
    """Stages, roles, flags, slots, actions, alerts and schedules that are spoken of and do not exist."""
    if workflow.start not in workflow.stages:
        yield Problem("workflow.unknown-stage", "/start", {"name": workflow.start})
    for name, action in workflow.actions.items():
        place = f"/actions/{name}"
        yield from _missing("workflow.unknown-stage", place, action.stages, workflow.stages)
        targets = set(action.to.values()) - {SAME, PREVIOUS}
        yield from _missing("workflow.unknown-stage", place, targets, workflow.stages)
        yield from _missing("workflow.unknown-role", place, action.by, workflow.roles)
        yield from _missing("workflow.unknown-flag", place, {*action.sets, *action.clears}, workflow.flags)
        yield from _missing("workflow.unknown-slot", place, {action.slot} - {""}, workflow.slots)
        for rule in action.rules:
            yield from _parameters(workflow, place, rule.parameters)
    for name, slot in workflow.slots.items():
        place = f"/forms/{name}"
        yield from _missing("workflow.unknown-stage", place, slot.stages, workflow.stages)
        signers = {role for signing in slot.signatures for role in signing.by}
        roles = slot.start | slot.submit | slot.hand_over | signers
        yield from _missing("workflow.unknown-role", place, roles, workflow.roles)
        for rule in slot.rules:
            yield from _parameters(workflow, place, rule.parameters)
    for name, timer in workflow.timers.items():
        yield from _missing(
            "workflow.unknown-role", f"/timers/{name}", timer.escalate_to | timer.roles, workflow.roles
        )
        yield from _missing(
            "workflow.unknown-slot", f"/timers/{name}", {timer.for_each} - {""}, workflow.slots
        )
        yield from _missing(
            "workflow.unknown-flag", f"/timers/{name}", {timer.pauses_on} - {""}, workflow.flags
        )
        acts = ({timer.act} - {""}) | timer.unless_marked | timer.unless_fresh
        yield from _missing("workflow.unknown-action", f"/timers/{name}", acts, workflow.actions)


def _title(workflow: Workflow, forms: Forms) -> Found:
    """A title taken from a slot or field that is not there; a subject that nobody could tell apart in a list."""
    if workflow.title_from is None:
        if not workflow.about_person:
            yield Problem("workflow.untitled", "/title_from", {"name": workflow.subject})
        return
    name, field = workflow.title_from
    slot = workflow.slots.get(name)
    if slot is None:
        yield Problem("workflow.unknown-slot", "/title_from", {"name": name})
    elif forms and field_of(forms, slot, (field,)) is None:
        yield Problem("workflow.unknown-fact", "/title_from", {"name": f"{name}.{field}"})


def _missing(code: str, place: str, names: Collection[str], known: Collection[str]) -> Found:
    yield from (Problem(code, place, {"name": name}) for name in sorted(set(names) - set(known)))


def _parameters(workflow: Workflow, place: str, parameters: Mapping[str, Any]) -> Found:
    known: Mapping[str, Collection[str]] = {
        "action": workflow.actions,
        "slot": workflow.slots,
        "alert": workflow.alerts,
        "schedule": workflow.schedules,
    }
    for name, names in known.items():
        if name in parameters:
            yield from _missing(f"workflow.unknown-{name}", place, {parameters[name]}, names)
    yield from _missing("workflow.unknown-role", place, parameters.get("roles", ()), workflow.roles)


def _slots(workflow: Workflow, forms: Forms) -> Found:
    """Slots whose form is not known, or whose signatures the form does not have."""
    if not forms:
        return
    for name, slot in workflow.slots.items():
        definition = forms.get(slot.definition)
        if definition is None:
            yield Problem("workflow.unknown-form", f"/forms/{name}/definition", {"name": slot.definition})
            continue
        present = set(_signature_roles(definition.schema))
        for signing in slot.signatures:
            if not present & {signing.role, *signing.accepts}:
                yield Problem(
                    "workflow.unknown-signature", f"/forms/{name}/signatures", {"name": signing.role}
                )
            for field in sorted(signing.binds):
                if field_of(forms, slot, (field,)) is None:
                    yield Problem("workflow.unknown-fact", f"/forms/{name}/signatures", {"name": field})


def _signature_roles(schema: Mapping[str, Any]) -> Iterator[str]:
    for field in schema.get("properties", {}).values():
        if isinstance(field, Mapping) and "x-signature" in field:
            yield str(field["x-signature"].get("role", ""))


def _ways(workflow: Workflow) -> Found:
    """Stages that nothing leads to, and stages from which no end can be reached."""
    ways = _graph(workflow)
    reached = _reach(ways, {workflow.start})
    for name, stage in workflow.stages.items():
        if name not in reached:
            yield Problem("workflow.unreachable", f"/stages/{name}", {"name": name})
        ends = {other for other in _reach(ways, {name}) if workflow.stages[other].final}
        if not stage.final and not ends:
            yield Problem("workflow.no-way-out", f"/stages/{name}", {"name": name})


def _graph(workflow: Workflow) -> dict[str, set[str]]:
    """The stages that each stage leads to; going back to the stage before counts as a way nowhere new."""
    ways: dict[str, set[str]] = {name: set() for name in workflow.stages}
    for action in workflow.actions.values():
        for stage in action.stages & ways.keys():
            target = action.to.get(stage, action.to.get("*", SAME))
            if target in workflow.stages:
                ways[stage].add(target)
    return ways


def _reach(ways: Mapping[str, set[str]], start: set[str]) -> set[str]:
    reached, border = set(start), set(start)
    while border:
        border = {target for stage in border for target in ways.get(stage, ())} - reached
        reached |= border
    return reached


def _owned_guards(workflow: Workflow) -> Iterator[tuple[Guard, Slot | None]]:
    """Every guard, with the slot whose record it may call `this`."""
    owned: set[int] = set()
    for slot in workflow.slots.values():
        rules = (rule.when for rule in slot.rules if rule.when is not None)
        for guard in (*slot.to_open, *slot.to_submit, *rules):
            owned.add(id(guard))
            yield guard, slot
    yield from ((guard, None) for guard in workflow.guards() if id(guard) not in owned)


def _guards(workflow: Workflow, forms: Forms) -> Found:
    for guard, slot in _owned_guards(workflow):
        place = f"/{guard.id}"
        for name in unknown_references(workflow, forms, guard, slot):
            yield Problem("workflow.unknown-fact", place, {"name": name})
        for name in unknown_codes(workflow, forms, guard, slot):
            yield Problem("workflow.unknown-code", place, {"name": name})
        for leaf in leaves(guard):
            if not {"type", "const", "enum"} & leaf.schema.keys():
                yield Problem("workflow.untyped", place, {"name": ".".join(leaf.path)})
        if not is_satisfiable(guard):
            yield Problem("workflow.never-holds", place, {"name": guard.id})
    named = [guard for action in workflow.actions.values() for guard in action.guards]
    named += [guard for slot in workflow.slots.values() for guard in (*slot.to_open, *slot.to_submit)]
    for part in (part for guard in named for part in _spoken(guard)):
        if not is_worded(workflow, part):
            yield Problem("workflow.wordless", f"/{part.id}", {"name": part.id})


def _spoken(guard: Guard) -> Iterator[Guard]:
    """The guards that are named when this one does not hold."""
    if guard.operator == "all" and guard.message is None:
        for part in guard.parts:
            yield from _spoken(part)
    else:
        yield guard


def _facts(workflow: Workflow, forms: Forms) -> Found:
    """Paths of clocks, follow-up tasks and derived facts that lead nowhere."""
    for name, timer in workflow.timers.items():
        slot = workflow.slots.get(timer.for_each)
        for path in (*timer.start, *timer.at, *([timer.dates] if timer.dates else [])):
            steps = split(path)
            own = steps[0] == "record" and slot is not None
            of_record = steps[1] in ENTRY_FACTS or field_of(forms, slot, steps[1:]) is not None
            fine = of_record if own else is_known(workflow, forms, steps)
            if not fine:
                yield Problem("workflow.unknown-fact", f"/timers/{name}", {"name": path})
    for name, schedule in workflow.schedules.items():
        ends = (schedule.times, schedule.until, *schedule.series, schedule.after)
        for path in (*schedule.start, schedule.every_days, *(each for each in ends if each)):
            if not is_known(workflow, forms, split(path)):
                yield Problem("workflow.unknown-fact", f"/schedules/{name}", {"name": path})
    for name, spec in workflow.derived.items():
        for found in _paths_in(workflow, spec):
            if found[0] not in {"this", "actor"} and not is_known(workflow, forms, found):
                yield Problem("workflow.unknown-fact", f"/derived/{name}", {"name": ".".join(found)})


def _paths_in(workflow: Workflow, spec: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    (operator, argument), *_ = spec.items()
    if operator in {"first", "later_of", "passed", "days_since"}:
        yield from (split(path) for path in argument)
    elif operator in {"compare", "dates"}:
        yield from (split(path) for path in (argument[0], argument[2]) if isinstance(path, str))
    elif operator in READ_BY:
        yield from (split(path) for path in READ_BY[operator](argument) if isinstance(path, str))
    elif operator == "working_days":
        yield from (split(path) for path in (*argument["from"], *argument.get("to", ())))
    elif "slot" in argument:
        slot = argument["slot"]
        yield ("forms", slot, "all")
        if "pointer" in argument:
            yield ("forms", slot, "latest", *split(argument["pointer"]))
        if "rows" in argument:
            yield ("forms", slot, "latest", argument["rows"])
        yield from (("forms", slot, "latest", *split(rule[0])) for rule in argument.get("compare", ()))
        yield from (("forms", slot, "latest", *split(path)) for path in argument.get("columns", {}).values())
        yield from (("forms", slot, "latest", *split(pair[0])) for pair in argument.get("same", ()))
        if "ticked" in argument:
            yield from _paths_in(workflow, {"count_rows": argument["ticked"]})
        if "unmarked" in argument:
            yield ("acts", argument["unmarked"])
        yield from (("acts", name) for name in _acts_in(argument.get("since", {})))


READ_BY: Mapping[str, Callable[[Mapping[str, Any]], list[Any]]] = {
    "rows": lambda one: [one.get("last_days")],
    "judged": lambda one: [one["rows"], *one["below"].values()],
    "edge": lambda one: [one["rows"]],
    "column": lambda one: [one["rows"], one.get("also")],
    "summary": lambda one: [one["rows"]],
    "mapped": lambda one: [one["value"]],
    "day_after": lambda one: [*one["from"], one["days"]],
    "streak": lambda one: [f"forms.{one['slot']}.all"],
    "beyond": lambda one: [limit for _, limit in one["this"].values()],
}
"""The paths that each operator of measured values and tables reads."""


def _acts_in(since: Mapping[str, Any]) -> list[str]:
    names = since.get("action", [])
    return names if isinstance(names, list) else [names]


def _clauses(workflow: Workflow, clauses: Collection[str] | None) -> Found:
    if clauses is None:
        return
    owners: Mapping[str, Mapping[str, Any]] = {
        "forms": workflow.slots,
        "stages": workflow.stages,
        "actions": workflow.actions,
        "timers": workflow.timers,
        "schedules": workflow.schedules,
        "alerts": workflow.alerts,
        "tracks": workflow.tracks,
    }
    used = {
        f"/{group}/{name}": each.clause for group, found in owners.items() for name, each in found.items()
    }
    used |= {f"/{guard.id}": guard.clause for guard in workflow.guards()}
    own = f"{workflow.standard['document']} "  # a clause may name its document, as the forms write it
    for place, clause in used.items():
        other = OTHER_DOCUMENT.match(clause) and not clause.startswith(own)
        if clause and not other and clause.removeprefix(own) not in clauses:
            yield Problem("workflow.unknown-clause", place, {"name": clause})
    for place, clause in used.items():
        if not clause and place.startswith(("/forms/", "/actions/", "/timers/", "/schedules/")):
            yield Problem("workflow.no-clause", place, {"name": place.rpartition("/")[2]})


def _emptiness(workflow: Workflow) -> Found:
    """Guards that hold although nothing is known, and approvals of such guards that are not needed."""
    holding = {guard.id for guard in workflow.guards() if holds(guard, {})}
    for name in sorted(holding - workflow.may_hold_when_empty):
        yield Problem("workflow.holds-when-empty", f"/{name}", {"name": name})
    for name in sorted(workflow.may_hold_when_empty - holding):
        yield Problem("workflow.approved-in-vain", "/may_hold_when_empty", {"name": name})


def _stories(workflow: Workflow, calendar: Calendar) -> Found:
    told: Told = {}
    for scenario in workflow.scenarios.values():
        try:
            deviations = run(workflow, scenario, calendar, told)
        except (ValueError, KeyError) as error:
            reason = f"there is no {error}" if isinstance(error, KeyError) else str(error)
            yield Problem("workflow.scenario-broken", f"/scenarios/{scenario.name}", {"reason": reason})
            continue
        for deviation in deviations:
            params = {
                "what": deviation.what,
                "expected": str(deviation.expected),
                "found": str(deviation.found),
            }
            yield Problem("workflow.scenario-fails", f"/scenarios/{scenario.name}", params)
