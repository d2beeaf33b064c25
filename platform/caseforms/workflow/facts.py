"""The facts of a case: one JSON document that every guard, flag and indicator is evaluated on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from caseforms.workflow.clocks import Due, as_json, deadlines
from caseforms.workflow.days import Calendar
from caseforms.workflow.derived import derive
from caseforms.workflow.digest import Record, digest, matches
from caseforms.workflow.guards import holds
from caseforms.workflow.model import Track, Workflow
from caseforms.workflow.selecting import Surroundings
from caseforms.workflow.state import State


def facts(
    workflow: Workflow,
    state: State,
    records: Iterable[Record],
    now: datetime,
    calendar: Calendar,
    actor: Mapping[str, object] | None = None,
    this: Mapping[str, object] | None = None,
    settings: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """Everything that is known of a case at an instant.

    `records` are all of the case's records, drafts and void ones too, with their data. `actor` is
    {"id", "roles"}; without one, guards on the actor do not hold. `this` is the record being submitted:
    {"slot", "data", "id"?, "author"?}. `settings` are what the institution has set for itself instead of the
    workflow's own limits and intervals.
    """
    document: dict[str, object] = {
        "case": _case(workflow, state, now, calendar),
        "settings": {name: each["default"] for name, each in workflow.settings.items()}
        | dict(settings or {}),
        "flags": {name: name in state.flags for name in workflow.flags},
        "flags_since": {name: since.isoformat() for name, since in state.flags.items()},
        "forms": digest(workflow, state, records, calendar),
        "acts": {
            name: {"at": act.at.isoformat(), "by": act.by, "data": dict(act.data), "count": act.count}
            for name, act in state.acts.items()
        },
        "alerts": _alerts(workflow, state),
        "visits": [
            {"stage": visit.stage, "entered_at": visit.entered_at.isoformat(), "by": visit.by}
            for visit in state.visits
        ],
    }
    if actor is not None:
        document["actor"] = {
            "id": str(actor.get("id", "")),
            "roles": sorted(str(role) for role in _listed(actor.get("roles"))),
            "is_responsible": bool(state.responsible) and actor.get("id") == state.responsible,
        }
    if this is not None:
        document["this"] = dict(this)
    derive(
        workflow.derived,
        document,
        Surroundings(state, calendar, now, workflow.derived_guards, workflow.field_labels),
    )
    _derive_flags(workflow, document)
    document["tracks"] = {name: _track(track, document) for name, track in workflow.tracks.items()}
    clocks = deadlines(workflow, state, document, now, calendar)
    document["clocks"] = [as_json(due) for due in clocks]
    document["due"] = {due.key: _due_fact(due) for due in clocks}
    document["tasks"] = {name: _tasks(name, clocks) for name in workflow.schedules}
    return document


def _case(workflow: Workflow, state: State, now: datetime, calendar: Calendar) -> dict[str, object]:
    stage = workflow.stages.get(state.stage)
    case: dict[str, object] = {
        **state.numbers,
        "stage": state.stage,
        "phase": stage.phase if stage else "",
        "final": bool(stage and stage.final),
        "previous_stage": state.previous,
        "responsible_worker": state.responsible,
        "stages_seen": sorted({visit.stage for visit in state.visits}),
    }
    if state.opened_at is not None and state.entered_at is not None:
        entered = calendar.day_of(state.entered_at)
        case |= {
            "today": calendar.day_of(now).isoformat(),
            "opened_on": calendar.day_of(state.opened_at).isoformat(),
            "entered_on": entered.isoformat(),
            "entered_at": state.entered_at.isoformat(),
            "days_in_stage": (calendar.day_of(now) - entered).days,
        }
    return case


def _listed(value: object) -> Iterable[object]:
    return value if isinstance(value, list | tuple | set | frozenset) else ()


def _alerts(workflow: Workflow, state: State) -> dict[str, object]:
    found: dict[str, object] = {}
    for name in workflow.alerts:
        open_ones = [each for each in state.alerts.values() if each.alert == name and each.cleared_at is None]
        since = min((each.raised_at for each in open_ones), default=None)
        found[name] = {
            "open": len(open_ones),
            "raised": sum(1 for each in state.alerts.values() if each.alert == name),
            **({"since": since.isoformat()} if since else {}),
        }
    return found


def _derive_flags(workflow: Workflow, document: dict[str, object]) -> None:
    flags = document["flags"]
    for flag in workflow.flags.values():
        if flag.set_when is not None and isinstance(flags, dict):
            flags[flag.name] = flags[flag.name] or holds(flag.set_when, document)


def _track(track: Track, document: Mapping[str, object]) -> dict[str, object]:
    forms = document["forms"]
    entries = forms[track.slot]["all"] if isinstance(forms, Mapping) else []
    items: list[dict[str, object]] = []
    for entry in entries:
        for state in track.states:
            if matches(state.where, entry) and (state.when is None or holds(state.when, document)):
                items.append({"record": entry["id"], "state": state.name, "open": state.open})
                break
    states = [str(item["state"]) for item in items]
    return {
        "items": items,
        "open": sum(1 for item in items if item["open"]),
        "states": {state.name: states.count(state.name) for state in track.states},
        **({"latest": states[-1]} if states else {}),
    }


def _due_fact(due: Due) -> dict[str, object]:
    return {
        "day": due.day.isoformat(),
        "status": due.status,
        "late": due.status in {"overdue", "met_late"},
        "fired": not due.fire,
    }


def _tasks(schedule: str, clocks: Iterable[Due]) -> dict[str, object]:
    statuses = [due.status for due in clocks if due.name == schedule]
    waiting = sum(1 for status in statuses if status in {"open", "soon", "overdue"})
    return {
        "planned": len(statuses),
        "done": sum(1 for status in statuses if status in {"met", "met_late"}),
        "waived": statuses.count("cancelled"),
        "open": waiting,
        "finished": waiting == 0,
    }
