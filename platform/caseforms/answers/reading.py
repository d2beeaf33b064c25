"""Reads what people type: Chinese input habits become plain values, or are named unreadable.

Every reader takes the text of one control and gives the value, None for nothing typed, or ``Unreadable``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from caseforms.answers.numerals import number_of, with_digits

_FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_MIDDLE_DOTS: Final = str.maketrans(dict.fromkeys("•‧・･⋅∙●﹒᛫", "·"))
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−－﹣", "-"))
_UNSEEN: Final = dict.fromkeys((0x200B, 0x200C, 0x200E, 0x200F, 0x2060, 0xFEFF))  # pasted, never meant


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What was typed and could not be understood; ``code`` names the problem, ``raw`` goes back to the page."""

    raw: str
    code: str = "answer.unreadable"


Read = str | int | float | bool | None | Unreadable


def normalise_text(text: str) -> str:
    """Text as it is kept: NFC, one kind of line end, nothing unseen, no spaces at the ends. Nothing else changes."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", plain.translate(_UNSEEN)).strip()


def half_width(text: str) -> str:
    """Full-width letters, digits and signs as half-width ones: for dates, numbers, numbers of phones and papers."""
    return normalise_text(text).translate(_FULL_WIDTH).translate(_DASHES).strip()


def parse_name(text: str) -> str | None:
    """A person's name: every middle dot becomes ``·``, spaces inside Chinese names go, rare characters stay."""
    plain = normalise_text(text).replace("\u3000", " ").translate(_MIDDLE_DOTS)
    plain = re.sub(r"\s*·\s*", "·", plain)
    if plain and all(letter in "· " or ord(letter) > 0x2E7F for letter in plain):
        plain = plain.replace(" ", "")
    return re.sub(r"\s+", " ", plain) or None


_SEPARATED: Final = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*[日号]?")
_COMPACT: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_WITHOUT_YEAR: Final = re.compile(r"([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*[日号]?")
_WITHOUT_DAY: Final = re.compile(r"[0-9]{4}\s*[-/.年]\s*([0-9]{1,2}\s*月?)?|[0-9]{4}")


def parse_date(text: str) -> str | Unreadable | None:
    """A day as ``2026-03-05``: from 2026年3月5日, 2026-3-5, 2026/3/5, 2026.3.5, 20260305, 二〇二六年三月五日.

    A day without its year is not guessed.
    """
    plain = with_digits(half_width(text)).replace("。", ".").replace("、", ".")
    if not plain:
        return None
    parts = _SEPARATED.fullmatch(plain) or _COMPACT.fullmatch(plain)
    if not parts:
        if _WITHOUT_YEAR.fullmatch(plain):
            return Unreadable(text, "answer.date-without-year")
        incomplete = _WITHOUT_DAY.fullmatch(plain)
        return Unreadable(text, "answer.date-incomplete" if incomplete else "answer.unreadable-date")
    try:
        return date(int(parts[1]), int(parts[2]), int(parts[3])).isoformat()
    except ValueError:
        return Unreadable(text, "answer.no-such-date")


_PERIODS: Final[Mapping[str, int]] = MappingProxyType({
    "凌晨": 0, "清晨": 0, "早上": 0, "早晨": 0, "上午": 0, "am": 0, "a.m.": 0,
    "中午": 12, "下午": 12, "傍晚": 12, "晚上": 12, "晚": 12, "夜里": 12, "pm": 12, "p.m.": 12,
})  # fmt: skip
_CLOCK: Final = re.compile(
    r"(?P<before>[^0-9\s]*)\s*(?P<hour>[0-9]{1,2})\s*"
    r"(?:[:点时]\s*(?:(?P<minute>[0-9]{1,2})\s*分?|(?P<half>半)|(?P<quarter>[一三13]刻)|整|钟)?)?"
    r"(?::?(?P<second>(?<=[:分])[0-9]{2})秒?)?\s*(?P<after>[ap]\.?m\.?)?",
    re.IGNORECASE,
)


def parse_time(text: str) -> str | Unreadable | None:
    """A wall time as ``08:30``: from 8:30, 上午8点半, 下午3点20分, 15时, 3:20 pm."""
    plain = with_digits(half_width(text)).lower()
    if not plain:
        return None
    if re.fullmatch("[0-9]{4}", plain):
        plain = f"{plain[:2]}:{plain[2:]}"
    parts = _CLOCK.fullmatch(plain)
    period = (parts["before"] or parts["after"] or "") if parts else ""
    bare_hour = parts is not None and plain == parts["hour"]
    if not parts or (period and period not in _PERIODS) or (bare_hour and not period):
        return Unreadable(text, "answer.unreadable-time")
    hour, minute = int(parts["hour"]), int(parts["minute"] or 0)
    if parts["half"]:
        minute = 30
    elif parts["quarter"]:
        minute = 45 if parts["quarter"][0] in "三3" else 15
    hour = _on_the_clock(hour, period)
    if hour > 23 or minute > 59 or int(parts["second"] or 0) > 59:
        return Unreadable(text, "answer.unreadable-time")
    return f"{hour:02d}:{minute:02d}" + (f":{parts['second']}" if parts["second"] else "")


