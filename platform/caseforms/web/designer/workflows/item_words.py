"""What the parts of a workflow are called, and what was done to them, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from caseforms.web import frame
from caseforms.web.languages import gettext
from caseforms.workflow import editing
from caseforms.workflow.editing import Change

Document = Mapping[str, Any]
KINDS: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "workflow": lambda: gettext("Workflow"),
        "role": lambda: gettext("Role"),
        "slot": lambda: gettext("Form in the workflow"),
        "stage": lambda: gettext("Stage"),
        "flag": lambda: gettext("Mark"),
        "fact": lambda: gettext("Computed value"),
        "action": lambda: gettext("Step"),
        "timer": lambda: gettext("Time limit"),
        "schedule": lambda: gettext("Series of tasks"),
        "alert": lambda: gettext("Alert"),
        "track": lambda: gettext("Course of a record"),
        "setting": lambda: gettext("Limit"),
        "scenario": lambda: gettext("Trial run"),
        "guard": lambda: gettext("Condition"),
        "effect": lambda: gettext("Consequence"),
        "signature": lambda: gettext("Signature"),
    }
)
PROPERTIES: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "label": lambda: gettext("Its name"),
        "title": lambda: gettext("Its name"),
        "clause": lambda: gettext("Clause of the standard"),
        "phase": lambda: gettext("Phase"),
        "final": lambda: gettext("The case ends here"),
        "retention": lambda: gettext("How long the file is kept"),
        "definition": lambda: gettext("Which form"),
        "stages": lambda: gettext("In which stages"),
        "start": lambda: gettext("Begins with"),
        "submit": lambda: gettext("Who submits it"),
        "hand_over": lambda: gettext("Who may hand it over"),
        "many": lambda: gettext("May be filled in several times"),
        "versions": lambda: gettext("A new one replaces the one before"),
        "signatures": lambda: gettext("Signatures"),
        "open": lambda: gettext("Conditions for beginning it"),
        "check": lambda: gettext("Conditions for submitting it"),
        "again": lambda: gettext("When it may be filled in again"),
        "effects": lambda: gettext("What follows"),
        "tone": lambda: gettext("How loudly it is shown"),
        "set_when": lambda: gettext("Set by itself when"),
        "from": lambda: gettext("Possible in"),
        "to": lambda: gettext("Leads to"),
        "by": lambda: gettext("Who does it"),
        "when": lambda: gettext("Conditions"),
        "shown": lambda: gettext("Offered only when"),
        "form": lambda: gettext("Form that belongs to it"),
        "reason": lambda: gettext("Asks for a reason"),
        "set": lambda: gettext("Sets the marks"),
        "clear": lambda: gettext("Takes away the marks"),
        "consequence": lambda: gettext("What it means, said before it is done"),
        "auto": lambda: gettext("Happens by itself once its conditions hold"),
        "by_form": lambda: gettext("Happens by submitting its form"),
        "path": lambda: gettext("Direction"),
        "force": lambda: gettext("How binding"),
        "working_days": lambda: gettext("Length"),
        "days": lambda: gettext("Length"),
        "hours": lambda: gettext("Length"),
        "met": lambda: gettext("Met when"),
        "soon": lambda: gettext("Announced so many working days before"),
        "escalate_to": lambda: gettext("Told when it has passed"),
        "escalate_after_days": lambda: gettext("Days after the end until they are told"),
        "message": lambda: gettext("What they are told"),
        "pauses_on": lambda: gettext("Stands still while the case is marked"),
        "cancelled": lambda: gettext("Called off when"),
        "task": lambda: gettext("Stands on the work list as a task"),
        "roles": lambda: gettext("Whose task it is"),
        "expect": lambda: gettext("What is expected"),
        "lines": lambda: gettext("What happens"),
        "may_hold_when_empty": lambda: gettext("Conditions that may hold on an empty case"),
        "accepts": lambda: gettext("May also be given by"),
        "never_with": lambda: gettext("Never the same person as"),
        "role": lambda: gettext("Whose signature"),
        "default": lambda: gettext("Value"),
    }
)


def kind_word(kind: str) -> str:
    """What items of a kind are called."""
    word = KINDS.get(kind)
    return word() if word else kind


def property_word(name: str) -> str:
    """What a property of an item is called."""
    word = PROPERTIES.get(name.partition(".")[0])
    return word() if word else name.replace("_", " ")


def called(document: Document, item: str) -> str:
    """An item by its kind and the name that people know it by: Deadline “Finish the assessment”."""
    kind = item.partition(":")[0]
    if kind == "workflow":
        return kind_word(kind)
    label = frame.worded(editing.label_of(document, item))
    return gettext("%(kind)s “%(name)s”", kind=kind_word(kind), name=label)


def told(document_before: Document, operation: editing.Operation) -> str:
    """What an operation does, in one sentence."""
    found = editing.sentence(document_before, operation)
    params = found.params
    what = gettext("%(kind)s “%(name)s”", kind=kind_word(params["kind"]), name=frame.worded(params["label"]))
    if params["kind"] == "workflow":
        what = kind_word("workflow")
    if found.code in {"set", "unset"} and params["property"]:
        said = gettext(
            "%(what)s: %(property)s changed", what=what, property=property_word(params["property"])
        )
        was, value = params["was"], params["value"]
        if _short(was) and _short(value):
            return gettext("%(said)s from %(was)s to %(value)s", said=said, was=was, value=value)
        return said
    sentence = SENTENCES.get(found.code, SENTENCES["set"])
    return sentence(what, params)


def _short(value: object) -> bool:
    return isinstance(value, int | str) and not isinstance(value, bool) and len(str(value)) < 40


def _moved(what: str, params: Mapping[str, Any]) -> str:
    before = params["before"]
    if not before:
        return gettext("%(what)s moved to the end", what=what)
    return gettext("%(what)s moved before “%(other)s”", what=what, other=frame.worded(before))


SENTENCES: Mapping[str, Callable[[str, Mapping[str, Any]], str]] = MappingProxyType(
    {
        "set": lambda what, _: gettext("%(what)s changed", what=what),
        "add-item": lambda what, _: gettext("%(what)s added", what=what),
        "remove-item": lambda what, _: gettext("%(what)s removed", what=what),
        "move": _moved,
        "rename": lambda what, params: gettext(
            "%(what)s is called “%(name)s” in files from now on", what=what, name=params["to"]
        ),
    }
)


def difference_words(document: Document, change: Change) -> str:
    """One difference between two versions, in one sentence."""
    what = (
        called(document, change.item)
        if change.item.partition(":")[2] or change.item == "workflow"
        else kind_word(change.item.rstrip(":"))
    )
    if change.kind == "added":
        return gettext("%(what)s added", what=what)
    if change.kind == "removed":
        return gettext("%(what)s removed", what=what)
    if change.kind == "moved":
        return gettext("%(what)s: another order", what=what)
    said = gettext("%(what)s: %(property)s changed", what=what, property=property_word(change.property))
    if _short(change.before) and _short(change.after):
        return gettext("%(said)s from %(was)s to %(value)s", said=said, was=change.before, value=change.after)
    return said
