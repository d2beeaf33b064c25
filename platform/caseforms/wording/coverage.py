"""Counts what is missing: which keys a language does not say, and which say nothing any more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of what is to be said a language says; ``missing`` and ``stale`` are keys."""

    language: str
    needed: int
    missing: tuple[str, ...]
    stale: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing

    @property
    def percent(self) -> int:
        """The share that is said, rounded down, so that 100 means all."""
        return 100 * (self.needed - len(self.missing)) // self.needed if self.needed else 100


def coverage(
    needed: Iterable[str], texts: Mapping[str, Mapping[str, str]], languages: Iterable[str]
) -> tuple[Coverage, ...]:
    """The coverage of each language: ``needed`` are the keys to say, ``texts`` what each language says."""
    keys = tuple(dict.fromkeys(needed))
    found = []
    for language in languages:
        said = texts.get(language, {})
        missing = tuple(key for key in keys if not said.get(key, "").strip())
        stale = tuple(key for key in said if key not in set(keys))
        found.append(Coverage(language, len(keys), missing, stale))
    return tuple(found)
