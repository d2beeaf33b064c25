"""Plays a story (`at`, `as`, `do` …) through a workflow without a database: for scenarios and for authors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from caseforms.workflow.days import Calendar
from caseforms.workflow.effects import Effect, effects, record_of, watches
from caseforms.workflow.evaluation import Evaluation, evaluate, may_open, role_reason
from caseforms.workflow.facts import facts
from caseforms.workflow.folding import consequences_of, fold
from caseforms.workflow.guards import Facts
from caseforms.workflow.model import Slot, Text, Workflow
from caseforms.workflow.reasons import Reason, reasons
from caseforms.workflow.state import State
from caseforms.workflow.submission import may_hand_over, may_sign, may_submit

Line = Mapping[str, Any]
MORNING = time(9)
DEEPEST = 12  # consequences of consequences: further on, the rules call one another in a circle
USUAL_SIGNATURE = {
    "social_worker": "worker",
    "supervisor": "supervisor",
    "head": "supervisor",
    "client": "client",
}


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line that could not be done; `line` counts from 1."""

    line: int
    reasons: tuple[Reason, ...]


@dataclass(slots=True)
class Story:
    """A case being played: its events and records so far, and what was refused."""

    workflow: Workflow
    calendar: Calendar
    events: list[dict[str, object]] = field(default_factory=list)
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    refused: list[RefusedLine] = field(default_factory=list)
    followed: list[Effect] = field(default_factory=list)
    state: State = field(default_factory=State)
    depth: int = 0

    def known(
        self, moment: datetime, actor: Line | None = None, this: Line | None = None
    ) -> dict[str, object]:
        """The facts at a moment."""
        return facts(
            self.workflow, self.state, list(self.records.values()), moment, self.calendar, actor, this
        )

    def seen(self, moment: datetime) -> Evaluation:
        """The evaluation at a moment, for nobody in particular."""
        return evaluate(self.workflow, self.known(moment), moment, self.calendar)


def play(workflow: Workflow, lines: Iterable[Line], until: datetime, calendar: Calendar) -> Story:
    """Play every line in order, let clocks fire on the way and up to `until`; refused lines change nothing."""
    story = Story(workflow, calendar)
    for index, line in enumerate(lines, 1):
        moment = moment_of_line(str(line["at"]), calendar)
        if not story.events and not (line["do"] == "open" and "slot" not in line):
            _append(story, moment, _actor(line), "case.opened", {})
        _tick(story, moment)
        against = VERBS[line["do"]](story, line, moment)
        if against:
            story.refused.append(RefusedLine(index, tuple(against)))
    _tick(story, until)
    return story


def moment_of_line(text: str, calendar: Calendar) -> datetime:
    """A line's time: absolute, local, or a day alone (nine in the morning). Raises ValueError."""
    if len(text) == len("2026-03-05"):
        return datetime.combine(date.fromisoformat(text), MORNING, calendar.zone).astimezone(UTC)
    moment = calendar.instant(text)
    if moment is None:
        raise ValueError(f"{text!r} is no date or time")
    return moment


def _actor(line: Line) -> dict[str, Any]:
    """`social_worker` or `social_worker:li`: the role, and who."""
    role, _, name = str(line["as"]).partition(":")
    return {"id": name or role, "role": role, "roles": [role]}


def _append(story: Story, moment: datetime, actor: Line, kind: str, data: Line) -> None:
    """Append one event and do all that follows from it."""
    event = {
        "seq": len(story.events) + 1,
        "at": moment.isoformat(),
        "type": kind,
        "by": actor["id"],
        "role": actor["role"],
        "data": dict(data),
    }
    story.events.append(event)
    story.state = fold(story.workflow, [event], story.state)
    if story.depth > DEEPEST:
        raise ValueError(f"the consequences of {kind} have no end")
    story.depth += 1
    for effect in effects(story.workflow, event, story.known(moment, actor, _this(story, event))):
        story.followed.append(effect)
        _follow(story, moment, actor, effect)
    story.depth -= 1


