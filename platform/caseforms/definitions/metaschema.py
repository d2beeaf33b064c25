"""The JSON Schema of a definition file. ``form_definitions/definition.schema.json`` is this, for editors."""

from __future__ import annotations

from typing import Any, Final

from caseforms.definitions.keywords import (
    ANNOTATIONS,
    EFFECTS,
    ELEMENTS,
    KEYWORDS,
    OPERATOR_NAMES,
)

_TEXT: Final[dict[str, Any]] = {"type": "string"}
_POINTER: Final[dict[str, Any]] = {"type": "string", "pattern": "^/?[^/]+(/[^/]+)*$"}
_SCOPE: Final[dict[str, Any]] = {"type": "string", "pattern": "^#(/properties/[^/]+)*$"}


def _object(required: tuple[str, ...] = (), **properties: Any) -> dict[str, Any]:
    """A closed object."""
    found: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    if required:
        found["required"] = list(required)
    return found


def _either(cases: list[tuple[dict[str, Any], dict[str, Any]]], otherwise: dict[str, Any]) -> dict[str, Any]:
    """The first case whose test holds decides; unlike ``anyOf`` it names what is wrong inside."""
    found = otherwise
    for test, then in reversed(cases):
        found = {"if": test, "then": then, "else": found}
    return found


def _has(name: str) -> dict[str, Any]:
    return {"type": "object", "required": [name]}


def _kind(*names: str) -> dict[str, Any]:
    return {"type": "object", "required": ["type"], "properties": {"type": {"enum": list(names)}}}


def _schema() -> dict[str, Any]:
    closed = {"properties": {**KEYWORDS, **ANNOTATIONS}, "additionalProperties": False}
    return {"type": ["object", "boolean"], **closed}


