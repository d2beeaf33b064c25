"""The lengths of a workflow's clocks that an institution may set: what the standard says of each, and how far it bends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from caseforms.workflow.model import Force, Text, Timer, Workflow

Unit = Literal["working_days", "days", "hours"]
LONGEST: Mapping[str, int] = {"working_days": 250, "days": 1096, "hours": 168}
PREFIX = "clock."
ESCALATION = ".escalation"
EARLIER = ".earlier"
"""Beside a length stands what it was before, with the instant until which that held."""
IN_DAYS = "_days"
"""Settings of a workflow whose name ends so are lengths; the others are limits and targets."""


@dataclass(frozen=True, slots=True)
class Length:
    """One length: `setting` is the name it is kept under, `default` what holds where nothing is set.

    `shorten_only`: the standard says 应 and gives this very length, so an institution may ask for less time, never
    grant more. `escalates`: it is the time after the end until somebody else is told.
    """

    setting: str
    label: Text
    clause: str
    force: Force
    unit: Unit
    default: int
    shorten_only: bool
    escalates: bool = False

    @property
    def longest(self) -> int:
        """The longest that may be set."""
        return self.default if self.shorten_only else LONGEST[self.unit]

    def admits(self, value: int) -> bool:
        """Whether an institution may set this length."""
        return 1 <= value <= self.longest


def lengths(workflow: Workflow) -> tuple[Length, ...]:
    """Every length of the workflow that can be set, in the order in which the workflow names its clocks."""
    found: list[Length] = []
    for timer in workflow.timers.values():
        found += _of_timer(workflow, timer)
    for name, node in workflow.settings.items():
        if name.endswith(IN_DAYS):
            setting: Mapping[str, Any] = node  # checked against the schema when the workflow was read
            default = int(setting["default"])
            own = f"{workflow.id}.{name}"
            found.append(Length(own, setting["label"], setting["clause"], "may", "days", default, False))
    return tuple(found)


def with_settings(workflow: Workflow, settings: Mapping[str, object]) -> Workflow:
    """The workflow with the institution's own lengths in its clocks; what may not be set is passed over."""
    own = {}
    for timer in workflow.timers.values():
        changed = timer
        former: list[tuple[datetime, Timer]] = []
        for length in _of_timer(workflow, timer):
            written = str(settings.get(length.setting, "") or "")
            if written.isdecimal() and length.admits(int(written)):
                changed = _changed(changed, length, int(written))
            former += _former(timer, length, settings.get(length.setting + EARLIER))
        if changed != timer or former:
            own[timer.name] = replace(changed, former=tuple(former))
    return replace(workflow, timers={**workflow.timers, **own}) if own else workflow


def _former(timer: Timer, length: Length, kept: object) -> Iterator[tuple[datetime, Timer]]:
    """The clock as it was until each change of its length, the oldest first."""
    for each in kept if isinstance(kept, list) else []:
        value = int(each["value"])
        if length.admits(value):
            yield datetime.fromisoformat(each["until"]), _changed(timer, length, value)


def _of_timer(workflow: Workflow, timer: Timer) -> list[Length]:
    found: list[Length] = []
    unit, default = _length(timer)
    name = f"{PREFIX}{workflow.id}.{timer.name}"
    if default:
        fixed = timer.force == "shall" and not timer.setting
        setting = timer.setting or name
        found.append(Length(setting, timer.label, timer.clause, timer.force, unit, default, fixed))
    if timer.escalate_after_days:
        days = timer.escalate_after_days
        found.append(Length(name + ESCALATION, timer.label, timer.clause, "may", "days", days, False, True))
    return found


def _length(timer: Timer) -> tuple[Unit, int]:
    """The unit and the number; 0 for a clock that ends at a date of the case."""
    if timer.at or timer.dates:
        return "days", 0
    if timer.hours:
        return "hours", timer.hours
    return ("working_days", timer.working_days) if timer.working_days else ("days", timer.days)


def _changed(timer: Timer, length: Length, value: int) -> Timer:
    if length.escalates:
        return replace(timer, escalate_after_days=value)
    if length.unit == "hours":
        return replace(timer, hours=value)
    if length.unit == "working_days":
        return replace(timer, working_days=value)
    return replace(timer, days=value)
