"""Finds every place in a definition that refers to a field, choice or section by name, and can write another name there.

One walk serves both: it asks ``see`` about each name it meets and puts down what it is told.
"""

from __future__ import annotations

from typing import Any

from caseforms.definitions.editing.carried_rules import ASKING, ASKING_MANY, Rules
from caseforms.definitions.editing.carried_sheet import Sheet
from caseforms.definitions.editing.items import Item, field_item, item_of
from caseforms.definitions.editing.names import Mention, Names, See
from caseforms.definitions.editing.places import CONTROLS, name_of, pointer_of
from caseforms.definitions.editing.sharing import Document, kept, kept_list
from caseforms.definitions.ordering import row_of
from caseforms.definitions.schemas import options
from caseforms.rules.pointers import escape, join, scope_segments


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


def _property(keyword: str, pointer: str) -> str:
    """The keyword of a schema as a property of the field, or form, that it belongs to."""
    inner = f"items.{keyword}" if pointer.endswith("/*") else keyword
    return inner if pointer else f"schema.{inner}"


class _Walk:
    """One walk over a definition."""

    def __init__(self, document: Document, see: See) -> None:
        self.names = Names(document, see)
        self.rules = Rules(self.names)
        self.sheet = Sheet(self.names)

    def whole(self) -> Any:
        """The document after the walk."""
        document = self.names.document
        parts = {
            "schema": lambda one: self.schema(one, ""),
            "ui": lambda one: self.element(one, ""),
            "paper": lambda one: self.sheet.paper(one, ("paper",), "paper"),
            "instrument": self.sheet.instrument,
        }
        return kept(
            document, {key: parts[key](one) if key in parts and one else one for key, one in document.items()}
        )

    def schema(self, schema: Any, pointer: str) -> Any:
        """The schema of a field or row: what it defines stays, what it refers to is asked about."""
        if not isinstance(schema, dict):
            return schema
        return kept(schema, {key: self._keyword(schema, key, one, pointer) for key, one in schema.items()})

    def _keyword(self, schema: Document, key: str, one: Any, pointer: str) -> Any:
        if key == "properties":
            return kept(
                one, {name: self.schema(inner, f"{pointer}/{escape(name)}") for name, inner in one.items()}
            )
        if key == "items":
            return self.schema(one, f"{pointer}/*")
        if key == "prefixItems":
            return kept_list([self.schema(row, f"{pointer}/{number}") for number, row in enumerate(one)], one)
        if key == "x-checks":
            return kept_list([self._check(each, pointer) for each in one], one)
        return self._referring(key, one, pointer, field_item(pointer.removesuffix("/*")))

    def _referring(self, key: str, one: Any, pointer: str, owner: str) -> Any:
        """A keyword that may name other fields, or choices of its own."""
        if key == "x-compute":
            return self.rules.expression(one, pointer, key, owner)
        if key == "x-compute-when":
            return self.rules.condition(one, row_of(pointer), key, owner)
        if key == "default":
            return self._default(one, pointer, owner)
        if key == "x-signed-date":
            return self.names.segment(key, f"{pointer.rpartition('/')[0]}/{one}", owner)
        if key == "x-edit-by":
            return self.names.field(key, one, owner)
        if key == "x-prefill":
            return self._prefill(one, owner)
        asks = key in ASKING or key in ("dependentRequired", "dependentSchemas")
        if asks or (key in ASKING_MANY and not options({key: one})):
            return self.rules.asked_keyword(key, one, pointer, _property(key, pointer), owner)
        return one

    def _default(self, value: Any, pointer: str, owner: str) -> Any:
        """A value that a new draft begins with: it names the columns of its rows, and choices."""
        if isinstance(value, list):
            return kept_list([self._default(one, f"{pointer}/*", owner) for one in value], value)
        if not isinstance(value, dict):
            return self.names.code("default", pointer, value, owner)
        found = {}
        for name, inner in value.items():
            place = f"{pointer}/{escape(name)}"
            found[self.names.segment("default", place, owner)] = self._default(inner, place, owner)
        return kept(value, found)

    def _check(self, check: Any, pointer: str) -> Any:
        if not isinstance(check, dict) or "that" not in check:
            return check
        owner = str(Item("check", pointer, str(check.get("id"))))
        nobody = row_of(pointer) + "/"  # a check computes yes or no, not a choice of its field
        return kept(check, {**check, "that": self.rules.expression(check["that"], nobody, "that", owner)})

    def _prefill(self, written: Any, owner: str) -> Any:
        """Prefilling from an earlier record of the same form."""
        if isinstance(written, list):
            return kept_list([self._prefill(one, owner) for one in written], written)
        start = f"form:{self.names.document.get('id')}."
        if not isinstance(written, str) or not written.startswith(start):
            return written
        path, mark, code = written.removeprefix(start).partition("=")
        pointer = "/" + path.replace("[]", "/*").replace(".", "/")
        told = self.names.field("x-prefill", pointer, owner)
        return (
            written
            if told == pointer
            else start + told[1:].replace("/*", "[]").replace("/", ".") + mark + code
        )

    def element(self, element: Any, base: str) -> Any:
        """An element of the layout."""
        if not isinstance(element, dict):
            return element
        found = dict(element)
        control = element.get("type") in CONTROLS
        pointer = pointer_of(element, base) if control else ""
        if "rule" in element and isinstance(element["rule"], dict):
            told = self.rules.condition(
                element["rule"].get("condition"), base, "rule", name_of(element, base)
            )
            found["rule"] = kept(element["rule"], {**element["rule"], "condition": told})
        if control:
            found["scope"] = self.names.scope(
                pointer, base, str(element.get("scope")), "scope", field_item(pointer)
            )
        if isinstance(element.get("options"), dict):
            found["options"] = self._options(element["options"], base, pointer)
        if isinstance(element.get("elements"), list):
            listed = element["elements"]
            found["elements"] = kept_list([self.element(one, base) for one in listed], listed)
        return kept(element, found)

    def _options(self, options: Document, base: str, pointer: str) -> Any:
        found = dict(options)
        owner = field_item(pointer)
        companion = options.get("companionOf")
        if isinstance(companion, dict) and isinstance(companion.get("scope"), str):
            other = base + join(scope_segments(companion["scope"]) or ())
            scope = self.names.scope(other, base, companion["scope"], "options.companionOf", owner)
            value = self.names.code("options.companionOf", other, companion.get("value"), owner)
            found["companionOf"] = kept(companion, {**companion, "scope": scope, "value": value})
        row = f"{pointer}/*" if f"{pointer}/*" in self.names.rows else pointer
        if isinstance(options.get("detail"), dict):
            found["detail"] = self.element(options["detail"], row)
        if isinstance(options.get("elementLabelProp"), str):
            found["elementLabelProp"] = self.names.segment(
                "options.elementLabelProp", f"{row}/{options['elementLabelProp']}", owner
            )
        return kept(options, found)
