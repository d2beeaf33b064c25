"""What can be changed of each kind of item: one table, from the item's properties to fields in plain words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from caseforms.services import library
from caseforms.web import frame, languages, unit_of_work
from caseforms.web.designer.workflows import item_words
from caseforms.web.languages import gettext
from caseforms.workflow import Workflow

Kind = Literal["words", "text", "number", "choice", "many", "yes", "length"]
Options = list[tuple[str, str]]
LENGTHS = ("working_days", "days", "hours")


@dataclass(frozen=True, slots=True)
class Property:
    """One thing that can be changed: its name in the document, how it is asked, and what there is to choose from."""

    name: str
    kind: Kind
    options: Callable[[Workflow], Options] | None = None
    optional: bool = True
    hint: Callable[[], str] | None = None
    label: Callable[[], str] | None = None

    @property
    def word(self) -> str:
        """What it is called."""
        return self.label() if self.label else item_words.property_word(self.name)


def _labels(items: Mapping[str, Any]) -> Options:
    return [
        (name, frame.worded(each if isinstance(each, Mapping) else each.label))
        for name, each in items.items()
    ]


def stages(flow: Workflow) -> Options:
    """Every stage."""
    return _labels(flow.stages)


def places(flow: Workflow) -> Options:
    """Every stage, and all that are open at once."""
    return [("*", gettext("every stage that is not final")), *stages(flow)]


def targets(flow: Workflow) -> Options:
    """Where a step can lead."""
    return [
        ("same", gettext("stays in its stage")),
        ("previous", gettext("back to the stage before")),
        *stages(flow),
    ]


def roles(flow: Workflow) -> Options:
    """Everybody who can do something; signatures have roles of their own."""
    return [(name, word) for name, word in _labels(flow.roles) if not name.startswith("signer_")]


def signers(flow: Workflow) -> Options:
    """Whose signatures there are."""
    return [
        (name.removeprefix("signer_"), word)
        for name, word in _labels(flow.roles)
        if name.startswith("signer_")
    ]


def slots(flow: Workflow) -> Options:
    """The forms of the workflow."""
    return _labels(flow.slots)


def flags(flow: Workflow) -> Options:
    """The marks."""
    return _labels(flow.flags)


def forms(_: Workflow) -> Options:
    """Every form of the house."""
    language = languages.current()
    known = library.forms(unit_of_work.session()).values()
    found = [(form.definition.id, form.text("title", language, form.definition.title)) for form in known]
    return sorted(found, key=lambda each: each[1])


def phases(_: Workflow) -> Options:
    """The phases that every standard's stages belong to."""
    words = {
        "接案": gettext("Intake"),
        "预估": gettext("Assessment"),
        "计划": gettext("Planning"),
        "介入": gettext("Intervention"),
        "评估": gettext("Evaluation"),
        "结案": gettext("Closing"),
    }
    return list(words.items())


def forces(_: Workflow) -> Options:
    """How binding a rule is."""
    return [
        ("shall", gettext("required (应): it cannot be passed over")),
        ("should", gettext("advised (宜): it can be passed over with a reason")),
        ("may", gettext("possible (可): it only informs")),
    ]


def _tones(_: Workflow) -> Options:
    return [
        ("danger", gettext("danger, in red")),
        ("warning", gettext("warning")),
        ("information", gettext("information")),
    ]


def _retentions(_: Workflow) -> Options:
    return [("permanent", gettext("kept for good")), ("3y", gettext("kept for three years"))]


def _paths(_: Workflow) -> Options:
    return [
        ("forward", gettext("the way on")),
        ("back", gettext("a way back")),
        ("exit", gettext("a way out")),
        ("side", gettext("beside the way")),
    ]


def _both() -> str:
    return gettext("In Chinese and in English")


def _shall_hint() -> str:
    return gettext("What the standard requires can be made shorter, never longer.")


NAME = Property("label", "words", optional=False, hint=_both)
CLAUSE = Property("clause", "text")
PROPERTIES: Mapping[str, tuple[Property, ...]] = MappingProxyType(
    {
        "workflow": (
            Property("title", "words", optional=False),
            Property("start", "choice", stages, optional=False, label=lambda: gettext("The case begins in")),
        ),
        "stage": (
            NAME,
            Property("phase", "choice", phases, optional=False),
            Property("final", "yes"),
            Property("retention", "choice", _retentions),
            CLAUSE,
        ),
        "slot": (
            NAME,
            Property("definition", "choice", forms, optional=False),
            Property("stages", "many", places, optional=False),
            Property("start", "many", roles, label=lambda: gettext("Who begins it")),
            Property("submit", "many", roles),
            Property("hand_over", "many", roles),
            Property("many", "yes"),
            Property("versions", "yes"),
            CLAUSE,
        ),
        "flag": (NAME, Property("tone", "choice", _tones, optional=False)),
        "action": (
            NAME,
            Property("from", "many", places, optional=False),
            Property("to", "choice", targets),
            Property("path", "choice", _paths),
            Property("by", "many", roles, optional=False),
            Property("form", "choice", slots),
            Property("reason", "yes"),
            Property("auto", "yes"),
            Property("set", "many", flags),
            Property("clear", "many", flags),
            Property("consequence", "words"),
            CLAUSE,
        ),
        "timer": (
            NAME,
            Property("length", "length", optional=False, hint=_shall_hint, label=lambda: gettext("Length")),
            Property("force", "choice", forces, optional=False),
            Property("soon", "number"),
            Property("escalate_to", "many", roles),
            Property("escalate_after_days", "number"),
            Property("message", "words"),
            Property("pauses_on", "choice", flags),
            Property("task", "yes"),
            Property("roles", "many", roles),
            CLAUSE,
        ),
        "schedule": (
            NAME,
            Property("force", "choice", forces, optional=False),
            Property("roles", "many", roles),
            Property("escalate_to", "many", roles),
            Property("pauses_on", "choice", flags),
            CLAUSE,
        ),
        "alert": (NAME, Property("roles", "many", roles), CLAUSE),
        "track": (NAME, Property("roles", "many", roles), CLAUSE),
        "setting": (NAME, Property("default", "number", optional=False), CLAUSE),
        "role": (Property("", "words", optional=False, hint=_both, label=lambda: gettext("Its name")),),
        "signature": (
            Property("role", "choice", signers, optional=False),
            Property(
                "by", "many", roles, optional=False, label=lambda: gettext("Who gives it or notes it down")
            ),
            Property("accepts", "many", signers),
            Property("never_with", "many", signers),
        ),
        "guard": (
            Property("message", "words", label=lambda: gettext("What people read when it does not hold")),
            Property("force", "choice", forces),
            CLAUSE,
        ),
    }
)
GUARDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "action": ("shown", "when"),
        "slot": ("open", "check", "again"),
        "flag": ("set_when",),
        "timer": ("cancelled",),
        "schedule": ("cancelled",),
    }
)
"""Where conditions stand, by the kind of item."""
LISTED = frozenset({"when", "open", "check"})
"""Properties that hold several conditions; the others hold one."""
