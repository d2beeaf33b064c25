"""Owns how an answer is written on paper: the words of choices, names instead of ids, dates in the sheet's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from caseforms.definitions import Field, Form
from caseforms.problems.entry import N_
from caseforms.rendering import words
from caseforms.rendering.reader import Reader

YES, NO = N_("Yes"), N_("No")
BETWEEN = {"zh": "、", "en": ", "}
DATES = ("date", "local-date", "local-date-time", "date-time")


def written(form: Form, field: Field, value: Any, reader: Reader, language: str) -> str:
    """A value in words; nothing for an absent one. Objects and rows are not written in one place: their parts are."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return words.translations(language).gettext(YES if value else NO)
    if isinstance(value, list):
        return BETWEEN.get(language, ", ").join(
            written(form, field, item, reader, language) for item in value
        )
    if isinstance(value, Mapping):
        return str(value.get("name", ""))
    titles = dict(form.choices(field, language))
    if value in titles:
        return str(titles[value])
    if isinstance(value, int | float):
        return words.number(value, language)
    return _text(field.schema, str(value), reader, language)


def _text(schema: Mapping[str, Any], value: str, reader: Reader, language: str) -> str:
    if "x-reference" in schema or "x-reference" in schema.get("items", {}):
        return reader.people.get(value, value)
    declared = schema.get("format", "")
    if declared in DATES or "x-signed-date" in schema:
        return day_and_time(value, language)
    if declared in ("local-time", "time"):
        return words.clock(value, language)
    return value


def day_and_time(value: str, language: str) -> str:
    """`2026年3月5日`, with the time when there is one."""
    shown = words.short_day(value, language)
    return f"{shown} {value[11:16]}" if len(value) > 11 else shown


UNITS = {"zh": ("年", "月", "日", "时", "分"), "en": ("Y", "M", "D", "h", "min")}


def date_pieces(value: str, timed: bool, language: str) -> tuple[tuple[str, str], ...]:
    """(number, unit) pairs of a date, numbers empty where nothing was written yet."""
    numbers = _numbers(value)
    units = UNITS.get(language, UNITS["en"])[: 5 if timed else 3]
    return tuple(zip((*numbers, *[""] * 5)[: len(units)], units, strict=True))


def _numbers(value: str) -> Sequence[str]:
    if not value:
        return ()
    return [str(int(value[0:4])), str(int(value[5:7])), str(int(value[8:10])), value[11:13], value[14:16]]
