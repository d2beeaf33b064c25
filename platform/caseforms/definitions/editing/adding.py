"""Puts in and takes out whole items: questions, sections, texts, pairs, checks, rows and cells of the sheet.

What goes takes its translations along; what others still refer to does not go.
"""

from __future__ import annotations

from typing import Any

from caseforms.definitions.editing.fitting import fits, refuse_unfit
from caseforms.definitions.editing.items import Item, item_of, unknown
from caseforms.definitions.editing.mentions import mentions_of
from caseforms.definitions.editing.moving import (
    Slot,
    anchor_at,
    anchored,
    emptied,
    slot_of,
    wrapped_again,
)
from caseforms.definitions.editing.places import Layout, above, has_field, layout_of, name_of, schema_path
from caseforms.definitions.editing.sharing import Document, Path, at, drop, insert, insert_key, put
from caseforms.definitions.editing.sheet import cell_name, sheet_name
from caseforms.definitions.editing.translating import owned_texts, put_back, with_own_texts, without_texts
from caseforms.definitions.editing.verb import Operation, Operations, Verb, nothing
from caseforms.definitions.editing.writing import in_place
from caseforms.definitions.keywords import NAME
from caseforms.definitions.reading import bad_names
from caseforms.problems import Problem, Refused
from caseforms.rules.pointers import ABSENT, scope_of, split

_PARTS = frozenset({"schema", "element", "required", "after"})
_ADDED = frozenset({"field", "group", "pair", "check", "row", "cell"})


def _add(document: Document, operation: Operation) -> Document:
    item = item_of(operation["item"])
    value = operation["value"]
    if item.kind not in _ADDED:
        raise Refused(Problem("editing.no-place", params={"item": str(item)}))
    if not isinstance(value, dict):
        raise Refused(Problem("editing.value", params={"item": str(item), "property": "value"}))
    if item.kind == "field":
        found = _with_field(document, item, value, operation.get("anchor"))
    elif item.kind == "pair":
        found = _with_pair(document, item, value, operation.get("anchor"))
    else:
        found = _with_member(document, item, value, operation.get("anchor"))
    return with_own_texts(found, item, operation.get("translations"))


def _with_member(document: Document, item: Item, value: Document, anchor: Any) -> Document:
    """The document with a section, text, check, row or cell."""
    if item.kind == "group":
        value = _new_group(document, item, value)
    elif item.kind == "check":
        _refuse_known(str(item), value_of_check(document, item) is not None)
        value = {"id": item.part, **{key: one for key, one in value.items() if key != "id"}}
    elif item.name.partition("~")[0] != _sheet_name_of(item, value):
        raise Refused(
            Problem("editing.other-name", params={"item": str(item), "name": _sheet_name_of(item, value)})
        )
    slot = anchored(document, item, anchor)
    if item.kind == "group":
        _refuse_wrong_page(document, slot, value, item)
    path = (*slot.home, slot.index)
    found = insert(document, slot.home, slot.index, value)
    named = Item(item.kind, item.name, item.part)
    return fits(document, found, named, path)


def value_of_check(document: Document, item: Item) -> Any:
    """The check of a name, or None."""
    listed = at(document, (*schema_path(document, item.name), "x-checks"))
    return next((one for one in listed or () if one.get("id") == item.part), None)


def _sheet_name_of(item: Item, value: Document) -> str:
    """What a new row or cell is called by what it prints. Raises Refused for what is none."""
    row = value if item.kind == "row" else {"cells": [value]}
    refuse_unfit("paper", {"rows": [row]}, "")
    return cell_name(row["cells"][0] if row.get("cells") else {})


def _new_group(document: Document, item: Item, value: Document) -> Document:
    layout = layout_of(document)
    _refuse_known(str(item), bool(layout.all(str(item))))
    if value.get("elements"):
        raise Refused(Problem("editing.not-empty", params={"item": str(item)}))
    empty: Document = {} if value.get("type") == "Label" else {"elements": []}
    return {**value, "i18n": item.name, **empty}


def _refuse_wrong_page(document: Document, slot: Slot, value: Document, item: Item) -> None:
    around = at(document, slot.home[:-1])
    if (around.get("type") == "Categorization") != (value.get("type") == "Category"):
        raise Refused(Problem("editing.pages", params={"item": str(item)}))


def _refuse_known(item: str, known: bool) -> None:
    if known:
        raise Refused(Problem("editing.exists", params={"item": item}))


