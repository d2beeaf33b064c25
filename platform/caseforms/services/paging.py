"""Pages of a list: a tuple of lines and an opaque cursor to the next ones (keyset, never an offset)."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from caseforms.services.refusal import refuse

Line = TypeVar("Line")


@dataclass(frozen=True, slots=True)
class Page(Generic[Line]):
    """One page; `next` is the cursor of the page after it, None on the last."""

    items: tuple[Line, ...]
    next: str | None = None


def cursor(*key: Any) -> str:
    """The place after a line, by its sort key."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def read_cursor(text: str, length: int) -> list[Any]:
    """The sort key in a cursor. A cursor that is not ours is refused."""
    try:
        key = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        refuse("page.bad-cursor")
    if not isinstance(key, list) or len(key) != length or not all(map(_is_plain, key)):
        refuse("page.bad-cursor")
    return key


def moment(at: object) -> datetime:
    """An instant in a cursor (seconds since 1970). A cursor that is not ours is refused."""
    try:
        return datetime.fromtimestamp(float(str(at)), UTC)
    except (ValueError, OverflowError, OSError):
        refuse("page.bad-cursor")


def _is_plain(value: Any) -> bool:
    """Whether a part of a key can be compared in the database: a text without NUL, a small number, nothing."""
    if isinstance(value, str):
        return "\0" not in value
    return value is None or (isinstance(value, int | float) and abs(value) < 2**53)
