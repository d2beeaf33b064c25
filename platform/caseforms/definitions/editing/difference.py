"""What differs between two definitions, item by item, and what each difference does to answers given before."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from caseforms.definitions.editing.effects import Class, Effect, class_of, effect_of
from caseforms.definitions.editing.inventory import Entry, inventory
from caseforms.definitions.editing.items import item_of
from caseforms.definitions.editing.verb import same
from caseforms.definitions.editing.writing import normal

_PRINTED = frozenset({"paper", "row", "cell", "text", "group", "pair"})
"""Items that show and say; no answer depends on them."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. ``property`` is empty for what was added, removed or moved; ``before`` and ``after`` are its values.

    Of an item added or removed they are its properties, of one that moved the item it stands in.
    """

    item: str
    kind: Literal["added", "removed", "moved", "changed"]
    property: str
    before: Any
    after: Any
    change_class: Class
    effect: Effect


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """Every difference, in the order of the new definition; what was removed comes last."""
    left, right = inventory(normal(before)), inventory(normal(after))
    moved = _moved(left, right)
    return tuple(_changes(left, right, moved))


def _changes(
    left: Mapping[str, Entry], right: Mapping[str, Entry], moved: frozenset[str]
) -> Iterator[Change]:
    for item, entry in right.items():
        old = left.get(item)
        if old is None:
            yield _added(item, entry)
            continue
        if item in moved:
            yield Change(item, "moved", "", old.inside, entry.inside, "safe", "layout")
        yield from _changed(item, old, entry)
    for item, entry in left.items():
        if item not in right:
            yield _removed(item, entry)


def _added(item: str, entry: Entry) -> Change:
    kind = item_of(item).kind
    needed = kind == "check" and entry.properties.get("severity") != "warning"
    needed = needed or (kind == "field" and "required" in entry.properties)
    widens: Class = "safe" if kind in _PRINTED else "widening"
    return Change(item, "added", "", None, entry.properties, "breaking" if needed else widens, "added")


def _removed(item: str, entry: Entry) -> Change:
    kind = item_of(item).kind
    class_: Class = "breaking" if kind in ("field", "choice") else "widening" if kind == "check" else "safe"
    if kind in ("group", "pair") and "rule" in entry.properties:
        class_ = "breaking"
    return Change(item, "removed", "", entry.properties, None, class_, "dropped")


def _changed(item: str, old: Entry, new: Entry) -> Iterator[Change]:
    if old.properties is new.properties:
        return
    printed = item_of(item).kind in _PRINTED
    for name in dict.fromkeys((*old.properties, *new.properties)):
        left, right = old.properties.get(name), new.properties.get(name)
        if left is right or same(left, right):
            continue
        effect: Effect = effect_of(name, left, right)
        if printed and effect != "altered":
            effect = "text" if item.startswith("text:") or name in ("label", "text") else "layout"
        yield Change(item, "changed", name, left, right, class_of(effect), effect)


def _moved(left: Mapping[str, Entry], right: Mapping[str, Entry]) -> frozenset[str]:
    """Items that stand in something else, or elsewhere among those that stayed: as few as can be."""
    common = [item for item in right if item in left and not item.startswith("text:")]
    moved = {item for item in common if _place(left[item]) != _place(right[item])}
    turn = {item: number for number, item in enumerate(left)}
    lists: dict[str, list[str]] = {}
    for item in common:
        if item not in moved:
            lists.setdefault(f"{right[item].inside} {item_of(item).kind in ('choice', 'check')}", []).append(
                item
            )
    for listed in lists.values():
        moved |= set(listed) - _in_order(listed, turn)
    return frozenset(moved)


def _place(entry: Entry) -> tuple[str, bool]:
    """What an item stands in, and whether it is shown there."""
    return entry.inside, entry.drawn


def _in_order(listed: list[str], turn: Mapping[str, int]) -> set[str]:
    """The largest part of a list that stands in the old order (patience sorting)."""
    ends: list[int] = []
    piles: list[int] = []
    for item in listed:
        pile = bisect_left(ends, turn[item])
        ends[pile : pile + 1] = [turn[item]]
        piles.append(pile)
    kept: set[str] = set()
    wanted = len(ends) - 1
    for item, pile in zip(reversed(listed), reversed(piles), strict=True):
        if pile == wanted:
            kept.add(item)
            wanted -= 1
    return kept