def _this(story: Story, event: Mapping[str, object]) -> Line | None:
    record = story.records.get(record_of(story.workflow, event))
    return None if record is None else {"slot": record["slot"], "data": record["data"], "id": record["id"]}


def _watched(story: Story, line: Line, moment: datetime) -> None:
    """What follows from a draft that was saved."""
    record = _draft(story, line)
    if record is None or not watches(story.workflow, str(line["slot"])):
        return
    actor = _actor(line)
    told = {"slot": record["slot"], "record": record["id"], "data": record["data"]}
    event = {"type": "record.saved", "at": moment.isoformat(), "by": actor["id"], "data": told}
    for effect in effects(story.workflow, event, story.known(moment, actor, _this(story, event))):
        story.followed.append(effect)
        _follow(story, moment, actor, effect)


def _follow(story: Story, moment: datetime, actor: Line, effect: Effect) -> None:
    data = effect.data
    if effect.kind == "act":
        _act(story, moment, actor, str(data["action"]), {"record": data.get("record", "")})
    elif effect.kind == "issue_number" and data["number"] not in story.state.numbers:
        _append(
            story, moment, actor, "case.numbered", {"number": data["number"], "value": f"{data['number']}-1"}
        )
    elif effect.kind in {"raise_alert", "clear_alert"}:
        kind = "alert.raised" if effect.kind == "raise_alert" else "alert.cleared"
        wanted = ("alert", "key", "slot", "record", "outcome")
        _append(
            story,
            moment,
            actor,
            kind,
            {
                name: data[name]
                for name in wanted
                if name in data and not (kind == "alert.cleared" and name == "record")
            },
        )
    elif effect.kind == "assign" and data.get("user"):
        _append(story, moment, actor, "case.assigned", {"user": data["user"]})
    elif effect.kind == "start_record":
        _start(story, moment, actor, story.workflow.slots[str(data["slot"])], _given(data.get("values")))
    elif effect.kind == "stop_drafts":
        _stop_drafts(story, moment, actor, str(data["slot"]))
    elif effect.kind == "attempt_task" and data["task"]:
        _append(story, moment, actor, "task.attempted", {"task": data["task"]})
    elif effect.kind == "cancel_tasks":
        _cancel_tasks(story, moment, actor, str(data["schedule"]))
    elif effect.kind == "start_case":
        _append(story, moment, actor, "link.made", {"kind": data["link"], "workflow": data["workflow"]})


def _stop_drafts(story: Story, moment: datetime, actor: Line, slot: str) -> None:
    for record in list(story.records.values()):
        if record["slot"] == slot and record["status"] == "draft":
            record["status"] = "void"
            _append(story, moment, actor, "record.voided", {"slot": slot, "record": record["id"]})


def _cancel_tasks(story: Story, moment: datetime, actor: Line, schedule: str) -> None:
    """The tasks of a series that are still to be done are given up."""
    clocks = story.known(moment)["clocks"]
    for due in clocks if isinstance(clocks, list) else []:
        if due["name"] == schedule and due["status"] in {"open", "soon", "overdue"}:
            _append(story, moment, actor, "task.waived", {"task": due["key"], "reason": "cancelled"})


def _given(values: object) -> Line:
    return values if isinstance(values, Mapping) else {}


def _act(story: Story, moment: datetime, actor: Line, action: str, data: Line) -> None:
    written = {"action": action, **consequences_of(story.workflow, story.state, action), **data}
    _append(story, moment, actor, "case.acted", written)


def _tick(story: Story, moment: datetime) -> None:
    if story.state.opened_at is None:
        return
    for due in story.seen(moment).due:
        if due.fire:
            clock = {"id": "clock", "role": "clock", "roles": []}
            _append(story, moment, clock, "timer.fired", {"due": due.key})


def _said(story: Story, code: str, template: str = "") -> Reason:
    text: Text = story.workflow.wording.get(template or code, {"zh": code, "en": code})
    return Reason(code, text, "", "shall")


