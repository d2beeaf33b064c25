"""What follows from something, and from when to when a clock runs, in plain words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from caseforms.web import frame
from caseforms.web.designer.workflows.guard_words import Speaker, alternatives
from caseforms.web.languages import gettext
from caseforms.workflow import Workflow

Node = Mapping[str, Any]


def told(flow: Workflow, effect: Node) -> str:
    """One consequence: when it comes, under which condition, what it is."""
    say = WORDS.get(effect["do"])
    what = say(flow, effect) if say else effect["do"].replace("_", " ")
    moment = MOMENTS.get(effect.get("on", "act"))
    said = f"{moment()}{what}" if moment else what
    if "when" in effect:
        return gettext(
            "If %(condition)s: %(rule)s", condition=Speaker(flow).sentence(effect["when"]), rule=said
        )
    return said


def brief(flow: Workflow, written: str) -> str:
    """A consequence as a trial run writes it down: its kind and what it names."""
    kind, _, name = written.partition(" ")
    if kind == "notify":
        return gettext("somebody is told")
    say = WORDS.get(kind)
    return say(flow, {"do": kind, "action": name, "alert": name, "slot": name}) if say else written


def clock(flow: Workflow, name: str) -> tuple[tuple[str, str], ...]:
    """(what, words) for the beginning and the end of a clock."""
    timer = flow.timers[name]
    paths = timer.start or timer.at
    begins = alternatives([_moment(flow, path) for path in paths]) or _moment(flow, timer.dates)
    word = gettext("Runs from") if timer.start else gettext("Ends at")
    found = [(word, begins)]
    if timer.met:
        found.append((gettext("Is met when"), _met(flow, timer.met)))
    return tuple(found)


def starts(flow: Workflow) -> list[tuple[str, str]]:
    """The moments from which a new clock can run."""
    found = [
        ("case.opened_on", _moment(flow, "case.opened_on")),
        ("case.entered_on", _moment(flow, "case.entered_on")),
    ]
    for slot in flow.slots:
        for fact in ("first_submitted_on", "first_completed_on"):
            path = f"forms.{slot}.{fact}"
            found.append((path, _moment(flow, path)))
    return found


def _moment(flow: Workflow, path: str) -> str:
    head, _, rest = path.partition(".")
    if head == "case":
        return (
            gettext("the day on which the case was opened")
            if rest == "opened_on"
            else gettext("the day on which the case came into its stage")
        )
    if head == "forms":
        slot, _, fact = rest.partition(".")
        form = Speaker(flow).form(slot)
        if fact.startswith("first_submitted"):
            return gettext("the first submission of %(form)s", form=form)
        if fact.startswith(("first_completed", "completed", "in_force_at")):
            return gettext("the day on which %(form)s had all its signatures", form=form)
        return gettext("a date in %(form)s", form=form)
    if head == "record":
        return gettext("a date in the form itself")
    return gettext("a computed day")


def _met(flow: Workflow, met: Node) -> str:
    speaker = Speaker(flow)
    if "submitted" in met:
        return gettext("%(form)s is submitted", form=speaker.form(str(met["submitted"])))
    if "leaves" in met:
        return gettext("the case leaves %(stages)s", stages=speaker.stages(met["leaves"]))
    if "enters" in met:
        return gettext("the case comes into %(stages)s", stages=speaker.stages(met["enters"]))
    if "complete" in met:
        return gettext("the form has all its signatures")
    return gettext("the form says so")


def _roles(flow: Workflow, effect: Node) -> str:
    names = [frame.worded(flow.roles[role]) for role in effect.get("roles", ()) if role in flow.roles]
    return gettext(", ").join(names)


def _act(flow: Workflow, effect: Node) -> str:
    action = flow.actions.get(str(effect["action"]))
    return gettext(
        "the step “%(name)s” is done", name=frame.worded(action.label) if action else effect["action"]
    )


def _alert(flow: Workflow, effect: Node) -> str:
    alert = flow.alerts.get(str(effect["alert"]))
    return frame.worded(alert.label) if alert else str(effect["alert"])


def _notify(flow: Workflow, effect: Node) -> str:
    roles = _roles(flow, effect)
    message = frame.worded(effect["message"])
    return gettext("tells %(roles)s: %(message)s", roles=roles, message=message) if roles else message


WORDS: Mapping[str, Callable[[Workflow, Node], str]] = MappingProxyType(
    {
        "act": _act,
        "issue_number": lambda _, __: gettext("a number is given"),
        "open_archive": lambda _, __: gettext("the person's file is opened"),
        "raise_alert": lambda flow, effect: gettext("raises the alert “%(name)s”", name=_alert(flow, effect)),
        "clear_alert": lambda flow, effect: gettext("ends the alert “%(name)s”", name=_alert(flow, effect)),
        "notify": _notify,
        "start_case": lambda _, __: gettext("another case is begun and linked"),
        "start_record": lambda flow, effect: gettext(
            "begins %(form)s", form=Speaker(flow).form(str(effect["slot"]))
        ),
        "cancel_tasks": lambda _, __: gettext("the tasks of the series are dropped"),
        "stop_drafts": lambda flow, effect: gettext(
            "drafts of %(form)s are given up", form=Speaker(flow).form(str(effect["slot"]))
        ),
        "assign": lambda _, __: gettext("somebody becomes responsible"),
        "attempt_task": lambda _, __: gettext("an attempt at the task is noted"),
        "let_go": lambda _, __: gettext("who was only asked leaves the case"),
        "link_case": lambda _, __: gettext("the case is linked with the one that the form names"),
        "let_in": lambda _, __: gettext("somebody is let into the case"),
        "end_access": lambda _, __: gettext("somebody's access ends"),
    }
)
MOMENTS: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "save": lambda: gettext("On saving: "),
        "submit": lambda: gettext("On submitting: "),
        "complete": lambda: gettext("Once it has all its signatures: "),
        "hand_over": lambda: gettext("On handing over: "),
        "void": lambda: gettext("On making it void: "),
    }
)
