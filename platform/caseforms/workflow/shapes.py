"""The pieces that the JSON Schemas of our own documents are put together from."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]


def reference(name: str) -> Schema:
    """A definition of the same schema."""
    return {"$ref": f"#/$defs/{name}"}


def closed(required: str, **properties: Schema) -> Schema:
    """A closed object; a trailing underscore keeps Python's own words apart."""
    named = {name.rstrip("_"): schema for name, schema in properties.items()}
    return {
        "type": "object",
        "required": required.split(),
        "properties": named,
        "additionalProperties": False,
    }


def several(schema: Schema, at_least: int = 0) -> Schema:
    """A list of values of one shape."""
    return {"type": "array", "items": schema, "minItems": at_least}
