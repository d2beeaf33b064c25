"""Finds every place in a definition that refers to a field, choice or section by name, and can write another name there.

One walk serves both: it asks ``see`` about each name it meets and puts down what it is told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from caseforms.definitions.editing.items import Item, field_item, item_of
from caseforms.definitions.editing.places import CONTROLS, code_of, name_of, pointer_of
from caseforms.definitions.editing.sharing import Document, Path
from caseforms.definitions.editing.sheet import sheet_places
from caseforms.definitions.ordering import row_of
from caseforms.definitions.schemas import main_type, many_options, options
from caseforms.rules.expressions import field_segments
from caseforms.rules.operators import equal
from caseforms.rules.pointers import escape, join, scope_of, scope_segments, split


@dataclass(frozen=True, slots=True)
class Mention:
    """``owner`` refers to ``target``; ``kind`` says by what: rule, compute, check, companion, control, paper …"""

    kind: str
    target: str
    owner: str


See = Callable[[Mention], str]


def mentions_of(document: Document, item: str) -> tuple[Mention, ...]:
    """Who refers to an item, or to something inside it, from outside of it."""
    found: list[Mention] = []

    def see(mention: Mention) -> str:
        if _inside(mention.target, item) and not _inside(mention.owner, item):
            found.append(mention)
        return mention.target

    carried(document, see)
    return tuple(dict.fromkeys(found))


def _inside(name: str, item: str) -> bool:
    """Whether a name is that of an item or of something that comes and goes with it."""
    if name == item:
        return True
    one, other = item_of(name), item_of(item)
    if other.kind != "field" or one.kind not in ("field", "choice", "check"):
        return False
    return one.name == other.name or one.name.startswith(f"{other.name}/")


def carried(document: Document, see: See) -> Document:
    """The document with every name as ``see`` answers; the same object if all stay."""
    found: Document = _Walk(document, see).whole()
    return found


_CONDITIONS = frozenset({"allOf", "anyOf", "oneOf"})
_CONDITION = frozenset({"not", "if", "then", "else", "contains", "items", "additionalProperties"})
_COMPARING = frozenset({"eq", "ne", "contains"})
_PAPER = frozenset({"value", "boxes", "signature", "signed_date", "date", "rows", "label", "repeat", "blank"})


class _Walk:
    """One walk over a definition."""

    def __init__(self, document: Document, see: See) -> None:
        self.document = document
        self.see = see
        self.codes: dict[str, dict[str, Any]] = {}
        self._collect(document.get("schema") or {}, "")
        self.columns = {split(pointer)[-1]: pointer for pointer in self.codes if "/*/" in pointer}
        self.rows = frozenset(_row_patterns(document.get("schema") or {}, ""))
        self.cells = {path: name for name, path in sheet_places(document).items()}

    def _collect(self, schema: Mapping[str, Any], pointer: str) -> None:
        """Notes each field with its choices."""
        for name, inner in (schema.get("properties") or {}).items():
            if isinstance(inner, dict):
                path = f"{pointer}/{escape(name)}"
                listed = options(inner) or many_options(inner)
                self.codes[path] = {code_of(value): value for value, _ in listed}
                self._collect(inner, path)
        if isinstance(schema.get("items"), dict):
            self._collect(schema["items"], f"{pointer}/*")
        for number, row in enumerate(schema.get("prefixItems") or ()):
            if isinstance(row, dict):
                self._collect(row, f"{pointer}/{number}")

    def whole(self) -> Any:
        """The document after the walk."""
        document = self.document
        parts = {
            "schema": lambda one: self.schema(one, ""),
            "ui": lambda one: self.element(one, ""),
            "paper": lambda one: self.paper(one, ("paper",), "paper"),
            "instrument": self.instrument,
        }
        return _kept(
            document, {key: parts[key](one) if key in parts and one else one for key, one in document.items()}
        )

    # names

    def field(self, kind: str, pointer: str, owner: str) -> str:
        """The pointer that is to stand where this one stands."""
        if pointer in self.codes:
            return item_of(self.see(Mention(kind, field_item(pointer), owner))).name
        if pointer.endswith("/*"):
            return self.field(kind, pointer.removesuffix("/*"), owner) + "/*"
        return pointer

    def code(self, kind: str, pointer: str, value: Any, owner: str) -> Any:
        """The code that is to stand where this one stands; anything that is no choice of the field stays."""
        pointer = pointer.removesuffix("/*")
        known = self.codes.get(pointer, {})
        if (
            isinstance(value, dict | list)
            or code_of(value) not in known
            or not equal(known[code_of(value)], value)
        ):
            return value
        written = code_of(value)
        seen = item_of(self.see(Mention(kind, str(Item("choice", pointer, written)), owner))).part
        return value if seen == written else seen

    def segment(self, kind: str, pointer: str, owner: str) -> str:
        """The last segment of a pointer, as it is to stand."""
        return split(self.field(kind, pointer, owner))[-1]

    # schemas

    def schema(self, schema: Any, pointer: str) -> Any:
        """The schema of a field or row: what it defines stays, what it refers to is asked about."""
        if not isinstance(schema, dict):
            return schema
        return _kept(schema, {key: self._keyword(schema, key, one, pointer) for key, one in schema.items()})

    def _keyword(self, schema: Document, key: str, one: Any, pointer: str) -> Any:
        owner = field_item(pointer.removesuffix("/*"))
        if key == "properties":
            return _kept(
                one, {name: self.schema(inner, f"{pointer}/{escape(name)}") for name, inner in one.items()}
            )
        if key == "items":
            return self.schema(one, f"{pointer}/*")
        if key == "prefixItems":
            return _same([self.schema(row, f"{pointer}/{number}") for number, row in enumerate(one)], one)
        if key in ("x-compute", "default"):
            kind = key.removeprefix("x-")
            return (
                self.expression(one, pointer, kind, owner)
                if key == "x-compute"
                else self._default(one, pointer)
            )
        if key == "x-compute-when":
            return self.condition(one, row_of(pointer), "compute", owner)
        if key == "x-checks":
            return _same([self._check(each, pointer) for each in one], one)
        if key == "x-signed-date":
            return self.segment("signed-date", f"{pointer.rpartition('/')[0]}/{one}", owner)
        if key == "x-edit-by":
            return self.field("edit-by", one, owner)
        if key == "x-prefill":
            return self._prefill(one, owner)
        if key in _CONDITIONS and not options({key: one}):
            return _same([self.asked(each, pointer, "rule", owner) for each in one], one)
        if key in _CONDITION or key in ("dependentRequired", "dependentSchemas"):
            return self._asked_keyword(key, one, pointer, "rule", owner)
        return one

    def _default(self, value: Any, pointer: str) -> Any:
        owner = field_item(pointer)
        if isinstance(value, list):
            return _same([self.code("default", pointer, one, owner) for one in value], value)
        return self.code("default", pointer, value, owner)

    def _check(self, check: Any, pointer: str) -> Any:
        if not isinstance(check, dict) or "that" not in check:
            return check
        owner = str(Item("check", pointer, str(check.get("id"))))
        nobody = (
            row_of(pointer) + "/"
        )  # what a check computes is yes or no, no choice of the field it stands at
        return _kept(check, {**check, "that": self.expression(check["that"], nobody, "check", owner)})

    def _prefill(self, written: Any, owner: str) -> Any:
        """Prefilling from an earlier record of the same form."""
        if isinstance(written, list):
            return _same([self._prefill(one, owner) for one in written], written)
        start = f"form:{self.document.get('id')}."
        if not isinstance(written, str) or not written.startswith(start):
            return written
        path, mark, code = written.removeprefix(start).partition("=")
        pointer = "/" + path.replace("[]", "/*").replace(".", "/")
        told = self.field("prefill", pointer, owner)
        return (
            written
            if told == pointer
            else start + told[1:].replace("/*", "[]").replace("/", ".") + mark + code
        )

    # conditions

    def condition(self, condition: Any, base: str, kind: str, owner: str) -> Any:
        """A condition of JSON Forms whose scopes start at ``base``."""
        if not isinstance(condition, dict):
            return condition
        if "conditions" in condition:
            parts = condition["conditions"]
            told = _same([self.condition(one, base, kind, owner) for one in parts], parts)
            return _kept(condition, {**condition, "conditions": told})
        segments = scope_segments(str(condition.get("scope"))) or ()
        pointer = base + join(segments)
        found = dict(condition)
        if segments:
            found["scope"] = self._scope(pointer, base, str(condition["scope"]), kind, owner)
        if "schema" in condition:
            found["schema"] = self.asked(condition["schema"], pointer, kind, owner)
        if "expectedValue" in condition:
            found["expectedValue"] = self.code(kind, pointer, condition["expectedValue"], owner)
        return _kept(condition, found)

    def _scope(self, pointer: str, base: str, scope: str, kind: str, owner: str) -> str:
        told = self.field(kind, pointer, owner)
        return scope if told == pointer else scope_of(split(told)[len(split(base)) :])

    def asked(self, schema: Any, place: str, kind: str, owner: str) -> Any:
        """A schema that asks something of the value at a place: it defines nothing, all its names are mentions."""
        if not isinstance(schema, dict):
            return schema
        return _kept(
            schema,
            {key: self._asked_keyword(key, one, place, kind, owner) for key, one in schema.items()},
        )

    def _asked_keyword(self, key: str, one: Any, place: str, kind: str, owner: str) -> Any:
        if key in ("properties", "dependentSchemas", "dependentRequired") and isinstance(one, dict):
            return self._asked_names(key, one, place, kind, owner)
        if key == "required" and isinstance(one, list):
            return _same([self.segment(kind, f"{place}/{escape(name)}", owner) for name in one], one)
        if key == "const":
            return self.code(kind, place, one, owner)
        if key == "enum" and isinstance(one, list):
            return _same([self.code(kind, place, value, owner) for value in one], one)
        if key in ("contains", "items"):
            return self.asked(one, f"{place}/*", kind, owner)
        if key in _CONDITIONS and isinstance(one, list):
            return _same([self.asked(each, place, kind, owner) for each in one], one)
        return self.asked(one, place, kind, owner) if key in _CONDITION else one

    def _asked_names(self, key: str, one: Document, place: str, kind: str, owner: str) -> Any:
        """An object whose names are fields of the place."""
        found: Document = {}
        for name, inner in one.items():
            told = self.segment(kind, f"{place}/{escape(name)}", owner)
            if key == "properties":
                found[told] = self.asked(inner, f"{place}/{escape(name)}", kind, owner)
            elif key == "dependentSchemas":
                found[told] = self.asked(inner, place, kind, owner)
            else:
                found[told] = self._asked_keyword("required", inner, place, kind, owner)
        return _kept(one, found)

    # expressions

    def expression(self, value: Any, own: str, kind: str, owner: str) -> Any:
        """An expression; ``own`` is the pointer of the field whose value it computes, its row that of its names."""
        if isinstance(value, list):
            return _same([self.expression(one, own, kind, owner) for one in value], value)
        if not isinstance(value, dict):
            return self.code(kind, own, value, owner)
        found = dict(value)
        if isinstance(value.get("field"), str):
            return _kept(value, {**found, "field": self._operand(value["field"], own, kind, owner)})
        if "condition" in value:
            found["condition"] = self.condition(value["condition"], row_of(own), kind, owner)
        for key in ("then", "else"):
            if key in value:
                found[key] = self.expression(value[key], own, kind, owner)
        if isinstance(value.get("args"), list):
            found["args"] = self._arguments(value, own, kind, owner)
        return _kept(value, found)

    def _operand(self, written: str, own: str, kind: str, owner: str) -> str:
        row = row_of(own)
        pointer = join(field_segments(written, row))
        told = self.field(kind, pointer, owner)
        if told == pointer:
            return written
        return told if written.startswith("/") else "/".join(told.split("/")[row.count("/") + 1 :])

    def _arguments(self, operation: Document, own: str, kind: str, owner: str) -> Any:
        """Arguments; a text that is compared with a field is one of its choices."""
        arguments = operation["args"]
        compared = [
            one["field"] for one in arguments if isinstance(one, dict) and isinstance(one.get("field"), str)
        ]
        if operation.get("op") not in _COMPARING or not compared:
            return self.expression(arguments, own, kind, owner)
        pointer = join(field_segments(compared[0], row_of(own)))
        told = [
            self.expression(one, own, kind, owner)
            if isinstance(one, dict)
            else _same([self.code(kind, pointer, each, owner) for each in one], one)
            if isinstance(one, list)
            else self.code(kind, pointer, one, owner)
            for one in arguments
        ]
        return _same(told, arguments)

    # the layout

    def element(self, element: Any, base: str) -> Any:
        """An element of the layout."""
        if not isinstance(element, dict):
            return element
        found = dict(element)
        control = element.get("type") in CONTROLS
        pointer = pointer_of(element, base) if control else ""
        if "rule" in element and isinstance(element["rule"], dict):
            told = self.condition(element["rule"].get("condition"), base, "rule", name_of(element, base))
            found["rule"] = _kept(element["rule"], {**element["rule"], "condition": told})
        if control:
            found["scope"] = self._scope(
                pointer, base, str(element.get("scope")), "control", field_item(pointer)
            )
        if isinstance(element.get("options"), dict):
            found["options"] = self._options(element["options"], base, pointer)
        if isinstance(element.get("elements"), list):
            listed = element["elements"]
            found["elements"] = _same([self.element(one, base) for one in listed], listed)
        return _kept(element, found)

    def _options(self, options: Document, base: str, pointer: str) -> Any:
        found = dict(options)
        owner = field_item(pointer)
        companion = options.get("companionOf")
        if isinstance(companion, dict) and isinstance(companion.get("scope"), str):
            other = base + join(scope_segments(companion["scope"]) or ())
            scope = self._scope(other, base, companion["scope"], "companion", owner)
            value = self.code("companion", other, companion.get("value"), owner)
            found["companionOf"] = _kept(companion, {**companion, "scope": scope, "value": value})
        row = f"{pointer}/*" if f"{pointer}/*" in self.rows else pointer
        if isinstance(options.get("detail"), dict):
            found["detail"] = self.element(options["detail"], row)
        if isinstance(options.get("elementLabelProp"), str):
            found["elementLabelProp"] = self.segment("control", f"{row}/{options['elementLabelProp']}", owner)
        return _kept(options, found)

    # the sheet and the instrument

    def paper(self, value: Any, path: Path, owner: str) -> Any:
        """The printed sheet: parts refer to fields by pointer, inside rows by the name of the column."""
        owner = self.cells.get(path, owner)
        if isinstance(value, list):
            return _same([self.paper(one, (*path, number), owner) for number, one in enumerate(value)], value)
        if not isinstance(value, dict):
            return value
        return _kept(value, {key: self._printed(value, key, (*path, key), owner) for key in value})

    def _printed(self, part: Document, key: str, path: Path, owner: str) -> Any:
        one = part[key]
        if key in _PAPER and isinstance(one, str):
            return self._pointer(one, owner)
        if key == "static" and isinstance(one, str):
            return item_of(self.see(Mention("paper", f"group:{one}", owner))).name
        pointer = part.get("boxes")
        if isinstance(pointer, str) and pointer in self.codes:
            if key == "only" and isinstance(one, list):
                return _same([self.code("paper", pointer, code, owner) for code in one], one)
            if key == "lines" and isinstance(one, dict):
                lines = {
                    self._code(pointer, code, owner): self._line(line, owner) for code, line in one.items()
                }
                return _kept(one, lines)
        return self.paper(one, path, owner)

    def _pointer(self, written: str, owner: str) -> str:
        if written.startswith("/"):
            return self.field("paper", written, owner)
        pointer = self.columns.get(written)
        return self.segment("paper", pointer, owner) if pointer else written

    def _code(self, pointer: str, written: str, owner: str) -> str:
        value = self.codes[pointer].get(written, written)
        return code_of(self.code("paper", pointer, value, owner))

    def _line(self, line: Any, owner: str) -> Any:
        if isinstance(line, str):
            return self._pointer(line, owner)
        return (
            _same([self._line(one, owner) for one in line], line)
            if isinstance(line, list)
            else self.paper(line, (), owner)
        )

    def instrument(self, block: Any) -> Any:
        """What a scored instrument locks and what codes its fields have."""
        if not isinstance(block, dict):
            return block
        found = dict(block)
        locked = block["locked"]
        found["locked"] = _same([self.field("instrument", one, "form") for one in locked], locked)
        texts = block.get("texts")
        if texts:
            told = [item_of(self.see(Mention("instrument", f"group:{one}", "form"))).name for one in texts]
            found["texts"] = _same(told, texts)
        codes = block.get("codes")
        if isinstance(codes, dict) and isinstance(codes.get("fields"), dict):
            fields = codes["fields"]
            named = {self.field("instrument", pointer, "form"): code for pointer, code in fields.items()}
            found["codes"] = _kept(codes, {**codes, "fields": _kept(fields, named)})
        return _kept(block, found)


def _row_patterns(schema: Mapping[str, Any], pointer: str) -> list[str]:
    found = []
    if main_type(schema) == "array":
        found.append(f"{pointer}/*")
    for name, inner in (schema.get("properties") or {}).items():
        if isinstance(inner, dict):
            found += _row_patterns(inner, f"{pointer}/{escape(name)}")
    if isinstance(schema.get("items"), dict):
        found += _row_patterns(schema["items"], f"{pointer}/*")
    return found


def _kept(before: Any, after: Any) -> Any:
    """The object before if nothing in it changed."""
    same = len(before) == len(after) and all(
        left == right and _unchanged(before[left], after[right])
        for left, right in zip(before, after, strict=True)
    )
    return before if same else after


def _same(after: list[Any], before: Any) -> Any:
    same = len(before) == len(after) and all(map(_unchanged, before, after))
    return before if same else after


def _unchanged(before: Any, after: Any) -> bool:
    return before is after or (isinstance(before, str) and before == after)
