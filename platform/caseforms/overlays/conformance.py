"""Holds a form against its standard: item by item, clause by clause, and one verdict for the whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from caseforms.definitions.editing import Change, Entry, difference, inventory, normal
from caseforms.definitions.editing.items import item_of
from caseforms.problems import Problem

Verdict = Literal["compliesWith", "extends", "inspiredBy"]
ItemVerdict = Literal["same", "text-changed", "tightened", "loosened", "retyped", "dropped", "added"]
Force = Literal["shall", "should", "may"]

WORST: Final[tuple[ItemVerdict, ...]] = (
    "same",
    "text-changed",
    "added",
    "tightened",
    "loosened",
    "retyped",
    "dropped",
)
"""From the least to the gravest."""
AGAINST: Final = frozenset({"loosened", "retyped", "dropped"})
_VERDICTS: Final[dict[str, ItemVerdict]] = {
    "text": "text-changed",
    "layout": "same",
    "tightened": "tightened",
    "loosened": "loosened",
    "altered": "loosened",
    "retyped": "retyped",
    "dropped": "dropped",
    "added": "added",
}
"""What nobody can weigh (another rule, another computed value) counts as loosened: it cannot be shown to be as strict."""


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one item of the standard. ``reason`` is the one given for it, where one was."""

    item: str
    verdict: ItemVerdict
    clause: str
    force: Force
    properties: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """``problems`` forbid to publish: an 应 that was loosened, a 宜 without a reason (workflows only)."""

    verdict: Verdict
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...] = ()


def conformance(base: Mapping[str, Any], effective: Mapping[str, Any]) -> Report:
    """The report on a form: a line for each question of the standard, and for whatever else was changed.

    Questions that the standard does not have (origin ``I``) may go without harm: their force is ``may``.
    """
    before, after = inventory(normal(base)), inventory(normal(effective))
    changes: dict[str, list[Change]] = {}
    every = {**after, **before}
    for change in difference(base, effective):
        changes.setdefault(_owner(change.item, every), []).append(change)
    lines = tuple(_lines(before, after, changes))
    return Report(verdict_of(lines), lines)


def verdict_of(lines: tuple[Line, ...]) -> Verdict:
    """``inspiredBy`` if anything of the standard was loosened, re-typed or dropped without leave; ``extends`` if it
    was tightened or something was added; else ``compliesWith``."""
    against = [line for line in lines if line.verdict in AGAINST and line.force != "may" and not line.reason]
    if against:
        return "inspiredBy"
    return "compliesWith" if all(line.verdict in ("same", "text-changed") for line in lines) else "extends"


def _owner(item: str, every: Mapping[str, Entry]) -> str:
    """The item on whose line a change is told: a translation counts for what it says."""
    one = item_of(item)
    if one.kind == "text":
        key = one.part.rpartition(".")[0].replace(".", "/")
        found = f"field:/{key}"
        return found if found in every else "form"
    return "form" if one.kind in ("paper", "row", "cell") else item


def _lines(
    before: Mapping[str, Entry], after: Mapping[str, Entry], changes: Mapping[str, list[Change]]
) -> Iterator[Line]:
    for item, entry in before.items():
        found = changes.get(item, [])
        hidden = item.startswith("field:") and entry.drawn and item in after and not after[item].drawn
        if found or hidden or item == "form" or item.startswith("field:"):
            yield _line(item, entry, found, before, hidden=hidden)
    for item in changes:
        if item not in before:
            yield _line(item, after[item], changes[item], after, hidden=False)


def _line(
    item: str, entry: Entry, changes: list[Change], entries: Mapping[str, Entry], *, hidden: bool
) -> Line:
    verdicts: list[ItemVerdict] = [_verdict(one) for one in changes]
    if hidden:
        verdicts.append("dropped")
    verdict: ItemVerdict = max(verdicts, key=WORST.index, default="same")
    source = _source(item, entries)
    force: Force = "may" if source.get("origin") == "I" or _only_shows(item) else "shall"
    properties = tuple(dict.fromkeys(one.property for one in changes if one.property))
    return Line(item, verdict, str(source.get("clause", "")), force, properties)


def _verdict(change: Change) -> ItemVerdict:
    """A change of what is printed or translated alters words at most, even where a text came or went."""
    if item_of(change.item).kind in ("text", "paper", "row", "cell"):
        return "text-changed"
    if item_of(change.item).kind in ("group", "pair") and change.effect in ("added", "dropped"):
        return "same"
    if item_of(change.item).kind == "check" and change.effect == "added":
        return "tightened"
    return _VERDICTS[change.effect]


def _only_shows(item: str) -> bool:
    return item_of(item).kind in ("group", "pair")


def _source(item: str, entries: Mapping[str, Entry]) -> Mapping[str, Any]:
    """Where an item comes from: what it says itself, else what it belongs to."""
    one = item_of(item)
    if one.kind == "form":
        return entries["form"].properties.get("standard") or {}
    pointer = one.name if one.kind in ("field", "choice", "check") else ""
    while pointer:
        entry = entries.get(f"field:{pointer}")
        if entry is not None and isinstance(entry.properties.get("x-source"), Mapping):
            return entry.properties["x-source"]  # type: ignore[no-any-return]
        pointer = pointer.rpartition("/")[0]
    return {}
