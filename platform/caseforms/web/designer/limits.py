"""The limits of an answer: how long, how large, how many; read from a question and written back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from caseforms.web.languages import gettext

JSON = Mapping[str, Any]
WORDS: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "minLength": lambda: gettext("At least so many characters"),
        "maxLength": lambda: gettext("At most so many characters"),
        "minimum": lambda: gettext("Not less than"),
        "maximum": lambda: gettext("Not more than"),
        "minItems": lambda: gettext("At least so many"),
        "maxItems": lambda: gettext("At most so many"),
    }
)
BY_TYPE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "string": ("minLength", "maxLength"),
        "integer": ("minimum", "maximum"),
        "number": ("minimum", "maximum"),
        "array": ("minItems", "maxItems"),
    }
)


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit: its keyword, its words, its value."""

    name: str
    word: str
    value: float | int | None


def of(schema: JSON) -> tuple[Limit, ...]:
    """The limits that make sense for a question."""
    kind = str(schema.get("type", ""))
    if "oneOf" in schema or "format" in schema or "x-reference" in schema:
        return ()
    return tuple(Limit(name, WORDS[name](), schema.get(name)) for name in BY_TYPE.get(kind, ()))


def number(text: str, whole: bool) -> int | float | None:
    """What was typed as a number; None for nothing. Raises ValueError for what is no number."""
    plain = text.strip().translate(FULL_WIDTH)
    if not plain:
        return None
    if whole or plain.lstrip("-").isdigit():
        return int(plain)
    return float(plain)


FULL_WIDTH = str.maketrans("０１２３４５６７８９．－", "0123456789.-")
