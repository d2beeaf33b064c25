"""The vocabulary of a definition: which keywords a schema may use, which annotations, which layout options."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from caseforms.rules.formats import FORMATS
from caseforms.rules.operators import OPERATORS

TYPES: Final = ("string", "integer", "number", "boolean", "array", "object", "null")
FORMAT_NAMES: Final = tuple(FORMATS)
OPERATOR_NAMES: Final = (*OPERATORS, "if")
EFFECTS: Final = ("SHOW", "HIDE", "ENABLE", "DISABLE", "READONLY", "WRITABLE")
ELEMENTS: Final = (
    "Control",
    "ListWithDetail",
    "VerticalLayout",
    "HorizontalLayout",
    "Group",
    "Categorization",
    "Category",
    "Label",
)
NAME: Final = "^([a-z]|[0-9]+_)[a-z0-9_]*$"  # 1_1 is a number of a standard; an index has no underscore
HOSTILE_NAMES: Final = frozenset(
    {
        "__proto__",
        "constructor",
        "prototype",
        "toString",
        "toLocaleString",
        "valueOf",
        "hasOwnProperty",
        "isPrototypeOf",
        "propertyIsEnumerable",
        "__defineGetter__",
        "__defineSetter__",
        "__lookupGetter__",
        "__lookupSetter__",
    }
)

SIGNATURE_ROLES: Final = (
    "client",
    "guardian",
    "worker",
    "supervisor",
    "archivist",
    "receiver",
    "reporter",
    "visitor",
    "approver",
    "leader",
    "sender",
    "handler",
    "evaluator",
    "borrower",
    "medical",
    "giver",
    "applicant",
    "witness",
    "supervisee",
    "checker",
    "reviewer",
    "member",
    "volunteer",
    "issuer",
)
SIGNATURE_METHODS: Final = ("drawn", "fingerprint", "typed", "oral", "paper")

# Keywords of JSON Schema that mean nothing here. Each has its own sentence in the problem catalogue.
REFUSED_KEYWORDS: Final = frozenset(
    {
        "$anchor",
        "$dynamicAnchor",
        "$dynamicRef",
        "$recursiveAnchor",
        "$recursiveRef",
        "$vocabulary",
        "additionalItems",
        "contentSchema",
        "dependencies",
        "unevaluatedItems",
        "unevaluatedProperties",
    }
)

# Keywords whose value is a schema, a list of schemas, or schemas by name.
SCHEMA_KEYWORDS: Final = frozenset(
    {
        "additionalProperties",
        "contains",
        "else",
        "if",
        "items",
        "not",
        "propertyNames",
        "then",
    }
)
SCHEMA_LIST_KEYWORDS: Final = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
SCHEMA_MAP_KEYWORDS: Final = frozenset({"$defs", "dependentSchemas", "patternProperties", "properties"})

_COUNT: Mapping[str, Any] = {"type": "integer", "minimum": 0}
_NUMBER: Mapping[str, Any] = {"type": "number"}
_TEXT: Mapping[str, Any] = {"type": "string"}
_FLAG: Mapping[str, Any] = {"type": "boolean"}
_NAMES: Mapping[str, Any] = {"type": "array", "items": {"type": "string"}, "uniqueItems": True}
_SCHEMA: Mapping[str, Any] = {"$ref": "#/$defs/schema"}
_SCHEMAS: Mapping[str, Any] = {"type": "array", "minItems": 1, "items": _SCHEMA}
_SCHEMA_MAP: Mapping[str, Any] = {"type": "object", "additionalProperties": _SCHEMA}

KEYWORDS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "$ref": {"type": "string", "pattern": "^#(/|$)"},
        "$defs": _SCHEMA_MAP,
        "$comment": _TEXT,
        "$schema": {"const": "https://json-schema.org/draft/2020-12/schema"},
        "type": {
            "if": {"type": "array"},
            "then": {
                "prefixItems": [{"enum": list(TYPES)}, {"enum": list(TYPES)}],
                "items": False,
                "minItems": 2,
                "contains": {"const": "null"},
                "uniqueItems": True,
            },
            "else": {"enum": list(TYPES)},
        },
        "title": _TEXT,
        "description": _TEXT,
        "default": {},
        "examples": {"type": "array"},
        "readOnly": _FLAG,
        "writeOnly": _FLAG,
        "deprecated": _FLAG,
        "i18n": _TEXT,
        "const": {},
        "enum": {"type": "array", "minItems": 1, "uniqueItems": True},
        "oneOf": _SCHEMAS,
        "anyOf": _SCHEMAS,
        "allOf": _SCHEMAS,
        "not": _SCHEMA,
        "if": _SCHEMA,
        "then": _SCHEMA,
        "else": _SCHEMA,
        "minLength": _COUNT,
        "maxLength": _COUNT,
        "pattern": _TEXT,
        "format": {"enum": list(FORMAT_NAMES)},
        "contentMediaType": _TEXT,
        "contentEncoding": _TEXT,
        "minimum": _NUMBER,
        "maximum": _NUMBER,
        "exclusiveMinimum": _NUMBER,
        "exclusiveMaximum": _NUMBER,
        "multipleOf": {"type": "number", "exclusiveMinimum": 0},
        "items": _SCHEMA,
        "prefixItems": _SCHEMAS,
        "contains": _SCHEMA,
        "minContains": _COUNT,
        "maxContains": _COUNT,
        "minItems": _COUNT,
        "maxItems": _COUNT,
        "uniqueItems": _FLAG,
        "properties": _SCHEMA_MAP,
        "required": _NAMES,
        "additionalProperties": _SCHEMA,
        "patternProperties": _SCHEMA_MAP,
        "propertyNames": _SCHEMA,
        "minProperties": _COUNT,
        "maxProperties": _COUNT,
        "dependentRequired": {"type": "object", "additionalProperties": _NAMES},
        "dependentSchemas": _SCHEMA_MAP,
    }
)

ANNOTATIONS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "x-source": {
            "type": "object",
            "required": ["origin"],
            "additionalProperties": False,
            "properties": {"clause": _TEXT, "origin": {"enum": ["S", "C", "I"]}, "note": _TEXT},
        },
        "x-prefill": {
            "if": {"type": "array"},
            "then": {"items": {"$ref": "#/$defs/prefill"}, "minItems": 1},
            "else": {"$ref": "#/$defs/prefill"},
        },
        "x-prefill-locked": _FLAG,
        "x-compute": {"$ref": "#/$defs/expression"},
        "x-compute-when": {"$ref": "#/$defs/condition"},
        "x-checks": {"type": "array", "items": {"$ref": "#/$defs/check"}},
        "x-personal": {"enum": ["identity", "contact", "health"]},
        "x-edit-roles": _NAMES,
        "x-keep-roles": _NAMES,
        "x-edit-by": {"type": "string", "pattern": "^/[a-z][a-z0-9_]*$"},
        "x-locked": _FLAG,
        "x-index": {"enum": ["text", "number", "date"]},
        "x-reference": {"enum": ["user", "person"]},
        "x-reference-roles": _NAMES,
        "x-signature": {
            "type": "object",
            "required": ["role"],
            "additionalProperties": False,
            "properties": {
                "role": {"enum": list(SIGNATURE_ROLES)},
                "methods": {
                    "type": "array",
                    "minItems": 1,
                    "uniqueItems": True,
                    "items": {"enum": list(SIGNATURE_METHODS)},
                },
                "order": {"type": "integer", "minimum": 1},
                "not": {"type": "array", "items": {"enum": list(SIGNATURE_ROLES)}},
                "covers": {"const": "page"},
            },
        },
        "x-signed-date": {"type": "string", "pattern": NAME},
        "x-file": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "accept": {
                    "type": "array",
                    "minItems": 1,
                    "items": {"type": "string", "pattern": "^[a-z]+/[^/]+$"},
                },
                "photo": _FLAG,
                "maximum": {"type": "integer", "minimum": 1},
            },
        },
    }
)

# Options of JSON Forms' own renderers, then ours.
OPTIONS: Final = frozenset(
    {
        "multi",
        "format",
        "slider",
        "toggle",
        "autocomplete",
        "readonly",
        "readOnly",
        "detail",
        "elementLabelProp",
        "showSortButtons",
        "disableAdd",
        "disableRemove",
        "restrict",
        "trim",
        "hideRequiredAsterisk",
        "showUnfocusedDescription",
        "placeholder",
        "dateFormat",
        "dateSaveFormat",
        "timeFormat",
        "timeSaveFormat",
        "dateTimeFormat",
        "dateTimeSaveFormat",
        "orientation",
        "variant",
        "showNavButtons",
        "label",
        "submitOnEnter",
        "focus",
        "companionOf",
        "document",
        "handover",
        "help",
        "layout",
        "origin",
        "precision",
        "style",
        "suffix",
    }
)
