"""Moves an item to another place: a question in the layout, a choice, a check, a row or cell of the sheet.

A place is an anchor ``{"in": container, "before": item or null}``; names in it are those before the move.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from caseforms.definitions.editing.items import Item, field_item, item_of, unknown
from caseforms.definitions.editing.places import (
    Layout,
    above,
    check_path,
    choice_path,
    choices_path,
    code_of,
    layout_of,
    schema_path,
)
from caseforms.definitions.editing.sharing import (
    Document,
    Path,
    after_cut,
    after_insert,
    at,
    drop,
    insert,
    insert_key,
    put,
)
from caseforms.definitions.editing.sheet import sheet_name, sheet_places
from caseforms.definitions.editing.verb import Operation, Operations, Verb
from caseforms.definitions.editing.writing import in_place
from caseforms.problems import Problem, Refused
from caseforms.rules.pointers import ABSENT, escape, scope_of, split

Anchor = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in an ordered list: the list's path, the number there. ``by_name`` if the list is an object's names."""

    home: Path
    index: int
    by_name: bool = False


def slot_of(document: Document, item: Item) -> Slot:
    """Where an item stands in its list. Raises Refused if it has no place of its own."""
    if item.kind in ("field", "group", "pair"):
        layout = layout_of(document)
        if item.kind == "field" and not layout.all(str(item)):
            return _property_slot(document, item.name)
        path = layout.find(str(item)).path
    elif item.kind == "choice":
        path = choice_path(document, item)
    elif item.kind == "check":
        path = check_path(document, item)
    else:
        path = sheet_places(document).get(str(item), ())
    if len(path) < 2 or not isinstance(path[-1], int) or path[-2] == "prefixItems":
        raise Refused(Problem("editing.no-place", params={"item": str(item)}))
    return Slot(path[:-1], path[-1])


def _property_slot(document: Document, pointer: str) -> Slot:
    """The place of a field that no control draws: its turn among the names of its object."""
    holder, name = above(pointer)
    home = (*schema_path(document, holder), "properties")
    names = list(at(document, home) or ())
    if name not in names:
        raise unknown(field_item(pointer))
    return Slot(home, names.index(name), by_name=True)


def anchored(document: Document, item: Item, anchor: Any) -> Slot:
    """The place that an anchor names for an item. Raises Refused if it is none, or none for this item."""
    if not isinstance(anchor, dict) or not anchor.keys() <= {"in", "before"}:
        raise Refused(Problem("editing.operation", params={"property": "anchor"}))
    home, by_name = _home(document, item, anchor.get("in"))
    before = anchor.get("before")
    listed = at(document, home)
    if before is None:
        return Slot(home, len(listed) if isinstance(listed, list | dict) else 0, by_name)
    if by_name and item_of(before).kind == "field":
        slot = _property_slot(document, item_of(before).name)
    else:
        slot = slot_of(document, item_of(before))
    if slot.home != home:
        raise Refused(Problem("editing.not-inside", params={"item": before, "in": anchor.get("in")}))
    return slot


def _home(document: Document, item: Item, container: Any) -> tuple[Path, bool]:
    """The list that an item of this kind has in a container."""
    if item.kind == "choice":
        return choices_path(document, item.name), False
    if item.kind == "check":
        return (*schema_path(document, item.name), "x-checks"), False
    if item.kind == "row":
        if "paper" not in document:
            raise unknown("paper")
        return ("paper", "rows"), False
    if item.kind == "cell":
        return (*_sheet_row(document, container), "cells"), False
    if container is None:
        raise Refused(Problem("editing.operation", params={"property": "anchor.in"}))
    layout = layout_of(document)
    if item.kind == "field" and _is_bare(layout, container, item):
        return (*schema_path(document, above(item.name)[0]), "properties"), True
    spot = layout.container(str(container))
    _refuse_misfit(item, spot.base, spot.element, str(container), layout)
    return (*spot.path, "elements"), False


def _sheet_row(document: Document, container: Any) -> Path:
    path = sheet_places(document).get(str(container))
    if path is None or item_of(container).kind != "row":
        raise unknown(container)
    return path


def _is_bare(layout: Layout, container: Any, item: Item) -> bool:
    """Whether a field has rows or parts without a layout of their own: their order is that of the names."""
    holder = above(item.name)[0].removesuffix("/*")
    return container == field_item(holder) != "form" and not layout.all(f"inside:{holder}")


