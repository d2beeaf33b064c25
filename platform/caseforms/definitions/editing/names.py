"""The names that a definition can refer to: its fields and their choices, and what each becomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from caseforms.definitions.editing.items import Item, field_item, item_of
from caseforms.definitions.editing.places import code_of
from caseforms.definitions.editing.sharing import Document
from caseforms.definitions.schemas import main_type, many_options, options
from caseforms.rules.operators import equal
from caseforms.rules.pointers import escape, scope_of, split


@dataclass(frozen=True, slots=True)
class Mention:
    """``owner`` refers to ``target``; ``by`` is the property in which it does."""

    by: str
    target: str
    owner: str


See = Callable[[Mention], str]


class Names:
    """The fields and choices of a definition; ``see`` is asked what is to stand where one of them is named."""

    def __init__(self, document: Document, see: See) -> None:
        self.document = document
        self.see = see
        self.codes: dict[str, dict[str, Any]] = {}
        self.rows: set[str] = set()
        self._collect(document.get("schema") or {}, "")
        self.columns = {split(pointer)[-1]: pointer for pointer in self.codes if "/*/" in pointer}

    def _collect(self, schema: Mapping[str, Any], pointer: str) -> None:
        """Notes each field with its choices, and which fields have rows."""
        if main_type(schema) == "array":
            self.rows.add(f"{pointer}/*")
        for name, inner in (schema.get("properties") or {}).items():
            if isinstance(inner, dict):
                path = f"{pointer}/{escape(name)}"
                listed = options(inner) or many_options(inner)
                self.codes[path] = {code_of(value): value for value, _ in listed}
                self._collect(inner, path)
        if isinstance(schema.get("items"), dict):
            self._collect(schema["items"], f"{pointer}/*")
        for number, row in enumerate(schema.get("prefixItems") or ()):
            if isinstance(row, dict):
                self._collect(row, f"{pointer}/{number}")

    def field(self, by: str, pointer: str, owner: str) -> str:
        """The pointer that is to stand where this one stands."""
        if pointer in self.codes:
            return item_of(self.see(Mention(by, field_item(pointer), owner))).name
        if pointer.endswith("/*"):
            return self.field(by, pointer.removesuffix("/*"), owner) + "/*"
        return pointer

    def code(self, by: str, pointer: str, value: Any, owner: str) -> Any:
        """The code that is to stand where this one stands; anything that is no choice of the field stays."""
        pointer = pointer.removesuffix("/*")
        known = self.codes.get(pointer, {})
        if (
            isinstance(value, dict | list)
            or code_of(value) not in known
            or not equal(known[code_of(value)], value)
        ):
            return value
        written = code_of(value)
        seen = item_of(self.see(Mention(by, str(Item("choice", pointer, written)), owner))).part
        return value if seen == written else seen

    def segment(self, by: str, pointer: str, owner: str) -> str:
        """The last segment of a pointer, as it is to stand."""
        return split(self.field(by, pointer, owner))[-1]

    def scope(self, pointer: str, base: str, scope: str, by: str, owner: str) -> str:
        """The scope that is to stand where one stands that leads from ``base`` to a field."""
        told = self.field(by, pointer, owner)
        return scope if told == pointer else scope_of(split(told)[len(split(base)) :])
