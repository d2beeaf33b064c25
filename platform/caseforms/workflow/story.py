"""A case being played without a database: its events and records so far, and all that follows from each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from caseforms.workflow.days import Calendar
from caseforms.workflow.effects import Effect, effects, record_of, watches
from caseforms.workflow.evaluation import Evaluation, evaluate
from caseforms.workflow.facts import facts
from caseforms.workflow.folding import consequences_of, fold
from caseforms.workflow.model import Slot, Workflow
from caseforms.workflow.reasons import Reason
from caseforms.workflow.state import State

Line = Mapping[str, Any]
DEEPEST = 12  # consequences of consequences: further on, the rules call one another in a circle


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
    played: int = 0  # lines

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

    def copy(self) -> Story:
        """The same story to go on with in another way: what happens in the one is not known in the other."""
        records = {
            name: {**record, "signatures": [dict(each) for each in record["signatures"]]}
            for name, record in self.records.items()
        }
        return replace(
            self,
            events=list(self.events),
            records=records,
            refused=list(self.refused),
            followed=list(self.followed),
        )


def append(story: Story, moment: datetime, actor: Line, kind: str, data: Line) -> None:
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


def saved(story: Story, line: Line, moment: datetime) -> None:
    """What follows from a draft that was saved."""
    record = draft_of(story, line)
    if record is None or not watches(story.workflow, str(line["slot"])):
        return
    actor = actor_of(line)
    told = {"slot": record["slot"], "record": record["id"], "data": record["data"]}
    event = {"type": "record.saved", "at": moment.isoformat(), "by": actor["id"], "data": told}
    for effect in effects(story.workflow, event, story.known(moment, actor, _this(story, event))):
        story.followed.append(effect)
        _follow(story, moment, actor, effect)


def _follow(story: Story, moment: datetime, actor: Line, effect: Effect) -> None:
    data = effect.data
    if effect.kind == "act":
        act(story, moment, actor, str(data["action"]), {"record": data.get("record", "")})
    elif effect.kind == "issue_number" and data["number"] not in story.state.numbers:
        append(
            story, moment, actor, "case.numbered", {"number": data["number"], "value": f"{data['number']}-1"}
        )
    elif effect.kind in {"raise_alert", "clear_alert"}:
        kind = "alert.raised" if effect.kind == "raise_alert" else "alert.cleared"
        wanted = ("alert", "key", "slot", "record", "outcome")
        append(
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
        append(story, moment, actor, "case.assigned", {"user": data["user"]})
    elif effect.kind == "start_record":
        start(story, moment, actor, story.workflow.slots[str(data["slot"])], _given(data.get("values")))
    elif effect.kind == "stop_drafts":
        _stop_drafts(story, moment, actor, str(data["slot"]))
    elif effect.kind == "attempt_task" and data["task"]:
        append(story, moment, actor, "task.attempted", {"task": data["task"]})
    elif effect.kind == "cancel_tasks":
        _cancel_tasks(story, moment, actor, str(data["schedule"]))
    elif effect.kind == "start_case":
        append(story, moment, actor, "link.made", {"kind": data["link"], "workflow": data["workflow"]})


def _stop_drafts(story: Story, moment: datetime, actor: Line, slot: str) -> None:
    for record in list(story.records.values()):
        if record["slot"] == slot and record["status"] == "draft":
            record["status"] = "void"
            append(story, moment, actor, "record.voided", {"slot": slot, "record": record["id"]})


def _cancel_tasks(story: Story, moment: datetime, actor: Line, schedule: str) -> None:
    """The tasks of a series that are still to be done are given up."""
    clocks = story.known(moment)["clocks"]
    for due in clocks if isinstance(clocks, list) else []:
        if due["name"] == schedule and due["status"] in {"open", "soon", "overdue"}:
            append(story, moment, actor, "task.waived", {"task": due["key"], "reason": "cancelled"})


def _given(values: object) -> Line:
    return values if isinstance(values, Mapping) else {}


def act(story: Story, moment: datetime, actor: Line, action: str, data: Line) -> None:
    """An action is done: its event says what it led to."""
    written = {"action": action, **consequences_of(story.workflow, story.state, action), **data}
    append(story, moment, actor, "case.acted", written)


def start(story: Story, moment: datetime, actor: Line, slot: Slot, data: Line) -> dict[str, Any]:
    """A new draft in a slot, with the next number of its kind."""
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
    append(story, moment, actor, "record.started", {"slot": slot.name, "record": record["id"]})
    return record


def draft_of(story: Story, line: Line) -> dict[str, Any] | None:
    """The latest draft in the slot that a line means."""
    drafts = [
        each for each in story.records.values() if each["slot"] == line["slot"] and each["status"] == "draft"
    ]
    return drafts[-1] if drafts else None


def tick(story: Story, moment: datetime) -> None:
    """Let the clocks fire that have come to their time."""
    if story.state.opened_at is None:
        return
    for due in story.seen(moment).due:
        if due.fire:
            clock = {"id": "clock", "role": "clock", "roles": []}
            append(story, moment, clock, "timer.fired", {"due": due.key})


def actor_of(line: Line) -> dict[str, Any]:
    """`social_worker` or `social_worker:li`: the role, and who."""
    role, _, name = str(line["as"]).partition(":")
    return {"id": name or role, "role": role, "roles": [role]}
