"""Names inside conditions, asking schemas and expressions, each put down as it is to be."""

from __future__ import annotations

from typing import Any

from caseforms.definitions.editing.names import Names
from caseforms.definitions.editing.sharing import Document, kept, kept_list
from caseforms.definitions.ordering import row_of
from caseforms.rules.expressions import field_segments
from caseforms.rules.pointers import escape, join, scope_segments

ASKING_MANY = frozenset({"allOf", "anyOf", "oneOf"})
ASKING = frozenset({"not", "if", "then", "else", "contains", "items", "additionalProperties"})
_COMPARING = frozenset({"eq", "ne", "contains"})


class Rules:
    """The rules of a definition: all names in them are mentions."""

    def __init__(self, names: Names) -> None:
        self.names = names

    def condition(self, condition: Any, base: str, by: str, owner: str) -> Any:
        """A condition of JSON Forms whose scopes start at ``base``."""
        if not isinstance(condition, dict):
            return condition
        if "conditions" in condition:
            parts = condition["conditions"]
            told = kept_list([self.condition(one, base, by, owner) for one in parts], parts)
            return kept(condition, {**condition, "conditions": told})
        segments = scope_segments(str(condition.get("scope"))) or ()
        pointer = base + join(segments)
        found = dict(condition)
        if segments:
            found["scope"] = self.names.scope(pointer, base, str(condition["scope"]), by, owner)
        if "schema" in condition:
            found["schema"] = self.asked(condition["schema"], pointer, by, owner)
        if "expectedValue" in condition:
            found["expectedValue"] = self.names.code(by, pointer, condition["expectedValue"], owner)
        return kept(condition, found)

    def asked(self, schema: Any, place: str, by: str, owner: str) -> Any:
        """A schema that asks something of the value at a place: it defines nothing, all its names are mentions."""
        if not isinstance(schema, dict):
            return schema
        return kept(
            schema,
            {key: self.asked_keyword(key, one, place, by, owner) for key, one in schema.items()},
        )

    def asked_keyword(self, key: str, one: Any, place: str, by: str, owner: str) -> Any:
        if key in ("properties", "dependentSchemas", "dependentRequired") and isinstance(one, dict):
            return self._asked_names(key, one, place, by, owner)
        if key == "required" and isinstance(one, list):
            return kept_list([self.names.segment(by, f"{place}/{escape(name)}", owner) for name in one], one)
        if key == "const":
            return self.names.code(by, place, one, owner)
        if key == "enum" and isinstance(one, list):
            return kept_list([self.names.code(by, place, value, owner) for value in one], one)
        if key in ("contains", "items"):
            return self.asked(one, f"{place}/*", by, owner)
        if key in ASKING_MANY and isinstance(one, list):
            return kept_list([self.asked(each, place, by, owner) for each in one], one)
        return self.asked(one, place, by, owner) if key in ASKING else one

    def _asked_names(self, key: str, one: Document, place: str, by: str, owner: str) -> Any:
        """An object whose names are fields of the place."""
        found: Document = {}
        for name, inner in one.items():
            told = self.names.segment(by, f"{place}/{escape(name)}", owner)
            if key == "properties":
                found[told] = self.asked(inner, f"{place}/{escape(name)}", by, owner)
            elif key == "dependentSchemas":
                found[told] = self.asked(inner, place, by, owner)
            else:
                found[told] = self.asked_keyword("required", inner, place, by, owner)
        return kept(one, found)

    def expression(self, value: Any, own: str, by: str, owner: str) -> Any:
        """An expression; ``own`` is the pointer of the field whose value it computes, its row that of its names."""
        if isinstance(value, list):
            return kept_list([self.expression(one, own, by, owner) for one in value], value)
        if not isinstance(value, dict):
            return self.names.code(by, own, value, owner)
        found = dict(value)
        if isinstance(value.get("field"), str):
            return kept(value, {**found, "field": self._operand(value["field"], own, by, owner)})
        if "condition" in value:
            found["condition"] = self.condition(value["condition"], row_of(own), by, owner)
        for key in ("then", "else"):
            if key in value:
                found[key] = self.expression(value[key], own, by, owner)
        if isinstance(value.get("args"), list):
            found["args"] = self._arguments(value, own, by, owner)
        return kept(value, found)

    def _operand(self, written: str, own: str, by: str, owner: str) -> str:
        row = row_of(own)
        pointer = join(field_segments(written, row))
        told = self.names.field(by, pointer, owner)
        if told == pointer:
            return written
        return told if written.startswith("/") else "/".join(told.split("/")[row.count("/") + 1 :])

    def _arguments(self, operation: Document, own: str, by: str, owner: str) -> Any:
        """Arguments; a text that is compared with a field is one of its choices."""
        arguments = operation["args"]
        compared = [
            one["field"] for one in arguments if isinstance(one, dict) and isinstance(one.get("field"), str)
        ]
        if operation.get("op") not in _COMPARING or not compared:
            return self.expression(arguments, own, by, owner)
        pointer = join(field_segments(compared[0], row_of(own)))
        told = [
            self.expression(one, own, by, owner)
            if isinstance(one, dict)
            else kept_list([self.names.code(by, pointer, each, owner) for each in one], one)
            if isinstance(one, list)
            else self.names.code(by, pointer, one, owner)
            for one in arguments
        ]
        return kept_list(told, arguments)
