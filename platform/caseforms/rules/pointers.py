"""Addresses inside JSON data: pointers, patterns with ``*`` for rows, and JSON Forms scopes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final


class Absent:
    """The one value that means "nothing there"; JSON has none (null is a value)."""

    def __repr__(self) -> str:
        return "ABSENT"

    def __bool__(self) -> bool:
        return False


ABSENT: Final = Absent()


def escape(segment: str) -> str:
    """One segment as it stands in a pointer (RFC 6901)."""
    return segment.replace("~", "~0").replace("/", "~1") if "~" in segment or "/" in segment else segment


def join(segments: Iterable[str | int]) -> str:
    """The pointer of segments; ``()`` is the whole document, ``""``."""
    return "".join("/" + escape(str(segment)) for segment in segments)


@lru_cache(maxsize=8192)
def split(pointer: str) -> tuple[str, ...]:
    """The segments of a pointer, unescaped."""
    if not pointer:
        return ()
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in pointer[1:].split("/"))


def step(value: object, segment: str) -> object:
    """What stands under one segment of a value, or ABSENT."""
    if isinstance(value, dict):
        return value.get(segment, ABSENT)
    if isinstance(value, list) and segment.isascii() and segment.isdigit():
        index = int(segment) if len(segment) < 10 else len(value)
        return value[index] if index < len(value) else ABSENT
    return ABSENT


def get(value: object, segments: Iterable[str]) -> object:
    """What stands under segments, or ABSENT."""
    for segment in segments:
        value = step(value, segment)
        if value is ABSENT:
            return ABSENT
    return value


def gather(value: object, segments: tuple[str, ...]) -> object:
    """Like ``get``, but ``*`` stands for every row: the answer is then the list of values found."""
    if "*" not in segments:
        return get(value, segments)
    at = segments.index("*")
    rows = get(value, segments[:at])
    if not isinstance(rows, list):
        return []
    found: list[object] = []
    for row in rows:
        inner = gather(row, segments[at + 1 :])
        if isinstance(inner, list) and "*" in segments[at + 1 :]:
            found.extend(inner)
        elif inner is not ABSENT:
            found.append(inner)
    return found


@lru_cache(maxsize=8192)
def scope_segments(scope: str) -> tuple[str, ...] | None:
    """Property names a JSON Forms scope walks through; None if it is not of the form ``#/properties/a/…``.

    >>> scope_segments("#/properties/address/properties/city")
    ('address', 'city')
    """
    if scope in ("#", "#/"):
        return ()
    if not scope.startswith("#/"):
        return None
    parts = split(scope[1:])
    if len(parts) % 2 or any(word != "properties" for word in parts[::2]):
        return None
    return parts[1::2]


def scope_of(segments: Iterable[str]) -> str:
    """The JSON Forms scope of property names."""
    return "#" + "".join(f"/properties/{escape(segment)}" for segment in segments)


def place(pattern: str, pointer: str) -> str:
    """A pattern with its ``*`` filled from a concrete pointer that goes through the same rows.

    >>> place("/rows/*", "/rows/2/name")
    '/rows/2'
    """
    if "*" not in pattern:
        return pattern
    concrete = split(pointer)
    return join(
        concrete[index] if segment == "*" and index < len(concrete) else segment
        for index, segment in enumerate(split(pattern))
    )
