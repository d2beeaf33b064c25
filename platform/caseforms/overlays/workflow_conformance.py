"""Holds a workflow against its standard: what shall be is never loosened, what should be only with a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from caseforms.definitions.definition import fingerprint
from caseforms.overlays.conformance import AGAINST, WORST, Force, ItemVerdict, Line, Report, verdict_of
from caseforms.problems import Problem

_GROUPS: Final = {
    "forms": "slot",
    "stages": "stage",
    "flags": "flag",
    "derived": "fact",
    "actions": "action",
    "timers": "timer",
    "schedules": "schedule",
    "alerts": "alert",
    "tracks": "track",
}
_WORDS: Final = frozenset(
    {
        "label",
        "title",
        "message",
        "consequence",
        "wording",
        "clause",
        "phase",
        "tone",
        "kinds",
        "name",
        "soon",
        "path",
    }
)
_TERMS: Final = frozenset(
    {
        "days",
        "working_days",
        "hours",
        "months",
        "years",
        "every_days",
        "every_months",
        "escalate_after_days",
        "minutes",
    }
)
"""How long something may take: shorter is stricter."""
_FORCES: Final[tuple[Force, ...]] = ("may", "should", "shall")
_ROLES: Final = frozenset({"by", "start", "to_roles"})
"""Who may: fewer is stricter."""
Document = Mapping[str, Any]


def workflow_conformance(
    base: Document, effective: Document, reasons: Mapping[str, str] | None = None
) -> Report:
    """The report on a workflow; ``reasons`` are those given for a change, by item (``timer:intake``).

    Its problems: ``overlay.shall-loosened`` and ``overlay.should-without-reason``.
    """
    lines = tuple(_lines(base, effective, reasons or {}))
    return Report(verdict_of(lines), lines, tuple(_problems(lines)))


def _problems(lines: tuple[Line, ...]) -> Iterator[Problem]:
    for line in lines:
        if line.verdict not in AGAINST:
            continue
        params = {"item": line.item, "clause": line.clause}
        if line.force == "shall":
            yield Problem("overlay.shall-loosened", params=params)
        elif line.force == "should" and not line.reason:
            yield Problem("overlay.should-without-reason", params=params)


def _lines(base: Document, effective: Document, reasons: Mapping[str, str]) -> Iterator[Line]:
    for group, kind in _GROUPS.items():
        old, new = base.get(group) or {}, effective.get(group) or {}
        for name, value in old.items():
            item = f"{kind}:{name}"
            if name not in new:
                yield _line(item, value, "dropped", (), reasons)
                continue
            yield from _of_item(item, value, new[name], reasons)
        for name in new:
            if name not in old:
                yield _line(f"{kind}:{name}", new[name], "added", (), reasons)


def _of_item(item: str, old: Document, new: Document, reasons: Mapping[str, str]) -> Iterator[Line]:
    """The line of an item, and one for each guard that came, went or changed."""
    verdicts: dict[str, ItemVerdict] = {}
    for name in dict.fromkeys((*old, *new)):
        if name == "when" and isinstance(old.get(name, []), list) and isinstance(new.get(name, []), list):
            continue
        if old.get(name) != new.get(name):
            verdicts[name] = _weighed(name, old.get(name), new.get(name))
    verdict: ItemVerdict = max(verdicts.values(), key=WORST.index, default="same")
    yield _line(item, old, verdict, tuple(verdicts), reasons)
    if item.startswith("action:"):
        yield from _of_guards(item, old.get("when") or [], new.get("when") or [], reasons)


def _of_guards(item: str, old: list[Any], new: list[Any], reasons: Mapping[str, str]) -> Iterator[Line]:
    """Guards are told apart by what they ask, not by their place."""
    left = {_asked(guard): (number, guard) for number, guard in enumerate(old)}
    right = {_asked(guard): (number, guard) for number, guard in enumerate(new)}
    name = item.partition(":")[2]
    for asked, (number, guard) in left.items():
        place = f"guard:action.{name}.when.{guard.get('id', number)}"
        if asked not in right:
            yield _line(place, guard, "loosened", (), reasons)
        elif _force(right[asked][1]) != _force(guard):
            weaker = _FORCES.index(_force(right[asked][1])) < _FORCES.index(_force(guard))
            yield _line(place, guard, "loosened" if weaker else "tightened", ("force",), reasons)
    for asked, (number, guard) in right.items():
        if asked not in left:
            yield _line(
                f"guard:action.{name}.when.{guard.get('id', number)}", guard, "tightened", (), reasons
            )


def _asked(guard: Document) -> str:
    return fingerprint(
        {key: one for key, one in guard.items() if key not in (*_WORDS, "force", "id", "lasting")}
    )


def _weighed(name: str, old: Any, new: Any) -> ItemVerdict:
    """What the change of one property does to what the standard asks."""
    if name in _WORDS:
        return "text-changed"
    if name == "force":
        return "loosened" if _FORCES.index(new or "shall") < _FORCES.index(old or "shall") else "tightened"
    if name in _TERMS and isinstance(old, int) and isinstance(new, int):
        return "tightened" if new < old else "loosened"
    if name in _ROLES and isinstance(old, list) and isinstance(new, list):
        return "tightened" if set(new) < set(old) else "loosened"
    if name == "retention":
        return "tightened" if _kept_for(new) >= _kept_for(old) else "loosened"
    if name == "definition":
        return "retyped"
    if name == "signatures":
        return _signatures(old or [], new or [])
    if old is None:
        return "added"
    return "loosened"


def _signatures(old: list[Any], new: list[Any]) -> ItemVerdict:
    """More who sign is stricter; one who need not sign any more, or may be another, is not."""
    return "tightened" if all(one in new for one in old) else "loosened"


def _kept_for(retention: Any) -> float:
    """Years that records are kept."""
    if retention == "permanent":
        return float("inf")
    text = str(retention or "0")
    return float("".join(letter for letter in text if letter.isdigit()) or 0)


def _force(value: Document) -> Force:
    found = value.get("force", "shall")
    return found if found in _FORCES else "shall"


def _line(
    item: str, value: Any, verdict: ItemVerdict, properties: tuple[str, ...], reasons: Mapping[str, str]
) -> Line:
    held = value if isinstance(value, Mapping) else {}
    shows = verdict in ("dropped", "loosened") and item.partition(":")[0] == "fact"
    force: Force = "should" if shows else _force(held)
    reason = reasons.get(item, "") if force != "shall" else ""
    return Line(item, verdict, str(held.get("clause", "")), force, properties, reason)
