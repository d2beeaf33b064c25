"""Terms of the field in both languages, offered where a translation is missing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@cache
def terms() -> Mapping[str, str]:
    """Chinese terms and their English."""
    text = files("caseforms.web.designer").joinpath("glossary.json").read_text(encoding="utf-8")
    return MappingProxyType(json.loads(text))


def suggested(chinese: str) -> tuple[tuple[str, str], ...]:
    """The terms that a text uses, the longest first; a shorter one inside a longer one is left out."""
    found: list[tuple[str, str]] = []
    rest = chinese
    for term in sorted(terms(), key=len, reverse=True):
        if term in rest:
            found.append((term, terms()[term]))
            rest = rest.replace(term, " ")
    return tuple(found)
