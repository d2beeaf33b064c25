"""Which records of a slot a derived fact rests on: conditions on their content, on when they came, on what they state."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from caseforms.workflow.days import Calendar
from caseforms.workflow.digest import matches
from caseforms.workflow.folding import moment_of
from caseforms.workflow.guards import MISSING, Guard, look_up, split
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
    labels: Mapping[str, Mapping[str, str]]  # "slot.field=code" → the words of the choice


def first_value(paths: Sequence[str], facts: Mapping[str, object]) -> object:
    """The first of several paths that leads to a value, or MISSING."""
    for path in paths:
        value = look_up(facts, split(path))
        if value is not MISSING and value is not None:
            return value
    return MISSING


def records_of(argument: Spec, facts: Facts, around: Surroundings) -> list[Mapping[str, object]]:
    """The submitted records of a slot that a selection keeps, oldest first."""
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
        and not (argument.get("own") and entry["id"] != look_up(facts, ("this", "id")))
        and all(dict(entry["signed"]).get(role) for role in _list(argument.get("signed")))
        and argument.get("unmarked") not in entry["marks"]
        and all(_same(pair, entry["data"], facts) for pair in _pairs(argument))
        and (since is None or _later(entry, since, bool(argument.get("revised"))))
        and all(_compares(rule, entry["data"], facts, around) for rule in _rules(argument))
    ]


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


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
    if "submitted" in spec:
        return _previous(str(spec["submitted"]), facts), False
    if "stage" in spec:
        entered = [visit.entered_at for visit in state.visits if visit.stage == spec["stage"]]
        return (entered[-1] if entered else None), True
    names = spec["action"] if isinstance(spec["action"], list) else [spec["action"]]
    times = [state.acts[name].at for name in names if name in state.acts]
    return (max(times) if times else None), False


def _previous(slot: str, facts: Facts) -> datetime | None:
    """When the latest record of a slot was first submitted, the one that is being written apart."""
    entries = look_up(facts, ("forms", slot, "all"))
    own = look_up(facts, ("this", "id"))
    times = [
        at
        for entry in (entries if isinstance(entries, list) else [])
        if entry["id"] != own and (at := moment_of(entry.get("first_submitted_at"))) is not None
    ]
    return max(times, default=None)


def _pairs(argument: Spec) -> list[list[str]]:
    pairs = argument.get("same")
    return pairs if isinstance(pairs, list) else []


def _same(pair: list[str], data: object, facts: Facts) -> bool:
    """[field of the record, path]: the same value in both; what is missing is the same as nothing."""
    own, other = look_up(data, split(pair[0])), look_up(facts, split(pair[1]))
    return own is not MISSING and other is not MISSING and own == other


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


COMPARISONS: Mapping[str, Callable[[object, object], bool]] = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "lt": lambda a, b: a < b,  # type: ignore[operator]
    "le": lambda a, b: a <= b,  # type: ignore[operator]
    "gt": lambda a, b: a > b,  # type: ignore[operator]
    "ge": lambda a, b: a >= b,  # type: ignore[operator]
}
