"""A document as a tree that is never changed in place: each step answers a new one that shares what stayed the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Place = tuple[str | int, ...]
Document = Mapping[str, Any]


def at(node: Any, place: Place) -> Any:
    """What stands at a place. Raises LookupError or TypeError when nothing does."""
    for step in place:
        node = node[step]
    return node


def has(node: Any, place: Place) -> bool:
    """Whether something stands at a place."""
    try:
        at(node, place)
    except (LookupError, TypeError):
        return False
    return True


def changed(node: Document, place: Place, change: Callable[[Any], Any]) -> Document:
    """The tree with what stands at the place changed."""
    found: Document = _changed(node, place, change)
    return found


def _changed(node: Any, place: Place, change: Callable[[Any], Any]) -> Any:
    if not place:
        return change(node)
    step, rest = place[0], place[1:]
    copy: Any = dict(node) if isinstance(node, Mapping) else list(node)
    copy[step] = _changed(node[step], rest, change)
    return copy


def put(node: Document, place: Place, value: Any, before: str | None = None) -> Document:
    """The tree with a value at the place: instead of what stood there, or as a new member before `before`, else last."""
    *owner, last = place

    def filled(inner: Any) -> Any:
        if isinstance(inner, list):
            return [value if index == last else each for index, each in enumerate(inner)]
        if last in inner or before is None:
            return {**inner, last: value}
        return _with_key(inner, last, value, before)

    return changed(node, tuple(owner), filled)


def inserted(node: Document, place: Place, value: Any) -> Document:
    """The tree with a value put into a list at the index that the place ends with."""
    *owner, index = place
    assert isinstance(index, int)
    return changed(node, tuple(owner), lambda inner: [*inner[:index], value, *inner[index:]])


def without(node: Document, place: Place) -> Document:
    """The tree without what stands at the place."""
    *owner, last = place

    def emptied(inner: Any) -> Any:
        if isinstance(inner, list):
            return [each for index, each in enumerate(inner) if index != last]
        return {name: each for name, each in inner.items() if name != last}

    return changed(node, tuple(owner), emptied)


def ordered(node: Document, place: Place, order: list[Any]) -> Document:
    """The tree with the members at the place in this order: keys of a map, indices of a list."""

    def sorted_(inner: Any) -> Any:
        if isinstance(inner, list):
            return [inner[index] for index in order]
        return {name: inner[name] for name in order}

    return changed(node, place, sorted_)


def next_key(node: Mapping[str, Any], key: str) -> str | None:
    """The member that follows a key; None for the last."""
    names = list(node)
    index = names.index(key) + 1
    return names[index] if index < len(names) else None


def _with_key(node: Mapping[str, Any], key: Any, value: Any, before: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, each in node.items():
        if name == before:
            found[key] = value
        found[name] = each
    found.setdefault(key, value)
    return found
