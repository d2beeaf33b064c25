"""Interface words, dates and numbers in the reader's language, without Flask."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from gettext import NullTranslations

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from babel.support import Translations

from caseforms import locations

LOCALES = {"zh": "zh_Hans_CN", "en": "en"}
DAY = {"zh": "y年M月d日 EEE", "en": "EEE d MMM y"}
SHORT_DAY = {"zh": "M月d日", "en": "d MMMM"}
SHORT_DAY_WITH_YEAR = {"zh": "y年M月d日", "en": "d MMMM y"}


@lru_cache(maxsize=8)
def translations(language: str) -> NullTranslations:
    """The interface words that ship with the platform; English, the language of the message ids, where none do."""
    folder = locations.shipped("translations")
    names = [LOCALES.get(language, language), language, "zh_Hans" if language == "zh" else language]
    return Translations.load(str(folder), names)


@lru_cache(maxsize=8)
def locale(language: str) -> Locale:
    """Babel's rules for a language of ours."""
    return Locale.parse(LOCALES.get(language, "en"))


def day(value: str, language: str) -> str:
    """`2026年3月5日 周四` / `Thu 5 Mar 2026` for an ISO date; anything else comes back as it is."""
    try:
        return format_date(date.fromisoformat(value), DAY.get(language, DAY["en"]), locale(language))
    except ValueError:
        return value


def short_day(value: str, language: str, today: date | None = None) -> str:
    """`3月2日` / `2 March`, with the year when it is not this one's."""
    try:
        when = date.fromisoformat(value[:10])
    except ValueError:
        return value
    patterns = SHORT_DAY if today is not None and today.year == when.year else SHORT_DAY_WITH_YEAR
    return format_date(when, patterns.get(language, patterns["en"]), locale(language))


def clock(value: str, language: str) -> str:
    """`08:30` for an ISO time, whatever follows the minutes left out."""
    try:
        return format_time(time.fromisoformat(value).replace(tzinfo=None), "HH:mm", locale=locale(language))
    except ValueError:
        return value


def moment(value: str, language: str) -> str:
    """`2026年3月5日 周四 08:30` for an ISO date-time, read as the wall clock that wrote it."""
    try:
        when = datetime.fromisoformat(value)
    except ValueError:
        return value
    return f"{day(when.date().isoformat(), language)} {when:%H:%M}"


def number(value: float | Decimal, language: str) -> str:
    """A number for reading: grouped from five digits on, no digit lost."""
    exact = Decimal(str(value))
    if not exact.is_finite():
        return str(value)
    return str(
        format_decimal(
            exact, locale=locale(language), decimal_quantization=False, group_separator=abs(exact) >= 10000
        )
    )
