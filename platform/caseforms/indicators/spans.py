"""Contributions: for which periods a unit counts, as a rectangle over (first day, last day), and whether it is good.

A period is a pair (S, E). Every logic of counting comes down to rectangles `e_from <= E < e_to and s_from < S <= s_to`
on which a unit counts with one verdict; the rectangles of one unit never overlap. So a table of any period is one
count over rows, and a row is written once, when its case changes. Days are numbers: 31 December 2025 is 20251231.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

ALWAYS, NEVER = 0, 99_999_999


@dataclass(frozen=True, slots=True, order=True)
class Look:
    """A dated observation of one unit: good or not, and what is missing when it is not (number in the list)."""

    at: int
    met: bool
    kind: str = ""
    overrides: bool = False
    unit: str = ""
    form: str = ""
    record: str = ""
    missing: int = -1
    amount: int = 0


@dataclass(frozen=True, slots=True, order=True)
class Contribution:
    """One rectangle of one counter. `at` is the day people are shown, `unit` what several rows may share."""

    counter: str
    met: bool
    e_from: int
    e_to: int
    s_from: int
    s_to: int
    at: int
    unit: str = ""
    form: str = ""
    record: str = ""
    missing: int = -1
    amount: int = 0

    def counts_in(self, start: int, end: int) -> bool:
        """Whether the unit belongs to the denominator of the period from `start` to `end`."""
        return self.e_from <= end < self.e_to and self.s_from < start <= self.s_to


def number(day: date) -> int:
    """A day as it is compared."""
    return day.year * 10_000 + day.month * 100 + day.day


def day_of(value: int) -> date | None:
    """The day again; None for the ends of time."""
    return None if value in (ALWAYS, NEVER) else date(value // 10_000, value // 100 % 100, value % 100)


def of_state(
    counter: str, look: Look, until: int, met_from: int, left: int = NEVER
) -> Iterator[Contribution]:
    """True at the end of the period: from the look's day on, for periods that begin by `until` and end before `left`;
    good from `met_from`."""
    bad, good = (look.at, min(met_from, left)), (max(look.at, met_from), left)
    for met, ends in ((False, bad), (True, good)):
        if ends[0] < ends[1]:
            yield _made(counter, look, met, ends, (ALWAYS, until))


def of_events(counter: str, looks: Iterable[Look]) -> Iterator[Contribution]:
    """Each look counts once, in the periods that hold its day."""
    for look in looks:
        yield _made(counter, look, look.met, (look.at, NEVER), (ALWAYS, look.at))


def of_latest(counter: str, looks: Iterable[Look], combine: str) -> Iterator[Contribution]:
    """The last look of each kind inside the period decides; `combine` says whether any or all of them must be good."""
    found = sorted(looks, key=lambda look: look.at)
    days = sorted({look.at for look in found})
    newest: dict[str, Look] = {}
    place = 0
    for index, day in enumerate(days):
        while place < len(found) and found[place].at <= day:
            newest[found[place].kind] = found[place]
            place += 1
        following = days[index + 1] if index + 1 < len(days) else NEVER
        firsts = sorted({look.at for look in newest.values()}, reverse=True)
        for step, reach in enumerate(firsts):
            inside = [look for look in newest.values() if look.at >= reach]
            look, met = _verdict(inside, combine)
            earlier = firsts[step + 1] if step + 1 < len(firsts) else ALWAYS
            yield _made(counter, look, met, (day, following), (earlier, reach))


def of_any(counter: str, looks: Iterable[Look]) -> Iterator[Contribution]:
    """A unit counts once in a period that holds a look, and is good from its first good look in there."""
    yield from _first_of(counter, looks, turning=True)


def of_all(counter: str, looks: Iterable[Look]) -> Iterator[Contribution]:
    """A unit counts once in a period that holds a look, and is good until its first bad look in there."""
    yield from _first_of(counter, looks, turning=False)


def _first_of(counter: str, looks: Iterable[Look], *, turning: bool) -> Iterator[Contribution]:
    found = sorted(looks, key=lambda look: (look.at, look.met != turning))
    firsts = [look for place, look in enumerate(found) if not place or found[place - 1].at < look.at]
    for place, first in enumerate(firsts):
        reach = (firsts[place - 1].at if place else ALWAYS, first.at)
        turn = next((look for look in found if look.at >= first.at and look.met is turning), None)
        if turn is None or turn.at > first.at:
            yield _made(counter, first, not turning, (first.at, turn.at if turn else NEVER), reach)
        if turn is not None:
            yield _made(counter, turn, turning, (turn.at, NEVER), reach)


def _verdict(inside: list[Look], combine: str) -> tuple[Look, bool]:
    ruling = [look for look in inside if look.overrides] or inside
    met = any(look.met for look in ruling) if combine == "any" else all(look.met for look in ruling)
    shown = [look for look in ruling if look.met is met]
    return max(shown, key=lambda look: look.at), met


def _made(
    counter: str, look: Look, met: bool, ends: tuple[int, int], starts: tuple[int, int]
) -> Contribution:
    return Contribution(
        counter=counter,
        met=met,
        e_from=ends[0],
        e_to=ends[1],
        s_from=starts[0],
        s_to=starts[1],
        at=look.at,
        unit=look.unit,
        form=look.form,
        record=look.record,
        missing=-1 if met else look.missing,
        amount=look.amount,
    )
