"""Derived facts: named values computed from the facts so far, by a small table of operators, written as data.

Guards never count, compare or reckon with dates; they test these. Each operator takes its argument and the facts
and answers a JSON value, or MISSING when it has nothing to say (the fact is then absent, and no guard on it holds).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from caseforms.workflow.days import Calendar
from caseforms.workflow.digest import matches
from caseforms.workflow.folding import moment_of
from caseforms.workflow.guards import MISSING, Guard, compile_guard, holds, look_up, split
from caseforms.workflow.state import State

Facts = dict[str, object]
Spec = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What operators may look at beside the facts."""

    state: State
    calendar: Calendar
    moment: datetime
    guards: Mapping[str, Guard]  # compiled once: derived fact → its guard


def derive(specs: Mapping[str, Spec], facts: Facts, around: Surroundings) -> None:
    """Fill `facts["derived"]` in the order of the definition; a later fact may rest on an earlier one."""
    found: dict[str, object] = {}
    facts["derived"] = found
    for name, spec in specs.items():
        (operator, argument), *_ = spec.items()
        if operator == "guard":
            found[name] = holds(around.guards[name], facts)
            continue
        if operator == "choose":
            found[name] = argument["then" if holds(around.guards[name], facts) else "otherwise"]  # type: ignore[index]
            continue
        value = OPERATORS[operator](argument, facts, around)
        if value is not MISSING:
            found[name] = value


def guards_of(specs: Mapping[str, Spec]) -> dict[str, Guard]:
    """The compiled guards of the derived facts that are conditions."""
    nodes = {name: spec["guard"] for name, spec in specs.items() if "guard" in spec}
    nodes |= {name: spec["choose"]["when"] for name, spec in specs.items() if "choose" in spec}  # type: ignore[index]
    return {name: compile_guard(node, f"derived.{name}") for name, node in nodes.items()}  # type: ignore[arg-type]


def first_value(paths: Sequence[str], facts: Mapping[str, object]) -> object:
    """The first of several paths that leads to a value, or MISSING."""
    for path in paths:
        value = look_up(facts, split(path))
        if value is not MISSING and value is not None:
            return value
    return MISSING


def paused_days(state: State, flag: str, calendar: Calendar, moment: datetime) -> Callable[[date], bool]:
    """Whether a local day ended with the flag set; a pause still running reaches to today and no further."""
    spans = [
        (calendar.day_of(pause.since), calendar.day_of(pause.until) if pause.until else None)
        for pause in state.pauses.get(flag, ())
    ]
    today = calendar.day_of(moment)
    return lambda day: any(
        since <= day and (day < until if until is not None else day <= today) for since, until in spans
    )


def _records(argument: Spec, facts: Facts, around: Surroundings) -> list[Mapping[str, object]]:
    slot = str(argument["slot"])
    entries = look_up(facts, ("forms", slot, "all"))
    since, bounded = _since(argument.get("since"), facts, around.state)
    if bounded and since is None:
        return []
    return [
        entry
        for entry in (entries if isinstance(entries, list) else [])
        if (not argument.get("complete") or entry["complete"])
        and matches(argument.get("where"), entry["data"])  # type: ignore[arg-type]
        and not (argument.get("others") and entry["id"] == look_up(facts, ("this", "id")))
        and (since is None or _later(entry, since, bool(argument.get("revised"))))
        and all(_compares(rule, entry["data"], facts, around) for rule in _rules(argument))
    ]


def _later(entry: Mapping[str, object], since: datetime, revised: bool) -> bool:
    at = moment_of(entry.get("submitted_at" if revised else "first_submitted_at"))
    return at is not None and at >= since


def _since(spec: object, facts: Facts, state: State) -> tuple[datetime | None, bool]:
    """The moment after which records count, and whether nothing counts while there is no such moment."""
    if not isinstance(spec, Mapping):
        return None, False
    if "complete" in spec:
        at = look_up(facts, ("forms", str(spec["complete"]), "in_force_at"))
        return (None if at is MISSING else moment_of(at)), True
    if "stage" in spec:
        entered = [visit.entered_at for visit in state.visits if visit.stage == spec["stage"]]
        return (entered[-1] if entered else None), True
    names = spec["action"] if isinstance(spec["action"], list) else [spec["action"]]
    times = [state.acts[name].at for name in names if name in state.acts]
    return (max(times) if times else None), False


def _rules(argument: Spec) -> list[list[str]]:
    rules = argument.get("compare")
    return rules if isinstance(rules, list) else []


def _compares(rule: list[str], data: object, facts: Facts, around: Surroundings) -> bool:
    """[field of the record, operator, path]: as dates; a record without the field passes, a missing path fails."""
    field, operator, path = rule
    own = look_up(data, split(field))
    other = look_up(facts, split(path))
    if own is MISSING:
        return True
    left, right = around.calendar.local_date(str(own)), around.calendar.local_date(str(other))
    return left is not None and right is not None and COMPARISONS[operator](left, right)


def _count(argument: Spec, facts: Facts, around: Surroundings) -> object:
    return len(_records(argument, facts, around))


def _exists(argument: Spec, facts: Facts, around: Surroundings) -> object:
    return bool(_records(argument, facts, around))


