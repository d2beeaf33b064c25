"""Raises schemas of older drafts to 2020-12."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from caseforms.definitions.keywords import (
    REFUSED_KEYWORDS,
    SCHEMA_KEYWORDS,
    SCHEMA_LIST_KEYWORDS,
    SCHEMA_MAP_KEYWORDS,
)
from caseforms.problems import Problem, Refused
from caseforms.rules.pointers import escape

_OLD = ("draft-03", "draft-04", "draft-05", "draft-06", "draft-07")
_KNOWN = (*_OLD[1:], "2019-09", "2020-12", "json-schema.org/schema")


def modern(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A bare schema as 2020-12 says it; raises Refused for dialects and keywords that cannot be said.

    Before 2019 a ``$ref`` silences its neighbours, so these go.
    """
    dialect = schema.get("$schema", "2020-12")
    if not isinstance(dialect, str) or not any(name in dialect for name in _KNOWN):
        raise Refused(Problem("definition.dialect", "/schema/$schema", {"dialect": str(dialect)}))
    lonely = any(name in dialect for name in _OLD)
    return _raised(schema, "/schema", lonely)  # type: ignore[no-any-return]


def _raised(schema: Any, pointer: str, lonely: bool) -> Any:
    if not isinstance(schema, dict):
        return schema
    if lonely and isinstance(schema.get("$ref"), str):
        kept = {"$ref": schema["$ref"]}
        definitions = {key: schema[key] for key in ("definitions", "$defs") if key in schema}
        return {**kept, **_raised(definitions, pointer, lonely)} if definitions else kept
    found = dict(schema)
    for change in _CHANGES:
        change(found)
    for keyword in list(found):
        if keyword in REFUSED_KEYWORDS:
            code = f"definition.refused.{keyword.lstrip('$')}"
            raise Refused(Problem(code, f"{pointer}/{escape(keyword)}", {"keyword": keyword}))
        found[keyword] = _raised_part(keyword, found[keyword], f"{pointer}/{escape(keyword)}", lonely)
    return found


def _raised_part(keyword: str, value: Any, pointer: str, lonely: bool) -> Any:
    if keyword in SCHEMA_KEYWORDS:
        return _raised(value, pointer, lonely)
    if keyword in SCHEMA_LIST_KEYWORDS and isinstance(value, list):
        return [_raised(one, f"{pointer}/{number}", lonely) for number, one in enumerate(value)]
    if (keyword in SCHEMA_MAP_KEYWORDS or keyword == "definitions") and isinstance(value, dict):
        return {name: _raised(one, f"{pointer}/{escape(name)}", lonely) for name, one in value.items()}
    return value


def _exclusive_limits(schema: dict[str, Any]) -> None:
    """Draft-04 says ``exclusiveMinimum: true`` beside ``minimum``."""
    for exclusive, limit in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(schema.get(exclusive), bool) and schema.pop(exclusive) and limit in schema:
            schema[exclusive] = schema.pop(limit)


def _tuples(schema: dict[str, Any]) -> None:
    """Before 2020 fixed rows stand in ``items``, the others in ``additionalItems``."""
    if isinstance(schema.get("items"), list):
        schema["prefixItems"] = schema.pop("items")
        if "additionalItems" in schema:
            schema["items"] = schema.pop("additionalItems")
        if not schema["prefixItems"]:
            del schema["prefixItems"]
    else:
        schema.pop("additionalItems", None)  # without fixed rows it never meant anything


def _dependencies(schema: dict[str, Any]) -> None:
    """Before 2019 ``dependencies`` holds both lists of names and schemas."""
    found = schema.pop("dependencies", None)
    if not isinstance(found, dict):
        return
    for name, one in found.items():
        names = [one] if isinstance(one, str) else one
        keyword = "dependentRequired" if isinstance(names, list) else "dependentSchemas"
        schema[keyword] = {**schema.get(keyword, {}), name: names}


def _identity(schema: dict[str, Any]) -> None:
    """Draft-04 names a schema ``id``; a property of that name stands elsewhere."""
    if isinstance(schema.get("id"), str) and "$id" not in schema:
        schema["$id"] = schema.pop("id")


def _named_choices(schema: dict[str, Any]) -> None:
    """``enumNames`` beside ``enum``, as form libraries write it."""
    names = schema.pop("enumNames", None)
    values = schema.get("enum")
    if isinstance(names, list) and isinstance(values, list) and len(names) == len(values):
        del schema["enum"]
        schema["oneOf"] = [{"const": value, "title": str(name)} for value, name in zip(values, names)]


def _nullable(schema: dict[str, Any]) -> None:
    """OpenAPI's ``nullable``, one type in a list, and ``anyOf`` with null are all one thing."""
    if schema.pop("nullable", None) is True and isinstance(schema.get("type"), str):
        schema["type"] = [schema["type"], "null"]
    for keyword in ("anyOf", "oneOf"):
        parts = schema.get(keyword)
        if isinstance(parts, list) and len(parts) == 2 and {"type": "null"} in parts:
            other = parts[1 - parts.index({"type": "null"})]
            if isinstance(other, dict) and "$ref" not in other and isinstance(other.get("type"), str):
                del schema[keyword]
                schema.update({**other, **schema, "type": [other["type"], "null"]})
                _null_choice(schema)
    if isinstance(schema.get("type"), list) and len(schema["type"]) == 1:
        schema["type"] = schema["type"][0]


def _null_choice(schema: dict[str, Any]) -> None:
    if isinstance(schema.get("enum"), list) and None not in schema["enum"]:
        schema["enum"] = [*schema["enum"], None]


def _references_beside(schema: dict[str, Any]) -> None:
    """A reference to ``#/definitions`` stays good, since the definitions stay where they are."""
    schema.pop("$schema", None)


_CHANGES: tuple[Callable[[dict[str, Any]], None], ...] = (
    _references_beside,
    _identity,
    _exclusive_limits,
    _tuples,
    _dependencies,
    _named_choices,
    _nullable,
)
