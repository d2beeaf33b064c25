"""The course of a case in words: what each line of its log says to a reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from caseforms.services import users
from caseforms.services.case_views import TimelineEntry
from caseforms.web import frame, time_words, unit_of_work
from caseforms.web.languages import gettext


def _form(entry: TimelineEntry) -> str:
    return frame.worded(entry.text)


def _name(user_id: object) -> str:
    return users.names(unit_of_work.session()).get(str(user_id), "")


def _signed(entry: TimelineEntry) -> str:
    role = frame.role_word(str(entry.data.get("role", "")))
    if entry.data.get("method") == "waived":
        return gettext("Signature of %(role)s waived: %(form)s", role=role, form=_form(entry))
    return gettext("Signed by %(role)s: %(form)s", role=role, form=_form(entry))


def _assigned(entry: TimelineEntry) -> str:
    return gettext("In charge from now on: %(name)s", name=_name(entry.data.get("user")))


def _numbered(entry: TimelineEntry) -> str:
    return gettext("Number given: %(number)s", number=entry.data.get("value", ""))


def _noted(entry: TimelineEntry) -> str:
    data = entry.data
    if "joined" in data:
        return gettext("Joined the team: %(name)s", name=_name(data["joined"]))
    if "left" in data:
        return gettext("Left the team: %(name)s", name=_name(data["left"]))
    if "due_moved" in data:
        if "setting" in data["due_moved"]:
            return gettext("Due dates were worked out again: a deadline has another length here")
        return gettext("Due dates were worked out again with the new calendar")
    if "carried_over" in data:
        return gettext(
            "A record was carried over to version %(version)s of its form", version=data["version"]
        )
    if "archive_no" in data:
        return gettext("Joined the person's file %(number)s", number=data["archive_no"])
    return str(data.get("text", ""))


def _versioned(entry: TimelineEntry) -> str:
    return gettext(
        "Follows version %(version)s of its workflow from now on", version=entry.data.get("to", "")
    )


def _deadline(entry: TimelineEntry) -> str:
    at = str(entry.data.get("at", ""))
    return (
        gettext("A deadline has passed: %(day)s", day=time_words.day(at))
        if at
        else gettext("A deadline has passed")
    )


WORDS: Mapping[str, Callable[[TimelineEntry], str]] = MappingProxyType(
    {
        "case.opened": lambda _entry: gettext("Case opened"),
        "case.numbered": _numbered,
        "case.assigned": _assigned,
        "case.acted": _form,
        "case.note": _noted,
        "case.version": _versioned,
        "record.started": lambda entry: gettext("Begun: %(form)s", form=_form(entry)),
        "record.submitted": lambda entry: gettext("Submitted: %(form)s", form=_form(entry)),
        "record.handed_over": lambda entry: gettext("Handed over: %(form)s", form=_form(entry)),
        "record.voided": lambda entry: gettext("Made void: %(form)s", form=_form(entry)),
        "record.signed": _signed,
        "record.unsigned": lambda entry: gettext("Signature taken back: %(form)s", form=_form(entry)),
        "task.done": lambda _entry: gettext("Task done"),
        "task.waived": lambda _entry: gettext("Task dropped"),
        "task.attempted": lambda _entry: gettext("Tried without success"),
        "timer.fired": _deadline,
        "alert.raised": lambda entry: gettext("Alert: %(what)s", what=_form(entry)),
        "alert.cleared": lambda entry: gettext("Alert over: %(what)s", what=_form(entry)),
        "link.made": lambda _entry: gettext("Linked with another case"),
    }
)


def entry_words(entry: TimelineEntry) -> str:
    """One line of the course; empty for what tells a reader nothing."""
    say = WORDS.get(entry.type)
    return say(entry) if say else _form(entry)


def entry_reason(entry: TimelineEntry) -> str:
    """The reason that was written for it, if any."""
    reason: Any = entry.data.get("reason", "")
    return str(reason) if isinstance(reason, str) else ""
