"""From counts to verdicts: rate, √ or × or 不适用, what is above the possible, and the remarks a row brings by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from caseforms.indicators.model import Part, Row, Table, Text

Met = Literal["yes", "no", "na"]
ONE_DECIMAL = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Count:
    """How many units count and how many of them are good; `amount` is the sum of the good ones' amounts."""

    good: int = 0
    all: int = 0
    amount: int = 0


NOTHING = Count()


@dataclass(frozen=True, slots=True)
class PartVerdict:
    """One target of a row, or a figure beside it; `met` None when there is nothing to reach."""

    part: Part
    count: Count
    target: int | None
    met: bool | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """One row for one period. `percent` is the exact share, `shown` the same with one decimal; None when 不适用.

    `refused`: more units are good than count at all, so that the rate is no rate (the typed denominator is too small).
    """

    row: Row
    count: Count
    percent: Decimal | None
    shown: str
    met: Met
    remarks: tuple[Text, ...]
    parts: tuple[PartVerdict, ...] = ()
    beside: tuple[PartVerdict, ...] = ()
    refused: bool = False
    short_by: str = ""
    exact: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """A whole table for one period: its figures by id and its rows in order."""

    figures: Mapping[str, int]
    rows: tuple[Verdict, ...]

    def row(self, row_id: str) -> Verdict:
        """The verdict of a row."""
        return next(verdict for verdict in self.rows if verdict.row.id == row_id)

    def number(self, met: Met) -> int:
        """How many rows came out so."""
        return sum(1 for verdict in self.rows if verdict.met == met)


@dataclass(frozen=True, slots=True)
class Asked:
    """What people or the institution say: typed denominators by name, lists of the settings by name."""

    given: Mapping[str, int] = field(default_factory=dict)
    settings: Mapping[str, object] = field(default_factory=dict)


def judge(table: Table, counts: Mapping[str, Count], asked: Asked) -> Figures:
    """The verdicts of a table. `counts` are by counter; one that is missing counts nothing.

    `<counter>:registered` is the count of the registered units alone, for a row whose denominator nobody typed.
    """
    figures = {part.id: counts.get(part.counter.id, NOTHING).all for part in table.figures}
    return Figures(figures, tuple(_row(row, counts, figures, asked) for row in table.rows))


def percent_of(count: Count) -> Decimal | None:
    """The exact share in percent; None without a denominator."""
    return Decimal(100 * count.good) / Decimal(count.all) if count.all else None


def shown(percent: Decimal) -> str:
    """With one decimal, as people round."""
    return str(percent.quantize(ONE_DECIMAL, ROUND_HALF_UP))


def reaches(count: Count, percent: int) -> bool:
    """Whether the unrounded share is at least the threshold."""
    return 100 * count.good >= percent * count.all


def _row(row: Row, counts: Mapping[str, Count], figures: Mapping[str, int], asked: Asked) -> Verdict:
    beside = tuple(_part(part, counts, asked) for part in row.beside)
    if row.counter is None or row.percent is None:
        return _of_targets(row, counts, asked, beside)
    count, remarks = _counted(row, counts, figures, asked)
    percent = percent_of(count)
    if percent is None:
        return Verdict(row, count, None, "", "na", (*remarks, row.when_empty), beside=beside)
    if count.good > count.all:
        return Verdict(row, count, None, shown(percent), "na", tuple(remarks), beside=beside, refused=True)
    met = reaches(count, row.percent)
    remarks += _coverage(row, count, figures, beside)
    text = shown(percent)
    exact = str(percent.quantize(Decimal("0.001"))) if not met and Decimal(text) >= row.percent else ""
    return Verdict(
        row=row,
        count=count,
        percent=percent,
        shown=text,
        met="yes" if met else "no",
        remarks=tuple(remarks),
        beside=beside,
        short_by="" if met else shown(max(ONE_DECIMAL, row.percent - percent)),
        exact=exact,
    )


def _counted(
    row: Row, counts: Mapping[str, Count], figures: Mapping[str, int], asked: Asked
) -> tuple[Count, list[Text]]:
    assert row.counter is not None
    count = counts.get(row.counter.id, NOTHING)
    if row.given is None:
        return count, []
    typed = asked.given.get(row.given.name)
    if typed is not None:
        return Count(count.good, typed, count.amount), []
    registered = counts.get(f"{row.counter.id}:registered", NOTHING)
    return Count(registered.good, figures.get(row.given.otherwise, 0)), [row.given.remark]


def _coverage(
    row: Row, count: Count, figures: Mapping[str, int], beside: tuple[PartVerdict, ...]
) -> list[Text]:
    if row.coverage is None:
        return []
    known = {**figures, **{each.part.id: each.count.all for each in beside}}
    whole = known.get(row.coverage.of, 0)
    if not whole or 100 * count.all >= row.coverage.below * whole:
        return []
    share = shown(Decimal(100 * count.all) / Decimal(whole))
    values = {"share": share, "counted": count.all, "all": whole, "below": row.coverage.below}
    return [{language: text.format(**values) for language, text in row.coverage.text.items()}]


def _of_targets(
    row: Row, counts: Mapping[str, Count], asked: Asked, beside: tuple[PartVerdict, ...]
) -> Verdict:
    parts = tuple(_part(part, counts, asked) for part in row.parts)
    met = all(part.met is not False for part in parts)
    total = Count(sum(each.count.good for each in parts), sum(each.count.all for each in parts))
    remarks = [_filled(row.warn_above, parts)] if row.warn_above else []
    above = [
        {language: str(words).format(most=part.part.most) for language, words in ABOVE.items()}
        for part in parts
        if part.part.most is not None and part.count.good > part.part.most
    ]
    found = tuple(remark for remark in (*above, *remarks) if remark)
    return Verdict(row, total, None, "", "yes" if met else "no", found, parts, beside)


ABOVE: Text = {"zh": "超过目标（{most}）", "en": "above the target ({most})"}


def _filled(warn: Mapping[str, object], parts: tuple[PartVerdict, ...]) -> Text:
    """The warning of a row whose number or amount is above what was agreed."""
    most, amount, text = warn.get("number"), warn.get("amount"), warn["text"]
    number = sum(each.count.good for each in parts)
    money = sum(each.count.amount for each in parts)
    too_many = isinstance(most, int) and number > most
    too_much = isinstance(amount, int) and money > amount
    if not (too_many or too_much) or not isinstance(text, Mapping):
        return {}
    return {
        language: str(words).format(number=number, amount=money, most=most, cap=amount)
        for language, words in text.items()
    }


def _part(part: Part, counts: Mapping[str, Count], asked: Asked) -> PartVerdict:
    count = counts.get(part.counter.id, NOTHING)
    target = part.target
    if part.from_setting:
        listed = asked.settings.get(part.from_setting)
        target = len(listed) if isinstance(listed, list) else part.target
    return PartVerdict(part, count, target, None if target is None else count.good >= target)
