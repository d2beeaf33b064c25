"""Plays a story (`at`, `as`, `do` …) through a workflow without a database: for scenarios and for authors.

Long because every verb of a story and what follows from it share one state; apart they would be read together anyway.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from caseforms.workflow.days import Calendar
from caseforms.workflow.lines import VERBS
from caseforms.workflow.model import Workflow
from caseforms.workflow.story import Line, RefusedLine, Story, actor_of, append, tick

MORNING = time(9)


def play(workflow: Workflow, lines: Iterable[Line], until: datetime, calendar: Calendar) -> Story:
    """Play every line in order, let clocks fire on the way and up to `until`; refused lines change nothing."""
    story = Story(workflow, calendar)
    go_on(story, lines)
    tick(story, until)
    return story


def go_on(story: Story, lines: Iterable[Line]) -> None:
    """Play further lines in order, and let clocks fire on the way; `story.played` goes on counting them."""
    for line in lines:
        story.played += 1
        moment = moment_of_line(str(line["at"]), story.calendar)
        if not story.events and not (line["do"] == "open" and "slot" not in line):
            append(story, moment, actor_of(line), "case.opened", {})
        tick(story, moment)
        against = VERBS[line["do"]](story, line, moment)
        if against:
            story.refused.append(RefusedLine(story.played, tuple(against)))


def moment_of_line(text: str, calendar: Calendar) -> datetime:
    """A line's time: absolute, local, or a day alone (nine in the morning). Raises ValueError."""
    if len(text) == len("2026-03-05"):
        return datetime.combine(date.fromisoformat(text), MORNING, calendar.zone).astimezone(UTC)
    moment = calendar.instant(text)
    if moment is None:
        raise ValueError(f"{text!r} is no date or time")
    return moment