def _refuse_misfit(item: Item, base: str, element: Document, container: str, layout: Layout) -> None:
    """A question of a row stays in its row; a page stands only among pages."""
    if item.kind == "field":
        inside = item.name.startswith(f"{base}/")
        if not inside or "*" in split(item.name[len(base) :]):
            raise Refused(Problem("editing.other-rows", params={"item": str(item), "in": container}))
    found = layout.all(str(item))
    if item.kind != "field" and found and found[0].base != base:
        raise Refused(Problem("editing.other-rows", params={"item": str(item), "in": container}))
    if item.kind == "pair" and container.startswith("pair:"):
        raise Refused(Problem("editing.pair-in-pair", params={"item": str(item)}))
    page = bool(found) and found[0].element.get("type") in _PAGES
    if (found or item.kind == "field") and page != (element.get("type") == "Categorization"):
        raise Refused(Problem("editing.pages", params={"item": str(item), "in": container}))


_PAGES = ("Category", "Categorization")


def move(document: Document, item: Item, anchor: Any) -> Document:
    """The document with an item in another place. Raises Refused."""
    return _carried(document, item, anchor)[0]


def _drawn(document: Document, item: Item, anchor: Any) -> Document:
    """The document with a plain control for a field that had none."""
    target = anchored(document, item, anchor)
    base = layout_of(document).by_path[target.home[:-1]].base
    control = {"type": "Control", "scope": scope_of(split(item.name[len(base) :]))}
    return insert(document, target.home, target.index, control)  # type: ignore[no-any-return]


def _undrawn(document: Document, item: Item) -> Document:
    """The document without the control of a field, which stays; only a plain control is taken away like that."""
    spot = layout_of(document).find(str(item))
    if item.kind != "field" or spot.element.keys() != {"type", "scope"}:
        raise Refused(Problem("editing.not-plain", params={"item": str(item)}))
    slot = emptied(document, slot_of(document, item))
    return drop(document, (*slot.home, slot.index))  # type: ignore[no-any-return]


def _is_undrawn(document: Document, item: Item) -> bool:
    """Whether a field could stand in the layout and does not."""
    if item.kind != "field" or layout_of(document).all(str(item)):
        return False
    holder = above(item.name)[0].removesuffix("/*")
    return not holder or bool(layout_of(document).all(f"inside:{holder}"))


def _carried(document: Document, item: Item, anchor: Any) -> tuple[Document, Slot, Slot]:
    """The document after a move, the place taken out of, and the place put into, as it is afterwards."""
    source, target = slot_of(document, item), anchored(document, item, anchor)
    path = (*source.home, source.index)
    if target.home[: len(path)] == path:
        raise Refused(Problem("editing.into-itself", params={"item": str(item)}))
    if source.by_name or target.by_name:
        return _reordered(document, item, source, target), source, target
    value = at(document, path)
    if target.home != source.home:
        source = emptied(document, source)
    home = after_cut(target.home, source.home, source.index)
    index = target.index - (target.home == source.home and target.index > source.index)
    found = insert(drop(document, (*source.home, source.index)), home, index, value)
    return found, source, Slot(home, index)


def _reordered(document: Document, item: Item, source: Slot, target: Slot) -> Document:
    if source.home != target.home:
        raise Refused(Problem("editing.no-place", params={"item": str(item)}))
    name = above(item.name)[1]
    value = at(document, (*source.home, name))
    index = target.index - (target.index > source.index)
    found: Document = insert_key(drop(document, (*source.home, name)), source.home, index, name, value)
    needed = (*source.home[:-1], "required")
    if at(found, needed) is ABSENT:
        return found
    return put(found, needed, in_place(at(found, needed), at(found, source.home)))  # type: ignore[no-any-return]


def emptied(document: Document, slot: Slot) -> Slot:
    """What has to be taken out with an element: a pair whose last one it is goes too."""
    while len(slot.home) > 2 and slot.home[-1] == "elements" and len(at(document, slot.home)) == 1:
        around = layout_of(document).by_path[slot.home[:-1]]
        if not around.item.startswith("pair:"):
            break
        slot = Slot(around.path[:-1], int(around.path[-1]))
    if slot.home[-1] == "elements" and len(at(document, slot.home)) == 1 and _holds_pages(document, slot):
        raise Refused(Problem("editing.last-page"))
    return slot


def _holds_pages(document: Document, slot: Slot) -> bool:
    return bool(at(document, slot.home[:-1]).get("type") == "Categorization")


