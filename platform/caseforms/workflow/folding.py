"""The fold: a case's events, oldest first, become its State. Total: what it does not understand it passes over.

Only the events' own times are used, never a clock, and never what a record contains. An action's consequences
stand in its event (`to`, `set`, `clear`, written by `consequences_of`), so an old event keeps its meaning under a
newer definition; an event without them takes them from the definition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from caseforms.workflow.model import PREVIOUS, SAME, ActionRule, Workflow
from caseforms.workflow.state import Act, AlertState, Pause, RecordState, State, TaskState, Visit

Event = Mapping[str, object]
Data = Mapping[str, object]
Step = Callable[[Workflow, State, Event, datetime, Data], State]


def fold(workflow: Workflow, events: Iterable[Event], state: State | None = None) -> State:
    """The state after these events; given a state, the state after it and them."""
    current = state or State()
    for event in events:
        current = _after(workflow, current, event)
    return current


def consequences_of(workflow: Workflow, state: State, action: str) -> dict[str, object]:
    """What to write into the `case.acted` event of an action done now: {"from", "to", "set", "clear"}."""
    rule = workflow.actions[action]
    return {
        "from": state.stage,
        "to": _target(workflow, state, rule),
        "set": list(rule.sets),
        "clear": list(rule.clears),
    }


def moment_of(value: object) -> datetime | None:
    """An event's time as an aware instant in UTC; None when it is none."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if not isinstance(value, datetime):
        return None
    try:
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        return None


def _after(workflow: Workflow, state: State, event: Event) -> State:
    kind, moment, data = event.get("type"), moment_of(event.get("at")), event.get("data")
    seq = event.get("seq")
    step = STEPS.get(kind) if isinstance(kind, str) else None
    if moment is None or step is None:
        return state
    state = replace(state, seq=seq if isinstance(seq, int) else state.seq + 1)
    return step(workflow, state, event, moment, data if isinstance(data, Mapping) else {})


