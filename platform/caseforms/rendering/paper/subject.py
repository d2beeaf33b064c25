"""Owns what a sheet is drawn from: a form, its answers, its signatures, the reader and the languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from caseforms.answers import effective
from caseforms.definitions import Field, Form
from caseforms.rendering.paper.phrases import Phrase, phrase
from caseforms.rendering.paper.signing import SignatureView
from caseforms.rendering.paper.writing import written
from caseforms.rendering.reader import Reader


@dataclass(frozen=True)
class Subject:
    """One record as paper sees it. `languages` are printed in this order; answers stand in the first of them.

    `row` is the pointer of the table row that is being drawn ("/plan_items/0"), to which bare names are relative.
    """

    form: Form
    data: Mapping[str, Any]
    reader: Reader
    signatures: Mapping[str, SignatureView] = field(default_factory=lambda: MappingProxyType({}))
    languages: Sequence[str] = ("zh",)
    row: str = ""

    @property
    def blank(self) -> bool:
        """Whether this is an empty form, to be filled in by hand."""
        return not self.data and not self.signatures

    @property
    def language(self) -> str:
        """The language in which answers are written."""
        return self.languages[0]

    def at(self, name: str) -> str:
        """The concrete pointer of a field named absolutely, or relative to the row."""
        return name if name.startswith("/") else f"{self.row}/{name}"

    def field(self, name: str) -> Field:
        """The field at a pointer. Raises KeyError for a name the form does not have."""
        found = self.form.field(self.at(name))
        if found is None:
            raise KeyError(f"{self.form.definition.id} has no field {self.at(name)} for its paper")
        return found

    def value(self, name: str) -> Any:
        """The answer at a pointer, None when there is none or its question is not asked."""
        pointer = self.at(name)
        if self.blank or not self.visible(pointer):
            return None
        return lookup(self.data, pointer)

    def visible(self, pointer: str) -> bool:
        """Whether the question is asked with these answers; on an empty form every question stands."""
        return self.blank or self._effective.visible(pointer)

    def written(self, name: str) -> str:
        """The answer in words."""
        return written(self.form, self.field(name), self.value(name), self.reader, self.language)

    def label(self, name: str) -> Phrase:
        """The field's own label."""
        found = self.field(name)
        return phrase(self.languages, lambda language: self.form.label(found, language))

    def words(self, key: str, default: str) -> Phrase:
        """Words of the definition by their translation key."""
        return phrase(self.languages, lambda language: self.form.text(key, language, default))

    @property
    def _effective(self) -> Any:
        memory = self.__dict__.get("_kept")
        if memory is None:
            memory = self.__dict__["_kept"] = effective(self.form, dict(self.data))
        return memory


def lookup(data: Any, pointer: str) -> Any:
    """The value at a JSON pointer, None where there is none."""
    for segment in pointer.split("/")[1:]:
        if isinstance(data, Mapping):
            data = data.get(segment.replace("~1", "/").replace("~0", "~"))
        elif isinstance(data, list) and segment.isdigit() and int(segment) < len(data):
            data = data[int(segment)]
        else:
            return None
    return data
