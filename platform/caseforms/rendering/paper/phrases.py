"""Owns texts on paper that stand in one language or in two, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from caseforms.rendering import words

Phrase = tuple[tuple[str, str], ...]
"""((language, text), …) in the order in which they are printed."""

Language = str


def phrase(languages: Sequence[Language], pick: Callable[[Language], str]) -> Phrase:
    """What `pick` says in each language; a text that is the same in both (a number, a name) is printed once."""
    said: list[tuple[str, str]] = []
    for language in languages:
        text = pick(language)
        if text and text not in (earlier for _, earlier in said):
            said.append((language, text))
    return tuple(said)


def interface(languages: Sequence[Language], message: str, **params: Any) -> Phrase:
    """An interface sentence in each language of the sheet."""
    return phrase(languages, lambda language: words.translations(language).gettext(message) % params)


def joined(first: Phrase, second: Phrase) -> Phrase:
    """Two phrases as one, language by language."""
    tail = dict(second)
    return tuple((language, text + tail.pop(language, "")) for language, text in first) + tuple(tail.items())


def breadth(text: str) -> int:
    """How wide a text is in half-width characters: a Chinese one counts two."""
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)
