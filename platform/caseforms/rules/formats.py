"""The formats that a text may have, each one small function used wherever a text is checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?")
_OFFSET_TIME = re.compile(
    r"([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9]|60)(\.[0-9]+)?([zZ]|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))"
)
_EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+"
)
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(
    r"((0(10|2[0-9]|[3-9][0-9]{2})-?[1-9]|[2-8])[0-9]{6,7})(-[0-9]{1,6})?|[48]00-?[0-9]{3}-?[0-9]{4}"
)
_IDENTITY = re.compile(r"[1-9][0-9]{16}[0-9X]")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*")
_BROKEN_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999, 4.1
_CHECK_LETTERS = "10X98765432"


def is_date(text: str) -> bool:
    """A day that exists: ``2026-03-05``."""
    parts = _DATE.fullmatch(text)
    if not parts:
        return False
    try:
        date(int(parts[1]), int(parts[2]), int(parts[3]))
    except ValueError:
        return False
    return True


def is_local_time(text: str) -> bool:
    """Wall time without zone: ``08:30`` or ``08:30:15``."""
    return _TIME.fullmatch(text) is not None


def is_local_date_time(text: str) -> bool:
    """Day and wall time without zone: ``2026-03-05T08:30``."""
    day, mark, time = text.partition("T")
    return mark == "T" and is_date(day) and is_local_time(time)


def is_time(text: str) -> bool:
    """RFC 3339 time with its offset; a leap second only where it is 23:59:60 UTC."""
    parts = _OFFSET_TIME.fullmatch(text)
    if not parts:
        return False
    if parts[3] != "60":
        return True
    minutes = int(parts[1]) * 60 + int(parts[2])
    if parts[6]:
        shift = int(parts[7]) * 60 + int(parts[8])
        minutes += shift if parts[6] == "-" else -shift
    return minutes % 1440 == 1439


def is_date_time(text: str) -> bool:
    """RFC 3339 date-time with its offset."""
    return len(text) > 10 and text[10] in "Tt" and is_date(text[:10]) and is_time(text[11:])


def is_email(text: str) -> bool:
    """An address as people have them: no quotes, no brackets, a dot in the domain, ASCII."""
    return len(text) <= 254 and _EMAIL.fullmatch(text) is not None and text.index("@") <= 64


def is_mobile(text: str) -> bool:
    """A mainland mobile number: eleven digits."""
    return _MOBILE.fullmatch(text) is not None


def is_cn_phone(text: str) -> bool:
    """A mainland mobile or landline number, extension after a dash: ``0755-12345678-12``."""
    return is_mobile(text) or _LANDLINE.fullmatch(text) is not None


def is_cn_id(text: str) -> bool:
    """A resident identity number of 18 places with a true birth date and check letter (GB 11643)."""
    if not _IDENTITY.fullmatch(text) or not is_date(f"{text[6:10]}-{text[10:12]}-{text[12:14]}"):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, text, strict=False))
    return _CHECK_LETTERS[total % 11] == text[17]


def is_uri(text: str) -> bool:
    """An absolute address: a scheme, then only the characters RFC 3986 allows."""
    return _URI.fullmatch(text) is not None and not _BROKEN_PERCENT.search(text)


FORMATS: Mapping[str, Callable[[str], bool]] = MappingProxyType({
    "date": is_date,
    "local-time": is_local_time,
    "local-date-time": is_local_date_time,
    "time": is_time,
    "date-time": is_date_time,
    "email": is_email,
    "cn-phone": is_cn_phone,
    "cn-id": is_cn_id,
    "uri": is_uri,
})  # fmt: skip
