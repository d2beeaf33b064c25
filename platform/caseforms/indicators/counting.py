"""The contributions of one case or register record to every counter of a table. Pure: the same ground, the same rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from caseforms.indicators import spans
from caseforms.indicators.expressions import day, derived
from caseforms.indicators.ground import Ground
from caseforms.indicators.looking import looks_of, missing_of, unit_of
from caseforms.indicators.model import Counter, Table
from caseforms.indicators.periods import holding
from caseforms.indicators.spans import NEVER, Contribution, Look, number
from caseforms.workflow.guards import holds


def contributions(table: Table, ground: Ground) -> tuple[Contribution, ...]:
    """Every rectangle that this case or record adds to the table, in a fixed order."""
    found: list[Contribution] = []
    for counter in table.counters():
        if ground.workflow in counter.workflows or ground.register in counter.registers:
            found += [each for each in _of_counter(table, counter, ground) if _matters(counter, each)]
    return tuple(sorted(found))


def _matters(counter: Counter, each: Contribution) -> bool:
    """Whether a period can ever end inside the rectangle: on the last day of a quarter, or today.

    What is true at the end of a period, and the last look in it, rest on days that have been: a rectangle that ended
    before its quarter did is looked at by no period any more.
    """
    if counter.logic not in ("state", "latest") or each.e_to == NEVER:
        return True
    begun = spans.day_of(each.e_from)
    return begun is None or number(holding(begun, "quarter").end) < each.e_to


def _of_counter(table: Table, counter: Counter, ground: Ground) -> Iterator[Contribution]:
    if any(holds(table.exclusions[name], ground.document) for name in counter.excluded):
        return
    ground = derived(counter.derive, ground)
    if counter.counts is not None and not holds(counter.counts, ground.document):
        return
    if counter.logic == "state":
        yield from _state(counter, ground)
        return
    looks = [look for each in counter.looks for look in looks_of(each, ground)]
    if counter.logic == "event":
        yield from spans.of_events(counter.id, [_shared(look, counter, ground) for look in looks])
        return
    for unit in sorted({look.unit for look in looks}):
        own = [_shared(look, counter, ground) for look in looks if look.unit == unit]
        if counter.logic == "latest":
            yield from spans.of_latest(counter.id, own, counter.combine)
        elif counter.logic == "any":
            yield from spans.of_any(counter.id, own)
        else:
            yield from spans.of_all(counter.id, own)


def _state(counter: Counter, ground: Ground) -> Iterator[Contribution]:
    begun = day(counter.start, ground)
    if begun is None:
        return
    until = day(counter.until, ground)
    met = counter.met is None or holds(counter.met, ground.document)
    good = (day(counter.met_on, ground) or begun) if met else None
    form = counter.missing[0].form if counter.missing else ""
    unit = unit_of(counter.unit, ground)
    missing = missing_of(counter.missing, ground)
    look = _shared(Look(number(begun), met, form=form, unit=unit, missing=missing), counter, ground)
    last, left = _or_never(until), _or_never(day(counter.left, ground))
    yield from spans.of_state(counter.id, look, last, _or_never(good), left)


def _or_never(found: date | None) -> int:
    return NEVER if found is None else number(found)


def _shared(look: Look, counter: Counter, ground: Ground) -> Look:
    """The look with the unit that other cases may share, and without one that only tells looks of this case apart."""
    unit = {"person": ground.person, "unit": look.unit}.get(counter.distinct, "")
    return Look(**{**{name: getattr(look, name) for name in Look.__slots__}, "unit": unit})
