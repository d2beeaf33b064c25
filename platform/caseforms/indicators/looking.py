"""Gathers the dated looks of one counter: from records, rows of records, the case itself, its tasks, its plan's dates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from caseforms.indicators.expressions import day, derived, length, records, value_at
from caseforms.indicators.ground import Ground, entries_of
from caseforms.indicators.model import Looks, Missing
from caseforms.indicators.spans import Look, number
from caseforms.workflow.folding import moment_of
from caseforms.workflow.guards import MISSING, holds

ONE_DAY = timedelta(days=1)


def looks_of(looks: Looks, ground: Ground) -> Iterator[Look]:
    """The looks that one entry of a definition gathers."""
    yield from SOURCES[looks.of](looks, ground)


def missing_of(entries: tuple[Missing, ...], ground: Ground, first: int = 0) -> int:
    """The number of the first reason that applies, counted from `first`; -1 when none is named."""
    for place, entry in enumerate(entries, first):
        if entry.when is None or holds(entry.when, ground.document):
            return place
    return -1


def unit_of(alternatives: Iterable[Mapping[str, Any]], ground: Ground) -> str:
    """What makes a unit the same unit: the first alternative that has all its values; blinded where it says so."""
    for alternative in alternatives:
        values = [value_at(ground, path) for path in alternative["of"]]
        if all(value is not MISSING and value not in ("", None) for value in values):
            text = "|".join(str(value) for value in values)
            kind = alternative.get("blind")
            return ground.blind(str(kind), text) if kind else text[:64]
    return ""


def _look(looks: Looks, ground: Ground) -> Look | None:
    ground = derived(looks.derive, ground)
    if looks.where is not None and not holds(looks.where, ground.document):
        return None
    on = day(looks.at, ground)
    if on is None:
        return None
    met = looks.met is None or holds(looks.met, ground.document)
    record = value_at(ground, "this.id")
    amount = value_at(ground, looks.amount) if looks.amount else 0
    return Look(
        at=number(on),
        met=met,
        kind=looks.kind,
        overrides=looks.overrides,
        unit=unit_of(looks.unit, ground),
        form=looks.form,
        record=str(record) if record is not MISSING else "",
        missing=-1 if met else missing_of(looks.missing, ground, looks.first),
        amount=int(amount) if isinstance(amount, int | float) else 0,
    )


def _of_form(looks: Looks, ground: Ground) -> Iterator[Look]:
    for one in records({"form": looks.form}, ground):
        for own in _rows(looks.rows, one):
            look = _look(looks, own)
            if look is not None:
                yield look


def _rows(name: str, ground: Ground) -> Iterator[Ground]:
    if not name:
        yield ground
        return
    this, rows = ground.document["this"], value_at(ground, f"this.data.{name}")
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, Mapping) and isinstance(this, Mapping):
            yield ground.with_own(this={**this, "row": row})


def _of_case(looks: Looks, ground: Ground) -> Iterator[Look]:
    look = _look(looks, ground)
    if look is not None:
        yield look


def _of_tasks(looks: Looks, ground: Ground) -> Iterator[Look]:
    """Tasks that fell due, and records nobody had planned.

    A task that the end of the service, a pause or a waiver took away before its day is left out; one whose day had
    come stays. A record counts on the day it was planned for, or, unplanned, on its own day.
    """
    wanted, planned = looks.more.get("clock"), str(looks.more.get("planned", ""))
    paused = str(looks.more.get("pauses", ""))
    used: set[str] = set()
    days: set[date] = set()
    entries = list(entries_of(ground.document, looks.form))
    for due in ground.deadlines:
        if due.name != wanted or due.status == "cancelled":
            continue
        done = next((each for each in entries if _answers(each, due.met_at, due.day, planned)), None)
        if done is None and _taken_away(due.day, paused, ground):
            continue
        days.add(due.day)
        record = str(done["id"]) if done else ""
        used.add(record)
        missing = -1 if done else missing_of(looks.missing, ground, looks.first)
        yield Look(number(due.day), done is not None, form=looks.form, record=record, missing=missing)
    for entry in entries:
        if entry["id"] in used:
            continue
        own = ground.with_own(this=entry)
        on = day(f"this.data.{planned}", own) if planned else None
        on = on if on is not None and on not in days else day(looks.at, own)
        if on is not None:
            yield Look(number(on), True, form=looks.form, record=str(entry["id"]))


def _answers(entry: Mapping[str, Any], met_at: object, due: date, planned: str) -> bool:
    if planned and entry["data"].get(planned) == due.isoformat():
        return True
    return met_at is not None and moment_of(entry.get("first_submitted_at")) == met_at


def _taken_away(on: date, paused: str, ground: Ground) -> bool:
    if ground.ended is not None and on >= ground.ended:
        return True
    return any(
        since <= on and (until is None or on < until) for since, until in ground.pauses.get(paused, ())
    )


def _of_points(looks: Looks, ground: Ground) -> Iterator[Look]:
    """The dates a plan set for evaluations, each with its days of grace, by the version then in force."""
    more = looks.more
    done_form, done_at = str(more["done"]), str(more["done_at"])
    grace = timedelta(days=length(more["grace"], ground))
    paused = str(more.get("pauses", ""))
    done = [
        (day(done_at, one), day(f"this.data.{more['planned']}", one), one)
        for one in records({"form": done_form}, ground)
    ]
    before: date | None = None
    for point in _points(looks, ground):
        last = point + grace
        hit = next((one for on, planned, one in done if _on_time(on, planned, point, before, last)), None)
        before = last
        if hit is None and _taken_away(last, paused, ground):
            continue
        record = str(value_at(hit, "this.id")) if hit else ""
        late = any(planned == point for _, planned, _ in done)
        own = ground.with_own(own={"late": late})
        missing = -1 if hit else missing_of(looks.missing, own, looks.first)
        yield Look(number(last), hit is not None, form=done_form, record=record, missing=missing)


def _on_time(on: date | None, planned: date | None, point: date, before: date | None, last: date) -> bool:
    if on is None or on > last:
        return False
    return planned == point if planned is not None else before is None or on > before


def _points(looks: Looks, ground: Ground) -> list[date]:
    """The dates of each version that lie in its own time: from its signing to that of the next."""
    versions = [
        (day("this.completed_on", one), one)
        for one in records({"form": looks.form}, ground)
        if value_at(one, "this.complete") is True
    ]
    found: set[date] = set()
    for place, (begun, one) in enumerate(versions):
        over = versions[place + 1][0] if place + 1 < len(versions) else None
        for row in _rows(looks.rows, one):
            on = day(looks.at, row)
            if on is not None and begun is not None and begun <= on and (over is None or on < over):
                found.add(on)
    return sorted(found)


SOURCES: Mapping[str, Callable[[Looks, Ground], Iterator[Look]]] = {
    "form": _of_form,
    "case": _of_case,
    "tasks": _of_tasks,
    "points": _of_points,
}
