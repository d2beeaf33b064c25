"""What is pending in a case: forms and signatures that the way on waits for, tasks, reviews, alerts, referrals.

The list is derived, never stored: the reason why an action is refused and the to-do are the same words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from caseforms.workflow.clocks import Due
from caseforms.workflow.guards import Facts, Force, Guard, holds, look_up
from caseforms.workflow.model import ActionRule, Slot, Text, Workflow
from caseforms.workflow.reasons import waiting_since, words

Kind = Literal["form", "signature", "task", "review", "alert", "referral"]


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One to-do. `past` marks what an earlier stage owed and is still not there."""

    key: str
    kind: Kind
    label: Text
    slot: str
    record: str
    roles: frozenset[str]
    user: str
    due: Due | None
    force: Force
    clause: str
    since: str
    past: bool = False


def open_items(
    workflow: Workflow, facts: Facts, forward: tuple[ActionRule, ...], due: tuple[Due, ...]
) -> tuple[OpenItem, ...]:
    """Everything pending, alerts first, then what the stage needs, signatures, tasks, referrals, old debts."""
    signatures = list(_signatures(workflow, facts, due))
    # What a form lacks while its signatures are asked for is just these signatures: one to-do, not two.
    asked = {item.slot for item in signatures}
    found = [
        *_alerts(workflow, facts),
        *signatures,
        *(item for item in _owed(workflow, facts, forward, due, past=False) if item.slot not in asked),
        *_tasks(workflow, facts, due),
        *_tracks(workflow, facts),
        *_owed(workflow, facts, _taken(workflow, facts), due, past=True),
    ]
    unique: dict[str, OpenItem] = {}
    for item in found:
        unique.setdefault(item.key, item)
    return tuple(unique.values())


def _responsible(facts: Facts) -> str:
    return str(look_up(facts, ("case", "responsible_worker")))


def _alerts(workflow: Workflow, facts: Facts) -> Iterator[OpenItem]:
    for alert in workflow.alerts.values():
        state = look_up(facts, ("alerts", alert.name))
        if isinstance(state, Mapping) and state["open"]:
            yield OpenItem(
                key=f"alert:{alert.name}",
                kind="alert",
                label=alert.label,
                slot=alert.slot,
                record="",
                roles=alert.roles,
                user=_responsible(facts),
                due=None,
                force="shall",
                clause=alert.clause,
                since=str(state.get("since", "")),
            )


def _clocks(due: tuple[Due, ...]) -> dict[str, Due]:
    return {each.name: each for each in due if each.status in {"open", "soon", "overdue"}}


def _signatures(workflow: Workflow, facts: Facts, due: tuple[Due, ...]) -> Iterator[OpenItem]:
    clocks = _clocks(due)
    for slot in workflow.slots.values():
        entries = look_up(facts, ("forms", slot.name, "all"))
        entries = entries if isinstance(entries, list) else []
        for entry in entries[-1:] if slot.versions else entries:
            for role in entry["missing"][:1]:  # one after the other, in the order asked
                yield _signature(workflow, slot, entry, role, facts, clocks.get(slot.name))


def _signature(
    workflow: Workflow, slot: Slot, entry: Mapping[str, object], role: str, facts: Facts, due: Due | None
) -> OpenItem:
    signing = next(each for each in slot.signatures if each.role == role)
    template, name = workflow.wording["signed"], workflow.roles.get(f"signer_{role}", {})
    return OpenItem(
        key=f"signature:{entry['id']}:{role}",
        kind="signature",
        label={
            language: template[language]
            .replace("{form}", slot.label[language])
            .replace("{role}", name.get(language, role))
            for language in ("zh", "en")
        },
        slot=slot.name,
        record=str(entry["id"]),
        roles=signing.by,
        user=_responsible(facts) if "social_worker" in signing.by else "",
        due=due,
        force="shall",
        clause=slot.clause,
        since=str(entry.get("submitted_at", "")),
    )


def _owed(
    workflow: Workflow, facts: Facts, rules: tuple[ActionRule, ...], due: tuple[Due, ...], *, past: bool
) -> Iterator[OpenItem]:
    clocks = _clocks(due)
    for rule in rules:
        for guard in rule.guards:
            if holds(guard, facts) or (past and not guard.lasting):
                continue
            slot = _slot_of(guard)
            yield OpenItem(
                key=f"{'past' if past else 'need'}:{guard.id}",
                kind="form" if slot else "task",
                label=words(workflow, guard),
                slot=slot,
                record=str(_draft(facts, slot)),
                roles=workflow.slots[slot].submit if slot in workflow.slots else rule.by,
                user=_responsible(facts),
                due=clocks.get(slot),
                force=guard.force,
                clause=guard.clause,
                since=waiting_since(guard, facts),
                past=past,
            )


def _slot_of(guard: Guard) -> str:
    if guard.path[:1] == ("forms",):
        return guard.path[1]
    return next((found for part in guard.parts if (found := _slot_of(part))), "")


def _draft(facts: Facts, slot: str) -> object:
    found = look_up(facts, ("forms", slot, "draft_record")) if slot else ""
    return found if isinstance(found, str) else ""


def _taken(workflow: Workflow, facts: Facts) -> tuple[ActionRule, ...]:
    """The rules of the forward actions by which the case left its earlier stages."""
    visits = look_up(facts, ("visits",))
    names = {visit["by"] for visit in visits} if isinstance(visits, list) else set()
    return tuple(rule for rule in workflow.actions.values() if rule.name in names and rule.path == "forward")


def _tasks(workflow: Workflow, facts: Facts, due: tuple[Due, ...]) -> Iterator[OpenItem]:
    shown: set[str] = set()
    for each in due:
        if not each.is_task or each.status not in {"open", "soon", "overdue"} or each.paused:
            continue
        schedule = workflow.schedules.get(each.name)
        if schedule is not None and each.status != "overdue" and each.name in shown:
            continue  # of a series, what is overdue and the next one
        shown.add(each.name)
        timer = workflow.timers.get(each.name)
        slot = schedule.slot if schedule else (timer.for_each if timer else "")
        yield OpenItem(
            key=f"task:{each.key}",
            kind="task" if schedule else "review",
            label=each.what,
            slot=slot,
            record=each.record,
            roles=each.roles,
            user=_responsible(facts),
            due=each,
            force=each.force,
            clause=each.clause,
            since="",
        )


def _tracks(workflow: Workflow, facts: Facts) -> Iterator[OpenItem]:
    for track in workflow.tracks.values():
        labels = {state.name: state.label for state in track.states}
        items = look_up(facts, ("tracks", track.name, "items"))
        for item in items if isinstance(items, list) else []:
            if item["open"]:
                yield OpenItem(
                    key=f"{track.name}:{item['record']}",
                    kind="referral",
                    label=labels[item["state"]],
                    slot=track.slot,
                    record=str(item["record"]),
                    roles=track.roles,
                    user=_responsible(facts),
                    due=None,
                    force="shall",
                    clause=track.clause,
                    since="",
                )
