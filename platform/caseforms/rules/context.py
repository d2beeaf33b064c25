"""What an expression may know beside the data: the time, the working-day calendar, the facts of the case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone, tzinfo

CHINA = timezone(timedelta(hours=8))  # no summer time since 1992: a fixed offset needs no zone database


@dataclass(frozen=True, slots=True)
class Context:
    """``now`` is an aware instant, ``today`` the institution's day, ``working_days(a, b)`` counts its calendar.

    ``facts`` is the JSON document of the case, where there is one.
    """

    now: datetime
    today: date
    working_days: Callable[[date, date], int] | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    zone: tzinfo = CHINA

    @classmethod
    def at(cls, now: datetime, zone: tzinfo = CHINA) -> Context:
        """The context of an instant alone: its day in the zone, no calendar, no facts."""
        return cls(now=now, today=now.astimezone(zone).date(), zone=zone)

    def wall_clock(self) -> str:
        """Now as the clock on the institution's wall shows it: ``2026-03-05T08:30``."""
        return self.now.astimezone(self.zone).strftime("%Y-%m-%dT%H:%M")
