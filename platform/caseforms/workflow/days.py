"""Working days: Monday to Friday minus holidays plus make-up days (调休), and what of that is only an estimate."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Literal

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")  # no summer time since 1991; needs no zone database
ONE_DAY = timedelta(days=1)
LAST_MOMENT = time(23, 59, 59, 999999)
SATURDAY = 5
LAST_INSTANT = (
    datetime.max.replace(tzinfo=UTC) - ONE_DAY
)  # a day before the end, so that every zone can say it
LONGEST_COUNT = 3660  # ten years of days: no clock of the standards runs longer


@dataclass(frozen=True, slots=True)
class Year:
    """One calendar year as the State Council's notice gives it: days off beside weekends, weekend days worked."""

    off: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()
    status: Literal["published", "estimated"] = "published"


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working days of an institution. A year that is missing counts weekends only and is an estimate."""

    years: Mapping[int, Year] = field(default_factory=dict)
    zone: tzinfo = SHANGHAI

    def is_working(self, day: date) -> bool:
        """Whether people work on that day."""
        year = self.years.get(day.year)
        if year is not None and day in year.work:
            return True
        if year is not None and day in year.off:
            return False
        return day.weekday() < SATURDAY

    def is_estimated(self, day: date) -> bool:
        """Whether that day's year has no published notice yet (暂估)."""
        year = self.years.get(day.year)
        return year is None or year.status == "estimated"

    def add_working_days(
        self, day: date, count: int, paused: Callable[[date], bool] | None = None
    ) -> tuple[date, bool]:
        """The count-th working day after `day` (day 0), and whether an estimated year was crossed.

        Days for which `paused` is true are not counted. Nothing to count gives the day itself.
        """
        estimated = False
        current = day
        counted = 0
        for _ in range(LONGEST_COUNT):
            if counted >= count or current >= date.max - ONE_DAY:
                break
            current += ONE_DAY
            estimated = estimated or self.is_estimated(current)
            if self.is_working(current) and not (paused and paused(current)):
                counted += 1
        return current, estimated

    def working_days_between(
        self, first: date, last: date, paused: Callable[[date], bool] | None = None
    ) -> int:
        """Working days after `first` up to and including `last`; below zero when `last` is earlier."""
        if last < first:
            return -self.working_days_between(last, first, paused)
        if paused is None:
            return self._working(first, last)
        days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
        return sum(1 for day in days if self.is_working(day) and not paused(day))

    def _working(self, first: date, last: date) -> int:
        """The same reckoned by whole weeks: somebody may have typed a date in the year 9999."""
        weeks, rest = divmod((last - first).days, 7)
        days = (first + timedelta(days=n) for n in range(1, rest + 1))
        count = weeks * SATURDAY + sum(day.weekday() < SATURDAY for day in days)
        for number, year in self.years.items():
            if first.year <= number <= last.year:
                changed = (day for day in year.work | year.off if first < day <= last and day.year == number)
                count += sum(self.is_working(day) - (day.weekday() < SATURDAY) for day in changed)
        return count

    def day_of(self, moment: datetime) -> date:
        """The local date of an instant."""
        return moment.astimezone(self.zone).date()

    def end_of(self, day: date) -> datetime:
        """The last moment of a local day, as an instant in UTC."""
        return datetime.combine(day, LAST_MOMENT, self.zone).astimezone(UTC)

    def instant(self, text: str) -> datetime | None:
        """A date (its end) or a local or absolute date-time in ISO spelling as an instant; None when it is neither."""
        try:
            if len(text) == len("2026-03-05"):
                return self.end_of(date.fromisoformat(text))
            moment = datetime.fromisoformat(text)
            return (moment if moment.tzinfo else moment.replace(tzinfo=self.zone)).astimezone(UTC)
        except (ValueError, OverflowError):
            return None

    def local_date(self, text: str) -> date | None:
        """The local date of a date or date-time in ISO spelling; None when it is neither."""
        try:
            if len(text) == len("2026-03-05"):
                return date.fromisoformat(text)
        except ValueError:
            return None
        moment = self.instant(text)
        return None if moment is None else self.day_of(moment)


def later(moment: datetime, length: timedelta) -> datetime:
    """An instant so much later; the last one there is when the calendar ends before."""
    return moment + length if moment <= LAST_INSTANT - length else LAST_INSTANT


def add_working_days(calendar: Calendar, day: date, count: int) -> tuple[date, bool]:
    """The count-th working day after `day`, and whether it rests on an estimated year."""
    return calendar.add_working_days(day, count)


def working_days_between(calendar: Calendar, first: date, last: date) -> int:
    """Working days after `first` up to and including `last`."""
    return calendar.working_days_between(first, last)
