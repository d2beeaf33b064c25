"""Deadlines and follow-up tasks of one case: when each is due, whether it is met, late, paused or called off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from caseforms.workflow.days import Calendar, later
from caseforms.workflow.derived import paused_days
from caseforms.workflow.digest import matches
from caseforms.workflow.folding import moment_of
from caseforms.workflow.guards import MISSING, holds, look_up
from caseforms.workflow.model import Force, Schedule, Text, Timer, Workflow
from caseforms.workflow.selecting import first_value
from caseforms.workflow.state import State, Visit

Facts = Mapping[str, object]
Status = Literal["open", "soon", "overdue", "met", "met_late", "cancelled"]
FURTHEST_TASK = 366 * 12  # days: twelve revisits a year apart


@dataclass(frozen=True, slots=True)
class Due:
    """One deadline. `fire` asks for a `timer.fired` event now: it is overdue, escalates, and has not fired yet."""

    key: str
    name: str
    what: Text
    at: datetime
    day: date
    force: Force
    status: Status
    estimated: bool
    paused: bool
    working_days_left: int
    clause: str
    escalate_to: frozenset[str]
    fire: bool
    record: str
    met_at: datetime | None
    is_task: bool
    roles: frozenset[str]
    message: Text
    attempts: int


def as_json(due: Due) -> dict[str, object]:
    """A deadline as it stands in the facts."""
    document = {name: getattr(due, name) for name in Due.__slots__}
    document |= {"at": due.at.isoformat(), "day": due.day.isoformat()}
    document["met_at"] = due.met_at.isoformat() if due.met_at else None
    return document | {"escalate_to": sorted(due.escalate_to), "roles": sorted(due.roles)}


def from_json(document: Mapping[str, object]) -> Due:
    """The deadline again that `as_json` wrote."""
    values: dict[str, object] = dict(document)
    values |= {"at": moment_of(document["at"]), "day": date.fromisoformat(str(document["day"]))}
    values |= {"met_at": moment_of(document["met_at"])}
    values |= {name: frozenset(document[name]) for name in ("escalate_to", "roles")}  # type: ignore[call-overload]
    return Due(**values)  # type: ignore[arg-type]


def deadlines(
    workflow: Workflow, state: State, facts: Facts, moment: datetime, calendar: Calendar
) -> tuple[Due, ...]:
    """Every deadline of the case that has begun to run, soonest first."""
    found: list[Due] = []
    for timer in workflow.timers.values():
        found += _of_timer(timer, state, facts, moment, calendar)
    for schedule in workflow.schedules.values():
        found += _of_schedule(schedule, state, facts, moment, calendar)
    return tuple(sorted(found, key=lambda due: (due.at, due.key)))


def _of_timer(
    timer: Timer, state: State, facts: Facts, moment: datetime, calendar: Calendar
) -> Iterator[Due]:
    if timer.cancelled is not None and holds(timer.cancelled, facts):
        return
    if timer.dates:
        yield from _of_dates(timer, state, facts, moment, calendar)
        return
    if not timer.for_each:
        due = _due(timer, timer.name, facts, state, moment, calendar, record=None)
        if due is not None:
            yield due
        return
    entries = look_up(facts, ("forms", timer.for_each, "all"))
    for entry in entries if isinstance(entries, list) else []:
        stopped = timer.unless_marked & set(entry["marks"]) | timer.unless_fresh & set(entry["fresh_marks"])
        if matches(timer.where, entry["data"]) and not stopped:
            own = {**facts, "record": {**entry, **entry["data"]}}
            due = _due(timer, f"{timer.name}:{entry['id']}", own, state, moment, calendar, record=entry)
            if due is not None:
                yield due


def _due(
    timer: Timer,
    key: str,
    facts: Facts,
    state: State,
    moment: datetime,
    calendar: Calendar,
    record: Mapping[str, object] | None,
) -> Due | None:
    """The deadline by the length that holds, or by the one that held when it passed or was met."""
    for until, former in timer.former:
        due = _measured(former, key, facts, state, moment, calendar, record)
        if due is not None and (due.at <= until or (due.met_at is not None and due.met_at <= until)):
            return due
    return _measured(timer, key, facts, state, moment, calendar, record)


def _measured(
    timer: Timer,
    key: str,
    facts: Facts,
    state: State,
    moment: datetime,
    calendar: Calendar,
    record: Mapping[str, object] | None,
) -> Due | None:
    paused = paused_days(state, timer.pauses_on, calendar, moment)
    ends = _end(timer, facts, calendar, paused)
    if ends is None:
        return None
    at, estimated = ends
    met_at = _met(timer, facts, state, calendar, record)
    escalates = later(at, timedelta(days=timer.escalate_after_days))
    is_paused = timer.pauses_on in state.flags
    left = calendar.working_days_between(calendar.day_of(moment), calendar.day_of(at))
    status = _status(at, met_at, moment, left, timer.soon)
    return Due(
        key=key,
        name=timer.name,
        what=timer.label,
        at=at,
        day=calendar.day_of(at),
        force=timer.force,
        status=status,
        estimated=estimated,
        paused=is_paused,
        working_days_left=left,
        clause=timer.clause,
        escalate_to=timer.escalate_to,
        fire=bool(timer.escalate_to or timer.act)
        and status == "overdue"
        and moment > escalates
        and key not in state.fired
        and not is_paused,
        record=str(record["id"]) if record else "",
        met_at=met_at,
        is_task=timer.as_task,
        roles=timer.roles,
        message=timer.message,
        attempts=0,
    )


def _of_dates(
    timer: Timer, state: State, facts: Facts, moment: datetime, calendar: Calendar
) -> Iterator[Due]:
    """One clock for each date of a list, met by the records of a slot: by the one that names the date, else in turn."""
    dates = first_value([timer.dates], facts)
    wanted = [day for day in (dates if isinstance(dates, list) else []) if calendar.instant(str(day))]
    met = _met_dates(timer.met, facts, wanted)
    for day in wanted:
        own = {**facts, "date": day}
        due = _due(replace(timer, at=("date",)), f"{timer.name}:{day}", own, state, moment, calendar, None)
        if due is not None:
            met_at = met.get(day)
            status = _status(due.at, met_at, moment, due.working_days_left, timer.soon)
            yield replace(due, met_at=met_at, status=status, fire=due.fire and met_at is None)


def _met_dates(met: Mapping[str, object], facts: Facts, dates: list[str]) -> dict[str, datetime]:
    entries = look_up(facts, ("forms", str(met.get("slot", "")), "all"))
    after = moment_of(first_value([str(met["after"])], facts)) if "after" in met else None
    found: dict[str, datetime] = {}
    unnamed: list[datetime] = []
    for entry in entries if isinstance(entries, list) else []:
        named = look_up(entry["data"], (str(met.get("field", "")),))
        at = moment_of(entry.get("first_submitted_at"))
        if at is None or (after is not None and at < after):
            continue
        if named in dates and named not in found:
            found[str(named)] = at
        elif named is MISSING:
            unnamed.append(at)
    for day in dates:
        if day not in found and unnamed:
            found[day] = unnamed.pop(0)
    return found


def _end(timer: Timer, facts: Facts, calendar: Calendar, paused: object) -> tuple[datetime, bool] | None:
    if timer.at:
        value = first_value(timer.at, facts)
        at = None if value is MISSING else calendar.instant(str(value))
        return None if at is None else (at, False)
    value = first_value(timer.start, facts)
    if value is MISSING:
        return None
    if timer.hours:
        begun = calendar.instant(str(value))
        return None if begun is None else (later(begun, timedelta(hours=timer.hours)), False)
    day = calendar.local_date(str(value))
    if day is None:
        return None
    if timer.working_days:
        due, estimated = calendar.add_working_days(day, timer.working_days, paused)  # type: ignore[arg-type]
        return calendar.end_of(due), estimated
    return later(calendar.end_of(day), timedelta(days=timer.days)), False


def _status(at: datetime, met_at: datetime | None, moment: datetime, left: int, soon: int) -> Status:
    if met_at is not None:
        return "met" if met_at <= at else "met_late"
    if moment > at:
        return "overdue"
    return "soon" if left <= soon else "open"


def _met(
    timer: Timer, facts: Facts, state: State, calendar: Calendar, record: Mapping[str, object] | None
) -> datetime | None:
    met = timer.met
    if record is not None:
        return _met_by_record(met, calendar, record)
    if "submitted" in met:
        entries = look_up(facts, ("forms", str(met["submitted"]), "all"))
        found = entries[0] if isinstance(entries, list) and entries else {}
        return moment_of(found.get("first_submitted_at"))
    if "leaves" in met:
        return _left(state, met["leaves"])
    if "enters" in met:
        return _entered(state, str(met["enters"]), first_value([str(met.get("since", ""))], facts))
    return None


def _met_by_record(
    met: Mapping[str, object], calendar: Calendar, record: Mapping[str, object]
) -> datetime | None:
    """When the record itself ended its clock: at the time one of its fields says, or when it was submitted so."""
    if "complete" in met:
        return moment_of(record.get("completed_at"))
    where = met.get("where")
    if not isinstance(where, Mapping) or not matches(where, record["data"]):
        return None
    said = look_up(record["data"], (str(met.get("at", "")),))
    return calendar.instant(said) if isinstance(said, str) else moment_of(record.get("submitted_at"))


def _left(state: State, stages: object) -> datetime | None:
    """When the case came out of a group of stages for the first time."""
    names = stages if isinstance(stages, list) else [stages]
    return next((visit.entered_at for visit in state.visits if visit.stage not in names), None)


def _entered(state: State, stage: str, since: object) -> datetime | None:
    begun = moment_of(since)

    def counts(visit: Visit) -> bool:
        return visit.stage == stage and (begun is None or visit.entered_at >= begun)

    return next((visit.entered_at for visit in state.visits if counts(visit)), None)


def _of_schedule(
    schedule: Schedule, state: State, facts: Facts, moment: datetime, calendar: Calendar
) -> Iterator[Due]:
    if schedule.cancelled is not None and holds(schedule.cancelled, facts):
        return
    first, every, times = _plan(schedule, facts, calendar)
    if first is None:
        return
    done = _visits(schedule, facts, first)
    series = "-".join(str(first_value([path], facts)) for path in schedule.series)
    paused = schedule.pauses_on in state.flags
    for index in range(1, times + 1):
        key = f"{schedule.name}/{series}-{index}" if series else f"{schedule.name}/{index}"
        note = state.tasks.get(key)
        met_at: datetime | None = None
        waived = note is not None and note.status == "waived"
        if note is not None and note.status == "done":
            met_at = note.at
        elif not waived and done:
            met_at = done.pop(0)
        at = calendar.end_of(first + timedelta(days=every * index))
        left = calendar.working_days_between(calendar.day_of(moment), calendar.day_of(at))
        status: Status = "cancelled" if waived else _status(at, met_at, moment, left, 3)
        yield Due(
            key=key,
            name=schedule.name,
            what=_numbered(schedule.label, index, times),
            at=at,
            day=calendar.day_of(at),
            force=schedule.force,
            status=status,
            estimated=False,
            paused=paused,
            working_days_left=left,
            clause=schedule.clause,
            escalate_to=schedule.escalate_to,
            fire=bool(schedule.escalate_to) and status == "overdue" and key not in state.fired and not paused,
            record="",
            met_at=met_at,
            is_task=True,
            roles=schedule.roles,
            message=schedule.label,
            attempts=len(note.attempts) if note else 0,
        )


def _plan(schedule: Schedule, facts: Facts, calendar: Calendar) -> tuple[date | None, int, int]:
    first = calendar.local_date(str(first_value(schedule.start, facts)))
    every = first_value([schedule.every_days], facts)
    times = first_value([schedule.times], facts) if schedule.times else _until(schedule, facts, calendar)
    if not isinstance(every, int) or not isinstance(times, int) or every < 1 or times < 1:
        return None, 0, 0
    if first is None or first.year > date.max.year - 100:
        return None, 0, 0
    return first, every, min(times, FURTHEST_TASK // every or 1)


def _until(schedule: Schedule, facts: Facts, calendar: Calendar) -> object:
    """How many tasks fit between the start and the last day."""
    first = calendar.local_date(str(first_value(schedule.start, facts)))
    last = calendar.local_date(str(first_value([schedule.until], facts)))
    every = first_value([schedule.every_days], facts)
    if first is None or last is None or not isinstance(every, int) or every < 1:
        return MISSING
    return (last - first).days // every


def _visits(schedule: Schedule, facts: Facts, first: date) -> list[datetime]:
    entries = look_up(facts, ("forms", schedule.slot, "all"))
    after = moment_of(first_value([schedule.after], facts)) if schedule.after else None
    times = [
        moment_of(entry.get("first_submitted_at"))
        for entry in (entries if isinstance(entries, list) else [])
        if matches(schedule.done_where, entry["data"])
        and str(entry.get("first_submitted_on", "")) >= first.isoformat()
    ]
    return [at for at in times if at is not None and (after is None or at > after)]


def _numbered(label: Text, index: int, times: int) -> Text:
    return {
        language: text.replace("{number}", str(index)).replace("{times}", str(times))
        for language, text in label.items()
    }
