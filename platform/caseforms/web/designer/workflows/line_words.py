"""What happens in a trial run, line by line, and what is expected of it at its end, in plain words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from caseforms.web import frame, time_words
from caseforms.web.designer.workflows import effect_words
from caseforms.web.designer.workflows.guard_words import Speaker
from caseforms.web.languages import gettext
from caseforms.workflow import Workflow

Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Expected:
    """One expectation: its place among the others, and its words."""

    what: str
    member: str
    words: str


def line(flow: Workflow, each: Line) -> str:
    """Who did what."""
    role = str(each["as"]).partition(":")[0]
    who = frame.worded(flow.roles[role]) if role in flow.roles else frame.role_word(role)
    say = LINES.get(each["do"], LINES["tick"])
    return gettext("%(who)s: %(what)s", who=who, what=say(flow, each))


def expectations(flow: Workflow, expect: Mapping[str, Any]) -> Iterator[Expected]:
    """Every expectation of a scenario, one sentence each."""
    for what, value in expect.items():
        say = EXPECTED.get(what)
        members = (
            value.items()
            if isinstance(value, Mapping)
            else ((each, "") for each in (value if isinstance(value, list) else [value]))
        )
        for member, more in members:
            words = say(flow, str(member), more) if say else f"{what}: {member} {more}".strip()
            yield Expected(what, str(member), words)


def _form(flow: Workflow, each: Line) -> str:
    return Speaker(flow).form(str(each["slot"]))


def action(flow: Workflow, name: str) -> str:
    """The label of a step."""
    return frame.worded(flow.actions[name].label) if name in flow.actions else name


def _open(flow: Workflow, each: Line) -> str:
    return gettext("begins %(form)s", form=_form(flow, each)) if "slot" in each else gettext("opens the case")


def _act(flow: Workflow, each: Line) -> str:
    said = gettext("does “%(step)s”", step=action(flow, str(each["action"])))
    return gettext("%(said)s, with a reason", said=said) if each.get("reason") else said


LINES: Mapping[str, Callable[[Workflow, Line], str]] = MappingProxyType(
    {
        "open": _open,
        "save": lambda flow, each: gettext("saves %(form)s as a draft", form=_form(flow, each)),
        "submit": lambda flow, each: gettext("submits %(form)s", form=_form(flow, each)),
        "sign": lambda flow, each: gettext("signs %(form)s", form=_form(flow, each)),
        "act": _act,
        "void": lambda flow, each: gettext("makes %(form)s void", form=_form(flow, each)),
        "hand_over": lambda flow, each: gettext("hands %(form)s over", form=_form(flow, each)),
        "waive": lambda _, __: gettext("drops a task"),
        "attempt": lambda _, __: gettext("tries a task without success"),
        "note": lambda _, __: gettext("writes a note"),
        "tick": lambda _, __: gettext("time passes"),
    }
)


def due_name(flow: Workflow, key: str) -> str:
    """The name of a deadline or task by its key."""
    name = key.partition(":")[0]
    timer = flow.timers.get(name)
    schedule = flow.schedules.get(name.partition("/")[0])
    found = timer.label if timer else schedule.label if schedule else None
    return frame.worded(found) if found else key


def _due(flow: Workflow, key: str, value: str) -> str:
    status, _, day = str(value).partition(" ")
    said = DUE.get(status)
    words = said() if said else status
    name = due_name(flow, key)
    if not day:
        return gettext("Deadline “%(name)s”: %(status)s", name=name, status=words)
    return gettext(
        "Deadline “%(name)s”: %(status)s, %(day)s", name=name, status=words, day=time_words.day(day)
    )


def _number(name: str) -> str:
    words = NUMBERS.get(name)
    return words() if words else name


def _stage(flow: Workflow, name: str, _: str) -> str:
    label = frame.worded(flow.stages[name].label) if name in flow.stages else name
    return gettext("The case is in “%(stage)s”", stage=label)


def _flag(flow: Workflow, name: str, _: str) -> str:
    label = frame.worded(flow.flags[name].label) if name in flow.flags else name
    return gettext("The case is marked “%(flag)s”", flag=label)


DUE: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "open": lambda: gettext("running"),
        "soon": lambda: gettext("due soon"),
        "overdue": lambda: gettext("overdue"),
        "met": lambda: gettext("met in time"),
        "met_late": lambda: gettext("met too late"),
        "cancelled": lambda: gettext("called off"),
        "none": lambda: gettext("not running"),
    }
)
NUMBERS: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "application_no": lambda: gettext("Application number"),
        "case_no": lambda: gettext("Case number"),
        "hospital_no": lambda: gettext("Number of a hospital case"),
        "cd_no": lambda: gettext("Number of a chronic-disease case"),
        "referral_no": lambda: gettext("Referral number"),
        "archive_no": lambda: gettext("Archive number"),
        "complaint_no": lambda: gettext("Complaint number"),
    }
)
EXPECTED: Mapping[str, Callable[[Workflow, str, str], str]] = MappingProxyType(
    {
        "stage": _stage,
        "flags": _flag,
        "not_flags": lambda flow, name, _: gettext("Not so: %(what)s", what=_flag(flow, name, "")),
        "allowed": lambda flow, name, _: gettext("“%(step)s” can be done", step=action(flow, name)),
        "refused": lambda flow, name, _: gettext("“%(step)s” is refused", step=action(flow, name)),
        "not_offered": lambda flow, name, _: gettext("“%(step)s” is not offered", step=action(flow, name)),
        "forms": lambda flow, name, _: gettext("%(form)s can be begun", form=Speaker(flow).form(name)),
        "no_forms": lambda flow, name, _: gettext("%(form)s cannot be begun", form=Speaker(flow).form(name)),
        "lines_refused": lambda _, number, __: gettext("Line %(number)s is refused", number=number),
        "due": _due,
        "responsible": lambda _, __, ___: gettext("Somebody is responsible"),
        "open": lambda _, __, ___: gettext("Something stands on the work list"),
        "not_open": lambda _, __, ___: gettext("Something no longer stands on the work list"),
        "effects": lambda flow, name, _: gettext("By itself: %(what)s", what=effect_words.brief(flow, name)),
        "numbers": lambda _, name, __: gettext("A number was given: %(name)s", name=_number(name)),
        "facts": lambda _, name, value: gettext(
            "Computed value %(name)s is %(value)s", name=name, value=value
        ),
    }
)


def deviation(flow: Workflow, what: str, expected: Any, found: Any) -> str:
    """One thing that comes out otherwise than expected."""
    if isinstance(expected, Mapping) and isinstance(found, Mapping):
        expected = {name: each for name, each in expected.items() if name in found} or expected
    wanted = gettext("; ").join(each.words for each in expectations(flow, {what: expected}))
    return gettext(
        "Expected: %(expected)s. It comes out: %(found)s", expected=wanted, found=_found(flow, what, found)
    )


def _found(flow: Workflow, what: str, found: Any) -> str:
    """What was found instead."""
    if what in {"stage", "due"} and found != "not running":
        return gettext("; ").join(each.words for each in expectations(flow, {what: found}))
    if isinstance(found, Mapping):
        return gettext("; ").join(
            f"{_subject(flow, str(name))}: {_codes(value)}" for name, value in found.items()
        )
    return str(found)


def _subject(flow: Workflow, name: str) -> str:
    return action(flow, name) if name in flow.actions else due_name(flow, name)


def _codes(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