def _with_pair(document: Document, item: Item, value: Document, anchor: Any) -> Document:
    """The document with a pair laid around one element."""
    around = anchor.get("around") if isinstance(anchor, dict) else None
    spot = layout_of(document).find(str(around))
    if (
        value.get("type") not in ("HorizontalLayout", "VerticalLayout")
        or "elements" in value
        or "i18n" in value
    ):
        raise Refused(Problem("editing.value", params={"item": str(item), "property": "value"}))
    if spot.element.get("type") == "Category" or not isinstance(spot.path[-1], int):
        raise Refused(Problem("editing.pages", params={"item": str(around)}))
    if "pair" in (item_of(str(around)).kind, item_of(layout_of(document).named(spot.path[:-2])).kind):
        raise Refused(Problem("editing.pair-in-pair", params={"item": str(item)}))
    pair = {**value, "elements": [spot.element]}
    if name_of(pair, spot.base) != str(item):
        raise Refused(
            Problem("editing.other-name", params={"item": str(item), "name": name_of(pair, spot.base)})
        )
    found: Document = put(document, spot.path, pair)
    return fits(document, found, item, spot.path)


def _with_field(document: Document, item: Item, value: Document, anchor: Any) -> Document:
    holder, name = above(item.name)
    _refuse_known(str(item), has_field(document, item.name))
    if value.keys() - _PARTS or not isinstance(value.get("schema"), dict):
        raise Refused(Problem("editing.value", params={"item": str(item), "property": "schema"}))
    wrong = bad_names({"properties": {name: value["schema"]}}, NAME)
    if wrong:
        raise Refused(wrong)
    path = schema_path(document, holder)
    refuse_unfit("schema", value["schema"], "")
    element = value.get("element", {})
    slot = anchored(document, item, anchor) if element is not None else None
    properties = (*path, "properties")
    index = slot.index if slot and slot.by_name else _turn(document, properties, holder, value, slot)
    found: Document = insert_key(document, properties, index, name, value["schema"])
    if value.get("required"):
        listed = [*at(found, path).get("required", ()), name]
        found = put(found, (*path, "required"), in_place(listed, at(found, properties)))
    if slot is None or slot.by_name:
        return found
    base = layout_of(document).by_path[slot.home[:-1]].base
    control = {"type": "Control", **element, "scope": scope_of(split(item.name[len(base) :]))}
    found = insert(found, slot.home, slot.index, control)
    return fits(document, found, item, (*slot.home, slot.index))


def _turn(document: Document, home: Path, holder: str, value: Document, slot: Slot | None) -> int:
    """The place among the names of the object: as given, else beside the question it stands next to."""
    known = at(document, home)
    names = list(known) if isinstance(known, dict) else []
    if "after" in value and (value["after"] is None or value["after"] in names):
        return names.index(value["after"]) + 1 if value["after"] is not None else 0
    if slot is None:
        return len(names)
    layout = layout_of(document)
    before = [name for number in range(slot.index) for name in _drawn(layout, slot, number, holder, names)]
    if before:
        return names.index(before[-1]) + 1
    count = len(at(document, slot.home))
    behind = [
        name for number in range(slot.index, count) for name in _drawn(layout, slot, number, holder, names)
    ]
    return names.index(behind[0]) if behind else len(names)


def _drawn(layout: Layout, slot: Slot, number: int, holder: str, names: list[str]) -> list[str]:
    """Names of the object's own questions that a member of a section draws, in the order of the layout."""
    path = (*slot.home, number)
    found = [spot.item for spot in layout.spots if spot.path[: len(path)] == path]
    pointers = [one.removeprefix("field:") for one in found if one.startswith("field:")]
    parts = [above(one) for one in pointers]
    return [name for around, name in parts if around == holder and name in names]


def _remove(document: Document, operation: Operation) -> Document:
    item = item_of(operation["item"])
    if item.kind in ("field", "pair"):
        without: Document = (_without_field if item.kind == "field" else _without_pair)(document, item)
        return without
    slot = slot_of(document, item)
    if item.kind == "group":
        spot = layout_of(document).find(str(item))
        if spot.element.get("elements"):
            raise Refused(Problem("editing.not-empty", params={"item": str(item)}))
        _refuse_mentioned(document, item)
        document = without_texts(document, owned_texts(document, item))
        slot = emptied(document, slot)
    elif item.kind == "check":
        document = without_texts(document, owned_texts(document, item))
    elif item.kind not in ("row", "cell"):
        raise Refused(Problem("editing.no-place", params={"item": str(item)}))
    found: Document = drop(document, (*slot.home, slot.index))
    if item.kind == "check" and not at(found, slot.home):
        found = drop(found, slot.home)
    return found


def _without_pair(document: Document, item: Item) -> Any:
    """The document without a pair: what stood in it stands in its place."""
    spot = layout_of(document).find(str(item))
    if "rule" in spot.element:
        raise Refused(Problem("editing.has-rule", params={"item": str(item)}))
    home, index = spot.path[:-1], int(spot.path[-1])
    listed = at(document, home)
    return put(document, home, [*listed[:index], *spot.element["elements"], *listed[index + 1 :]])