def _on_the_clock(hour: int, period: str) -> int:
    """The hour of 24: 下午3点 is 15; 中午12点 is 12, 中午11点 stays 11; 凌晨12点 and 晚上12点 are midnight, 0."""
    if not period:
        return hour
    if period == "中午":
        return hour + 12 if hour < 5 else hour
    if _PERIODS[period] == 0:
        return 0 if hour == 12 and period not in ("上午", "早上") else hour
    if hour == 12 and period in ("晚上", "晚", "夜里"):
        return 0
    return hour + 12 if hour < 12 else hour


def parse_date_time(text: str) -> str | Unreadable | None:
    """Day and wall time as ``2026-03-05T08:30``: the two as ``parse_date`` and ``parse_time`` read them."""
    plain = half_width(text)
    if not plain:
        return None
    parts = re.fullmatch(r"(.*?[日号]|[^\sT]+)[\sT]*(.*)", plain, re.DOTALL)
    if not parts or not parts[2]:
        return Unreadable(text, "answer.unreadable-date-time")
    day, time = parse_date(parts[1]), parse_time(parts[2])
    if isinstance(day, Unreadable):
        return Unreadable(text, day.code)
    if day is None or not isinstance(time, str):
        return Unreadable(text, "answer.unreadable-date-time")
    return f"{day}T{time}"


def parse_number(text: str) -> int | float | Unreadable | None:
    """A number: full-width digits, 三十五, 1,234 with grouping, 1.2万."""
    plain = half_width(text).replace("，", ",").replace(" ", "")
    if not plain:
        return None
    found = number_of(plain)
    return Unreadable(text, "answer.unreadable-number") if found is None else found


def parse_integer(text: str) -> int | Unreadable | None:
    """A whole number; ``3.0`` is one, ``3.5`` is not."""
    found = parse_number(text)
    if isinstance(found, float):
        return int(found) if found.is_integer() else Unreadable(text, "answer.not-whole")
    return found


def parse_phone(text: str) -> str | None:
    """A phone number without its ornaments: ``+86 138-0013-8000`` → ``13800138000``, ``(010) 1234 5678 转 12`` →
    ``010-12345678-12``. What is no number at all stays as it is, for the format to refuse.
    """
    plain = half_width(text)
    if not plain:
        return None
    plain = re.sub(r"\s*(转|分机|ext\.?|#)\s*", "~", plain, flags=re.IGNORECASE)
    number, _, extension = plain.partition("~")
    number = re.sub(r"^(\+|00)\s*86[\s-]*(?=[0-9(])|^86[\s-]*(?=1[3-9]([\s-]?[0-9]){9}$)", "", number.strip())
    area = re.match(r"^\(?(0[0-9]{2,3})\)?[\s-]+|^\((0[0-9]{2,3})\)", number)
    rest = re.sub(r"[\s().]", "", number[area.end() :] if area else number)
    if (re.fullmatch(r"1[3-9][0-9-]{9,13}", rest) and len(rest.replace("-", "")) == 11) or (
        area and len(rest.replace("-", "")) in (7, 8)
    ):
        rest = rest.replace("-", "")
    if area:
        rest = f"{area[1] or area[2]}-{rest}"
    return f"{rest}-{re.sub(r'[^0-9]', '', extension)}" if extension else rest


def parse_identity(text: str) -> str | None:
    """A resident identity number: half-width, without spaces or dashes, the last letter a capital X."""
    plain = re.sub(r"[\s-]", "", half_width(text)).upper()
    return plain or None


def parse_email(text: str) -> str | None:
    """An e-mail address: half-width, ``。`` as the dot that was meant."""
    plain = half_width(text).replace("。", ".").replace(" ", "")
    return plain or None


_YES: Final = frozenset({"是", "有", "对", "yes", "y", "true", "1", "√", "✓", "on"})
_NO: Final = frozenset({"否", "无", "没有", "不", "不是", "no", "n", "false", "0", "×", "✗", "off"})


def parse_yes_no(text: str) -> bool | Unreadable | None:
    """Yes or no as people write it."""
    plain = half_width(text).lower()
    if not plain:
        return None
    if plain in _YES or plain in _NO:
        return plain in _YES
    return Unreadable(text, "answer.unreadable-yes-no")


READERS: Mapping[str, Callable[[str], Read]] = MappingProxyType({
    "name": parse_name,
    "date": parse_date,
    "local-time": parse_time,
    "local-date-time": parse_date_time,
    "number": parse_number,
    "integer": parse_integer,
    "cn-phone": parse_phone,
    "cn-id": parse_identity,
    "email": parse_email,
    "yes-no": parse_yes_no,
})  # fmt: skip


def reader_of(schema: Mapping[str, object]) -> Callable[[str], Read]:
    """The reader for the texts typed into a field, by its format, else its type, else plain text."""
    written = schema.get("format")
    if isinstance(written, str) and written in READERS:
        return READERS[written]
    kind = schema.get("type")
    names = [kind] if isinstance(kind, str) else kind if isinstance(kind, list) else []
    for name in names:
        if name in ("number", "integer"):
            return READERS[name]
        if name == "boolean":
            return parse_yes_no
    if schema.get("x-prefill") == "person.name" or schema.get("x-reference"):
        return parse_name
    return lambda text: normalise_text(text) or None
