"""Questions asked of one property's schema: what it holds, what can be chosen, what is inside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]


def types_of(schema: Schema) -> tuple[str, ...]:
    """The types a schema names, null included."""
    named = schema.get("type")
    if isinstance(named, str):
        return (named,)
    return tuple(named) if isinstance(named, list) else ()


def main_type(schema: Schema) -> str:
    """The one type a field holds beside null; read from const, enum or the choices if it is not named."""
    for name in types_of(schema):
        if name != "null":
            return name
    if "properties" in schema:
        return "object"
    if "items" in schema or "prefixItems" in schema:
        return "array"
    values = [value for value, _ in options(schema) if value is not None]
    kinds = {_type_of(value) for value in values}
    if len(kinds) == 1:
        return kinds.pop()
    return "number" if kinds == {"integer", "number"} else "string"


def _type_of(value: object) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "integer" if float(value).is_integer() else "number"
    if isinstance(value, list):
        return "array"
    return "object" if isinstance(value, dict) else "string"


def is_nullable(schema: Schema) -> bool:
    """Whether null is an answer."""
    return "null" in types_of(schema)


def options(schema: Schema) -> list[tuple[object, str | None]]:
    """What can be chosen in a schema: value and title; empty if it is not a list of choices."""
    listed = schema.get("oneOf") or schema.get("anyOf")
    if isinstance(listed, list) and all(isinstance(one, dict) and "const" in one for one in listed):
        return [(one["const"], one.get("title")) for one in listed]
    if isinstance(schema.get("enum"), list):
        return [(value, None) for value in schema["enum"]]
    if "const" in schema and schema.get("type") != "boolean" and schema["const"] is not True:
        return [(schema["const"], None)]
    return []


def many_options(schema: Schema) -> list[tuple[object, str | None]]:
    """What can be chosen in an array of choices; empty if it is something else."""
    items = schema.get("items")
    return options(items) if isinstance(items, dict) and main_type(items) != "object" else []


def properties_of(schema: Schema) -> Mapping[str, Any]:
    """The named properties of an object's schema."""
    found = schema.get("properties")
    return found if isinstance(found, dict) else {}


def is_rows(schema: Schema) -> bool:
    """Whether a schema is a list of objects."""
    items = schema.get("items")
    return main_type(schema) == "array" and isinstance(items, dict) and main_type(items) == "object"


def is_matrix(schema: Schema) -> bool:
    """Whether a schema is an object whose properties all offer the same choices."""
    inner = list(properties_of(schema).values())
    return (
        len(inner) > 1 and bool(options(inner[0])) and all(options(one) == options(inner[0]) for one in inner)
    )


def is_leaf_object(schema: Schema) -> bool:
    """Whether an object is one answer (a signature, a file) and not a group of fields."""
    return "x-signature" in schema or "x-file" in schema


def is_signature_part(schema: Schema) -> bool:
    """Whether a property is given at signing, after the content is submitted."""
    return "x-signature" in schema or "x-signed-date" in schema