def _open(story: Story, line: Line, moment: datetime) -> list[Reason]:
    actor = _actor(line)
    if "slot" not in line:
        if story.state.opened_at is not None:
            return [_said(story, "opened_already", "finished")]
        _append(story, moment, actor, "case.opened", {})
        return []
    slot = story.workflow.slots.get(line["slot"])
    if slot is None:
        return [_said(story, "unknown_slot")]
    known = story.known(moment, actor)
    if not may_open(story.workflow, slot, known, story.state.stage):
        return [_said(story, "not_now")]
    against = [
        *role_reason(story.workflow, slot.start, known),
        *(each for each in reasons(story.workflow, slot.to_open, known) if each.force == "shall"),
    ]
    if not against:
        _start(story, moment, actor, slot, line.get("data", {}))
    return against


def _start(story: Story, moment: datetime, actor: Line, slot: Slot, data: Line) -> dict[str, Any]:
    numbers = [each["number"] for each in story.records.values() if each["slot"] == slot.name]
    number = max(numbers, default=0) + 1
    record = {
        "id": f"{slot.name}-{number}",
        "slot": slot.name,
        "number": number,
        "revision": 1,
        "status": "draft",
        "data": dict(data),
        "author": actor["id"],
        "submitted_at": None,
        "sha256": "",
        "signatures": [],
    }
    story.records[str(record["id"])] = record
    _append(story, moment, actor, "record.started", {"slot": slot.name, "record": record["id"]})
    return record


def _save(story: Story, line: Line, moment: datetime) -> list[Reason]:
    record = _draft(story, line)
    if record is None:
        against = _open(story, line, moment)
        if against:
            return against
    else:
        record["data"] = {**record["data"], **line.get("data", {})}
    _watched(story, line, moment)
    return []


def _draft(story: Story, line: Line) -> dict[str, Any] | None:
    drafts = [
        each for each in story.records.values() if each["slot"] == line["slot"] and each["status"] == "draft"
    ]
    return drafts[-1] if drafts else None


def _chosen(story: Story, line: Line) -> dict[str, Any] | None:
    """The record of a slot that a line means: by number, or the latest submitted one."""
    found = [
        each
        for each in story.records.values()
        if each["slot"] == line["slot"]
        and (each["number"] == line["number"] if "number" in line else each["status"] == "submitted")
    ]
    return max(found, key=lambda each: each["number"]) if found else None


def _submit(story: Story, line: Line, moment: datetime) -> list[Reason]:
    slot = story.workflow.slots.get(line.get("slot", ""))
    if slot is None:
        return [_said(story, "unknown_slot")]
    actor, record = _actor(line), _chosen(story, line) if "number" in line else _draft(story, line)
    if record is None and not slot.many:
        known = story.known(moment, actor)
        record = None if may_open(story.workflow, slot, known, story.state.stage) else _chosen(story, line)
    content = {**(record["data"] if record else {}), **line.get("data", {})}
    this = {"slot": slot.name, "data": content, "id": record["id"] if record else "", "author": actor["id"]}
    against = may_submit(story.workflow, story.known(moment, actor, this))
    if any(each.force == "shall" for each in against) or (
        any(each.force == "should" for each in against) and not line.get("reason")
    ):
        return list(against)
    if record is None:
        record = _start(story, moment, actor, slot, {})
    _keep(slot, record, content, moment)
    data = {"slot": slot.name, "record": record["id"], "revision": record["revision"]}
    _append(story, moment, actor, "record.submitted", data)
    return []


def _keep(slot: Slot, record: dict[str, Any], content: dict[str, Any], moment: datetime) -> None:
    """Make the content the record's; what changed voids the signatures that bind it."""
    before = record["data"]
    if record["status"] == "submitted":
        record["revision"] += 1
        changed = {name for name in before.keys() | content.keys() if before.get(name) != content.get(name)}
        bound = {each.role: each.binds for each in slot.signatures}
        for signature in record["signatures"]:
            fields = bound.get(signature["role"]) or changed
            signature["valid"] = signature["valid"] and not fields & changed
    record |= {"data": content, "status": "submitted", "submitted_at": moment.isoformat()}


