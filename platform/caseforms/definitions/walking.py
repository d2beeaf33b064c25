"""Walks a JSON Schema: every subschema with its pointer, and what it is there for."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from caseforms.definitions.keywords import SCHEMA_KEYWORDS, SCHEMA_LIST_KEYWORDS, SCHEMA_MAP_KEYWORDS
from caseforms.problems import Problem
from caseforms.rules.pointers import escape

DEEPEST = 64
LARGEST = 2**53 - 1


def subschemas(schema: Any, pointer: str = "/schema") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """A schema and all schemas inside it with their pointers, parents first."""
    if not isinstance(schema, dict):
        return
    yield pointer, schema
    for keyword, value in schema.items():
        place = f"{pointer}/{escape(keyword)}"
        if keyword in SCHEMA_KEYWORDS:
            yield from subschemas(value, place)
        elif keyword in SCHEMA_LIST_KEYWORDS and isinstance(value, list):
            for number, one in enumerate(value):
                yield from subschemas(one, f"{place}/{number}")
        elif keyword in SCHEMA_MAP_KEYWORDS and isinstance(value, dict):
            for name, one in value.items():
                yield from subschemas(one, f"{place}/{escape(name)}")


def unfit(document: Any) -> list[Problem]:
    """What no reader of JSON takes alike: too deep, numbers too large, half characters, names that are not text."""
    found: list[Problem] = []
    waiting: list[tuple[Any, str, int]] = [(document, "", 0)]
    while waiting and len(found) < 50:
        value, pointer, depth = waiting.pop()
        if depth > DEEPEST:
            return [Problem("definition.too-deep", pointer, {"limit": DEEPEST})]
        if isinstance(value, dict):
            for name, inner in value.items():
                if not isinstance(name, str):
                    found.append(Problem("definition.not-json", pointer))
                else:
                    if not _is_whole_text(name):
                        found.append(Problem("definition.broken-character", pointer))
                    waiting.append((inner, f"{pointer}/{escape(name)}", depth + 1))
        elif isinstance(value, list):
            waiting.extend((inner, f"{pointer}/{number}", depth + 1) for number, inner in enumerate(value))
        else:
            code = _unfit_scalar(value)
            if code:
                found.append(Problem(code, pointer))
    return found


def _is_whole_text(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in text)


def _unfit_scalar(value: object) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, str):
        return "" if _is_whole_text(value) and "\0" not in value else "definition.broken-character"
    if isinstance(value, int):
        return "" if -LARGEST <= value <= LARGEST else "definition.number-too-large"
    if isinstance(value, float):
        if not math.isfinite(value):
            return "definition.not-finite"
        return "definition.number-too-large" if value.is_integer() and abs(value) > LARGEST else ""
    return "definition.not-json"
