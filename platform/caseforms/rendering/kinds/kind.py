"""What every field kind can do: claim a schema, read its controls, write them, show a value in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from caseforms.rendering.faces import Face
    from caseforms.rendering.reader import Reader

JSON = Mapping[str, Any]
Texts = Mapping[str, list[str]]
"""What the controls of one field posted, by part: {"": ["李"]}, or {"year": ["2026"], "month": ["3"], "day": ["5"]}."""


class Missing:
    """No answer: the property is left out of the record, never stored as an empty text."""

    def __repr__(self) -> str:
        return "MISSING"

    def __bool__(self) -> bool:
        return False


MISSING: Final = Missing()


class CannotRead(ValueError):
    """What was typed cannot be a value of this field; `code` names the problem, the text comes back as typed."""

    def __init__(self, code: str, typed: str) -> None:
        super().__init__(code)
        self.code = code
        self.typed = typed


class Kind:
    """A field kind. `name` is also its template's; `parts` are the suffixes of the names its controls post ("" is the
    field's own name); `shown_mark` adds a hidden `<name>-_shown`, so that nothing ticked differs from not asked;
    `group` says that the label names a group of controls and not one control; `structural` that it holds other fields
    and no value of its own; `several` that one control name may come more than once; `rows_of_choices` that it is drawn as rows to tap, which can
    open."""

    name = ""
    parts: tuple[str, ...] = ("",)
    shown_mark = False
    group = False
    structural = False
    several = False
    rows_of_choices = False
    answers = True

    def rank(self, ui: JSON, schema: JSON) -> int:
        """How much this kind wants to draw the element; 0 for not at all."""
        raise NotImplementedError

    def read(self, face: Face, texts: Texts, reader: Reader) -> Any:
        """The value that the posted texts stand for, or MISSING. Raises CannotRead."""
        raise NotImplementedError

    def write(self, face: Face, value: Any, reader: Reader) -> dict[str, list[str]]:
        """The texts that the controls post for a value: what `read` turns back into it."""
        raise NotImplementedError

    def show(self, face: Face, value: Any, reader: Reader) -> str:
        """A value in the reader's words, for the read view and paper."""
        return str(value)

    def export(self, face: Face, value: Any, reader: Reader) -> str:
        """A value as one cell of a table; the words of the read view unless the kind knows better."""
        return self.show(face, value, reader)

    def details(self, face: Face) -> dict[str, Any]:
        """What the template needs to know of the field and that never changes: kept with the face."""
        return {}


def types(schema: JSON) -> tuple[str, ...]:
    """The JSON types a schema allows, "null" left out (nullable only means: may stay blank)."""
    declared = schema.get("type", ())
    named = (declared,) if isinstance(declared, str) else tuple(declared)
    return tuple(name for name in named if name != "null")


def is_type(schema: JSON, name: str) -> bool:
    """Whether a schema allows just the one JSON type `name` (and perhaps null)."""
    return types(schema) == (name,)


def closed_list(schema: JSON) -> bool:
    """Whether a schema is a list of choices: an enum, a const, or oneOf/anyOf with a const in every branch."""
    if "enum" in schema or ("const" in schema and not isinstance(schema["const"], bool)):
        return True
    branches = schema.get("oneOf") or schema.get("anyOf") or []
    return bool(branches) and all(isinstance(branch, Mapping) and "const" in branch for branch in branches)


def options(ui: JSON) -> JSON:
    """The options of an element."""
    found = ui.get("options", {})
    return found if isinstance(found, Mapping) else {}


def first(texts: Texts, part: str = "") -> str:
    """The one text a control posted, "" when it posted none."""
    found = texts.get(part)
    return found[0] if found else ""
