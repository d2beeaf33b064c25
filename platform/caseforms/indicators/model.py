"""A table of indicators as values: its rows, how each is counted, and what it asks. Built by `reading`, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from caseforms.workflow.guards import Force, Guard

Text = Mapping[str, str]
JsonObject = Mapping[str, object]
Logic = Literal["state", "event", "latest", "any", "all"]
Unit = Literal["person", "case", "event", "answer", "complaint", "activity", "group", "team", "station"]


@dataclass(frozen=True, slots=True)
class Missing:
    """What a unit lacks that is not in the numerator: when this is the reason, which form mends it, and its words."""

    when: Guard | None
    form: str
    text: Text


@dataclass(frozen=True, slots=True)
class Looks:
    """Where the dated observations of a counter come from, and which of them are good.

    `of` is form (its records, or `rows` of them), case (one for the case), tasks or points. `at` is the expression of
    its day, `kind` keeps readings of different things apart, `overrides` lets one kind stand for all others.
    """

    of: str
    form: str
    at: object
    where: Guard | None
    met: Guard | None
    kind: str
    overrides: bool
    rows: str
    unit: tuple[JsonObject, ...]
    derive: JsonObject
    amount: str
    more: JsonObject
    missing: tuple[Missing, ...]
    first: int
    """The number of the first entry of `missing` among those of the whole counter."""


@dataclass(frozen=True, slots=True)
class Counter:
    """One number with its denominator: which cases or register records feed it, by which logic of the period.

    state: true at the end of the period · event: dated inside it · latest: the last look inside it decides ·
    any: one good look inside it is enough · all: one bad look inside it is too many. With `distinct` units that
    several cases or records share (a person, a team) count once.
    """

    id: str
    workflows: frozenset[str]
    registers: frozenset[str]
    logic: Logic
    distinct: str
    unit: tuple[JsonObject, ...]
    combine: Literal["any", "all"]
    excluded: tuple[str, ...]
    counts: Guard | None
    start: object
    until: object
    left: object
    met: Guard | None
    met_on: object
    derive: JsonObject
    looks: tuple[Looks, ...]
    missing: tuple[Missing, ...]

    def reasons(self) -> tuple[Missing, ...]:
        """Everything that a unit of the counter can lack, in the order of the numbers that rows carry."""
        return (*self.missing, *(each for looks in self.looks for each in looks.missing))


@dataclass(frozen=True, slots=True)
class Part:
    """One target inside a row, or a figure beside it: `target` is None for what is only shown."""

    id: str
    label: Text
    counter: Counter
    target: int | None
    most: int | None
    from_setting: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """A remark for a row whose denominator is too small a share of another figure."""

    of: str
    below: int
    text: Text


@dataclass(frozen=True, slots=True)
class Given:
    """A denominator that people type in; while it is empty another figure stands for it, with a remark."""

    name: str
    otherwise: str
    remark: Text


@dataclass(frozen=True, slots=True)
class Row:
    """One row as people read it. `percent` is the threshold of a rate; rows of a count have `parts` with targets."""

    id: str
    number: str
    section: str
    label: Text
    criterion: Text
    force: Force
    clause: str
    unit: Unit
    sources: tuple[str, ...]
    basis: Text
    percent: int | None
    counter: Counter | None
    parts: tuple[Part, ...]
    beside: tuple[Part, ...]
    when_empty: Text
    coverage: Coverage | None
    given: Given | None
    warn_above: JsonObject


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """One table of indicators: the form its values are signed on, its sections, figures and rows. Itself and no other."""

    id: str
    version: str
    title: Text
    form: str
    periods: tuple[str, ...]
    sections: Mapping[str, Text]
    settings: Mapping[str, object]
    exclusions: Mapping[str, Guard]
    figures: tuple[Part, ...]
    rows: tuple[Row, ...]
    document: JsonObject

    def counters(self) -> tuple[Counter, ...]:
        """Every counter of the table, figures first."""
        found = [part.counter for part in self.figures]
        for row in self.rows:
            found += [row.counter] if row.counter else []
            found += [part.counter for part in (*row.parts, *row.beside)]
        return tuple(found)

    def workflows(self) -> frozenset[str]:
        """The workflows whose cases feed the table."""
        return frozenset(name for counter in self.counters() for name in counter.workflows)

    def registers(self) -> frozenset[str]:
        """The forms outside cases that feed the table."""
        return frozenset(name for counter in self.counters() for name in counter.registers)

    def row(self, row_id: str) -> Row | None:
        """The row called so."""
        return next((row for row in self.rows if row.id == row_id), None)
