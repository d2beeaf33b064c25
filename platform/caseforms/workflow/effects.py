"""What must be done after an event: the workflow says so as values, the services do it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from caseforms.workflow.folding import Event
from caseforms.workflow.guards import MISSING, Facts, holds, look_up, split
from caseforms.workflow.model import ActionRule, Rule, Slot, Workflow

MOMENTS: Mapping[str, tuple[str, ...]] = {
    "record.saved": ("save",),
    "record.submitted": ("submit", "complete"),
    "record.signed": ("complete",),
    "record.handed_over": ("hand_over",),
    "record.voided": ("void",),
}
"""The moments in the life of a record that rules of its slot may wait for, by the event that brings them."""
AUTOMATIC = frozenset({"record.submitted", "record.signed"})
"""After these events an action that needs nobody may do itself."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One consequence. `kind` and what stands in `data`:

    act {action, record} — append `case.acted` with `consequences_of`, as the same person, then ask for its effects;
    issue_number {number} · open_archive {} · raise_alert {alert, key, slot, record} ·
    clear_alert {alert, outcome} · notify {roles, message, tell} · start_case {workflow, link} ·
    start_record {slot, values} · cancel_tasks {schedule} · stop_drafts {slot} · assign {user} ·
    attempt_task {task} · link_case {field, link, record} · let_in {user, part} · end_access {user} ·
    let_go {}, which ends the part of whoever was only asked to take the case over.
    `users` beside `roles` are user ids to be told as well.
    """

    kind: str
    data: Mapping[str, object]


def record_of(workflow: Workflow, event: Event) -> str:
    """The id of the record whose content decides what follows from an event; "" when none does.

    The facts that `effects` is given then have to know it as `this`: derived facts may rest on it.
    """
    data = event.get("data")
    slot = workflow.slots.get(str(data.get("slot"))) if isinstance(data, Mapping) else None
    if not isinstance(data, Mapping) or slot is None or not str(event.get("type")).startswith("record."):
        return ""
    return str(data.get("record", "")) if slot.rules else ""


def watches(workflow: Workflow, slot: str) -> bool:
    """Whether something may follow already from saving a draft of the slot."""
    known = workflow.slots.get(slot)
    return known is not None and any(rule.on == "save" for rule in known.rules)


def awaits(workflow: Workflow, event: Event) -> bool:
    """Whether anything could follow from an event, whatever the facts: if not, nobody needs to gather them."""
    data = event.get("data")
    data = data if isinstance(data, Mapping) else {}
    kind = str(event.get("type"))
    if kind == "case.opened":
        return bool(workflow.numbers_on_opening)
    if kind == "case.acted":
        action = workflow.actions.get(str(data.get("action")))
        return action is not None and bool(action.rules)
    if kind == "timer.fired":
        return True
    if kind in AUTOMATIC and any(rule.automatic for rule in workflow.actions.values()):
        return True
    slot = workflow.slots.get(str(data.get("slot")))
    return slot is not None and any(rule.on in MOMENTS.get(kind, ()) for rule in slot.rules)


def effects(workflow: Workflow, event: Event, facts: Facts) -> tuple[Effect, ...]:
    """The effects of one event, given the facts as they are after it (with its actor, and its record as `this`)."""
    data = event.get("data")
    data = data if isinstance(data, Mapping) else {}
    kind = str(event.get("type"))
    found: list[Effect] = []
    if kind == "case.opened":
        found += [Effect("issue_number", {"number": name}) for name in workflow.numbers_on_opening]
    elif kind == "case.acted":
        found += _of_action(workflow, event, data, facts)
    elif kind == "timer.fired":
        found += _of_timer(workflow, data, facts)
    elif kind.startswith("record."):
        found += _of_record(workflow, kind, event, data, facts)
    return (*found, *_automatic(workflow, kind, data, facts))


def _of_action(workflow: Workflow, event: Event, data: Facts, facts: Facts) -> list[Effect]:
    rule = workflow.actions.get(str(data.get("action")))
    if rule is None:
        return []
    return [
        _effect(each, event, data, facts, {}, workflow.field_labels)
        for each in rule.rules
        if _applies(each, facts)
    ]


def _of_timer(workflow: Workflow, data: Facts, facts: Facts) -> list[Effect]:
    key = str(data.get("due", ""))
    name, _, record = key.partition(":")
    timer = workflow.timers.get(name)
    schedule = workflow.schedules.get(name.partition("/")[0])
    told: dict[str, object] = {"due": key, "record": record}
    if timer is not None:
        slot = workflow.slots.get(timer.for_each)
        entry = _entry(facts, slot, record) if slot else {}
        users = [look_up(entry, ("data", field)) for field in timer.tell]
        told |= {"roles": sorted(timer.escalate_to), "message": dict(timer.message)}
        found = [Effect("act", {"action": timer.act, "record": record})] if timer.act else []
        if timer.escalate_to:
            told |= {"users": [user for user in users if user is not MISSING]}
            found.append(Effect("notify", told))
        return found
    if schedule is not None:
        told |= {"roles": sorted(schedule.escalate_to), "message": dict(schedule.label), "users": []}
        return [Effect("notify", told)]
    return []


def _of_record(workflow: Workflow, kind: str, event: Event, data: Facts, facts: Facts) -> list[Effect]:
    slot = workflow.slots.get(str(data.get("slot")))
    if slot is None:
        return []
    entry = _entry(facts, slot, str(data.get("record")))
    moments = MOMENTS.get(kind, ())
    if kind == "record.saved":
        entry = {"data": data.get("data", {})}
    own = {**facts, "record": entry, "this": {"slot": slot.name, "data": entry.get("data", {})}}
    return [
        _effect(rule, event, data, own, entry, workflow.field_labels)
        for rule in slot.rules
        if rule.on in moments
        and (rule.on != "complete" or entry.get("complete"))
        and _applies(rule, own)
        and _possible(workflow, rule, facts)
    ]


def _possible(workflow: Workflow, rule: Rule, facts: Facts) -> bool:
    """Whether an action that a form brings about has its place now; what is not possible does not follow."""
    if rule.do != "act":
        return True
    action = workflow.actions[str(rule.parameters["action"])]
    stage = look_up(facts, ("case", "stage"))
    shown = action.shown is None or holds(action.shown, facts)
    return (
        stage in action.stages
        and shown
        and all(holds(guard, facts) for guard in action.guards if guard.force == "shall")
    )


def _entry(facts: Facts, slot: Slot, record: str) -> Mapping[str, object]:
    """The facts of one record; of a draft only its data."""
    entries = look_up(facts, ("forms", slot.name, "all"))
    found = [each for each in entries if each["id"] == record] if isinstance(entries, list) else []
    draft = look_up(facts, ("forms", slot.name, "draft"))
    return found[0] if found else {"data": draft} if isinstance(draft, Mapping) else {}


def _applies(rule: Rule, facts: Facts) -> bool:
    return rule.when is None or holds(rule.when, facts)


def _effect(
    rule: Rule,
    event: Event,
    data: Facts,
    facts: Facts,
    entry: Mapping[str, object],
    labels: Mapping[str, Mapping[str, str]],
) -> Effect:
    found: dict[str, object] = dict(rule.parameters)
    record = str(data.get("record", ""))
    if rule.do == "raise_alert":
        source = record or str(event.get("at"))  # one alert per record; by hand: one each time
        found |= {"key": f"{found['alert']}:{source}", "slot": data.get("slot", ""), "record": record}
    elif rule.do == "attempt_task":
        found = {"task": _next_task(facts, str(found["schedule"]))}
    elif rule.do in {"let_in", "end_access"}:
        found["user"] = _asked(facts, str(found["user"]), data)
    elif rule.do == "assign":
        found["user"] = (
            event.get("by") if found["user"] == "actor" else _asked(facts, str(found["user"]), data)
        )
    elif rule.do in {"clear_alert", "start_record", "start_case"}:
        found = {name: _filled(value, facts, labels) for name, value in found.items()}
        found["record"] = record
    elif rule.do in {"act", "link_case"}:
        found["record"] = record
    elif rule.do == "notify" and "tell" in found:
        named = [look_up(entry, ("data", str(field))) for field in found.pop("tell")]  # type: ignore[attr-defined]
        found |= {
            "roles": found.get("roles", []),
            "record": record,
            "users": [user for user in named if user is not MISSING],
        }
    return Effect(rule.do, found)


def _next_task(facts: Facts, schedule: str) -> str:
    """The key of the first task of a schedule that is still to be done."""
    clocks = look_up(facts, ("clocks",))
    waiting = (
        str(due["key"])
        for due in (clocks if isinstance(clocks, list) else [])
        if due["name"] == schedule and due["status"] in {"open", "soon", "overdue"}
    )
    return next(waiting, "")


def _asked(facts: Facts, path: str, data: Facts) -> object:
    """A user named by the event itself (`to`) or found in the facts."""
    value = data.get(path, MISSING)
    return look_up(facts, split(path)) if value is MISSING else value


def _filled(value: object, facts: Facts, labels: Mapping[str, Mapping[str, str]]) -> object:
    """A parameter with its {"from": path} and {"label": "slot.field"} places filled: a fact, the words of a choice of
    this record; a list is joined to one text. What is not there is left out.
    """
    if isinstance(value, Mapping) and set(value) == {"label"}:
        field = str(value["label"])
        code = look_up(facts, ("record", "data", *split(field.partition(".")[2])))
        return labels.get(f"{field}={code}", {}).get("zh")
    if isinstance(value, list) and any(isinstance(each, Mapping) for each in value):
        parts = [_filled(each, facts, labels) for each in value]
        return " ".join(str(part) for part in parts if part)
    if isinstance(value, Mapping) and set(value) == {"from"}:
        found = look_up(facts, split(str(value["from"])))
        return None if found is MISSING else found
    if isinstance(value, Mapping):
        filled = {name: _filled(each, facts, labels) for name, each in value.items()}
        return {name: each for name, each in filled.items() if each is not None}
    return value


def _automatic(workflow: Workflow, kind: str, data: Facts, facts: Facts) -> list[Effect]:
    """The actions that do themselves as soon as nothing stands against them: the first one that does."""
    if kind not in AUTOMATIC:
        return []
    stage = look_up(facts, ("case", "stage"))
    for rule in workflow.actions.values():
        if rule.automatic and stage in rule.stages and _ready(rule, facts):
            return [Effect("act", {"action": rule.name, "record": str(data.get("record", ""))})]
    return []


def _ready(rule: ActionRule, facts: Facts) -> bool:
    shown = rule.shown is None or holds(rule.shown, facts)
    return shown and all(holds(guard, facts) for guard in rule.guards)
