"""Simulated time: stories take turns on working days and in office hours, and every morning the clock is looked at."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Protocol

from sqlalchemy import select

from caseforms.services import clock
from caseforms.storage import Store
from caseforms.storage.tables import OpenItem
from caseforms.workflow import Calendar

MORNING = time(8, 20)
ESCALATION = timedelta(days=7)  # the longest wait between a date and the escalation that follows from it
ONE_DAY = timedelta(days=1)


class Turn(Protocol):
    """Something that goes on at moments of its own choosing."""

    now: datetime
    steps: Iterator[datetime]


@dataclass(frozen=True, slots=True)
class Days:
    """The demonstration's days: `now` is when it is shown; stories count working days back from `target`.

    `target` is today, or the next working day when today is none. `span` is how many working days there are.
    """

    calendar: Calendar
    now: datetime
    target: date
    span: int

    def before(self, working_days: int) -> date:
        """The day that many working days before `target`."""
        day, left = self.target, working_days
        while left > 0:
            day -= ONE_DAY
            left -= self.calendar.is_working(day)
        return day

    def after(self, day: date, working_days: int) -> date:
        """The working day that many working days after `day`."""
        return self.calendar.add_working_days(day, working_days)[0]

    def at(self, day: date, clock_time: time) -> datetime:
        """An instant of a local day."""
        return datetime.combine(day, clock_time, self.calendar.zone).astimezone(UTC)

    @property
    def last(self) -> datetime:
        """The last moment before today: whatever a story plans by days is over by then."""
        return self.at(self.calendar.day_of(self.now), time(0)) - timedelta(minutes=1)


def days(calendar: Calendar, now: datetime, days_back: int) -> Days:
    """The working days between `days_back` days ago and `now`."""
    today = calendar.day_of(now)
    target = today if calendar.is_working(today) else calendar.add_working_days(today, 1)[0]
    span = calendar.working_days_between(today - timedelta(days=days_back), target) - 1
    return Days(calendar, now, target, span)


def run(store: Store, turns: Iterable[Turn], limits: Days, houses: Collection[str]) -> int:
    """Play every story to its end, in the order of time; how many deadlines fired on the way.

    `houses` are the institutions whose cases are looked at each morning.
    """
    order = count()
    waiting: list[tuple[datetime, int, Turn]] = []
    mornings = Mornings(store, limits, houses)
    for turn in turns:
        heapq.heappush(waiting, (next(turn.steps), next(order), turn))
    while waiting:
        moment, _, turn = heapq.heappop(waiting)
        mornings.come(moment)
        turn.now = moment
        following = next(turn.steps, None)
        if following is not None:
            heapq.heappush(waiting, (max(following, turn.now), next(order), turn))
    mornings.come(limits.now)
    return mornings.fired + clock.tick(store, limits.now).fired


class Mornings:
    """Looks every morning at the cases in which a date passed since the last look: what the clock job does, but quickly."""

    def __init__(self, store: Store, limits: Days, houses: Collection[str]) -> None:
        self.store, self.limits, self.houses = store, limits, houses
        self.looked: datetime | None = None
        self.fired = 0

    def come(self, moment: datetime) -> None:
        """Every morning up to this moment."""
        day = self.limits.calendar.day_of(self.looked or moment)
        while True:
            morning = self.limits.at(day, MORNING)
            if morning > moment:
                return
            if self.looked is None or morning > self.looked:
                self._look(morning)
            day += ONE_DAY

    def _look(self, morning: datetime) -> None:
        if self.looked is not None:
            due = {case_id for house in self.houses for case_id in self._due(house, self.looked, morning)}
            if due:
                self.fired += clock.tick(self.store, morning, due).fired
        self.looked = morning

    def _due(self, house: str, since: datetime, until: datetime) -> Iterable[str]:
        """Cases with something that became due, or whose superiors are told a week later."""
        passed = OpenItem.due_at.between(since, until)
        escalated = OpenItem.due_at.between(since - ESCALATION, until - ESCALATION)
        with self.store.reading(house) as session:
            return list(session.scalars(select(OpenItem.case_id).where(passed | escalated).distinct()))
