"""Chinese numerals as digits, and numbers out of both."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

_DIGITS: Final = str.maketrans("〇零一二三四五六七八九两", "001234567892")
_UNITS: Final = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_MYRIADS: Final = {"万": 10_000, "亿": 100_000_000}
_FORMAL: Final = str.maketrans("壹贰叁肆伍陆柒捌玖", "一二三四五六七八九")
_RUN: Final = re.compile("[〇零一二三四五六七八九两十]+")
_PLAIN: Final = re.compile(r"[+-]?([0-9]{1,3}(,[0-9]{3})+|[0-9]+)?(\.[0-9]*)?")
_SPOKEN: Final = re.compile("[〇零一二三四五六七八九两十百千万亿拾佰仟壹贰叁肆伍陆柒捌玖]+")


def with_digits(text: str) -> str:
    """A text with Chinese numerals of dates and times as digits: ``二〇二六年三月十五日`` → ``2026年3月15日``."""
    return _RUN.sub(lambda found: _digits(found[0]), text)


def _digits(run: str) -> str:
    if "十" not in run:
        return run.translate(_DIGITS)
    spoken = _spoken(run)
    return run if spoken is None else str(spoken)


def number_of(text: str) -> int | float | None:
    """The number a half-width text says, or None: ``1,234`` ``-3.5`` ``三十五`` ``1.2万``."""
    if _SPOKEN.fullmatch(text) and text[0] not in _MYRIADS:
        return _spoken(text)
    factor = 1
    if text and text[-1] in _MYRIADS:
        factor, text = _MYRIADS[text[-1]], text[:-1]
    if not _PLAIN.fullmatch(text) or not any(letter.isdigit() for letter in text):
        return None
    plain = text.replace(",", "")
    if "." in plain:
        exact = Decimal(plain) * factor
        return int(exact) if factor > 1 and exact == exact.to_integral_value() else float(exact)
    return int(plain) * factor


def _spoken(text: str) -> int | None:
    """The number of Chinese numerals with their units; digits alone are read one by one."""
    text = text.translate(_FORMAL)
    if not any(letter in _UNITS or letter in _MYRIADS for letter in text):
        return int(text.translate(_DIGITS))
    total = section = digit = 0
    for letter in text:
        if letter in _UNITS:
            section += (digit or 1) * _UNITS[letter]
            digit = 0
        elif letter in _MYRIADS:
            total = (total + section + digit) * _MYRIADS[letter]
            section = digit = 0
        elif digit:
            return None  # two digits beside each other among units say no number
        else:
            digit = int(letter.translate(_DIGITS))
    return total + section + digit
