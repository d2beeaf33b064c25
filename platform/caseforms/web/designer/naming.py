"""What the pieces of a form are called in the words of the form itself: questions, choices, sections."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from caseforms.definitions.schemas import many_options, options, properties_of
from caseforms.rendering.faces import tidy
from caseforms.rules.pointers import split
from caseforms.wording.picking import BASE_LANGUAGE

JSON = Mapping[str, Any]


class Names:
    """The words of one form in one language; Chinese stands in for what has not been translated."""

    def __init__(self, document: JSON, language: str) -> None:
        self.document = document
        self.language = language
        self.words: Mapping[str, str] = document.get("translations", {}).get(language, {})

    @cached_property
    def controls(self) -> Mapping[str, JSON]:
        """The elements that draw questions, by the pointer of the question."""
        return {_scope(each): each for each in elements(self.document["ui"]) if "scope" in each}

    def schema(self, pointer: str) -> JSON:
        """The schema of a question; empty where none stands there."""
        found: Any = self.document["schema"]
        for segment in split(pointer):
            found = found.get("items", {}) if segment == "*" else properties_of(found).get(segment, {})
        return found if isinstance(found, dict) else {}

    def key(self, pointer: str) -> str:
        """The prefix of the texts of a question."""
        own = self.controls.get(pointer, {}).get("i18n") or self.schema(pointer).get("i18n")
        return str(own) if own else ".".join(each for each in split(pointer) if each != "*")

    def question(self, pointer: str) -> str:
        """The label of a question."""
        label = self.controls.get(pointer, {}).get("label")
        base = label if isinstance(label, str) and label else self.schema(pointer).get("title")
        return tidy(self._said(f"{self.key(pointer)}.label", str(base or split(pointer)[-1]))).rstrip("：:")

    def choices(self, pointer: str) -> list[tuple[Any, str]]:
        """What can be chosen: values and words; empty where nothing is chosen."""
        schema, key = self.schema(pointer), self.key(pointer)
        found = options(schema) or many_options(schema)
        return [(value, self._said(f"{key}.{code(value)}", title or code(value))) for value, title in found]

    def choice(self, pointer: str, value: Any) -> str:
        """The words of one choice, or the value itself."""
        return next((words for const, words in self.choices(pointer) if const == value), str(value))

    def part(self, element: JSON) -> str:
        """The heading of a section or page, the words of a text."""
        name = "text" if element["type"] == "Label" else "label"
        base = str(element.get(name) or "")
        return self._said(f"{element.get('i18n', '')}.{name}", base)

    @property
    def title(self) -> str:
        """What the form is called."""
        return self._said("title", str(self.document.get("title", "")))

    def _said(self, key: str, base: str) -> str:
        return self.words.get(key) or (self.base.get(key) if not base else "") or base

    @property
    def base(self) -> Mapping[str, str]:
        """The texts of the form's own language that stand beside it."""
        found: Mapping[str, str] = self.document.get("translations", {}).get(BASE_LANGUAGE, {})
        return found


_recent: deque[Names] = deque(maxlen=16)
"""The names asked for last: a page asks for those of one document again and again."""


def names_of(document: JSON, language: str) -> Names:
    """The words of a form in one language, made once for a document that does not change."""
    for known in tuple(_recent):
        if known.document is document and known.language == language:
            return known
    made = Names(document, language)
    _recent.append(made)
    return made


def elements(element: JSON) -> Iterator[JSON]:
    """Every element of a layout, those inside rows left out."""
    yield element
    for child in element.get("elements", ()):
        yield from elements(child)


def code(value: object) -> str:
    """A choice's value as it stands in the keys of its words."""
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _scope(element: JSON) -> str:
    return str(element["scope"]).removeprefix("#").replace("/properties/", "/")
