"""The verbs of a story's lines (`open`, `submit`, `sign`, `act` …): what each does to the case, or what stands against it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from caseforms.workflow.evaluation import evaluate, may_open, role_reason
from caseforms.workflow.guards import Facts
from caseforms.workflow.model import Slot, Text
from caseforms.workflow.reasons import Reason, reasons
from caseforms.workflow.story import Line, Story, act, actor_of, append, draft_of, saved, start
from caseforms.workflow.submission import may_hand_over, may_sign, may_submit

USUAL_SIGNATURE = {
    "social_worker": "worker",
    "supervisor": "supervisor",
    "head": "supervisor",
    "client": "client",
}


def _said(story: Story, code: str, template: str = "") -> Reason:
    text: Text = story.workflow.wording.get(template or code, {"zh": code, "en": code})
    return Reason(code, text, "", "shall")


def _open(story: Story, line: Line, moment: datetime) -> list[Reason]:
    actor = actor_of(line)
    if "slot" not in line:
        if story.state.opened_at is not None:
            return [_said(story, "opened_already", "finished")]
        append(story, moment, actor, "case.opened", {})
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
        start(story, moment, actor, slot, line.get("data", {}))
    return against


def _save(story: Story, line: Line, moment: datetime) -> list[Reason]:
    record = draft_of(story, line)
    if record is None:
        against = _open(story, line, moment)
        if against:
            return against
    else:
        record["data"] = {**record["data"], **line.get("data", {})}
    saved(story, line, moment)
    return []


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
    actor, record = actor_of(line), _chosen(story, line) if "number" in line else draft_of(story, line)
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
        record = start(story, moment, actor, slot, {})
    _keep(slot, record, content, moment)
    data = {"slot": slot.name, "record": record["id"], "revision": record["revision"]}
    append(story, moment, actor, "record.submitted", data)
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
    actor, record = actor_of(line), _chosen(story, line)
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
    append(
        story, moment, actor, "record.signed", {"slot": record["slot"], "record": record["id"], **signature}
    )
    return []


def _do_act(story: Story, line: Line, moment: datetime) -> list[Reason]:
    actor, name = actor_of(line), line.get("action", "")
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
    act(story, moment, actor, name, {"reason": line.get("reason", ""), **data})
    return []


def _void(story: Story, line: Line, moment: datetime) -> list[Reason]:
    record = _chosen(story, line)
    if record is None or record["status"] == "void":
        return [_said(story, "unknown_slot")]
    if not line.get("reason"):
        return [_said(story, "reason_needed")]
    record["status"] = "void"
    data = {"slot": record["slot"], "record": record["id"], "reason": line["reason"]}
    append(story, moment, actor_of(line), "record.voided", data)
    return []


def _hand_over(story: Story, line: Line, moment: datetime) -> list[Reason]:
    actor, record = actor_of(line), draft_of(story, line)
    if record is None:
        return [_said(story, "unknown_slot")]
    against = may_hand_over(story.workflow, story.known(moment, actor), line["slot"])
    if not against:
        data = {
            "slot": line["slot"],
            "record": record["id"],
            "to": str(line.get("to", "")).rpartition(":")[2],
        }
        append(story, moment, actor, "record.handed_over", data)
    return list(against)


def _on_task(kind: str) -> Callable[[Story, Line, datetime], list[Reason]]:
    def verb(story: Story, line: Line, moment: datetime) -> list[Reason]:
        waiting = {due.key for due in story.seen(moment).due if due.status in {"open", "soon", "overdue"}}
        if line.get("task") not in waiting:
            return [_said(story, "unknown_task", "unknown_slot")]
        if not line.get("reason"):
            return [_said(story, "reason_needed")]
        append(story, moment, actor_of(line), kind, {"task": line["task"], "reason": line["reason"]})
        return []

    return verb


def _note(story: Story, line: Line, moment: datetime) -> list[Reason]:
    append(story, moment, actor_of(line), "case.note", {"text": line.get("reason", "")})
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
