"""Cases as indicators see them, written down by tests: their forms, their stages, their tasks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from caseforms import indicators
from caseforms.indicators import Asked, Count, Figures, Ground, Period, Table, number
from caseforms.workflow import Calendar, Due

Entry = dict[str, Any]
CD = "chronic-disease-case"
_ids = count(1)


def entry(data: Mapping[str, Any], on: str, *, complete: bool = True, completed: str = "") -> Entry:
    """A submitted record; `completed` is the day of its last signature."""
    made: Entry = {
        "id": f"record-{next(_ids)}",
        "number": 1,
        "data": dict(data),
        "complete": complete,
        "submitted_at": f"{on}T02:00:00+00:00",
        "submitted_on": on,
        "first_submitted_at": f"{on}T02:00:00+00:00",
        "first_submitted_on": on,
    }
    return made | ({"completed_on": completed or on} if complete else {})


def slot(entries: Sequence[Entry]) -> dict[str, Any]:
    """The facts of the place of a form."""
    if not entries:
        return {"count": 0, "done": False, "complete": False, "all": []}
    whole = [each for each in entries if each["complete"]]
    facts = {
        "count": len(entries),
        "done": True,
        "complete": entries[-1]["complete"],
        "all": list(entries),
        "latest": entries[-1]["data"],
        "first": entries[0]["data"],
        "first_submitted_on": entries[0]["first_submitted_on"],
    }
    if whole:
        facts |= {"in_force": whole[-1]["data"], "completed_on": whole[-1]["completed_on"]}
        facts["first_completed_on"] = whole[0]["completed_on"]
    return facts


def ground(
    forms: Mapping[str, Sequence[Entry]],
    *,
    workflow: str = CD,
    stage: str = "service",
    final: bool = False,
    opened: str = "2026-01-05",
    entered: str = "2026-01-05",
    ended: str = "",
    person: str = "",
    tasks: Iterable[Due] = (),
    pauses: Mapping[str, Any] | None = None,
    settings: Mapping[str, object] | None = None,
    register: str = "",
) -> Ground:
    """A case, or with `register` a record outside cases."""
    case = {
        "stage": stage,
        "final": final,
        "opened_on": opened,
        "entered_on": entered,
        "stages_seen": [stage],
    }
    document = {
        "case": case,
        "forms": {name: slot(entries) for name, entries in forms.items()},
        "settings": dict(settings or {}),
        "visits": [],
    }
    return Ground(
        workflow="" if register else workflow,
        register=register,
        document=document,
        calendar=Calendar(),
        deadlines=tuple(tasks),
        pauses=pauses or {},
        ended=date.fromisoformat(ended) if ended else None,
        blind=lambda kind, text: f"{kind}:{text}",
        person=person or f"person-{next(_ids)}",
    )


def task(day: str, *, met: str = "", name: str = "follow_up", cancelled: bool = False) -> Due:
    """A follow-up task; `met` is the day of the record that did it."""
    at = datetime.fromisoformat(f"{day}T15:59:59+00:00")
    values: dict[str, Any] = dict.fromkeys(Due.__slots__, "")
    values |= {"key": f"{name}/{day}", "name": name, "at": at, "day": date.fromisoformat(day)}
    values["status"] = "cancelled" if cancelled else "met" if met else "overdue"
    values["met_at"] = datetime.fromisoformat(f"{met}T02:00:00+00:00") if met else None
    return Due(**values)


def judged(
    table: Table,
    grounds: Iterable[Ground],
    period: Period,
    *,
    today: date = date(2026, 12, 31),
    given: Mapping[str, int] | None = None,
) -> Figures:
    """The table over these cases, counted in memory as the database counts it."""
    rows = [
        (row, place)
        for place, each in enumerate(grounds)
        for row in indicators.contributions(table, _with_settings(each, table))
    ]
    start, end = number(period.start), number(min(period.end, today))
    counts = {}
    for counter in table.counters():
        inside = [
            (row, place) for row, place in rows if row.counter == counter.id and row.counts_in(start, end)
        ]
        if counter.distinct:
            every = {row.unit for row, _ in inside}
            good = {row.unit for row, _ in inside if row.met}
            counts[counter.id] = Count(len(good), len(every))
        else:
            amount = sum(row.amount for row, _ in inside if row.met)
            counts[counter.id] = Count(sum(row.met for row, _ in inside), len(inside), amount)
    return indicators.judge(table, counts, Asked(given or {}, table.settings))


def _with_settings(found: Ground, table: Table) -> Ground:
    settings = {**table.settings, **found.document["settings"]}  # type: ignore[dict-item]
    return found.with_own(settings=settings)


NOON = datetime(2026, 3, 31, 4, tzinfo=UTC)
