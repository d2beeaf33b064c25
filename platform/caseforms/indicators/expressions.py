"""Days and values that a definition asks for: paths into the ground, the earliest of several, sums, comparisons."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from caseforms.indicators.ground import Ground, entries_of
from caseforms.workflow.guards import MISSING, Guard, compile_guard, holds, look_up, split

_GUARDS: dict[int, tuple[object, Guard]] = {}
"""Compiled guards by the identity of their node, which is kept alive beside them."""
MOST_GUARDS = 4096


def guard_of(node: Mapping[str, object]) -> Guard:
    """The compiled guard of a node of a definition."""
    known = _GUARDS.get(id(node))
    if known is None or known[0] is not node:
        if len(_GUARDS) > MOST_GUARDS:
            _GUARDS.clear()
        known = _GUARDS[id(node)] = (node, compile_guard(node, "where"))
    return known[1]


def value_at(ground: Ground, path: str) -> object:
    """The value a path leads to, or MISSING."""
    return look_up(ground.document, split(path))


def first_at(ground: Ground, paths: object) -> object:
    """The first value that one of several paths leads to, or MISSING."""
    for path in paths if isinstance(paths, list) else [paths]:
        value = value_at(ground, str(path))
        if value is not MISSING and value is not None:
            return value
    return MISSING


def day(expression: object, ground: Ground) -> date | None:
    """The local day of an expression; None when what it rests on is not there."""
    if expression is None:
        return None
    if isinstance(expression, str):
        value = value_at(ground, expression)
        return None if value is MISSING else ground.calendar.local_date(str(value))
    assert isinstance(expression, Mapping)
    (operator, argument), *_ = expression.items()
    return DAYS[operator](argument, expression, ground)


def _days(argument: object, ground: Ground) -> list[date | None]:
    return [day(each, ground) for each in argument] if isinstance(argument, list) else []


def _earliest(argument: object, _: Any, ground: Ground) -> date | None:
    return min((each for each in _days(argument, ground) if each), default=None)


def _latest(argument: object, _: Any, ground: Ground) -> date | None:
    """The latest of several days, all of which must be there."""
    found = _days(argument, ground)
    known = [each for each in found if each]
    return max(known) if known and len(known) == len(found) else None


def _first(argument: object, _: Any, ground: Ground) -> date | None:
    return next((each for each in _days(argument, ground) if each), None)


def _after(argument: object, expression: Mapping[str, object], ground: Ground) -> date | None:
    begun = day(argument, ground)
    if begun is None:
        return None
    if "working_days" in expression:
        return ground.calendar.add_working_days(begun, length(expression["working_days"], ground))[0]
    return begun + timedelta(days=length(expression["days"], ground))


def _entered(argument: object, _: Any, ground: Ground) -> date | None:
    """The day the case last came into one of these stages."""
    names = argument if isinstance(argument, list) else [argument]
    visits = ground.document.get("visits")
    found = [each for each in (visits if isinstance(visits, list) else []) if each["stage"] in names]
    return ground.calendar.local_date(str(found[-1]["entered_at"])) if found else None


def _ended(_argument: object, _: Any, ground: Ground) -> date | None:
    return ground.ended


def _found(argument: object, _: Any, ground: Ground) -> date | None:
    """The earliest day at `at` among the records of a form."""
    assert isinstance(argument, Mapping)
    return min(
        (each for each in (day(argument["at"], one) for one in records(argument, ground)) if each),
        default=None,
    )


def _when(argument: object, expression: Mapping[str, object], ground: Ground) -> date | None:
    assert isinstance(argument, Mapping)
    chosen = "then" if holds(guard_of(argument), ground.document) else "otherwise"
    return day(expression.get(chosen), ground)


DAYS: Mapping[str, Callable[[object, Mapping[str, object], Ground], date | None]] = {
    "earliest": _earliest,
    "latest": _latest,
    "first": _first,
    "after": _after,
    "entered": _entered,
    "ended": _ended,
    "found": _found,
    "when": _when,
}


def length(days: object, ground: Ground) -> int:
    """A number of days: written out, or the name of a setting."""
    value = value_at(ground, f"settings.{days}") if isinstance(days, str) else days
    return value if isinstance(value, int) else 0


def records(argument: Mapping[str, object], ground: Ground) -> Iterator[Ground]:
    """The records of `form` on which `where` holds, each as the ground with the record as `this`."""
    where = argument.get("where")
    for entry in entries_of(ground.document, str(argument["form"])):
        own = ground.with_own(this=entry)
        if not isinstance(where, Mapping) or holds(guard_of(where), own.document):
            yield own


def derived(specs: Mapping[str, object], ground: Ground) -> Ground:
    """The ground with `own`: named values, in the order of the definition; a later one may rest on an earlier."""
    if not specs:
        return ground
    before = ground.document.get("own")
    own: dict[str, object] = dict(before) if isinstance(before, Mapping) else {}
    ground = ground.with_own(own=own)
    for name, spec in specs.items():
        assert isinstance(spec, Mapping)
        (operator, argument), *_ = spec.items()
        value = VALUES[operator](argument, ground)
        if value is not MISSING:
            own[name] = value
    return ground


def _guard(argument: Any, ground: Ground) -> object:
    return holds(guard_of(argument), ground.document)


def _below(argument: Any, ground: Ground) -> object:
    left, right = first_at(ground, argument[0]), first_at(ground, argument[1])
    if not isinstance(left, int | float) or not isinstance(right, int | float):
        return MISSING
    return left < right


def _among(argument: Any, ground: Ground) -> object:
    value, listed = value_at(ground, argument[0]), value_at(ground, argument[1])
    return isinstance(listed, list) and value in listed


def _sum(argument: Any, ground: Ground) -> object:
    found = [value_at(ground, path) for path in argument]
    numbers = [each for each in found if isinstance(each, int | float) and not isinstance(each, bool)]
    return sum(numbers) if numbers and len(numbers) == len(found) else MISSING


def _value(argument: Any, ground: Ground) -> object:
    """A value of the first (or, with `last`, the last) record of a form."""
    found = list(records(argument, ground))
    return value_at(found[-1 if argument.get("last") else 0], argument["path"]) if found else MISSING


def _number_of(argument: Any, ground: Ground) -> object:
    """How many records a form has, or, with `of`, how many different values stand at that path."""
    found = list(records(argument, ground))
    return len({str(value_at(one, argument["of"])) for one in found}) if "of" in argument else len(found)


def _covers(argument: Any, ground: Ground) -> object:
    """Whether every value at `of` of the records of one form stands at `by` of another's."""
    wanted = {
        str(value_at(one, f"this.data.{argument['of'][1]}"))
        for one in records({"form": argument["of"][0]}, ground)
    }
    known = {
        str(value_at(one, f"this.data.{argument['by'][1]}"))
        for one in records({"form": argument["by"][0]}, ground)
    }
    return wanted <= known


def _rolling(argument: Any, ground: Ground) -> object:
    """A yearly number from dated counts: those of the last `days` up to this record's day, or, observed for a shorter
    time (but at least `least` days since `since`), those since then in proportion."""
    begun, until = day(argument["since"], ground), day(argument["at"], ground)
    if begun is None or until is None or (until - begun).days < argument["least"]:
        return MISSING
    observed, window = (until - begun).days, int(argument["days"])
    total = 0
    for one in records(argument, ground):
        on = day(argument["at"], one)
        if on is None or not (begun < on <= until) or (until - on).days >= window:
            continue
        counts = [value_at(one, path) for path in argument["sum"]]
        total += sum(each for each in counts if isinstance(each, int))
    return total * window / observed if observed < window else total


VALUES: Mapping[str, Callable[[Any, Ground], object]] = {
    "guard": _guard,
    "below": _below,
    "among": _among,
    "sum": _sum,
    "value": _value,
    "number_of": _number_of,
    "covers": _covers,
    "rolling": _rolling,
}
