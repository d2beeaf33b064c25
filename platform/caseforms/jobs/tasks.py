"""The tasks of the installation: what each does and how often.

Each may be killed at any moment and run again: it finds what is left to do in the database, never in the queue.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from caseforms.jobs import post
from caseforms.problems import Refused
from caseforms.services import clearing, clock, institutions, recounting, reminders
from caseforms.settings import Settings
from caseforms.storage import Store

STEPS = 40
"""Steps of a recount in one go: about half a minute."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing done regularly; `minute` and `hour` are those of a crontab line (UTC).

    `run` returns what it did in a few words for the log, without names.
    """

    name: str
    run: Callable[[Store, Settings, datetime], str]
    minute: str = "*"
    hour: str = "*"


def pass_time(store: Store, settings: Settings, now: datetime) -> str:
    """Deadlines that have passed: escalate, tell, recompute what was an estimate."""
    ticked = clock.tick(store, now)
    return f"{ticked.fired} deadlines, {ticked.notified} told"


def send_mail(store: Store, settings: Settings, now: datetime) -> str:
    """Letters that say that there is news."""
    return f"{post.deliver(store, settings, now)} letters"


def clear(store: Store, settings: Settings, now: datetime) -> str:
    """What has expired and is of no use to anybody: old sign-ins, hand-overs."""
    return f"{clearing.clear(store, now)} rows"


def remind(store: Store, settings: Settings, now: datetime) -> str:
    """What clients are to be reminded of tomorrow, and the health reports of the month."""
    return f"{reminders.send(store, now)} reminders"


def count_anew(store: Store, settings: Settings, now: datetime) -> str:
    """What stands in the tables of indicators as other rules counted it: after an upgrade, or a changed target.

    A part of it each time, so that the other tasks are not kept waiting; somebody who counts already is left to it.
    """
    with store.reading(None) as session:
        known = [line.id for line in institutions.listed(session)]
    said = []
    for institution_id in (each for each in known if recounting.needed(store, each)):
        try:
            done = recounting.recount(store, institution_id, _now, _unheard, STEPS)
        except Refused as refused:
            said.append(refused.problems[0].code)
        else:
            said.append(f"{done.done} of {done.total}")
    return f"counted anew: {', '.join(said) or 'nothing'}"


def _now() -> datetime:
    return datetime.now(UTC)


def _unheard(_progress: recounting.Progress) -> None:
    """Nobody watches a task."""


TASKS = (
    Task("pass-time", pass_time),
    Task("remind", remind, minute="5", hour="0"),  # at eight in the morning of Shanghai
    Task("send-mail", send_mail),
    Task("count-anew", count_anew),
    Task("clear", clear, minute="17", hour="19"),  # in the small hours of Shanghai
)
