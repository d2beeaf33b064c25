"""Changes in JSON documents that copy only the way to the change and share everything else.

Nothing is ever written into a document that was handed out; what is remembered of one rests on that.
"""

from __future__ import annotations

from typing import Any

from caseforms.rules.pointers import ABSENT

Document = dict[str, Any]
Path = tuple[str | int, ...]


def at(value: Any, path: Path) -> Any:
    """What stands at a path, or ABSENT."""
    for step in path:
        if isinstance(value, dict):
            value = value.get(step, ABSENT)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return ABSENT
    return value


def put(value: Any, path: Path, new: Any) -> Any:
    """The value with something else at a path; objects on the way are made if they are missing."""
    if not path:
        return new
    step, rest = path[0], path[1:]
    if isinstance(value, list):
        copy = list(value)
        copy[int(step)] = put(copy[int(step)], rest, new)
        return copy
    known = value if isinstance(value, dict) else {}
    return {**known, step: put(known.get(step), rest, new)}


def drop(value: Any, path: Path) -> Any:
    """The value without what stands at a path; the rest of a list moves up."""
    step, rest = path[0], path[1:]
    if rest:
        return put(value, (step,), drop(value[step], rest))
    if isinstance(value, list):
        return [one for number, one in enumerate(value) if number != step]
    return {key: one for key, one in value.items() if key != step}


def insert(value: Any, path: Path, index: int, new: Any) -> Any:
    """The value with a new member in the list at a path, which is made if it is missing."""
    listed = at(value, path)
    listed = listed if isinstance(listed, list) else []
    return put(value, path, [*listed[:index], new, *listed[index:]])


def insert_key(value: Any, path: Path, index: int, key: str, new: Any) -> Any:
    """The value with a new name in the object at a path, at a place in its order."""
    known = at(value, path)
    pairs = list(known.items()) if isinstance(known, dict) else []
    return put(value, path, dict([*pairs[:index], (key, new), *pairs[index:]]))


def after_cut(path: Path, home: Path, index: int) -> Path:
    """Where a path leads once the member ``index`` of the list at ``home`` is taken out."""
    return _shifted(path, home, index, -1, index + 1)


def after_insert(path: Path, home: Path, index: int) -> Path:
    """Where a path leads once a member is put into the list at ``home`` before ``index``."""
    return _shifted(path, home, index, 1, index)


def _shifted(path: Path, home: Path, index: int, by: int, first: int) -> Path:
    depth = len(home)
    if len(path) <= depth or path[:depth] != home:
        return path
    step = path[depth]
    return (*home, step + by, *path[depth + 1 :]) if isinstance(step, int) and step >= first else path


def kept(before: Any, after: Any) -> Any:
    """The object before if nothing in it changed."""
    same = len(before) == len(after) and all(
        left == right and _unchanged(before[left], after[right])
        for left, right in zip(before, after, strict=True)
    )
    return before if same else after


def kept_list(after: list[Any], before: Any) -> Any:
    """Like ``kept`` for a list."""
    same = len(before) == len(after) and all(map(_unchanged, before, after))
    return before if same else after


def _unchanged(before: Any, after: Any) -> bool:
    return before is after or (isinstance(before, str) and before == after)