def _condition() -> dict[str, Any]:
    parts = {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/condition"}}
    several = _object(("type", "conditions"), type={"enum": ["AND", "OR"]}, conditions=parts)
    legacy = _object(("scope", "expectedValue"), type={"const": "LEAF"}, scope=_SCOPE, expectedValue={})
    schema = {"$ref": "#/$defs/schema"}
    simple = _object(
        ("scope", "schema"),
        type={"const": "SCHEMA_BASED"},
        scope=_SCOPE,
        schema=schema,
        failWhenUndefined={"type": "boolean"},
    )
    return _either([(_kind("AND", "OR"), several), (_has("expectedValue"), legacy)], simple)


def _expression() -> dict[str, Any]:
    arguments = {"type": "array", "items": {"$ref": "#/$defs/expression"}}
    inner = {"$ref": "#/$defs/expression"}
    choice = _object(
        ("op", "condition", "then"),
        op={"const": "if"},
        condition={"$ref": "#/$defs/condition"},
        then=inner,
        **{"else": inner},
    )
    operation = _object(("op", "args"), op={"enum": list(OPERATOR_NAMES)}, args=arguments)
    is_choice = {"type": "object", "required": ["op"], "properties": {"op": {"const": "if"}}}
    fact = {"type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]*([.][A-Za-z0-9_]+)*$"}
    return _either(
        [
            (is_choice, choice),
            (_has("op"), operation),
            (_has("field"), _object(("field",), field={"type": "string", "pattern": "^/?[^/]+(/[^/]+)*$"})),
            (_has("fact"), _object(("fact",), fact=fact)),
            (_has("today"), _object(("today",), today={"const": True})),
            (_has("now"), _object(("now",), now={"const": True})),
        ],
        {},
    )


def _element() -> dict[str, Any]:
    shared: dict[str, Any] = {
        "type": {"enum": list(ELEMENTS)},
        "rule": {"$ref": "#/$defs/rule"},
        "options": {"$ref": "#/$defs/options"},
        "i18n": _TEXT,
    }
    label = {"type": ["string", "boolean", "object"]}
    elements = {"type": "array", "items": {"$ref": "#/$defs/element"}}
    categories = {
        "type": "array",
        "minItems": 1,
        "items": {"allOf": [{"$ref": "#/$defs/element"}, _kind("Category", "Categorization")]},
    }
    control = _object(("type", "scope"), **shared, scope=_SCOPE, label=label)
    named = _object(("type", "elements"), **shared, label=_TEXT, elements=elements)
    return {
        "type": "object",
        "required": ["type"],
        "properties": {"type": {"enum": list(ELEMENTS)}},
        **_either(
            [
                (_kind("Control", "ListWithDetail"), control),
                (_kind("Group", "Category"), named),
                (
                    _kind("Categorization"),
                    _object(("type", "elements"), **shared, label=_TEXT, elements=categories),
                ),
                (_kind("Label"), _object(("type", "text"), **shared, text=_TEXT)),
            ],
            _object(("type", "elements"), **shared, elements=elements),
        ),
    }


def _options() -> dict[str, Any]:
    companion = _object(("scope", "value"), scope=_SCOPE, value={})
    return {
        "type": "object",
        "properties": {
            "detail": {
                "if": {"type": "object"},
                "then": {"$ref": "#/$defs/element"},
                "else": {"enum": ["DEFAULT", "GENERATED"]},
            },
            "companionOf": companion,
            "multi": {"type": "boolean"},
            "suffix": _TEXT,
            "placeholder": _TEXT,
            "origin": {"enum": ["platform", "standard"]},
        },
    }


def _paper() -> dict[str, Any]:
    """The printed sheet: only its frame is fixed here, what a cell can hold grows with the drawing of paper."""
    natural = {"type": "integer", "minimum": 1}
    places = ("value", "boxes", "signature", "date", "rows", "label")
    part = {
        "type": "object",
        "minProperties": 1,
        "properties": {"text": _TEXT, "key": _TEXT, **dict.fromkeys(places, _POINTER)},
    }
    cell = _object(
        (), colspan=natural, rowspan=natural, style=_TEXT, content={"type": "array", "items": part}
    )
    row = {"type": "object", "properties": {"cells": {"type": "array", "items": cell}}}
    return {
        "type": "object",
        "required": ["rows"],
        "properties": {
            "caption": _TEXT,
            "orientation": {"enum": ["portrait", "landscape"]},
            "columns": {"type": "array", "items": {"type": "number", "exclusiveMinimum": 0}},
            "rows": {"type": "array", "items": row},
        },
    }


def _check() -> dict[str, Any]:
    return _object(
        ("id", "that"),
        id={"type": "string", "pattern": "^[a-z][a-z0-9_-]*$"},
        that={"$ref": "#/$defs/expression"},
        severity={"enum": ["error", "warning"]},
    )


def _instrument() -> dict[str, Any]:
    """A scored instrument: where it comes from, what of it is locked, its codes and where its cut-offs are published."""
    words = _object(("zh", "en"), zh=_TEXT, en=_TEXT)
    pointers = {"type": "array", "minItems": 1, "items": _POINTER}
    digest = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
    return _object(
        ("name", "source", "licence", "locked", "sha256"),
        name=_TEXT,
        source=_TEXT,
        licence=words,
        locked=pointers,
        texts={"type": "array", "items": _TEXT},
        sha256=_object(("zh", "en"), zh=digest, en=digest),
        cut_offs=_object(("citation",), citation=_TEXT),
        codes=_object(
            ("system", "fields"),
            system=_TEXT,
            panel=_TEXT,
            fields={"type": "object", "additionalProperties": _TEXT},
        ),
    )


def _build() -> dict[str, Any]:
    words = {"type": "object", "additionalProperties": _TEXT}
    root = {"$ref": "#/$defs/schema"}
    record = {
        "type": "object",
        "required": ["type", "properties"],
        "properties": {"type": {"const": "object"}},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A form definition of CaseForms",
        **_object(
            ("id", "version", "kind", "title", "schema"),
            **{"$schema": _TEXT},
            id={"type": "string", "pattern": "^[a-z][a-z0-9-]*$", "maxLength": 80},
            version={"type": "string", "pattern": "^[0-9]+[.][0-9]+[.][0-9]+([+][0-9A-Za-z-]+[.][0-9]+)?$"},
            kind={"type": "string", "pattern": "^[a-z][a-z0-9-]*$"},
            title={"type": "string", "minLength": 1},
            description=_TEXT,
            standard=_object(("document",), document=_TEXT, clause=_TEXT, note=_TEXT),
            schema={"allOf": [root, record]},
            ui={"$ref": "#/$defs/element"},
            translations=_object((), zh=words, en=words),
            paper={"$ref": "#/$defs/paper"},
            instrument={"$ref": "#/$defs/instrument"},
        ),
        "$defs": {
            "schema": _schema(),
            "element": _element(),
            "options": _options(),
            "rule": _object(
                ("effect", "condition"),
                effect={"enum": list(EFFECTS)},
                condition={"$ref": "#/$defs/condition"},
            ),
            "condition": _condition(),
            "expression": _expression(),
            "check": _check(),
            "prefill": {
                "type": "string",
                "pattern": "^(user|today|now|(person|case)[.][a-z_]+|auto:[a-z_]+|fact:[A-Za-z_0-9.]+"
                "|form:[a-z0-9-]+[.][a-z0-9_.\\[\\]]+(=[a-z0-9_]+)?)$",
            },
            "paper": _paper(),
            "instrument": _instrument(),
        },
    }


META_SCHEMA: Final[dict[str, Any]] = _build()
