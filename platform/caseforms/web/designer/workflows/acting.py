"""What can happen next in a trial run: steps, forms with the questions that rules read, signatures, time passing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from werkzeug.datastructures import MultiDict

from caseforms.services.refusal import refuse
from caseforms.web import frame
from caseforms.web.designer.workflows import picking
from caseforms.web.designer.workflows.guard_words import Speaker
from caseforms.web.languages import gettext
from caseforms.workflow import Workflow
from caseforms.workflow.read_fields import read_fields
from caseforms.workflow.recording import Stand, person

Options = list[tuple[str, str]]
Form = MultiDict[str, str]
FIRST = "2026-03-02T09:00"
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a form that some rule reads: how it is asked in a trial run."""

    path: str
    word: str
    kind: str
    options: Options


@dataclass(frozen=True, slots=True)
class Possible:
    """One thing that can happen next: `do` and its subject, who can do it, what is asked, and why it would be refused."""

    do: str
    subject: str
    word: str
    roles: Options
    questions: tuple[Question, ...] = ()
    against: tuple[str, ...] = ()
    reason: bool = False
    to: Options = ()  # type: ignore[assignment]  # an empty tuple is no options
    more: str = ""


def possible(found: Stand) -> dict[str, list[Possible]]:
    """Everything that can happen next, in groups: steps, forms, signatures."""
    return {"step": _steps(found), "form": _forms(found), "sign": _signatures(found)}


def line(found: Stand | None, form: Form) -> dict[str, Any]:
    """The line of a trial run that was asked for. Refused `workflow.editing.missing`, `workflow.editing.moment`."""
    do, role = form.get("do", ""), form.get("role", "")
    if do not in LINES or not role:
        refuse("workflow.editing.missing", what=gettext("Who does it"))
    told: dict[str, Any] = {"at": _moment(found, form.get("at", "")), "as": person(found, role), "do": do}
    told |= LINES[do](found, form)
    reason = form.get("reason", "").strip()[:LONGEST]
    return told | ({"reason": reason} if reason else {})


def _moment(found: Stand | None, written: str) -> str:
    """A moment no earlier than the last one, as it stands in a scenario."""
    last = found.last_at if found else FIRST
    try:
        moment = datetime.fromisoformat(written or last)
    except ValueError:
        refuse("workflow.editing.moment")
    if moment.tzinfo is not None or moment < datetime.fromisoformat(last).replace(tzinfo=None):
        refuse("workflow.editing.moment")
    return moment.strftime("%Y-%m-%dT%H:%M")


def _roles(flow: Workflow, names: frozenset[str]) -> Options:
    played = {"responsible": "social_worker"}
    wanted = dict.fromkeys(played.get(name, name) for name in flow.roles if name in names)
    return [(name, frame.worded(flow.roles[name])) for name in wanted if name in flow.roles]


def _steps(found: Stand) -> list[Possible]:
    flow = found.workflow
    return [
        Possible(
            "act",
            action.name,
            frame.worded(action.label),
            _roles(flow, action.roles),
            against=tuple(frame.worded(reason.text) for reason in (*action.why_not, *action.warnings)),
            reason=action.needs_reason,
            to=_roles(flow, frozenset({"social_worker", "supervisor", "volunteer"}))
            if "user" in action.asks
            else [],
        )
        for action in found.evaluation.actions
        if not action.automatic and not action.by_form and "system" not in action.roles
    ]


def _forms(found: Stand) -> list[Possible]:
    flow, shown = found.workflow, list[Possible]()
    drafts = {record["slot"] for record in found.story.records.values() if record["status"] == "draft"}
    offers = {offer.slot: offer for offer in found.evaluation.offers}
    for name, slot in flow.slots.items():
        if name not in offers and name not in drafts:
            continue
        why = offers[name].why_not if name in offers else ()
        asked = questions(flow, name)
        word, against = frame.worded(slot.label), tuple(frame.worded(reason.text) for reason in why)
        shown.append(Possible("submit", name, word, _roles(flow, slot.submit), asked, against, reason=True))
        if slot.hand_over:
            to = _roles(flow, slot.submit)
            what = gettext("%(form)s: hand the draft over", form=word)
            if name in drafts:
                shown.append(Possible("hand_over", name, what, _roles(flow, slot.hand_over), to=to))
            else:
                what = gettext("%(form)s: save a draft", form=word)
                shown.append(Possible("save", name, what, _roles(flow, slot.start), asked))
    return shown


