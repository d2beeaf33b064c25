"""Draws what stands only in a branch: ``then``, ``dependentSchemas`` and alternatives told apart by a const.

Their properties join the object they belong to, each under the condition of its branch (``x-when``, a schema
over that object); what a branch says about properties that were there before stays where it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from caseforms.definitions.schemas import main_type, options, properties_of
from caseforms.problems import Problem, Refused
from caseforms.rules.operators import equal
from caseforms.rules.pointers import escape

WHEN = "x-when"


@dataclass(slots=True)
class _Branch:
    """One branch: the condition it stands under and the schema that then applies."""

    condition: dict[str, Any]
    schema: dict[str, Any]


@dataclass(slots=True)
class _Found:
    """A property met in a branch."""

    branch: _Branch
    schema: dict[str, Any]
    required: bool


def opened(schema: Any, pointer: str = "/schema") -> Any:
    """A schema whose objects name all their properties, in branches too; raises Refused if that cannot be."""
    if not isinstance(schema, dict):
        return schema
    found = dict(schema)
    if "type" not in found and _is_choice_of_objects(found):
        found["type"] = "object"
    if main_type(found) == "object" or any(key in found for key in ("if", "dependentSchemas")):
        found = _opened_object(found, pointer)
    _refuse_mixtures(found, pointer)
    if isinstance(found.get("properties"), dict):
        found["properties"] = {
            name: opened({} if one is True else one, f"{pointer}/properties/{escape(name)}")
            for name, one in found["properties"].items()
        }
    if isinstance(found.get("items"), dict):
        found["items"] = opened(found["items"], f"{pointer}/items")
    if isinstance(found.get("prefixItems"), list):
        if isinstance(found.get("items"), dict):
            raise Refused(Problem("definition.open-rows", f"{pointer}/items"))
        found["prefixItems"] = [
            opened(one, f"{pointer}/prefixItems/{number}") for number, one in enumerate(found["prefixItems"])
        ]
    return found


def _is_choice_of_objects(schema: Mapping[str, Any]) -> bool:
    parts = schema.get("oneOf") or schema.get("anyOf")
    return isinstance(parts, list) and any(isinstance(one, dict) and "properties" in one for one in parts)


def _refuse_mixtures(schema: Mapping[str, Any], pointer: str) -> None:
    """A value of two types cannot be one field."""
    named = schema.get("type")
    if isinstance(named, list) and len([one for one in named if one != "null"]) > 1:
        raise Refused(Problem("definition.two-types", f"{pointer}/type"))
    for keyword in ("oneOf", "anyOf"):
        parts = schema.get(keyword)
        if isinstance(parts, list) and "type" not in schema and not options(schema):
            kinds = {main_type(one) for one in parts if isinstance(one, dict) and _says_type(one)} - {"null"}
            if len(kinds) > 1:
                raise Refused(Problem("definition.mixed-choices", f"{pointer}/{keyword}"))


def _says_type(schema: Mapping[str, Any]) -> bool:
    return (
        bool({"type", "enum", "const", "properties", "items"} & schema.keys())
        and schema.get("type") != "null"
    )


def _opened_object(schema: dict[str, Any], pointer: str) -> dict[str, Any]:
    schema, branches = _branches(schema, pointer)
    if not branches:
        return schema
    for branch in branches:
        branch.schema = _opened_object(branch.schema, pointer)
    base = dict(properties_of(schema))
    required = list(schema.get("required") or ())
    for name, found in _by_name(branches, base).items():
        base[name] = {**_common(name, found, pointer), WHEN: _any([_when(one) for one in found])}
        if all(one.required for one in found):
            required.append(name)
            for one in found:
                one.branch.schema["required"] = [
                    other for other in one.branch.schema["required"] if other != name
                ]
    schema["properties"] = base
    if required:
        schema["required"] = list(dict.fromkeys(required))
    rest = [part for part in map(_left, branches) if part]
    if rest:
        schema["allOf"] = [*schema.get("allOf", ()), *rest]
    return schema


def _branches(schema: dict[str, Any], pointer: str) -> tuple[dict[str, Any], list[_Branch]]:
    """An object's schema without its branches, and the branches."""
    found = dict(schema)
    branches: list[_Branch] = []
    for name, inner in (found.pop("dependentSchemas", None) or {}).items():
        if isinstance(inner, dict):
            branches.append(_Branch({"required": [name]}, dict(inner)))
    branches += _conditional(found)
    parts = found.pop("allOf", None) or []
    rest = []
    for part in parts:
        if isinstance(part, dict) and "if" in part:
            inner = dict(part)
            branches += _conditional(inner)
            rest += [inner] if inner else []
        else:
            rest.append(part)
    if rest:
        found["allOf"] = rest
    for keyword in ("oneOf", "anyOf"):
        branches += _alternatives(found, keyword, pointer)
    return found, branches


def _conditional(schema: dict[str, Any]) -> list[_Branch]:
    """Takes ``if``, ``then`` and ``else`` out of a schema."""
    if "if" not in schema:
        return []
    condition = schema.pop("if")
    then, other = schema.pop("then", None), schema.pop("else", None)
    condition = condition if isinstance(condition, dict) else ({} if condition else {"not": {}})
    found = []
    if isinstance(then, dict):
        found.append(_Branch(condition, dict(then)))
    if isinstance(other, dict):
        found.append(_Branch({"not": condition}, dict(other)))
    return found


