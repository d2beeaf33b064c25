"""Makes the UI schema of a data schema that has none."""

from __future__ import annotations

from typing import Any

from caseforms.definitions.schemas import Schema, is_leaf_object, main_type, properties_of
from caseforms.rules.pointers import scope_of


def generate_ui(schema: Schema) -> dict[str, Any]:
    """One column of controls in the order of the properties; a nested object becomes a group."""
    return {"type": "VerticalLayout", "elements": _elements(schema, ())}


def _elements(schema: Schema, path: tuple[str, ...]) -> list[dict[str, Any]]:
    return [_element(name, inner, (*path, name)) for name, inner in properties_of(schema).items()]


def _element(name: str, schema: Schema, path: tuple[str, ...]) -> dict[str, Any]:
    if main_type(schema) == "object" and properties_of(schema) and not is_leaf_object(schema):
        return {
            "type": "Group",
            "i18n": ".".join(path),
            "label": schema.get("title", name),
            "elements": _elements(schema, path),
        }
    return {"type": "Control", "scope": scope_of(path)}
