"""Putting a condition together from pickers: what there is to choose at each step, and the guard that comes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from werkzeug.datastructures import MultiDict

from caseforms.services import library
from caseforms.services.refusal import refuse
from caseforms.web import frame, unit_of_work
from caseforms.web.designer.workflows import properties
from caseforms.web.designer.workflows.guard_words import Speaker
from caseforms.web.languages import gettext
from caseforms.workflow import Workflow
from caseforms.workflow.field_labels import fields
from caseforms.workflow.references import codes_of

Options = list[tuple[str, str]]
Form = MultiDict[str, str]
TRUTHS = frozenset({"exists", "guard", "passed", "compare", "dates"})
"""Operators whose computed values are yes or no."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing to choose: a choice, several, or a number."""

    name: str
    word: str
    kind: str
    options: Options


@dataclass(frozen=True, slots=True)
class Step:
    """Where the picking stands: what has been chosen, what is asked next; `last` when a guard comes of the answers."""

    kind: str
    asks: tuple[Ask, ...]
    last: bool


def kinds(own_slot: str) -> Options:
    """The kinds of conditions; one about the form being filled in only where there is one."""
    found = [(name, word()) for name, word in KINDS.items()]
    return found if own_slot else [each for each in found if each[0] != "this"]


def step(flow: Workflow, own_slot: str, form: Form) -> Step:
    """The next step for what has been chosen so far."""
    kind = form.get("kind", "")
    if kind not in KINDS:
        return Step("", (), last=False)
    return STEPS[kind](flow, own_slot, form)


def built(flow: Workflow, own_slot: str, form: Form) -> dict[str, Any]:
    """The guard that the answers make. Refused `workflow.editing.missing` while one is lacking."""
    found = step(flow, own_slot, form)
    if not found.last or any(not form.get(each.name) for each in found.asks if each.kind != "note"):
        refuse("workflow.editing.missing", what=gettext("Everything that is asked for here"))
    node = BUILD[found.kind](flow, own_slot, form)
    return {"not": node} if form.get("opposite") else node


def schema_of(flow: Workflow, slot: str, path: str) -> Mapping[str, Any]:
    """What the form says of a field; nothing of one that it does not have."""
    return dict(_fields(flow, slot)).get(path, {})


def field_options(flow: Workflow, slot: str) -> Options:
    """The fields of a form by their labels."""
    speaker = Speaker(flow)
    return [(path, speaker.field(slot, path).strip("“”")) for path, _ in _fields(flow, slot)]


def _fields(flow: Workflow, slot: str) -> list[tuple[str, Mapping[str, Any]]]:
    known = flow.slots.get(slot)
    definition = library.form_definitions(unit_of_work.session()).get(known.definition) if known else None
    return list(fields(definition.schema)) if definition else []


def _ask_slot(flow: Workflow) -> Ask:
    return Ask("slot", gettext("Which form"), "choice", properties.slots(flow))


def _of_slot(flow: Workflow, _: str, form: Form) -> Step:
    return Step(form["kind"], (_ask_slot(flow),), last=True)


def _signed(flow: Workflow, _: str, form: Form) -> Step:
    slot = flow.slots.get(form.get("slot", ""))
    if slot is None:
        return Step("signed", (_ask_slot(flow),), last=False)
    words = dict(properties.signers(flow))
    options = [(each.role, words.get(each.role, each.role)) for each in slot.signatures]
    return Step(
        "signed", (_ask_slot(flow), Ask("role", gettext("Whose signature"), "choice", options)), last=True
    )


def _field(flow: Workflow, own_slot: str, form: Form) -> Step:
    kind, slot = form["kind"], own_slot if form["kind"] == "this" else form.get("slot", "")
    asks: tuple[Ask, ...] = () if kind == "this" else (_ask_slot(flow),)
    if slot not in flow.slots:
        return Step(kind, asks, last=False)
    asks = (*asks, Ask("field", gettext("Which question"), "choice", field_options(flow, slot)))
    path = form.get("field", "")
    if not path:
        return Step(kind, asks, last=False)
    return Step(kind, (*asks, *_compared(flow, slot, path)), last=True)


def _compared(flow: Workflow, slot: str, path: str) -> tuple[Ask, ...]:
    schema = schema_of(flow, slot, path)
    offered = [str(code) for code in codes(schema)]
    if offered:
        speaker = Speaker(flow)
        options = [(code, speaker.code(slot, path, code).strip("“”")) for code in offered]
        return (Ask("values", gettext("The answer is one of these"), "many", options),)
    if schema.get("type") == "boolean":
        return (
            Ask(
                "values",
                gettext("The answer is"),
                "choice",
                [("true", gettext("yes")), ("false", gettext("no"))],
            ),
        )
    if schema.get("type") in {"integer", "number"}:
        bounds = [("minimum", gettext("is at least")), ("maximum", gettext("is at most"))]
        return (
            Ask("bound", gettext("The number"), "choice", bounds),
            Ask("number", gettext("this"), "number", []),
        )
    return (Ask("filled", gettext("It is filled in"), "note", []),)


