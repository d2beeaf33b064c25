"""Derived facts: named values computed from the facts so far, by a small table of operators, written as data.

Guards never count, compare or reckon with dates; they test these. Each operator takes its argument and the facts
and answers a JSON value, or MISSING when it has nothing to say (the fact is then absent, and no guard on it holds).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from caseforms.workflow.days import Calendar
from caseforms.workflow.guards import MISSING, Guard, compile_guard, holds, look_up, split
from caseforms.workflow.judging import JUDGING
from caseforms.workflow.listing import LISTING
from caseforms.workflow.selecting import COMPARISONS, Facts, Spec, Surroundings, first_value, records_of
from caseforms.workflow.state import State


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
            chosen = argument["then" if holds(around.guards[name], facts) else "otherwise"]  # type: ignore[index]
            value = first_value([str(chosen["from"])], facts) if isinstance(chosen, Mapping) else chosen
            if value is not MISSING:
                found[name] = value
            continue
        value = OPERATORS[operator](argument, facts, around)
        if value is not MISSING:
            found[name] = value


def guards_of(specs: Mapping[str, Spec]) -> dict[str, Guard]:
    """The compiled guards of the derived facts that are conditions."""
    nodes = {name: spec["guard"] for name, spec in specs.items() if "guard" in spec}
    nodes |= {name: spec["choose"]["when"] for name, spec in specs.items() if "choose" in spec}  # type: ignore[index]
    return {name: compile_guard(node, f"derived.{name}") for name, node in nodes.items()}  # type: ignore[arg-type]


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


def _count(argument: Spec, facts: Facts, around: Surroundings) -> object:
    return len(records_of(argument, facts, around))


def _exists(argument: Spec, facts: Facts, around: Surroundings) -> object:
    return bool(records_of(argument, facts, around))


def _latest(argument: Spec, facts: Facts, around: Surroundings) -> object:
    found = records_of(argument, facts, around)
    if not found:
        return MISSING
    return look_up(found[-1]["data"], split(str(argument["pointer"])))


def _sum(argument: Spec, facts: Facts, around: Surroundings) -> object:
    """The sum of a number in the slot's records."""
    values = (
        look_up(each["data"], split(str(argument["pointer"]))) for each in records_of(argument, facts, around)
    )
    return sum(value for value in values if isinstance(value, int | float) and not isinstance(value, bool))


def _values(argument: Spec, facts: Facts, around: Surroundings) -> object:
    """The distinct texts of a field, or of a list field, in the slot's records."""
    found: set[str] = set()
    left_out = argument.get("except")
    for entry in records_of(argument, facts, around):
        value = look_up(entry["data"], split(str(argument["pointer"])))
        found |= {each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)}
    return sorted(found - set(left_out if isinstance(left_out, list) else ()))


def _labels(argument: Spec, facts: Facts, around: Surroundings) -> object:
    """The same choices as the forms word them, joined to one text in each language, the first ticked first."""
    codes: dict[str, None] = {}
    for entry in records_of(argument, facts, around):
        value = look_up(entry["data"], split(str(argument["pointer"])))
        chosen = value if isinstance(value, list) else [value]
        codes |= dict.fromkeys(code for code in chosen if isinstance(code, str))
    field = f"{argument['slot']}.{argument['pointer']}"
    words = [around.labels.get(f"{field}={code}", {}) for code in codes]
    if not codes:
        return MISSING
    return {
        language: joint.join(each.get(language, code) for each, code in zip(words, codes, strict=True))
        for language, joint in (("zh", "、"), ("en", ", "))
    }


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


PLACE = re.compile(r"\{([a-z0-9_.]+)\}")

OPERATORS: Mapping[str, Callable[..., object]] = {
    "count": _count,
    "exists": _exists,
    "latest": _latest,
    "sum": _sum,
    "values": _values,
    "labels": _labels,
    "distinct": _distinct,
    "text": _text,
    "first": _first,
    "later_of": _later_of,
    "passed": _passed,
    "compare": _compare,
    "dates": _dates,
    "days_since": _days_since,
    "working_days": _working_days,
    **JUDGING,
    **LISTING,
}
