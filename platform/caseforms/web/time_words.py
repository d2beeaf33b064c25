"""Dates, times and durations as people read them; the patterns are messages, so that each language has its own."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time
from flask import Flask
from flask_babel import get_locale

from caseforms.web import unit_of_work
from caseforms.web.languages import gettext, ngettext

Moment = datetime | date


def install(app: Flask) -> None:
    """Give templates the filters `long_date`, `day`, `day_month`, `clock_time`, `moment`, `left` and `machine_time`."""
    for function in (long_date, day, day_month, clock_time, moment, machine_time):
        app.add_template_filter(function)
    app.add_template_global(working_days_left)
    app.add_template_global(today)
    app.add_template_global(has_time)


def zone() -> ZoneInfo:
    """The wall clock of the institution."""
    return ZoneInfo(unit_of_work.settings().institution_timezone)


def today() -> date:
    """The day it is there now."""
    return unit_of_work.now().astimezone(zone()).date()


def local_day(value: Moment | str) -> date:
    """The calendar day of an instant, a date, or an ISO date string."""
    if isinstance(value, str):
        return datetime.fromisoformat(value).date() if "T" in value else date.fromisoformat(value)
    return value.astimezone(zone()).date() if isinstance(value, datetime) else value


def long_date(value: Moment | str | None) -> str:
    """With year and weekday: 2026年3月5日 周四 / Thu 5 Mar 2026."""
    return "" if value is None or value == "" else _in_words(local_day(value), gettext("EEE d MMM y"))


def day(value: Moment | str | None) -> str:
    """With weekday, and the year only when it is not this one: 3月5日 周四 / Thu 5 Mar."""
    if value is None or value == "":
        return ""
    when = local_day(value)
    return _in_words(when, gettext("EEE d MMM")) if when.year == today().year else long_date(when)


def day_month(value: Moment | str | None) -> str:
    """The shortest that is still clear: 3月5日 / 5 Mar; with the year when it is not this one."""
    if value is None or value == "":
        return ""
    when = local_day(value)
    return _in_words(when, gettext("d MMM") if when.year == today().year else gettext("d MMM y"))


def clock_time(value: datetime | None) -> str:
    """The time of day there: 14:02."""
    return "" if value is None else format_time(value.astimezone(zone()).time(), "HH:mm", locale=get_locale())


def moment(value: datetime | None) -> str:
    """Day and time: 3月5日 周四 14:02 / Thu 5 Mar 14:02."""
    return "" if value is None else f"{day(value)} {clock_time(value)}"


def machine_time(value: Moment | str | None) -> str:
    """For the `datetime` attribute of `<time>`."""
    if value is None or isinstance(value, str):
        return value or ""
    return value.isoformat()


def working_days_left(days: int) -> str:
    """3 → "3 working days left", 0 → "today", -3 → "3 working days late"."""
    if days == 0:
        return gettext("today")
    if days < 0:
        return ngettext("%(num)d working day late", "%(num)d working days late", -days)
    return ngettext("%(num)d working day left", "%(num)d working days left", days)


def _in_words(when: date, pattern: str) -> str:
    return format_date(when, pattern, locale=get_locale())


def full_moment(value: datetime) -> str:
    """With year, weekday and time, for what may stand on paper."""
    return f"{long_date(value)} {format_datetime(value.astimezone(zone()), 'HH:mm', locale=get_locale())}"


def has_time(value: datetime) -> bool:
    """Whether the time of day means something: deadlines in days end with the day."""
    local = value.astimezone(zone())
    return (local.hour, local.minute) not in {(0, 0), (23, 59)}
