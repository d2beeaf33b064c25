"""The one text of a form definition: the order of its keys, and how its lines are laid out.

Whoever changes a form, by hand or in the designer, gets the same bytes; so the order of keys never depends on the
order of the changes. Names that mean an order (fields, choices, sections, checks, cells) keep theirs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from caseforms.definitions.editing.sharing import kept, kept_list

WIDTH: Final = 120
_ORDER: Final = (
    "$schema id version op kind effect type format role methods order covers const name title description "
    "document clause origin note source licence standard instrument locked texts sha256 cut_offs system panel "
    "codes fields schema ui paper translations "
    "scope expectedValue failWhenUndefined condition conditions field fact today now args then else that severity "
    "enum oneOf anyOf required properties additionalProperties minProperties maxProperties "
    "minItems maxItems uniqueItems minContains maxContains contains prefixItems items "
    "minLength maxLength pattern minimum exclusiveMinimum maximum exclusiveMaximum multipleOf "
    "default examples readOnly writeOnly allOf not if dependentRequired dependentSchemas "
    "static boxes signature signed_date date text key i18n label value options rule elements "
    "caption orientation columns columns_en newpage repeat blank cells height with_next rows "
    "colspan rowspan style content only after layout lines line space unit under "
    "x-reference x-reference-roles x-signature x-signed-date x-file x-compute x-compute-when "
    "x-prefill x-prefill-locked x-personal x-locked x-index x-checks "
    "x-edit-roles x-keep-roles x-edit-by x-source"
)
_RANK: Final = {key: rank for rank, key in enumerate(_ORDER.split())}
_BY_NAME: Final = frozenset(
    {"properties", "$defs", "patternProperties", "dependentSchemas", "dependentRequired", "lines", "fields"}
)
_AS_GIVEN: Final = frozenset({"const", "enum", "default", "examples", "expectedValue", "value"})


def normal(document: Mapping[str, Any]) -> dict[str, Any]:
    """A definition with its keys in the one order; what has that order already is handed back as it is."""
    found: dict[str, Any] = _ranked(document)
    words = found.get("translations")
    if isinstance(words, dict):
        by_key = kept(words, {language: _sorted(texts) for language, texts in words.items()})
        found = kept(found, {**found, "translations": by_key})
    return found


def write(document: Mapping[str, Any]) -> str:
    """The text of a definition file."""
    return _laid(normal(document), "", 0, opened=True) + "\n"


def _ranked(value: Any) -> Any:
    """A value whose keys are words of the format."""
    if isinstance(value, list):
        return kept_list([_ranked(one) for one in value], value)
    if not isinstance(value, dict):
        return value
    keys = sorted(value, key=lambda key: (_RANK.get(key, len(_RANK)), key))
    found = {key: _member(key, value[key]) for key in keys}
    for key in ("options", "x-checks"):
        if key in found and not found[key]:
            del found[key]
    if isinstance(found.get("required"), list) and isinstance(found.get("properties"), dict):
        required = in_place(found["required"], found["properties"])
        if not required:
            del found["required"]
        elif required != found["required"]:
            found["required"] = required
    return kept(value, found)


def in_place(required: list[str], properties: Mapping[str, Any]) -> list[str]:
    """Required names in the order of the fields; a name without field comes last."""
    known = set(required)
    return [name for name in properties if name in known] + [one for one in required if one not in properties]


def _member(key: str, value: Any) -> Any:
    if key in _AS_GIVEN or (key == "translations" and isinstance(value, dict)):
        return value
    if key in _BY_NAME and isinstance(value, dict):
        return kept(value, {name: _ranked(inner) for name, inner in value.items()})
    return _ranked(value)


def _sorted(texts: Any) -> Any:
    return kept(texts, dict(sorted(texts.items()))) if isinstance(texts, dict) else texts


def _flat(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _laid(value: Any, indent: str, used: int, *, opened: bool = False) -> str:
    """A value on one line if it fits behind the ``used`` columns; fields of a form are always opened."""
    if not isinstance(value, dict | list) or not value:
        return _flat(value)
    if not opened:
        flat = _flat(value)
        if used + len(flat) < WIDTH:
            return flat
    inner = indent + "  "
    if isinstance(value, list):
        if all(not isinstance(one, dict | list) for one in value):
            return _filled(value, indent)
        lines = [inner + _laid(one, inner, len(inner)) for one in value]
        return "[\n" + ",\n".join(lines) + f"\n{indent}]"
    lines = []
    for key, one in value.items():
        start = f"{inner}{_flat(key)}: "
        fields = key == "properties" and isinstance(one, dict)
        lines.append(start + (_fields(one, inner) if fields else _laid(one, inner, len(start))))
    return "{\n" + ",\n".join(lines) + f"\n{indent}}}"


def _fields(properties: dict[str, Any], indent: str) -> str:
    """The fields of an object, each keyword on its own line: most changes touch one of them."""
    if not properties:
        return "{}"
    inner = indent + "  "
    lines = [f"{inner}{_flat(name)}: {_laid(one, inner, 0, opened=True)}" for name, one in properties.items()]
    return "{\n" + ",\n".join(lines) + f"\n{indent}}}"


def _filled(values: list[Any], indent: str) -> str:
    """Plain values, as many on a line as fit."""
    inner = indent + "  "
    lines: list[str] = []
    line = inner
    for number, one in enumerate(values):
        word = _flat(one) + ("," if number + 1 < len(values) else "")
        if line != inner and len(line) + len(word) + 1 > WIDTH:
            lines.append(line)
            line = inner
        line += word if line == inner else f" {word}"
    return "[\n" + "\n".join([*lines, line]) + f"\n{indent}]"
