"""The compiled form: a tree to draw, fields by pointer, the rules that govern them, the texts of both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from caseforms.definitions.definition import Definition
from caseforms.definitions.schemas import is_nullable, main_type, many_options, options
from caseforms.rules.conditions import Predicate
from caseforms.rules.pointers import ABSENT, split
from caseforms.wording.picking import BASE_LANGUAGE


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule of a control or of a layout above it.

    ``base`` is the pattern pointer of the object its scopes start from, ``predicate`` the condition made ready.
    """

    effect: str
    condition: Mapping[str, Any]
    base: str
    predicate: Predicate

    @property
    def shows(self) -> bool:
        """Whether it decides on being visible."""
        return self.effect in ("SHOW", "HIDE")

    def passes(self, holds: bool) -> bool:
        """Whether the field is shown (or enabled) when the condition holds or does not."""
        return holds if self.effect in ("SHOW", "ENABLE", "WRITABLE") else not holds


@dataclass(frozen=True, slots=True, eq=False)
class Requirement:
    """A field that is required only while a schema holds of the object at ``base``."""

    pointer: str
    base: str
    predicate: Predicate


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """One question: its pattern pointer, its schema, the control that draws it, the rules above it.

    ``routes`` has one tuple of SHOW and HIDE rules per control that draws the field; the field is visible
    when all the rules of one route pass. ``rule_enable`` holds the rules on being enabled.
    """

    pointer: str
    name: str
    schema: Mapping[str, Any]
    control: Mapping[str, Any] | None
    required: bool
    label_key: str
    parent: Field | None
    base: str
    routes: tuple[tuple[Rule, ...], ...] = ((),)
    rule_enable: tuple[Rule, ...] = ()
    children: tuple[Node, ...] = ()

    @property
    def conditions(self) -> tuple[Rule, ...]:
        """The SHOW and HIDE rules of the field and of what surrounds it."""
        return self.routes[0]

    @property
    def columns(self) -> tuple[Field, ...]:
        """The fields directly inside: of a row, or of a nested object."""
        return tuple(node.field for child in self.children for node in child.walk() if node.field)

    @property
    def type(self) -> str:
        """``string`` ``integer`` ``number`` ``boolean`` ``array`` ``object``."""
        return main_type(self.schema)

    @property
    def nullable(self) -> bool:
        """Whether null is an answer."""
        return is_nullable(self.schema)

    @property
    def options(self) -> Mapping[str, Any]:
        """The options of the control that draws the field."""
        return (self.control or {}).get("options") or {}


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One element of the layout; ``key`` is its prefix for translations, ``field`` is set on controls."""

    type: str
    element: Mapping[str, Any]
    key: str
    children: tuple[Node, ...] = ()
    field: Field | None = None
    condition: Rule | None = None

    def walk(self) -> Iterator[Node]:
        """This node and those below it in the layout; a field's own children are not entered."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """A definition made ready: see the parts. Immutable and shared; ask it, never change it.

    ``rules`` are all SHOW and HIDE rules; ``computed`` are the fields with ``x-compute`` in the order to compute
    them; ``texts`` holds the words of each language by key; ``schema`` is the plain 2020-12 schema.
    """

    definition: Definition
    root: Node
    fields: Mapping[str, Field]
    schema: Mapping[str, Any]
    pages: tuple[Node, ...]
    texts: Mapping[str, Mapping[str, str]]
    conditional: tuple[Field, ...] = ()
    computed: tuple[Field, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    checks: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    rules: tuple[Rule, ...] = ()
    memory: dict[str, Any] = field(default_factory=dict)

    def text(self, key: str, language: str, default: str | None = None) -> str:
        """The words of a key; falls back to Chinese, then to ``default``, then to the key itself."""
        found = self.texts.get(language, {}).get(key)
        if found is None:
            found = self.texts[BASE_LANGUAGE].get(key)
        return found if found is not None else (key if default is None else default)

    def label(self, field: Field, language: str) -> str:
        """The field's label; its name if nobody wrote one."""
        return self.text(f"{field.label_key}.label", language, field.name)

    def hint(self, field: Field, language: str) -> str:
        """The field's hint, or an empty string."""
        return self.text(f"{field.label_key}.description", language, "")

    def choices(self, field: Field, language: str) -> list[tuple[Any, str]]:
        """What can be chosen: values and words, of one choice as of many."""
        listed = options(field.schema) or many_options(field.schema)
        return [
            (value, self.text(f"{field.label_key}.{_code(value)}", language, title or _code(value)))
            for value, title in listed
        ]

    def words(self, node: Node, language: str) -> str:
        """The words of a layout element: a group's or page's label, a Label's text."""
        name = "text" if node.type == "Label" else "label"
        own = node.element.get(name)
        own = own if isinstance(own, str) else ""
        return self.text(f"{node.key}.{name}" if node.key else own, language, own)

    def pattern(self, pointer: str) -> str | None:
        """The pattern of a concrete pointer, ``/rows/2/name`` → ``/rows/*/name``; None if no field stands there."""
        found = ""
        for segment in split(pointer):
            plain = f"{found}/{segment.replace('~', '~0').replace('/', '~1')}"
            if plain in self.fields:
                found = plain
            elif segment.isdigit() and found in self.fields and self.fields[found].type == "array":
                found = f"{found}/*"
            else:
                return None
        return found

    def field(self, pointer: str) -> Field | None:
        """The field at a pointer, concrete or pattern."""
        return self.fields.get(pointer) or self.fields.get(self.pattern(pointer) or ABSENT)  # type: ignore[arg-type]


def _code(value: object) -> str:
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)