def _sign(story: Story, line: Line, moment: datetime) -> list[Reason]:
    actor, record = _actor(line), _chosen(story, line)
    if record is None:
        return [_said(story, "nothing_to_sign")]
    role = line.get("role") or USUAL_SIGNATURE.get(actor["role"], actor["role"])
    against = may_sign(story.workflow, story.known(moment, actor), record["id"], role)
    if any(each.force == "shall" for each in against):
        return list(against)
    signature = {
        "role": role,
        "signer": actor["id"],
        "at": moment.isoformat(),
        "method": line.get("method", "drawn"),
        "valid": True,
    }
    record["signatures"].append(signature)
    _append(
        story, moment, actor, "record.signed", {"slot": record["slot"], "record": record["id"], **signature}
    )
    return []


def _do_act(story: Story, line: Line, moment: datetime) -> list[Reason]:
    actor, name = _actor(line), line.get("action", "")
    known: Facts = story.known(moment, actor)
    found = evaluate(story.workflow, known, moment, story.calendar)
    action = next((each for each in found.actions if each.name == name), None)
    if action is None:
        return [_said(story, "not_offered", "not_now")]
    if action.by_form:
        return [_said(story, "by_form")]
    if not action.allowed:
        return list(action.why_not)
    if action.needs_reason and not line.get("reason"):
        return list(action.warnings) or [_said(story, "reason_needed", "reason_needed")]
    data = dict(line.get("data", {}))
    if "user" in action.asks:
        data["user"] = str(line.get("to", "")).rpartition(":")[2]
    if "record" in action.asks:
        slot = action.slot or "referral"
        record = _chosen(story, {"slot": slot, **({"number": line["number"]} if "number" in line else {})})
        data["record"] = record["id"] if record else ""
    _act(story, moment, actor, name, {"reason": line.get("reason", ""), **data})
    return []


def _void(story: Story, line: Line, moment: datetime) -> list[Reason]:
    record = _chosen(story, line)
    if record is None or record["status"] == "void":
        return [_said(story, "unknown_slot")]
    if not line.get("reason"):
        return [_said(story, "reason_needed")]
    record["status"] = "void"
    data = {"slot": record["slot"], "record": record["id"], "reason": line["reason"]}
    _append(story, moment, _actor(line), "record.voided", data)
    return []


def _hand_over(story: Story, line: Line, moment: datetime) -> list[Reason]:
    actor, record = _actor(line), _draft(story, line)
    if record is None:
        return [_said(story, "unknown_slot")]
    against = may_hand_over(story.workflow, story.known(moment, actor), line["slot"])
    if not against:
        data = {
            "slot": line["slot"],
            "record": record["id"],
            "to": str(line.get("to", "")).rpartition(":")[2],
        }
        _append(story, moment, actor, "record.handed_over", data)
    return list(against)


def _on_task(kind: str) -> Callable[[Story, Line, datetime], list[Reason]]:
    def verb(story: Story, line: Line, moment: datetime) -> list[Reason]:
        waiting = {due.key for due in story.seen(moment).due if due.status in {"open", "soon", "overdue"}}
        if line.get("task") not in waiting:
            return [_said(story, "unknown_task", "unknown_slot")]
        if not line.get("reason"):
            return [_said(story, "reason_needed")]
        _append(story, moment, _actor(line), kind, {"task": line["task"], "reason": line["reason"]})
        return []

    return verb


def _note(story: Story, line: Line, moment: datetime) -> list[Reason]:
    _append(story, moment, _actor(line), "case.note", {"text": line.get("reason", "")})
    return []


def _pass(_: Story, __: Line, ___: datetime) -> list[Reason]:
    return []


VERBS: Mapping[str, Callable[[Story, Line, datetime], list[Reason]]] = {
    "open": _open,
    "save": _save,
    "submit": _submit,
    "sign": _sign,
    "act": _do_act,
    "void": _void,
    "hand_over": _hand_over,
    "waive": _on_task("task.waived"),
    "attempt": _on_task("task.attempted"),
    "note": _note,
    "tick": _pass,
}
