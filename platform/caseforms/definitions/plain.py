"""Says a form as one plain 2020-12 schema: the rules become ``if``/``then``/``else``.

It describes the finished record, in which hidden fields have no place: a validator that knows no layout then
gives the same verdict as this platform.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import Any

from caseforms.definitions.definition import Definition
from caseforms.definitions.form import Field, Requirement, Rule
from caseforms.definitions.ordering import row_of
from caseforms.definitions.schemas import is_leaf_object, is_signature_part, properties_of
from caseforms.rules.conditions import as_schema, below, predicate_of
from caseforms.rules.patterns import portable_schema
from caseforms.rules.pointers import split

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class Copies:
    """Plain copies of the questions of a form; those of a form compiled before serve again where nothing changed."""

    def __init__(self, before: Copies | None = None) -> None:
        self._before = before._made if before else {}
        self._made: dict[str, tuple[Mapping[str, Any], Any]] = {}

    def of(self, name: str, schema: Mapping[str, Any]) -> Any:
        """The copy of a question that holds no others; it is shared, and nobody writes into it."""
        known = self._before.get(name)
        if known is None or known[0] is not schema:
            known = (schema, portable_schema(_copied(schema, closed=False)))
        self._made[name] = known
        return known[1]


def plain_schema(
    definition: Definition, fields: Mapping[str, Field], copies: Copies | None = None
) -> dict[str, Any]:
    """The schema of the finished record of a form, which holds no signature parts."""
    schema = _root(definition, copies or Copies())
    for field in fields.values():
        if governed(field) and not is_signature_part(field.schema):
            _govern(schema, field)
    return {"$schema": DIALECT, **schema}


def _root(definition: Definition, copies: Copies) -> dict[str, Any]:
    """A copy of the whole schema, question by question."""
    closed = not definition.open_world
    properties = properties_of(definition.schema)
    plain = {name: one for name, one in properties.items() if isinstance(one, dict) and _is_plain(one)}
    rest = {name: one for name, one in properties.items() if name not in plain}
    shell: dict[str, Any] = {
        **definition.schema,
        **({"properties": {**dict.fromkeys(properties, True), **rest}} if properties else {}),
    }
    schema: dict[str, Any] = portable_schema(_copied(shell, closed=closed))
    if properties:
        inner = schema["properties"]
        for name, one in plain.items():
            inner[name] = copies.of(name, one)
        later = {name for name, one in plain.items() if is_signature_part(one)}
        _leave_out(schema, later)
    return schema


def _is_plain(schema: Mapping[str, Any]) -> bool:
    """Whether a question holds no others."""
    items = schema.get("items")
    return not (
        "properties" in schema
        or "prefixItems" in schema
        or (isinstance(items, dict) and "properties" in items)
    )


def _leave_out(schema: dict[str, Any], later: Container[str]) -> None:
    """Takes out what is given at signing."""
    schema["properties"] = {name: one for name, one in schema["properties"].items() if name not in later}
    if "required" in schema:
        schema["required"] = [name for name in schema["required"] if name not in later]
        if not schema["required"]:
            del schema["required"]


def _copied(value: Any, *, closed: bool) -> Any:
    """A deep copy without the platform's annotations; objects are closed where the definition is."""
    if isinstance(value, list):
        return [_copied(one, closed=closed) for one in value]
    if not isinstance(value, dict):
        return value
    copy = {key: _part(key, inner, closed) for key, inner in value.items() if not _is_annotation(key)}
    properties = value.get("properties")
    if isinstance(properties, dict):
        later = [
            name for name, inner in properties.items() if isinstance(inner, dict) and is_signature_part(inner)
        ]
        _leave_out(copy, later)
        if closed and not is_leaf_object(value):
            copy.setdefault("additionalProperties", False)
    if copy.get("required") == []:
        del copy["required"]
    return copy


def _is_annotation(keyword: str) -> bool:
    return keyword.startswith("x-") or keyword in (
        "i18n",
        "$schema",
        "$id",
        "$comment",
        "$defs",
        "definitions",
    )


_LITERAL = frozenset({"const", "enum", "default", "examples", "required", "dependentRequired", "type"})


def _part(keyword: str, value: Any, closed: bool) -> Any:
    if keyword in _LITERAL:
        return value
    if keyword in ("properties", "patternProperties", "dependentSchemas"):
        inside = closed and keyword == "properties"
        return {name: _copied(inner, closed=inside) for name, inner in value.items()}
    return _copied(value, closed=closed and keyword in ("items", "prefixItems"))