def _text(data: Data, key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""


def _names(data: Data, key: str) -> tuple[str, ...] | None:
    value = data.get(key)
    return tuple(name for name in value if isinstance(name, str)) if isinstance(value, list | tuple) else None


def _opened(workflow: Workflow, state: State, event: Event, moment: datetime, data: Data) -> State:
    if state.opened_at is not None:
        return state
    by = _text(event, "by")
    worker = _text(data, "responsible") or (by if event.get("role") == "social_worker" else "")
    links = ({"case": data["linked_from"], "kind": "from"},) if data.get("linked_from") else ()
    return replace(
        state,
        opened_at=moment,
        opened_by=by,
        responsible=worker,
        stage=workflow.start,
        visits=(Visit(workflow.start, moment),),
        links=links,
    )


def _numbered(_: Workflow, state: State, __: Event, ___: datetime, data: Data) -> State:
    name, value = _text(data, "number"), _text(data, "value")
    return replace(state, numbers={**state.numbers, name: value}) if name else state


def _assigned(_: Workflow, state: State, __: Event, ___: datetime, data: Data) -> State:
    return replace(state, responsible=_text(data, "user") or state.responsible)


def _acted(workflow: Workflow, state: State, event: Event, moment: datetime, data: Data) -> State:
    name = _text(data, "action")
    rule = workflow.actions.get(name)
    target = _text(data, "to") or (_target(workflow, state, rule) if rule else state.stage)
    sets, clears = _names(data, "set"), _names(data, "clear")
    state = _noted(state, name, event, moment, data)
    state = _flagged(state, sets if sets is not None else (rule.sets if rule else ()), moment)
    state = _unflagged(state, clears if clears is not None else (rule.clears if rule else ()), moment)
    return _moved(workflow, state, target, name, moment)


def _noted(state: State, name: str, event: Event, moment: datetime, data: Data) -> State:
    earlier = state.acts.get(name)
    act = Act(
        at=moment,
        by=_text(event, "by"),
        role=_text(event, "role"),
        reason=_text(data, "reason"),
        data=dict(data),
        count=(earlier.count if earlier else 0) + 1,
    )
    state = replace(state, acts={**state.acts, name: act})
    record = state.records.get(_text(data, "record"))
    if record is None:
        return state
    marked = replace(record, marks={**record.marks, name: moment}, fresh={**record.fresh, name: moment})
    return replace(state, records={**state.records, _text(data, "record"): marked})


def _flagged(state: State, names: Iterable[str], moment: datetime) -> State:
    for name in names:
        if name not in state.flags:
            pauses = (*state.pauses.get(name, ()), Pause(moment))
            state = replace(state, flags={**state.flags, name: moment}, pauses={**state.pauses, name: pauses})
    return state


def _unflagged(state: State, names: Iterable[str], moment: datetime) -> State:
    for name in names:
        if name in state.flags:
            *before, last = state.pauses[name]
            state = replace(
                state,
                flags={flag: since for flag, since in state.flags.items() if flag != name},
                pauses={**state.pauses, name: (*before, replace(last, until=moment))},
            )
    return state


def _target(workflow: Workflow, state: State, rule: ActionRule) -> str:
    target = rule.to.get(state.stage, rule.to.get("*", SAME))
    if target == PREVIOUS:
        return state.previous or state.stage
    return state.stage if target == SAME else target


def _moved(workflow: Workflow, state: State, target: str, action: str, moment: datetime) -> State:
    if target == state.stage or target not in workflow.stages or not state.visits:
        return state
    left = replace(state.visits[-1], left_at=moment, by=action)
    return replace(state, stage=target, visits=(*state.visits[:-1], left, Visit(target, moment)))


def _started(_: Workflow, state: State, event: Event, moment: datetime, data: Data) -> State:
    name, by = _text(data, "record"), _text(event, "by")
    if not name or name in state.records:
        return state
    record = RecordState(_text(data, "slot"), moment, by, by)
    return replace(state, records={**state.records, name: record})


def _submitted(workflow: Workflow, state: State, event: Event, moment: datetime, data: Data) -> State:
    state = _started(workflow, state, event, moment, data)
    name = _text(data, "record")
    record = state.records.get(name)
    if record is None or record.status == "void":
        return state
    first = record.first_submitted_at or moment
    submitted = replace(record, status="submitted", first_submitted_at=first, submitted_at=moment, fresh={})
    return replace(state, records={**state.records, name: submitted})


def _handed_over(_: Workflow, state: State, __: Event, ___: datetime, data: Data) -> State:
    name, receiver = _text(data, "record"), _text(data, "to")
    record = state.records.get(name)
    if record is None or not receiver:
        return state
    return replace(state, records={**state.records, name: replace(record, holder=receiver)})


def _voided(_: Workflow, state: State, __: Event, ___: datetime, data: Data) -> State:
    name = _text(data, "record")
    record = state.records.get(name)
    if record is None:
        return state
    return replace(state, records={**state.records, name: replace(record, status="void")})


def _task(status: str) -> Step:
    def step(_: Workflow, state: State, __: Event, moment: datetime, data: Data) -> State:
        name = _text(data, "task")
        if not name:
            return state
        task = state.tasks.get(name, TaskState())
        if status == "attempted":
            task = replace(task, attempts=(*task.attempts, moment))
        else:
            task = TaskState(status, moment, _text(data, "reason"), task.attempts)  # type: ignore[arg-type]
        return replace(state, tasks={**state.tasks, name: task})

    return step


def _fired(_: Workflow, state: State, __: Event, moment: datetime, data: Data) -> State:
    due = _text(data, "due")
    return replace(state, fired={**state.fired, due: moment}) if due and due not in state.fired else state


def _alert_key(data: Data) -> str:
    return _text(data, "key") or ":".join(filter(None, (_text(data, "alert"), _text(data, "record"))))


def _raised(_: Workflow, state: State, __: Event, moment: datetime, data: Data) -> State:
    key = _alert_key(data)
    if not key or key in state.alerts:  # one alert per record, however often the record is revised or sent
        return state
    alert = AlertState(_text(data, "alert"), moment, _text(data, "slot"), _text(data, "record"))
    return replace(state, alerts={**state.alerts, key: alert})


def _cleared(_: Workflow, state: State, __: Event, moment: datetime, data: Data) -> State:
    key, name, outcome = _text(data, "key"), _text(data, "alert"), _text(data, "outcome")
    alerts = {
        each: replace(alert, cleared_at=moment, outcome=outcome)
        if alert.cleared_at is None and (each == key if key else alert.alert == name)
        else alert
        for each, alert in state.alerts.items()
    }
    return replace(state, alerts=alerts)


def _linked(_: Workflow, state: State, __: Event, ___: datetime, data: Data) -> State:
    return replace(state, links=(*state.links, dict(data)))


def _unchanged(_: Workflow, state: State, __: Event, ___: datetime, ____: Data) -> State:
    return state


STEPS: Mapping[str, Step] = {
    "case.opened": _opened,
    "case.numbered": _numbered,
    "case.assigned": _assigned,
    "case.acted": _acted,
    "case.note": _unchanged,
    "case.version": _unchanged,
    "record.started": _started,
    "record.handed_over": _handed_over,
    "record.submitted": _submitted,
    "record.voided": _voided,
    "record.signed": _unchanged,  # signatures come with the records: whether one still holds depends on content
    "task.done": _task("done"),
    "task.waived": _task("waived"),
    "task.attempted": _task("attempted"),
    "timer.fired": _fired,
    "alert.raised": _raised,
    "alert.cleared": _cleared,
    "link.made": _linked,
}