def anchor_at(document: Document, slot: Slot, kind: str) -> Anchor:
    """The anchor of a place: what contains it and what would come next."""
    listed = at(document, slot.home)
    if slot.by_name:
        names = list(listed)
        pointer = _pointer_of(slot.home[:-1])
        after = f"field:{pointer}/{escape(names[slot.index])}" if slot.index < len(names) else None
        return {"in": field_item(pointer.removesuffix("/*")), "before": after}
    following = (*slot.home, slot.index) if slot.index < len(listed or ()) else None
    if kind == "choice":
        code = following and code_of(at(document, following))
        return {"before": None if following is None else f"choice:{_holder(slot.home)}#{code}"}
    if kind == "check":
        return {"before": following and f"check:{_holder(slot.home)}#{at(document, following)['id']}"}
    if kind in ("row", "cell"):
        around = {} if kind == "row" else {"in": sheet_name(document, slot.home[:-1])}
        return {**around, "before": following and sheet_name(document, following)}
    layout = layout_of(document)
    return {
        "in": layout.named(slot.home[:-1]),
        "before": following and layout.named(following),
    }


def _pointer_of(path: Path) -> str:
    """The pattern pointer of the schema at a path; the list of choices inside ``items`` belongs to the field."""
    found = ""
    steps = iter(path[1:])
    for step in steps:
        if step == "items":
            found += "/*"
        elif step in ("properties", "prefixItems"):
            found += f"/{next(steps)}"
    return found


def _holder(path: Path) -> str:
    """The pointer of the field whose list of choices or checks stands at a path."""
    return _pointer_of(path[:-1]).removesuffix("/*")


def _apply(document: Document, operation: Operation) -> Document:
    item = item_of(operation["item"])
    if item.kind in ("form", "paper", "text"):
        raise Refused(Problem("editing.no-place", params={"item": str(item)}))
    if operation["anchor"] is None:
        return _undrawn(document, item)
    if _is_undrawn(document, item):
        return _drawn(document, item, operation["anchor"])
    return move(document, item, operation["anchor"])


def place_of(document: Document, item: Item) -> Anchor:
    """Where an item stands, as an anchor. Raises Refused."""
    slot = slot_of(document, item)
    return anchor_at(document, Slot(slot.home, slot.index + 1, slot.by_name), item.kind)


def _was(document: Document, operation: Operation) -> Any:
    if _is_undrawn(document, item_of(operation["item"])):
        return None
    return place_of(document, item_of(operation["item"]))


def _undo(before: Document, after: Document, operation: Operation) -> Operations:
    item = item_of(operation["item"])
    if _is_undrawn(before, item):
        return ({"op": "move", "item": str(item), "anchor": None, "was": _was(after, operation)},)
    if operation["anchor"] is None:
        source = emptied(before, slot_of(before, item))
        back = {"op": "move", "item": str(item), "anchor": anchor_at(after, source, "field"), "was": None}
        return (back, *wrapped_again(before, item, source))
    _, source, target = _carried(before, item, operation["anchor"])
    if source.by_name:
        return (
            {
                "op": "move",
                "item": str(item),
                "anchor": _was(before, operation),
                "was": _was(after, operation),
            },
        )
    home = after_insert(source.home, target.home, target.index)
    index = source.index
    if home == target.home:
        index += index >= target.index
    now = str(_named_at(after, item, target))
    back = {
        "op": "move",
        "item": now,
        "anchor": anchor_at(after, Slot(home, index), item.kind),
        "was": place_of(after, item_of(now)),
    }
    return (back, *wrapped_again(before, item, source))


def _named_at(document: Document, item: Item, slot: Slot) -> str:
    """The name an item has after a move: rows and cells that begin alike are counted anew."""
    return sheet_name(document, (*slot.home, slot.index)) if item.kind in ("row", "cell") else str(item)


def wrapped_again(before: Document, item: Item, taken: Slot) -> Operations:
    """The operations that make the pairs again which went with their last element."""
    if item.kind not in ("field", "group", "pair"):
        return ()
    layout = layout_of(before)
    path = slot_of(before, item).home
    found: list[Operation] = []
    while len(path) > len(taken.home):
        around = layout.by_path[path[:-1]]
        value = {key: one for key, one in around.element.items() if key != "elements"}
        found.append(
            {
                "op": "add-item",
                "item": around.item,
                "value": value,
                "anchor": {"around": str(item)},
                "was": None,
            }
        )
        path = path[:-2]
    return tuple(found)


VERBS = {"move": Verb(_apply, _was, _undo, frozenset({"item", "anchor"}))}
