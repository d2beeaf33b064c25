"""Periods of a table: quarters and years as local days, their names, and the ones before and after."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Kind = Literal["quarter", "year"]
NAME = re.compile(r"(\d{4})(?:-Q([1-4]))?")
FIRST_YEAR, LAST_YEAR = 2000, 2100
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A quarter or a year, both ends included. `name` is `2025-Q4` or `2025`."""

    start: date
    end: date

    @property
    def kind(self) -> Kind:
        """Whether it is a quarter or a year."""
        return "year" if (self.end - self.start).days > 100 else "quarter"

    @property
    def quarter(self) -> int:
        """The number of the quarter, 0 for a year."""
        return 0 if self.kind == "year" else (self.start.month + 2) // 3

    @property
    def name(self) -> str:
        """How addresses spell it."""
        return f"{self.start.year:04}" + (f"-Q{self.quarter}" if self.quarter else "")

    def before(self) -> Period:
        """The period of the same kind that ended the day before this one began."""
        return holding(self.start - ONE_DAY, self.kind)

    def after(self) -> Period:
        """The period of the same kind that begins the day after this one ends."""
        return holding(self.end + ONE_DAY, self.kind)


def holding(day: date, kind: Kind) -> Period:
    """The quarter or year that holds a local day."""
    if kind == "year":
        return Period(date(day.year, 1, 1), date(day.year, 12, 31))
    first = (day.month - 1) // 3 * 3 + 1
    following = date(day.year + (first == 10), (first + 2) % 12 + 1, 1)
    return Period(date(day.year, first, 1), following - ONE_DAY)


def named(name: str) -> Period | None:
    """The period that an address spells, None when it spells none."""
    found = NAME.fullmatch(name)
    if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return None
    if found[2] is None:
        return holding(date(int(found[1]), 1, 1), "year")
    return holding(date(int(found[1]), int(found[2]) * 3 - 2, 1), "quarter")


def run_of(last: Period, count: int) -> tuple[Period, ...]:
    """The last `count` periods of the same kind, oldest first."""
    found = [last]
    while len(found) < count and found[-1].start.year > FIRST_YEAR:
        found.append(found[-1].before())
    return tuple(reversed(found))