def _signatures(found: Stand) -> list[Possible]:
    shown = []
    for item in found.evaluation.open_items:
        if item.kind == "signature":
            role = item.key.rpartition(":")[2]
            roles = _roles(found.workflow, item.roles)
            shown.append(Possible("sign", item.slot, frame.worded(item.label), roles, more=role))
    return shown


def questions(flow: Workflow, slot: str) -> tuple[Question, ...]:
    """The questions of a form that rules read, those that a trial run can answer."""
    speaker, asked = Speaker(flow), list[Question]()
    for path in read_fields(flow, slot):
        schema = picking.schema_of(flow, slot, path)
        kind = _kind(schema)
        if kind:
            codes = [str(code) for code in picking.codes(schema)]
            options = [(code, speaker.code(slot, path, code).strip("“”")) for code in codes]
            asked.append(Question(path, speaker.field(slot, path).strip("“”"), kind, options))
    return tuple(asked)


def _kind(schema: Mapping[str, Any]) -> str:
    """How a question is asked: of tables and files nothing is asked here."""
    if picking.codes(schema):
        return "many" if schema.get("type") == "array" else "choice"
    if schema.get("type") == "array":
        items = schema.get("items", {})
        return "names" if items.get("type") == "string" else ""
    if schema.get("format") == "date":
        return "date"
    if schema.get("format") in {"local-date-time", "date-time"}:
        return "datetime-local"
    return {"boolean": "yes", "integer": "number", "number": "number", "string": "text"}.get(
        str(schema.get("type")), ""
    )


def _data(found: Stand | None, form: Form) -> dict[str, Any]:
    assert found is not None  # forms come after the case was opened
    slot = form.get("subject", "")
    if slot not in found.workflow.slots:
        refuse("workflow.editing.not-found")
    data: dict[str, Any] = {}
    for each in questions(found.workflow, slot):
        value = ANSWERS[each.kind](form, f"data-{each.path}")
        if value not in (None, "", []):
            _put(data, each.path.split("."), value)
    return {"slot": slot, "data": data}


def _put(data: dict[str, Any], steps: list[str], value: Any) -> None:
    for step in steps[:-1]:
        data = data.setdefault(step, {})
    data[steps[-1]] = value


def _number(form: Form, name: str) -> int | float | None:
    written = form.get(name, "").strip()
    if not written:
        return None
    try:
        value = float(written)
    except ValueError:
        refuse("workflow.editing.number")
    return int(value) if value.is_integer() else value


def _act(found: Stand | None, form: Form) -> dict[str, Any]:
    told: dict[str, Any] = {"action": form.get("subject", "")}
    if found is None or told["action"] not in found.workflow.actions:
        refuse("workflow.editing.not-found")
    return told | ({"to": person(found, form["to"])} if form.get("to") else {})


def _sign(found: Stand | None, form: Form) -> dict[str, Any]:
    return {"slot": form.get("subject", ""), "role": form.get("more", "")}


def _handed(found: Stand | None, form: Form) -> dict[str, Any]:
    return {"slot": form.get("subject", ""), "to": person(found, form.get("to") or "social_worker")}


ANSWERS: Mapping[str, Callable[[Form, str], Any]] = MappingProxyType(
    {
        "many": lambda form, name: form.getlist(name),
        "choice": lambda form, name: form.get(name, ""),
        "names": lambda form, name: [
            each.strip() for each in form.get(name, "").replace("、", ",").split(",") if each.strip()
        ],
        "yes": lambda form, name: {"true": True, "false": False}.get(form.get(name, "")),
        "number": _number,
        "text": lambda form, name: form.get(name, "").strip()[:LONGEST],
        "date": lambda form, name: form.get(name, "")[:10],
        "datetime-local": lambda form, name: form.get(name, "")[:16],
    }
)
LINES: Mapping[str, Callable[[Stand | None, Form], dict[str, Any]]] = MappingProxyType(
    {
        "open": lambda _, __: {},
        "save": _data,
        "submit": _data,
        "sign": _sign,
        "act": _act,
        "hand_over": _handed,
        "tick": lambda _, __: {},
    }
)