def _latest(argument: Spec, facts: Facts, around: Surroundings) -> object:
    found = _records(argument, facts, around)
    if not found:
        return MISSING
    return look_up(found[-1]["data"], split(str(argument["pointer"])))


def _sum(argument: Spec, facts: Facts, around: Surroundings) -> object:
    """The sum of a number in the slot's records."""
    values = (
        look_up(each["data"], split(str(argument["pointer"]))) for each in _records(argument, facts, around)
    )
    return sum(value for value in values if isinstance(value, int | float) and not isinstance(value, bool))


def _values(argument: Spec, facts: Facts, around: Surroundings) -> object:
    """The distinct texts of a field, or of a list field, in the slot's records."""
    found: set[str] = set()
    for entry in _records(argument, facts, around):
        value = look_up(entry["data"], split(str(argument["pointer"])))
        found |= {each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)}
    return sorted(found)


def _text(templates: Mapping[str, str], facts: Facts, _: Surroundings) -> object:
    """A sentence in each language with {path} places filled from the facts; unknown ones read as a dash."""

    def filled(place: re.Match[str]) -> str:
        value = look_up(facts, split(place.group(1)))
        return "—" if value is MISSING else str(value)

    return {language: PLACE.sub(filled, template) for language, template in templates.items()}


def _distinct(argument: Spec, facts: Facts, _: Surroundings) -> object:
    """The distinct values of a column (`rows`, `column`) in the rows of the slot's latest record."""
    rows = look_up(facts, ("forms", str(argument["slot"]), "latest", str(argument["rows"])))
    values = [row.get(str(argument["column"])) for row in _objects(rows)]
    return sorted({value for value in values if isinstance(value, str)})


def _objects(rows: object) -> list[Mapping[str, object]]:
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _first(paths: Sequence[str], facts: Facts, _: Surroundings) -> object:
    return first_value(paths, facts)


def _later_of(paths: Sequence[str], facts: Facts, around: Surroundings) -> object:
    """The latest of several dates; MISSING while one of them is unknown."""
    days = [around.calendar.local_date(str(look_up(facts, split(path)))) for path in paths]
    return MISSING if None in days else max(day for day in days if day).isoformat()


def _passed(paths: Sequence[str], facts: Facts, around: Surroundings) -> object:
    """Whether the end of a date (the first that is known) is over."""
    value = first_value(paths, facts)
    at = around.calendar.instant(str(value))
    return at is not None and around.moment > at


def _compare(argument: Sequence[object], facts: Facts, _: Surroundings) -> object:
    """[path, operator, path or number]: numbers, or texts for eq and ne; MISSING when a side is unknown."""
    left, operator, right = argument
    a = look_up(facts, split(str(left)))
    b = look_up(facts, split(right)) if isinstance(right, str) else right
    if a is MISSING or b is MISSING:
        return MISSING
    if operator in {"eq", "ne"}:
        return COMPARISONS[operator](a, b)
    if isinstance(a, int | float) and isinstance(b, int | float):
        return COMPARISONS[str(operator)](a, b)
    return MISSING


def _dates(argument: Sequence[str], facts: Facts, around: Surroundings) -> object:
    """[path, operator, path] on the local dates there; MISSING when one is unknown."""
    left, operator, right = argument
    a = around.calendar.local_date(str(look_up(facts, split(left))))
    b = around.calendar.local_date(str(look_up(facts, split(right))))
    return MISSING if a is None or b is None else COMPARISONS[operator](a, b)


def _days_since(paths: Sequence[str], facts: Facts, around: Surroundings) -> object:
    """Calendar days from a date to today."""
    day = around.calendar.local_date(str(first_value(paths, facts)))
    return MISSING if day is None else (around.calendar.day_of(around.moment) - day).days


def _working_days(argument: Spec, facts: Facts, around: Surroundings) -> object:
    """Working days from a date to another or to today: without the days a flag was set, or only those."""
    first = around.calendar.local_date(str(first_value(argument["from"], facts)))  # type: ignore[arg-type]
    until = first_value(argument.get("to", ()), facts)  # type: ignore[arg-type]
    last = around.calendar.local_date(str(until)) if until is not MISSING else None
    if first is None:
        return MISSING
    last = last or around.calendar.day_of(around.moment)

    def counted(flag: str) -> int:
        paused = paused_days(around.state, flag, around.calendar, around.moment)
        return around.calendar.working_days_between(first, last, paused)

    if "only_on" in argument:
        return counted("") - counted(str(argument["only_on"]))
    return counted(str(argument.get("pauses_on", "")))


COMPARISONS: Mapping[str, Callable[[object, object], bool]] = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "lt": lambda a, b: a < b,  # type: ignore[operator]
    "le": lambda a, b: a <= b,  # type: ignore[operator]
    "gt": lambda a, b: a > b,  # type: ignore[operator]
    "ge": lambda a, b: a >= b,  # type: ignore[operator]
}

PLACE = re.compile(r"\{([a-z0-9_.]+)\}")

OPERATORS: Mapping[str, Callable[..., object]] = {
    "count": _count,
    "exists": _exists,
    "latest": _latest,
    "sum": _sum,
    "values": _values,
    "distinct": _distinct,
    "text": _text,
    "first": _first,
    "later_of": _later_of,
    "passed": _passed,
    "compare": _compare,
    "dates": _dates,
    "days_since": _days_since,
    "working_days": _working_days,
}