def _without_field(document: Document, item: Item) -> Any:
    holder, name = above(item.name)
    path = schema_path(document, holder)
    spots = layout_of(document).all(str(item))
    if len(spots) > 1:
        raise Refused(Problem("editing.drawn-twice", params={"item": str(item)}))
    if name not in (at(document, path).get("properties") or {}):
        raise Refused(Problem("editing.no-place", params={"item": str(item)}))
    _refuse_mentioned(document, item)
    found = without_texts(document, owned_texts(document, item))
    if spots:
        slot = emptied(document, Slot(spots[0].path[:-1], int(spots[0].path[-1])))
        found = drop(found, (*slot.home, slot.index))
    found = drop(found, (*path, "properties", name))
    listed = at(found, (*path, "required"))
    if listed is not ABSENT and name in listed:
        rest = [one for one in listed if one != name]
        found = put(found, (*path, "required"), rest) if rest else drop(found, (*path, "required"))
    return found


def _refuse_mentioned(document: Document, item: Item) -> None:
    """Refuses to take out what somebody still refers to; says who."""
    left = [one.owner for one in mentions_of(document, str(item))]
    if left:
        raise Refused(
            Problem("editing.referred-to", params={"item": str(item), "by": list(dict.fromkeys(left))})
        )


def _taken(document: Document, operation: Operation) -> Any:
    """The value that adding the item again would need."""
    item = item_of(operation["item"])
    if item.kind == "field":
        return _field_value(document, item)
    slot = layout_of(document).find(str(item)).path if item.kind in ("group", "pair") else None
    if slot is None:
        place = slot_of(document, item)
        return at(document, (*place.home, place.index))
    element = at(document, slot)
    return {key: one for key, one in element.items() if key not in ("elements", "i18n")}


def _field_value(document: Document, item: Item) -> Document:
    holder, name = above(item.name)
    path = schema_path(document, holder)
    names = list(at(document, path).get("properties") or ())
    if name not in names:
        raise unknown(item)
    index = names.index(name)
    spots = layout_of(document).all(str(item))
    element = {key: one for key, one in spots[0].element.items() if key != "scope"} if spots else None
    bare = _bare_anchor(document, item) is not None
    return {
        "schema": at(document, (*path, "properties", name)),
        **({} if bare else {"element": element}),
        **({"required": True} if name in at(document, path).get("required", ()) else {}),
        "after": names[index - 1] if index else None,
    }


def _bare_anchor(document: Document, item: Item) -> Any:
    """The anchor of a column whose rows have no layout of their own; None elsewhere."""
    slot = slot_of(document, item)
    if not slot.by_name:
        return None
    anchor = anchor_at(document, Slot(slot.home, slot.index + 1, by_name=True), "field")
    holder = str(anchor["in"]).removeprefix("field:")
    return None if anchor["in"] == "form" or layout_of(document).all(f"inside:{holder}") else anchor


def _undo_removal(before: Document, after: Document, operation: Operation) -> Operations:
    item = item_of(operation["item"])
    if item.kind == "pair":
        return _undo_unwrapping(before, after, item)
    words = owned_texts(before, item)
    back: dict[str, Any] = {
        "op": "add-item",
        "item": str(item),
        "value": _taken(before, operation),
        "was": None,
    }
    if words:
        back["translations"] = words
    bare = _bare_anchor(before, item) if item.kind == "field" else None
    taken = None
    if bare is not None:
        back["anchor"] = bare
    elif item.kind != "field" or back["value"]["element"] is not None:
        slot = slot_of(before, item)
        taken = emptied(before, slot) if item.kind in ("field", "group") else slot
        back["anchor"] = anchor_at(after, taken, item.kind)
    return (back, *(wrapped_again(before, item, taken) if taken else ()))


def _undo_unwrapping(before: Document, after: Document, item: Item) -> Operations:
    """Lays the pair around its first element again and moves the others in."""
    layout = layout_of(before)
    spot = layout.find(str(item))
    value = {key: one for key, one in spot.element.items() if key != "elements"}
    inside = [
        layout.by_path[(*spot.path, "elements", number)].item
        for number in range(len(spot.element["elements"]))
    ]
    back: list[Operation] = []
    for number, one in enumerate(inside):
        name = name_of({"elements": spot.element["elements"][: max(number, 1)]}, spot.base)
        if number == 0:
            back.append(
                {"op": "add-item", "item": name, "value": value, "anchor": {"around": one}, "was": None}
            )
        else:
            back.append({"op": "move", "item": one, "anchor": {"in": name, "before": None}})
    return tuple(back)


def _undo_addition(before: Document, after: Document, operation: Operation) -> Operations:
    item = item_of(operation["item"])
    name = str(item)
    if item.kind in ("row", "cell"):
        slot = anchored(before, item, operation.get("anchor"))
        name = sheet_name(after, (*slot.home, slot.index))
    back: Operation = {"op": "remove-item", "item": name}
    gone = owned_texts(after, item)
    return ({**back, "was": _taken(after, back)}, *put_back(before, gone))


VERBS = {
    "add-item": Verb(
        _add,
        nothing,
        _undo_addition,
        frozenset({"item", "value"}),
        frozenset({"anchor", "translations"}),
    ),
    "remove-item": Verb(_remove, _taken, _undo_removal, frozenset({"item"})),
}
