"""A person of the institution, chosen or typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from caseforms.answers import reading
from caseforms.rendering.kinds.kind import JSON, MISSING, Kind, Texts, first, is_type

if TYPE_CHECKING:
    from caseforms.rendering.faces import Face
    from caseforms.rendering.reader import Reader


def named(face: Face, reader: Reader) -> dict[str, str]:
    """Who can be chosen, by the words that are offered. People of one name are told apart by the end of their id."""
    people = list(reader.choices_of(tuple(face.schema.get("x-reference-roles", ()))))
    names = [name for _, name in people]
    return {name if names.count(name) == 1 else f"{name} ({user[-4:]})": user for user, name in people}


def meant(face: Face, typed: str, reader: Reader) -> str:
    """The user id of the person whose offered name was typed; the name itself where nobody is called that."""
    name = reading.normalise_text(typed)
    return named(face, reader).get(name, name)


def offered(face: Face, value: str, reader: Reader) -> str:
    """The words that stand in the field for a stored id or name."""
    for name, user in named(face, reader).items():
        if user == value:
            return name
    return reader.people.get(value, value)


class Person(Kind):
    """One text field with the people of the asked roles beneath it; a name nobody has may be typed."""

    name = "person"

    def rank(self, ui: JSON, schema: JSON) -> int:
        return 6 if is_type(schema, "string") and "x-reference" in schema else 0

    def read(self, face: Face, texts: Texts, reader: Reader) -> Any:
        return meant(face, first(texts), reader) or MISSING

    def write(self, face: Face, value: Any, reader: Reader) -> dict[str, list[str]]:
        return {"": [offered(face, str(value), reader)]}

    def show(self, face: Face, value: Any, reader: Reader) -> str:
        return reader.people.get(str(value), str(value))


KIND = Person()
