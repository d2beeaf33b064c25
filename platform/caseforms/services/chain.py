"""Hash chains of append-only logs: each line's hash covers the line and the hash of the line before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from caseforms.answers.cleaning import SURROGATE

START = "0" * 64


def canonical(value: Any) -> str:
    """The one JSON spelling of a value: sorted keys, no spaces, whole floats as integers (JSONB does the same)."""
    return json.dumps(
        _plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def is_storable(text: str) -> bool:
    """Whether every database can keep what this canonical text says: no NUL in it, no half of a letter."""
    return "\\u0000" not in text and not SURROGATE.search(text)


def digest(value: Any) -> str:
    """sha256 of the canonical JSON."""
    return sha256(canonical(value).encode()).hexdigest()


def link(previous: str, line: Mapping[str, Any]) -> str:
    """The hash of a line that follows `previous`."""
    return sha256(f"{previous}\n{canonical(line)}".encode()).hexdigest()


def instant(at: datetime) -> str:
    """An instant as it is hashed and told to the workflow: UTC, microseconds, offset."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind is str or kind is int or kind is bool or value is None:
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
