"""Draws changes of a form at random: mostly such as fit, of every kind there is."""

from __future__ import annotations

from random import Random
from typing import Any

from caseforms.definitions.editing import inventory
from caseforms.definitions.editing.items import item_of

Document = dict[str, Any]
Operation = dict[str, Any]
ADDED = {"schema": {"type": "string", "title": "新题目"}, "required": True}
RULE = {
    "effect": "SHOW",
    "condition": {"scope": "#/properties/x", "schema": {"const": "a"}, "failWhenUndefined": True},
}
PROPERTIES = (
    ("title", "新标题"),
    ("description", "说明"),
    ("maxLength", 30),
    ("items.maxLength", 3),
    ("x-source.note", "注"),
    ("options.suffix", "元"),
    ("control.i18n", "other"),
    ("rule", RULE),
    ("required", True),
)
TAKEN = (
    "title",
    "minLength",
    "x-source",
    "options",
    "options.suffix",
    "rule",
    "x-compute",
    "x-index",
    "required",
)


class Drawing:
    """One drawing of changes of one document."""

    def __init__(self, random: Random, document: Document) -> None:
        self.random = random
        self.items = inventory(document)
        self.keys = list((document.get("translations") or {}).get("en", {}))

    def of(self, *kinds: str) -> str:
        found = [item for item in self.items if item_of(item).kind in kinds]
        return self.random.choice(found) if found else f"{kinds[0]}:/none#none"

    def anchor(self, item: str) -> dict[str, Any]:
        """A place beside another item of the kind, or at the end of a container."""
        kind = item_of(item).kind
        if kind in ("choice", "check"):
            beside = [one for one, entry in self.items.items() if entry.inside == self.items[item].inside]
            return {
                "before": self.random.choice([None, *(one for one in beside if item_of(one).kind == kind)])
            }
        kinds = {"row": ("row",), "cell": ("cell",)}.get(kind, ("field", "group", "pair"))
        other = self.of(*kinds)
        inside = self.items[other].inside if other in self.items else "form"
        return {"in": inside, "before": self.random.choice([None, other])}

    def operation(self) -> Operation:
        return getattr(self, self.random.choice(MADE))()  # type: ignore[no-any-return]

    def setting(self) -> Operation:
        name, value = self.random.choice(PROPERTIES)
        return {"op": "set", "item": self.of("field"), "property": name, "value": value}

    def saying(self) -> Operation:
        name = self.random.choice(("title", "label", "text", "style", "standard.note", "severity"))
        value = "warning" if name == "severity" else "新"
        kinds = ("form", "group", "choice", "check", "row", "cell")
        return {"op": "set", "item": self.of(self.random.choice(kinds)), "property": name, "value": value}

    def unsetting(self) -> Operation:
        return {"op": "unset", "item": self.of("field"), "property": self.random.choice(TAKEN)}

    def adding(self) -> Operation:
        holder = item_of(self.of("field")).name.rpartition("/")[0]
        item, beside = f"field:{holder}/brand_new", self.of("field")
        words = {"en": {f"{item[7:].replace('/*', '').replace('/', '.')}.label": "New"}}
        anchor = {"in": self.items[beside].inside if beside in self.items else "form", "before": beside}
        return {"op": "add-item", "item": item, "value": ADDED, "anchor": anchor, "translations": words}

    def adding_section(self) -> Operation:
        type_ = self.random.choice(("Group", "Category"))
        anchor = {"in": self.random.choice(("form", self.of("group"))), "before": None}
        return {
            "op": "add-item",
            "item": "group:brand_new",
            "value": {"type": type_, "label": "新"},
            "anchor": anchor,
            "translations": {"en": {"brand_new.label": "New"}},
        }

    def adding_choice(self) -> Operation:
        beside = self.of("choice")
        item = f"{beside.partition('#')[0]}#brand_new"
        value = {"const": "brand_new", "title": "新"}
        return {"op": "add-choice", "item": item, "value": value, "anchor": {"before": beside}}

    def adding_check(self) -> Operation:
        item = f"check:{item_of(self.of('field')).name}#brand_new"
        return {"op": "add-item", "item": item, "value": {"that": {"op": "eq", "args": [1, 1]}}, "anchor": {}}

    def adding_to_sheet(self) -> Operation:
        cell = {"content": [{"text": "新", "key": "brand_new"}]}
        if self.random.random() < 0.5:
            return {"op": "add-item", "item": "row:brand_new", "value": {"cells": [cell]}, "anchor": {}}
        return {"op": "add-item", "item": "cell:brand_new", "value": cell, "anchor": {"in": self.of("row")}}

    def pairing(self) -> Operation:
        field = self.of("field")
        value = {"type": "HorizontalLayout"}
        return {
            "op": "add-item",
            "item": field.replace("field:", "pair:"),
            "value": value,
            "anchor": {"around": field},
        }

    def removing(self) -> Operation:
        item = self.of(self.random.choice(("field", "field", "group", "pair", "check", "row", "cell")))
        return {"op": "remove-item", "item": item}

    def removing_choice(self) -> Operation:
        return {"op": "remove-choice", "item": self.of("choice")}

    def moving(self) -> Operation:
        kinds = ("field", "field", "field", "group", "pair", "choice", "check", "row", "cell")
        item = self.of(self.random.choice(kinds))
        return {"op": "move", "item": item, "anchor": self.anchor(item) if item in self.items else {}}

    def undrawing(self) -> Operation:
        return {"op": "move", "item": self.of("field"), "anchor": None}

    def renaming(self) -> Operation:
        item = self.of(self.random.choice(("field", "field", "choice", "group", "check")))
        return {"op": "rename", "item": item, "to": "brand_new"}

    def translating(self) -> Operation:
        key = self.random.choice([*self.keys, "nobody.label"])
        return {"op": "translate", "item": f"text:en:{key}", "value": self.random.choice(("Other", None))}


MADE = (
    *("setting", "saying", "unsetting", "adding", "adding_section", "adding_choice", "adding_check"),
    *("adding_to_sheet", "pairing", "removing", "removing", "removing_choice", "moving", "moving", "moving"),
    *("undrawing", "renaming", "renaming", "translating"),
)