def governed(field: Field) -> bool:
    """Whether rules of its own decide on a field, beside those of the row or object around it."""
    return all(_own_rules(field))


def _own_rules(field: Field) -> list[list[Rule]]:
    """The rules of each route without those that govern the whole row or object around the field."""
    row = row_of(field.pointer)
    around: set[Rule] = set()
    above = field.parent
    while above is not None:
        if above.control is not None and len(above.routes) == 1:
            around.update(above.routes[0])
        above = above.parent
    return [
        [rule for rule in route if rule not in around and rule.base.startswith(row)] for route in field.routes
    ]


def _govern(schema: dict[str, Any], field: Field) -> None:
    """Adds to the object that the field's rules start from: shown, then maybe required; else not there."""
    routes = _own_rules(field)
    base = min((rule.base for route in routes for rule in route), key=len)
    home = _at(schema, split(base))
    path = split(field.pointer)[len(split(base)) :]
    holder = _at(home, path[:-1])
    name = path[-1]
    branch: dict[str, Any] = {"if": _any(routes, base), "else": _inside(path, {"properties": {name: False}})}
    if name in holder.get("required", ()):
        holder["required"] = [one for one in holder["required"] if one != name]
        if not holder["required"]:
            del holder["required"]
        branch["then"] = _inside(path, {"required": [name]})
    home.setdefault("allOf", []).append(branch)


def _any(routes: list[list[Rule]], base: str) -> dict[str, Any]:
    if len(routes) == 1:
        return _all(routes[0], base)
    return {"anyOf": [_all(route, base) for route in routes]}


def _all(rules: list[Rule], base: str) -> dict[str, Any]:
    parts = [_one(rule, base) for rule in rules]
    return parts[0] if len(parts) == 1 else {"allOf": parts}


def _one(rule: Rule, base: str) -> dict[str, Any]:
    """A rule as a schema over the object at ``base``, which may stand above the one its scopes start from."""
    schema = as_schema(rule.condition)
    if rule.base != base:
        schema = below(schema, split(rule.base)[len(split(base)) :])
    return schema if rule.effect == "SHOW" else {"not": schema}


def _at(schema: dict[str, Any], segments: tuple[str, ...]) -> dict[str, Any]:
    """The subschema at pattern segments."""
    found: dict[str, Any] = schema
    for segment in segments:
        if segment == "*":
            found = found["items"]
        elif segment in (found.get("properties") or {}):
            found = found["properties"][segment]
        else:
            found = found["prefixItems"][int(segment)]
    return found


def _inside(path: tuple[str, ...], schema: dict[str, Any]) -> dict[str, Any]:
    """A schema wrapped so that it applies where a path of property names leads."""
    for segment in reversed(path[:-1]):
        schema = {"properties": {segment: schema}}
    return schema


def requirements_of(schema: Mapping[str, Any]) -> tuple[Requirement, ...]:
    """The conditional requirements that the schema itself makes: ``if``/``then`` and ``dependentRequired``."""
    return tuple(_requirements(schema, ""))


def _requirements(schema: Mapping[str, Any], base: str) -> Iterator[Requirement]:
    for condition, names in _conditional_required(schema):
        predicate = predicate_of({"scope": "#", "schema": condition})
        for name in names:
            yield Requirement(f"{base}/{name}", base, predicate)
    for name, inner in properties_of(schema).items():
        if isinstance(inner, dict):
            yield from _requirements(inner, f"{base}/{name}")
    if isinstance(schema.get("items"), dict):
        yield from _requirements(schema["items"], f"{base}/*")


def _conditional_required(schema: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], list[str]]]:
    for name, needed in (schema.get("dependentRequired") or {}).items():
        yield {"required": [name]}, needed
    for name, inner in (schema.get("dependentSchemas") or {}).items():
        if isinstance(inner, dict) and inner.get("required"):
            yield {"required": [name]}, inner["required"]
    for part in (schema, *(schema.get("allOf") or ())):
        if isinstance(part, dict) and "if" in part:
            for key, condition in (("then", part["if"]), ("else", {"not": part["if"]})):
                if isinstance(part.get(key), dict) and part[key].get("required"):
                    yield condition, part[key]["required"]
