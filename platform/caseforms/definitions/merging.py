"""Merges ``allOf``: several schemas that one value has to fit, as one schema."""

from __future__ import annotations

from typing import Any

from caseforms.definitions.keywords import SCHEMA_KEYWORDS, SCHEMA_LIST_KEYWORDS, SCHEMA_MAP_KEYWORDS
from caseforms.problems import Problem, Refused
from caseforms.rules.operators import equal
from caseforms.rules.pointers import escape

_LARGER = frozenset({"minLength", "minimum", "exclusiveMinimum", "minItems", "minProperties", "minContains"})
_SMALLER = frozenset({"maxLength", "maximum", "exclusiveMaximum", "maxItems", "maxProperties", "maxContains"})
_FIRST = frozenset({"title", "description", "default", "examples", "$id", "$comment", "i18n", "deprecated"})
_EITHER = frozenset({"uniqueItems", "readOnly", "writeOnly"})
_APART = frozenset({"if", "then", "else", "not", "oneOf", "anyOf", "contains", "pattern", "multipleOf"})


def merged(schema: Any, pointer: str = "/schema") -> Any:
    """The schema with every ``allOf`` merged as far as its parts agree; raises Refused where they contradict.

    Parts that cannot be said in one breath (two patterns, conditions) stay in ``allOf``.
    """
    if not isinstance(schema, dict):
        return schema
    inner = {key: _part(key, value, f"{pointer}/{escape(key)}") for key, value in schema.items()}
    parts = inner.pop("allOf", None)
    if not isinstance(parts, list):
        return inner
    rest: list[Any] = []
    found = inner
    for part in parts:
        if part is True or part == {}:
            continue
        if not isinstance(part, dict) or "if" in part:
            rest.append(part)
            continue
        rest += part.pop("allOf", [])
        found, left = _joined(found, part, pointer)
        if left:
            rest.append(left)
    if rest:
        found["allOf"] = rest
    return found


def _part(keyword: str, value: Any, pointer: str) -> Any:
    if keyword in SCHEMA_KEYWORDS:
        return merged(value, pointer)
    if keyword in SCHEMA_LIST_KEYWORDS and isinstance(value, list):
        return [merged(one, f"{pointer}/{number}") for number, one in enumerate(value)]
    if keyword in SCHEMA_MAP_KEYWORDS and isinstance(value, dict):
        return {name: merged(one, f"{pointer}/{escape(name)}") for name, one in value.items()}
    return value


def _joined(
    left: dict[str, Any], right: dict[str, Any], pointer: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both schemas as one, and what of the right one could not be joined."""
    found = dict(left)
    rest: dict[str, Any] = {}
    both_name = "properties" in left and "properties" in right
    if both_name and left["properties"].keys() != right["properties"].keys() and _is_closed(left, right):
        raise Refused(Problem("definition.allof", pointer, {"keyword": "additionalProperties"}))
    for keyword, value in right.items():
        if keyword not in found:
            found[keyword] = value
        elif equal(found[keyword], value) or keyword in _FIRST or keyword.startswith("x-"):
            continue
        elif keyword in _APART:
            rest[keyword] = value
        else:
            found[keyword] = _agreed(keyword, found[keyword], value, pointer)
    return found, rest


def _is_closed(*schemas: dict[str, Any]) -> bool:
    """Whether one of the schemas closes out what the other names."""
    return any(schema.get("additionalProperties") is False for schema in schemas)


def _agreed(keyword: str, left: Any, right: Any, pointer: str) -> Any:
    if keyword in _LARGER:
        return max(left, right)
    if keyword in _SMALLER:
        return min(left, right)
    if keyword in _EITHER:
        return left or right
    if keyword == "type":
        return _common_type(left, right, pointer)
    if keyword == "required":
        return [*left, *(name for name in right if name not in left)]
    if keyword in ("properties", "patternProperties", "dependentSchemas", "$defs", "definitions"):
        return {**left, **{name: _both(left.get(name), one, pointer) for name, one in right.items()}}
    if keyword == "dependentRequired":
        return {
            **left,
            **{name: list(dict.fromkeys([*left.get(name, []), *one])) for name, one in right.items()},
        }
    if keyword == "enum":
        common = [one for one in left if any(equal(one, other) for other in right)]
        if common:
            return common
    if keyword in ("items", "propertyNames", "additionalProperties"):
        return _both(left, right, pointer)
    raise Refused(Problem("definition.allof", pointer, {"keyword": keyword}))


def _both(left: Any, right: Any, pointer: str) -> Any:
    """One schema for what must fit both."""
    if left is None or left is True:
        return right
    if right is True:
        return left
    if left is False or right is False:
        return False
    return merged({**left, "allOf": [*left.get("allOf", []), right]}, pointer)


def _common_type(left: Any, right: Any, pointer: str) -> Any:
    one = [left] if isinstance(left, str) else list(left)
    other = [right] if isinstance(right, str) else list(right)
    common = [name for name in one if name in other]
    if "integer" not in common and {"integer", "number"} <= {*one, *other}:
        common.append("integer")
    if not common:
        raise Refused(Problem("definition.allof", pointer, {"keyword": "type"}))
    return common[0] if len(common) == 1 else common
