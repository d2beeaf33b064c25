"""Where a case is, what may be done now and by whom, why not, what is open and due: pure, total, the same for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from caseforms.workflow.clocks import Due, from_json
from caseforms.workflow.days import Calendar
from caseforms.workflow.guards import Facts, Guard, holds, look_up
from caseforms.workflow.model import ActionRule, Slot, Text, Workflow
from caseforms.workflow.open_items import OpenItem, open_items
from caseforms.workflow.reasons import Reason, reasons, waiting_since, words


@dataclass(frozen=True, slots=True)
class Action:
    """Something that may be done from this stage. `warnings` allow it, with a reason (宜).

    `by_form`: it is done by submitting the form of `slot`, which brings about the event; there is no button of its
    own. `asks` names what the event's data must carry beside the reason: user, record, date, kind (one of `kinds`).
    """

    name: str
    label: Text
    allowed: bool
    why_not: tuple[Reason, ...]
    warnings: tuple[Reason, ...]
    slot: str
    to: str
    roles: frozenset[str]
    clause: str
    needs_reason: bool
    asks: tuple[str, ...]
    consequence: Text
    path: str
    automatic: bool
    by_form: bool
    kinds: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Offer:
    """A form that may be begun now."""

    slot: str
    definition_id: str
    label: Text
    allowed: bool
    why_not: tuple[Reason, ...]
    many: bool
    required: bool
    clause: str


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one thing to name first on the case's page: an action that is ready, or what the way forward waits for."""

    text: Text
    action: str
    slot: str
    role: str
    since: str
    due: Due | None
    ready: bool


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A case at an instant."""

    stage: str
    phase: str
    entered_at: str
    flags: tuple[str, ...]
    actions: tuple[Action, ...]
    offers: tuple[Offer, ...]
    open_items: tuple[OpenItem, ...]
    due: tuple[Due, ...]
    next_step: NextStep | None


def evaluate(workflow: Workflow, facts: Facts, now: datetime, calendar: Calendar) -> Evaluation:
    """Read the facts of an instant (`facts(..., now, calendar)` with the same two) as what a person may do.

    Without an actor in the facts the roles of actions and offers are not checked: the answer is for the case, not
    for somebody.
    """
    due = tuple(from_json(each) for each in _list(facts.get("clocks")))
    stage = str(look_up(facts, ("case", "stage")))
    found = workflow.stages.get(stage)
    actions = tuple(
        _action(workflow, rule, facts, stage)
        for rule in workflow.actions.values()
        if stage in rule.stages and (rule.shown is None or holds(rule.shown, facts))
    )
    needed = _needed_slots(workflow, facts, actions)
    return Evaluation(
        stage=stage,
        phase=found.phase if found else "",
        entered_at=str(look_up(facts, ("case", "entered_at"))) if found else "",
        flags=tuple(name for name in workflow.flags if look_up(facts, ("flags", name)) is True),
        actions=actions,
        offers=_offers(workflow, facts, stage, needed),
        open_items=open_items(workflow, facts, actions_forward(workflow, actions), due),
        due=due,
        next_step=_next_step(workflow, facts, actions, due),
    )


def actions_forward(workflow: Workflow, actions: tuple[Action, ...]) -> tuple[ActionRule, ...]:
    """The rules of the offered actions that lead the case on."""
    return tuple(workflow.actions[action.name] for action in actions if action.path == "forward")


def target_of(rule: ActionRule, stage: str, facts: Facts) -> str:
    """The stage that an action leads to from this one."""
    target = rule.to.get(stage, rule.to.get("*", "same"))
    if target == "previous":
        return str(look_up(facts, ("case", "previous_stage"))) or stage
    return stage if target == "same" else target


def role_reason(
    workflow: Workflow, roles: frozenset[str], facts: Facts, code: str = "role"
) -> tuple[Reason, ...]:
    """Why this actor is not one of those who may; nothing when there is no actor to judge."""
    if "actor" not in facts or not roles:
        return ()
    held = look_up(facts, ("actor", "roles"))
    own = set(held) if isinstance(held, list) else set()
    if own & roles or ("responsible" in roles and look_up(facts, ("actor", "is_responsible")) is True):
        return ()
    template = workflow.wording["role"]
    text = {
        language: template[language].replace("{role}", _joined(workflow, roles, language))
        for language in ("zh", "en")
    }
    return (Reason(code, text, "", "shall"),)


def _joined(workflow: Workflow, roles: frozenset[str], language: str) -> str:
    names = [text.get(language, "") for name, text in workflow.roles.items() if name in roles]
    return ("、" if language == "zh" else ", ").join(names)


def _action(workflow: Workflow, rule: ActionRule, facts: Facts, stage: str) -> Action:
    found = reasons(workflow, rule.guards, facts)
    why_not = role_reason(workflow, rule.by, facts) + tuple(each for each in found if each.force == "shall")
    warnings = tuple(each for each in found if each.force != "shall")
    return Action(
        name=rule.name,
        label=rule.label,
        allowed=not why_not,
        why_not=why_not,
        warnings=warnings,
        slot=rule.slot,
        to=target_of(rule, stage, facts),
        roles=rule.by,
        clause=rule.clause,
        needs_reason=rule.reason or any(each.force == "should" for each in warnings),
        asks=rule.asks,
        consequence=rule.consequence,
        path=rule.path,
        automatic=rule.automatic,
        by_form=rule.by_form,
        kinds=rule.kinds,
    )


def _needed_slots(workflow: Workflow, facts: Facts, actions: tuple[Action, ...]) -> set[str]:
    needed: set[str] = set()
    for rule in actions_forward(workflow, actions):
        for guard in rule.guards:
            needed |= {leaf.path[1] for leaf in missing_leaves(guard, facts) if leaf.path[0] == "forms"}
    return needed


def missing_leaves(guard: Guard, facts: Facts) -> tuple[Guard, ...]:
    """The leaves of an unmet guard that do not hold."""
    if holds(guard, facts):
        return ()
    if not guard.parts:
        return (guard,)
    return tuple(leaf for part in guard.parts for leaf in missing_leaves(part, facts))


def may_open(workflow: Workflow, slot: Slot, facts: Facts, stage: str) -> bool:
    """Whether the slot has its place in this stage and room for another record."""
    if stage not in slot.stages:
        return False
    if slot.many or (slot.again is not None and holds(slot.again, facts)):
        return True
    return not look_up(facts, ("forms", slot.name, "done")) and not look_up(
        facts, ("forms", slot.name, "drafts")
    )


def _offers(workflow: Workflow, facts: Facts, stage: str, needed: set[str]) -> tuple[Offer, ...]:
    offers = []
    for slot in workflow.slots.values():
        if not may_open(workflow, slot, facts, stage):
            continue
        found = role_reason(workflow, slot.start, facts) + reasons(workflow, slot.to_open, facts)
        why_not = tuple(each for each in found if each.force == "shall")
        offers.append(
            Offer(
                slot=slot.name,
                definition_id=slot.definition,
                label=slot.label,
                allowed=not why_not,
                why_not=found,
                many=slot.many,
                required=slot.name in needed,
                clause=slot.clause,
            )
        )
    return tuple(offers)


def _next_step(
    workflow: Workflow, facts: Facts, actions: tuple[Action, ...], due: tuple[Due, ...]
) -> NextStep | None:
    if alarm := _alarm(workflow, facts):
        return alarm
    running = [each for each in due if each.status in {"open", "soon", "overdue"} and not each.is_task]
    clock = running[0] if running else None
    forward = [action for action in actions if action.path == "forward"]
    for action in forward:
        guards = workflow.actions[action.name].guards
        failing = [guard for guard in guards if guard.force == "shall" and not holds(guard, facts)]
        if not failing:
            return NextStep(action.label, action.name, action.slot, "", "", clock, ready=True)
    for action in forward:
        for guard in workflow.actions[action.name].guards:
            if guard.force == "shall" and not holds(guard, facts):
                return _waiting(workflow, action, guard, facts, clock)
    return None


def _alarm(workflow: Workflow, facts: Facts) -> NextStep | None:
    """An open alert comes before every step forward: its record, or the signature that the record still lacks."""
    for alert in workflow.alerts.values():
        state = look_up(facts, ("alerts", alert.name))
        if not isinstance(state, Mapping) or not state["open"]:
            continue
        role = _missing_role(facts, alert.slot)
        text = _waits_for(workflow, alert.slot, role) if role else alert.label
        return NextStep(text, "", alert.slot, role, str(state.get("since", "")), None, ready=False)
    return None


def _missing_role(facts: Facts, slot: str) -> str:
    """Who has still to sign the latest record of a slot, if anybody."""
    written = look_up(facts, ("forms", slot, "all"))
    return next(iter(written[-1].get("missing", ())), "") if isinstance(written, list) and written else ""


def _waits_for(workflow: Workflow, slot: str, role: str) -> Text:
    template = workflow.wording["signed"]
    names = workflow.roles.get(f"signer_{role}", {})
    return {
        language: template[language]
        .replace("{form}", workflow.slots[slot].label[language])
        .replace("{role}", names.get(language, role))
        for language in ("zh", "en")
    }


def _waiting(workflow: Workflow, action: Action, guard: Guard, facts: Facts, clock: Due | None) -> NextStep:
    leaf = next((each for each in missing_leaves(guard, facts) if each.path[:1] == ("forms",)), guard)
    slot = leaf.path[1] if leaf.path[:1] == ("forms",) else ""
    role = _missing_role(facts, slot) if leaf.operator == "complete" else ""
    text = _waits_for(workflow, slot, role) if role else words(workflow, guard)
    return NextStep(text, action.name, slot, role, waiting_since(leaf, facts), clock, ready=False)


def _list(value: object) -> list[Mapping[str, object]]:
    return value if isinstance(value, list) else []