def _alternatives(schema: dict[str, Any], keyword: str, pointer: str) -> list[_Branch]:
    """Takes alternatives out of an object's schema: the property that tells them apart becomes a choice."""
    parts = schema.get(keyword)
    if not isinstance(parts, list) or not any(isinstance(one, dict) and "properties" in one for one in parts):
        return []
    if not all(isinstance(one, dict) for one in parts):
        raise Refused(Problem("definition.branches", f"{pointer}/{keyword}"))
    name = _discriminator(parts)
    if name is None:
        raise Refused(Problem("definition.branches", f"{pointer}/{keyword}"))
    del schema[keyword]
    properties = dict(properties_of(schema))
    properties[name] = _choice(properties.get(name), name, parts)
    always = keyword == "oneOf" or all(name in (one.get("required") or ()) for one in parts)
    if always and name not in (schema.get("required") or ()):
        schema["required"] = [*(schema.get("required") or ()), name]
    if all(one.get("additionalProperties") is False for one in parts):
        schema.setdefault("additionalProperties", False)
    schema["properties"] = (
        {name: properties.pop(name), **properties} if name not in properties_of(schema) else properties
    )
    return [_branch_of(name, one) for one in parts]


def _values(schema: Any) -> list[Any]:
    if not isinstance(schema, dict):
        return []
    return [schema["const"]] if "const" in schema else list(schema.get("enum") or ())


def _discriminator(parts: list[dict[str, Any]]) -> str | None:
    """The property whose values tell the alternatives apart."""
    for name in properties_of(parts[0]):
        seen: list[Any] = []
        for part in parts:
            values = _values(properties_of(part).get(name))
            if not values or any(equal(value, other) for value in values for other in seen):
                break
            seen += values
        else:
            return name
    return None


def _choice(base: Any, name: str, parts: list[dict[str, Any]]) -> dict[str, Any]:
    """The choice between the alternatives: the property as it was, or a list of their consts and titles."""
    if isinstance(base, dict) and options(base):
        return base
    listed = [
        {"const": value, "title": part.get("title") or str(value)}
        for part in parts
        for value in _values(properties_of(part)[name])
    ]
    first = properties_of(parts[0])[name]
    words = {key: first[key] for key in ("title", "description") if key in first}
    kept = {key: one for key, one in (base if isinstance(base, dict) else {}).items() if key != "enum"}
    return {"type": main_type({"enum": [one["const"] for one in listed]}), **words, **kept, "oneOf": listed}


def _branch_of(name: str, part: dict[str, Any]) -> _Branch:
    condition = {"required": [name], "properties": {name: {"enum": _values(properties_of(part)[name])}}}
    inner = {
        key: one
        for key, one in part.items()
        if key not in ("title", "description", "type", "additionalProperties")
    }
    inner["properties"] = {other: one for other, one in properties_of(part).items() if other != name}
    inner["required"] = [other for other in part.get("required") or () if other != name]
    return _Branch(condition, inner)


def _by_name(branches: list[_Branch], base: Mapping[str, Any]) -> dict[str, list[_Found]]:
    """The properties that stand only in branches, with every branch they stand in."""
    found: dict[str, list[_Found]] = {}
    for branch in branches:
        needed = branch.schema.get("required") or ()
        for name, one in properties_of(branch.schema).items():
            if name not in base and one is not False:
                schema = {} if one is True else one
                found.setdefault(name, []).append(_Found(branch, schema, name in needed))
    return found


def _when(found: _Found) -> dict[str, Any]:
    inner = found.schema.get(WHEN)
    return {"allOf": [found.branch.condition, inner]} if inner else found.branch.condition


def _any(conditions: list[dict[str, Any]]) -> dict[str, Any]:
    return conditions[0] if len(conditions) == 1 else {"anyOf": conditions}


def _common(name: str, found: list[_Found], pointer: str) -> dict[str, Any]:
    """What all branches say of a property; where they differ, the wider choice and each branch's own rule."""
    schemas = [{key: one for key, one in each.schema.items() if key != WHEN} for each in found]
    if all(equal(one, schemas[0]) for one in schemas):
        for each in found:
            each.branch.schema["properties"] = {
                other: one for other, one in each.branch.schema["properties"].items() if other != name
            }
        return schemas[0]
    kinds = {main_type(one) for one in schemas}
    if len(kinds) > 1 or kinds & {"object", "array"}:
        raise Refused(Problem("definition.branch-property", pointer, {"name": name}))
    common = {
        key: one for key, one in schemas[0].items() if all(equal(other.get(key), one) for other in schemas)
    }
    common["type"] = kinds.pop()
    if "title" in schemas[0]:
        common["title"] = schemas[0]["title"]
    listed = [options(one) for one in schemas]
    if all(listed):
        choices: list[dict[str, Any]] = []
        for value, title in (pair for one in listed for pair in one):
            if not any(equal(value, other["const"]) for other in choices):
                choices.append({"const": value, "title": title or str(value)})
        common = {key: one for key, one in common.items() if key != "enum"} | {"oneOf": choices}
    return common


def _left(branch: _Branch) -> dict[str, Any] | None:
    """What remains of a branch for the validator alone."""
    schema = {key: one for key, one in branch.schema.items() if one not in ([], {}) and key != "type"}
    if isinstance(schema.get("properties"), dict):
        schema["properties"] = {
            name: {key: one for key, one in inner.items() if key != WHEN}
            if isinstance(inner, dict)
            else inner
            for name, inner in schema["properties"].items()
        }
    schema = {key: one for key, one in schema.items() if key not in ("title", "description", "$id")}
    return {"if": branch.condition, "then": schema} if schema else None


def conditions(schema: Any) -> Iterator[str]:
    """Names of the properties of an object that stand under a condition."""
    for name, inner in properties_of(schema).items():
        if isinstance(inner, dict) and WHEN in inner:
            yield name
