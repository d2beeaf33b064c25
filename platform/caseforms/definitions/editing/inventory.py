"""A definition as a table: its items by stable name, their properties, and the order in which they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from caseforms.definitions.editing.items import Item, field_item
from caseforms.definitions.editing.places import CONTROLS, Layout, code_of, layout_of
from caseforms.definitions.editing.sharing import Document, at
from caseforms.definitions.editing.sheet import sheet_places
from caseforms.definitions.schemas import main_type, options
from caseforms.rules.pointers import escape

_APART_IN_FORM = frozenset({"schema", "ui", "paper", "translations"})
_APART_IN_SCHEMA = frozenset({"properties", "required", "prefixItems", "x-checks"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One item: its properties as ``set`` names them, the item it stands in (``""`` for none), whether it is drawn."""

    properties: Mapping[str, Any]
    inside: str = ""
    drawn: bool = False


def inventory(document: Mapping[str, Any]) -> dict[str, Entry]:
    """Every item of a definition in the order in which items stand; what an item contains is listed apart."""
    found: dict[str, Entry] = {}
    drawn = dict(_drawn(layout_of(dict(document))))
    schema = document.get("schema") or {}
    found["form"] = Entry({**_of_form(document), **{f"schema.{key}": one for key, one in _own(schema)}})
    found.update(_fields(schema, "", drawn))
    for item, entry in drawn.items():
        found.setdefault(item, entry)
    found.update(_sheet(dict(document)))
    for language, words in (document.get("translations") or {}).items():
        for key, text in words.items():
            found[f"text:{language}:{key}"] = Entry({"text": text})
    return _in_layout_order(found, drawn)


def _in_layout_order(found: dict[str, Entry], drawn: Mapping[str, Entry]) -> dict[str, Entry]:
    """Drawn items in the order of the layout, each followed by its choices and checks; then the rest."""
    first = {item: found[item] for item in ("form", *drawn)}
    return first | found


def _of_form(document: Mapping[str, Any]) -> dict[str, Any]:
    found = {key: one for key, one in document.items() if key not in _APART_IN_FORM}
    ui = document.get("ui") or {}
    return found | {f"ui.{key}": one for key, one in ui.items() if key != "elements"}


def _own(schema: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The keywords of a schema that belong to it alone, those of its rows as ``items.…``."""
    for key, one in schema.items():
        if key in _APART_IN_SCHEMA or (key in ("oneOf", "anyOf", "enum") and options({key: one})):
            continue
        if key == "items" and isinstance(one, dict):
            yield from ((f"items.{inner}", value) for inner, value in _own(one))
        else:
            yield key, one


def _fields(
    schema: Mapping[str, Any], pointer: str, drawn: Mapping[str, Entry]
) -> Iterator[tuple[str, Entry]]:
    """The fields below a schema, each followed by its choices and checks."""
    yield from _checks(schema, pointer)
    required = schema.get("required") or ()
    holder = field_item(pointer.removesuffix("/*"))
    for name, inner in (schema.get("properties") or {}).items():
        if not isinstance(inner, dict):
            continue
        path = f"{pointer}/{escape(name)}"
        item = field_item(path)
        element = drawn.get(item, Entry({}))
        needed = {"required": True} if name in required else {}
        yield (
            item,
            Entry(
                {**dict(_own(inner)), **needed, **element.properties}, element.inside or holder, element.drawn
            ),
        )
        for choice in _choices(inner):
            properties = (
                {key: one for key, one in choice.items() if key != "const"}
                if isinstance(choice, dict)
                else {}
            )
            yield str(Item("choice", path, code_of(choice))), Entry(properties, item)
        yield from _fields(inner, path, drawn)
    if isinstance(schema.get("items"), dict) and main_type(schema["items"]) == "object":
        yield from _fields(schema["items"], f"{pointer}/*", drawn)
    for number, row in enumerate(schema.get("prefixItems") or ()):
        if isinstance(row, dict):
            path = f"{pointer}/{number}"
            yield field_item(path), Entry(dict(_own(row)), holder)
            yield from _fields(row, path, drawn)


def _choices(schema: Mapping[str, Any]) -> list[Any]:
    for holder in (schema, schema.get("items")):
        for keyword in ("oneOf", "anyOf", "enum"):
            if isinstance(holder, dict) and keyword in holder and options({keyword: holder[keyword]}):
                return list(holder[keyword])
    return []


def _checks(schema: Mapping[str, Any], pointer: str) -> Iterator[tuple[str, Entry]]:
    for check in schema.get("x-checks") or ():
        properties = {key: one for key, one in check.items() if key != "id"}
        yield str(Item("check", pointer, str(check.get("id")))), Entry(properties, field_item(pointer))


def _drawn(layout: Layout) -> Iterator[tuple[str, Entry]]:
    """What the layout says of each element, under its stable name."""
    for spot in layout.spots:
        if not isinstance(spot.path[-1], int):
            continue  # the root of a layout is no item of its own
        inside = layout.named(spot.path[:-2])
        own = dict(_options(spot.element))
        if spot.element.get("type") in CONTROLS:
            own = {
                _control(key): one
                for key, one in own.items()
                if key != "scope" and (key, one) != ("type", "Control")
            }
        else:
            own = {key: one for key, one in own.items() if key not in ("elements", "i18n")}
        yield spot.item, Entry(own, inside, drawn=True)


def _control(key: str) -> str:
    return f"control.{key}" if key in ("type", "i18n") else key


def _options(element: Document) -> Iterator[tuple[str, Any]]:
    for key, one in element.items():
        if key == "options" and isinstance(one, dict):
            yield from (
                (f"options.{name}", value) for name, value in one.items() if not _is_layout(name, value)
            )
        else:
            yield key, one


def _is_layout(name: str, value: Any) -> bool:
    return name == "detail" and isinstance(value, dict)


def _sheet(document: Document) -> Iterator[tuple[str, Entry]]:
    paper = document.get("paper")
    if not isinstance(paper, dict):
        return
    yield "paper", Entry({key: one for key, one in paper.items() if key != "rows"})
    places = sheet_places(document)
    names = {path: name for name, path in places.items()}
    for name, path in places.items():
        inside = "paper" if name.startswith("row:") else names[path[:3]]
        value = at(document, path)
        yield name, Entry({key: one for key, one in value.items() if key != "cells"}, inside)