def codes(schema: Mapping[str, Any]) -> list[object]:
    """The codes that a choice offers, in their order; nothing for other fields."""
    offered = codes_of(schema)
    choices = schema.get("oneOf") or schema.get("items", {}).get("oneOf") or []
    return [choice["const"] for choice in choices if choice.get("const") in offered]


def _count(flow: Workflow, _: str, form: Form) -> Step:
    return Step(
        "count", (_ask_slot(flow), Ask("number", gettext("At least how many"), "number", [])), last=True
    )


def _flag(flow: Workflow, _: str, form: Form) -> Step:
    return Step(
        form["kind"], (Ask("flag", gettext("Which mark"), "choice", properties.flags(flow)),), last=True
    )


def _stage(flow: Workflow, _: str, __: Form) -> Step:
    return Step(
        "stage", (Ask("stages", gettext("Which stages"), "many", properties.stages(flow)),), last=True
    )


def _actor(flow: Workflow, _: str, __: Form) -> Step:
    return Step("actor", (Ask("role", gettext("Which role"), "choice", properties.roles(flow)),), last=True)


def _late(flow: Workflow, _: str, __: Form) -> Step:
    options = [(name, frame.worded(timer.label)) for name, timer in flow.timers.items()]
    return Step("late", (Ask("timer", gettext("Which deadline"), "choice", options),), last=True)


def _fact(flow: Workflow, _: str, __: Form) -> Step:
    speaker = Speaker(flow)
    options = [
        (name, speaker.fact(f"derived.{name}")) for name, spec in flow.derived.items() if TRUTHS & spec.keys()
    ]
    return Step("fact", (Ask("fact", gettext("Which computed value"), "choice", options),), last=True)


def _built_field(flow: Workflow, own_slot: str, form: Form) -> dict[str, Any]:
    slot = own_slot if form["kind"] == "this" else form["slot"]
    path = form["field"]
    condition = _condition(schema_of(flow, slot, path), form)
    return {"this": [path, condition]} if form["kind"] == "this" else {"field": [f"{slot}.{path}", condition]}


def _condition(schema: Mapping[str, Any], form: Form) -> dict[str, Any]:
    kind, values = schema.get("type"), form.getlist("values")
    if ticked := [code for code in codes(schema) if str(code) in values]:
        one: dict[str, Any] = {"const": ticked[0]} if len(ticked) == 1 else {"enum": ticked}
        return {"type": "array", "contains": one} if kind == "array" else one
    if kind == "boolean":
        return {"const": values == ["true"]}
    if kind in {"integer", "number"} and form.get("bound") in {"minimum", "maximum"}:
        return {"type": kind, form["bound"]: _number(form)}
    return {"type": "array", "minItems": 1} if kind == "array" else {"type": "string", "minLength": 1}


def _number(form: Form) -> int:
    written = form.get("number", "").strip()
    if not (written.isascii() and written.isdecimal() and len(written) < 7):
        refuse("workflow.editing.number")
    return int(written)


KINDS: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "done": lambda: gettext("A form is submitted"),
        "complete": lambda: gettext("A form is submitted and has all its signatures"),
        "signed": lambda: gettext("A form has one signature"),
        "field": lambda: gettext("A question of a form is answered so"),
        "this": lambda: gettext("A question of this form is answered so"),
        "count": lambda: gettext("A form was filled in so many times"),
        "flag": lambda: gettext("The case has a mark"),
        "unflagged": lambda: gettext("The case does not have a mark"),
        "stage": lambda: gettext("The case is in a stage"),
        "actor": lambda: gettext("Somebody in a role does it"),
        "late": lambda: gettext("A deadline has passed"),
        "fact": lambda: gettext("A computed value holds"),
    }
)
STEPS: Mapping[str, Callable[[Workflow, str, Form], Step]] = MappingProxyType(
    {
        "done": _of_slot,
        "complete": _of_slot,
        "signed": _signed,
        "field": _field,
        "this": _field,
        "count": _count,
        "flag": _flag,
        "unflagged": _flag,
        "stage": _stage,
        "actor": _actor,
        "late": _late,
        "fact": _fact,
    }
)
BUILD: Mapping[str, Callable[[Workflow, str, Form], dict[str, Any]]] = MappingProxyType(
    {
        "done": lambda _, __, form: {"done": form["slot"]},
        "complete": lambda _, __, form: {"complete": form["slot"]},
        "signed": lambda _, __, form: {"signed": [form["slot"], form["role"]]},
        "field": _built_field,
        "this": _built_field,
        "count": lambda _, __, form: {"count": [form["slot"], {"type": "integer", "minimum": _number(form)}]},
        "flag": lambda _, __, form: {"flag": form["flag"]},
        "unflagged": lambda _, __, form: {"unflagged": form["flag"]},
        "stage": lambda _, __, form: {"stage": form.getlist("stages")},
        "actor": lambda _, __, form: {"actor": form["role"]},
        "late": lambda _, __, form: {"fact": [f"due.{form['timer']}.late", {"const": True}]},
        "fact": lambda _, __, form: {"fact": [f"derived.{form['fact']}", {"const": True}]},
    }
)
