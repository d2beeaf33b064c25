"""Takes in raw data: empty means absent, text is NFC, and what no record may hold is named, not kept."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from caseforms.problems import Problem
from caseforms.rules.pointers import escape

DEEPEST = 32
LONGEST_TEXT = 1_000_000
MOST_VALUES = 200_000
LARGEST_INTEGER = 2**53 - 1


@dataclass(slots=True)
class Cleaned:
    """Clean data, what was wrong, and for each list that lost blank rows the old numbers of those kept."""

    data: Any
    problems: list[Problem] = field(default_factory=list)
    kept: dict[str, list[int]] = field(default_factory=dict)

    def original(self, pointer: str) -> str:
        """The pointer as it was before blank rows went."""
        if not self.kept:
            return pointer
        new = pointer.split("/")
        old = list(new)
        for at in range(1, len(new)):
            numbers = self.kept.get("/".join(old[:at]))  # lists are known by where they stood
            if numbers is not None and new[at].isdigit() and int(new[at]) < len(numbers):
                old[at] = str(numbers[int(new[at])])
        return "/".join(old)


SURROGATE = re.compile("[\ud800-\udfff]")


def _is_bad_name(name: Any) -> bool:
    if not isinstance(name, str) or "\0" in name:
        return True
    return not name.isascii() and SURROGATE.search(name) is not None


class _Cleaner:
    def __init__(self, fixed: frozenset[str], drop_rows: bool) -> None:
        self.fixed = fixed
        self.drop_rows = drop_rows
        self.result = Cleaned(None)
        self.values = 0

    def wrong(self, code: str, path: str, **params: object) -> None:
        self.result.problems.append(Problem(code, path, params))

    def text(self, value: str, path: str) -> str | None:
        if not value or value.isspace():
            return None
        if value.isascii():
            if "\0" in value:
                self.wrong("answer.control-character", path)
                return None
        else:
            if SURROGATE.search(value):
                self.wrong("answer.broken-character", path)
                return None
            if not unicodedata.is_normalized("NFC", value):
                value = unicodedata.normalize("NFC", value)
            if "\0" in value:
                self.wrong("answer.control-character", path)
                return None
        if len(value) > LONGEST_TEXT:
            self.wrong("answer.too-long", path, limit=LONGEST_TEXT)
            return None
        return value

    def value(self, value: Any, path: str, depth: int) -> Any:
        """The clean value; ``_GONE`` when nothing is left of it."""
        kind = type(value)
        if kind is str:
            text = self.text(value, path)
            return _GONE if text is None else text
        if kind is bool or value is None:
            return value
        if kind is int:
            if -LARGEST_INTEGER <= value <= LARGEST_INTEGER:
                return value
            self.wrong("answer.number-too-large", path)
            return _GONE
        if kind is float:
            if math.isfinite(value):
                return value
            self.wrong("answer.not-finite", path)
            return _GONE
        if kind is dict or kind is list:
            if depth > DEEPEST:
                self.wrong("answer.too-deep", path, limit=DEEPEST)
                return _GONE
            self.values += len(value)
            if self.values > MOST_VALUES:
                if self.values - len(value) <= MOST_VALUES:
                    self.wrong("answer.too-many", path, limit=MOST_VALUES)
                return _GONE
            return self.members(value, path, depth) if kind is dict else self.rows(value, path, depth)
        self.wrong("answer.not-json", path)
        return _GONE

    def members(self, value: dict[str, Any], path: str, depth: int) -> Any:
        found = {}
        for name, inner in value.items():
            if _is_bad_name(name):
                self.wrong("answer.bad-name", path)
                continue
            clean = self.value(inner, f"{path}/{escape(name)}", depth + 1)
            if clean is not _GONE:
                found[name] = clean
        return found if found or depth == 0 else _GONE

    def rows(self, value: list[Any], path: str, depth: int) -> Any:
        found = []
        numbers = []
        fixed = path in self.fixed or not self.drop_rows
        for number, inner in enumerate(value):
            clean = self.value(inner, f"{path}/{number}", depth + 1)
            if clean is _GONE and fixed:
                clean = {} if isinstance(inner, dict) else None
            if clean is not _GONE:
                found.append(clean)
                numbers.append(number)
        if path in self.fixed:
            while found and found[-1] in (None, {}):
                found.pop()
        if len(found) < len(value) and not fixed:
            self.result.kept[path] = numbers
        return found or _GONE


_GONE: Any = object()


def clean(data: Any, fixed: frozenset[str] = frozenset(), *, drop_rows: bool = True) -> Cleaned:
    """Clean data of raw data; ``fixed`` are the lists whose rows keep their place even when blank."""
    cleaner = _Cleaner(fixed, drop_rows)
    if not isinstance(data, dict):
        cleaner.wrong("answer.type", "", types=["object"])
        cleaner.result.data = {}
        return cleaner.result
    found = cleaner.value(data, "", 0)
    cleaner.result.data = {} if found is _GONE else found
    return cleaner.result
