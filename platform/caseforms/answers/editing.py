"""Changes JSON data without touching the original: set, remove, and walk over rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from caseforms.rules.pointers import ABSENT, escape, get, split, step


def occurrences(data: object, segments: tuple[str, ...]) -> Iterator[str]:
    """The concrete pointers of a pattern at which something stands."""
    yield from _occurrences(data, segments, "")


def _occurrences(value: object, segments: tuple[str, ...], before: str) -> Iterator[str]:
    if not segments:
        yield before
        return
    first, rest = segments[0], segments[1:]
    if first == "*":
        for number, row in enumerate(value if isinstance(value, list) else ()):
            yield from _occurrences(row, rest, f"{before}/{number}")
        return
    inner = step(value, first)
    if inner is not ABSENT:
        yield from _occurrences(inner, rest, f"{before}/{escape(first)}")


def with_value(data: object, segments: tuple[str, ...], value: object) -> object:
    """A copy of data with a value set (ABSENT removes it); missing objects on the way are made."""
    if not segments:
        return value
    first, rest = segments[0], segments[1:]
    if isinstance(data, list):
        index = int(first)
        return [with_value(one, rest, value) if at == index else one for at, one in enumerate(data)]
    if not isinstance(data, dict):
        if value is ABSENT or data is not ABSENT:
            return data
        data = {}
    inner = with_value(data.get(first, ABSENT), rest, value)
    if inner is ABSENT:
        return {name: one for name, one in data.items() if name != first} if first in data else data
    return {**data, first: inner}


def without(data: object, pointers: Iterable[str]) -> object:
    """A copy of data in which nothing stands at the pointers; objects emptied by that go too, rows stay."""
    for pointer in pointers:
        data = _without(data, split(pointer))
    return data


def _without(data: object, segments: tuple[str, ...]) -> object:
    first, rest = segments[0], segments[1:]
    if isinstance(data, list):
        index = int(first)
        return [_without(one, rest) if at == index else one for at, one in enumerate(data)] if rest else data
    if not isinstance(data, dict) or first not in data:
        return data
    if rest:
        inner = _without(data[first], rest)
        if inner != {} or data[first] == {}:
            return {**data, first: inner}
    return {name: one for name, one in data.items() if name != first}


def value_at(data: object, pointer: str) -> object:
    """What stands at a concrete pointer, or ABSENT."""
    return get(data, split(pointer))
