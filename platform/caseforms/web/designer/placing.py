"""Where pieces stand, as operations: added behind the chosen one, moved, put side by side, taken away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from caseforms.definitions.schemas import is_matrix, is_rows, properties_of
from caseforms.rendering.pieces import name_of
from caseforms.services.refusal import refuse
from caseforms.web.designer import palette, places
from caseforms.web.designer.canvas import Canvas
from caseforms.web.designer.palette import Offer

Posted = MultiDict[str, str]
Operations = list[dict[str, Any]]
Anchor = dict[str, Any]


def add(canvas: Canvas, posted: Posted) -> Operations:
    """A piece of the palette: where it was dropped, else behind the chosen piece, else at the end."""
    offer = palette.OFFERS.get(posted.get("kind", ""))
    if offer is None:
        refuse("designer.unknown-wish")
    anchor = wished(canvas, posted, offer.element) or behind(canvas, posted.get("item", ""), offer.element)
    if offer.element != "Control":
        return [_part(canvas, offer, anchor)]
    return [question(canvas, offer, anchor)]


def add_inner(canvas: Canvas, posted: Posted) -> Operations:
    """A column of a table, a line of a matrix."""
    item = posted.get("item", "")
    pointer = item.removeprefix("field:")
    schema, key = canvas.names.schema(pointer), canvas.names.key(pointer)
    if is_rows(schema):
        base, known = f"{pointer}/*", properties_of(schema["items"])
        offer = palette.OFFERS.get(posted.get("kind", ""), palette.OFFERS["text"])
        inner, words, options = dict(offer.schema), offer.words, dict(offer.options)
        texts: dict[str, str] = dict(offer.texts)
    elif is_matrix(schema):
        base, known = pointer, properties_of(schema)
        first = next(iter(known))
        inner, options = {k: v for k, v in known[first].items() if k != "title"}, {}
        words = palette.OFFERS["matrix"].words
        english = canvas.document.get("translations", {}).get("en", {})
        lead = f"{key}.{first}."
        texts = {
            k.removeprefix(lead): v for k, v in english.items() if k.startswith(lead) and k != f"{lead}label"
        }
    else:
        refuse("designer.unknown-wish")
    name = free_name(known, "column" if is_rows(schema) else "line")
    inner["title"] = words[0]
    value: dict[str, Any] = {"schema": inner, "required": is_matrix(schema)}
    if options:
        value["element"] = {"options": options}
    prefix = f"{key}.{name}"
    english_words = {
        f"{prefix}.label": words[1],
        **{f"{prefix}.{part}": word for part, word in texts.items()},
    }
    return [
        {
            "op": "add-item",
            "item": f"field:{base}/{name}",
            "value": value,
            "anchor": {"in": item, "before": None},
            "translations": {"en": english_words},
        }
    ]


def question(canvas: Canvas, offer: Offer, anchor: Anchor) -> dict[str, Any]:
    """A new question with words in both languages."""
    name = free_name(properties_of(canvas.document["schema"]), "question")
    schema = {**offer.schema, "title": offer.words[0], "x-source": {"origin": "I"}}
    english = {f"{name}.label": offer.words[1]}
    english |= {f"{name}.{part}": word for part, word in offer.texts.items()}
    value: dict[str, Any] = {"schema": schema, "element": _element(canvas, offer), "required": False}
    return {
        "op": "add-item",
        "item": f"field:/{name}",
        "value": value,
        "anchor": anchor,
        "translations": {"en": english},
    }


def _element(canvas: Canvas, offer: Offer) -> dict[str, Any]:
    """How a new piece is drawn. Beside a sheet of the standard it is printed with the additional information."""
    options = dict(offer.options)
    if canvas.document.get("paper"):
        options["origin"] = "platform"
    return {"options": options} if options else {}


def move(canvas: Canvas, posted: Posted) -> Operations:
    """A piece up, down, or to a place; nothing where it stands there already."""
    item = posted.get("item", "")
    if item not in canvas.pieces:
        return _move_inner(canvas, item, posted)
    piece = canvas.pieces[item]
    step = {"up": -1, "down": 1}.get(posted.get("to", ""))
    if step is not None:
        found = places.beside(canvas, item, step)
        if found is None:
            refuse("designer.end-of-the-road")
        return [{"op": "move", "item": item, "anchor": {"in": found[0], "before": found[1]}}]
    anchor = wished(canvas, posted, str(piece.element["type"]))
    if anchor is None:
        refuse("designer.no-such-place")
    if anchor == place_of(canvas, item) or anchor["before"] == item:
        return []
    return [{"op": "move", "item": item, "anchor": anchor}]


def _move_inner(canvas: Canvas, item: str, posted: Posted) -> Operations:
    """A column or line one place on among its own kind."""
    pointer = item.removeprefix("field:")
    holder, _, name = pointer.rpartition("/")
    around = holder.removesuffix("/*")
    schema = canvas.names.schema(around)
    names = list(properties_of(schema.get("items", schema) if holder.endswith("/*") else schema))
    if name not in names:
        refuse("designer.no-such-place")
    at = names.index(name) + {"up": -1, "down": 1}.get(posted.get("to", ""), 0)
    if not 0 <= at < len(names):
        refuse("designer.end-of-the-road")
    rest = [each for each in names if each != name]
    before = f"field:{holder}/{rest[at]}" if at < len(rest) else None
    return [{"op": "move", "item": item, "anchor": {"in": f"field:{around}", "before": before}}]


def remove(canvas: Canvas, posted: Posted) -> Operations:
    """A piece with everything inside it, what it opens first."""
    item = posted.get("item", "")
    if item not in canvas.pieces:
        return [{"op": "remove-item", "item": item}]
    found: Operations = []
    for piece in reversed(list(canvas.pieces[item].walk())):
        if piece.item.startswith("pair:"):
            continue  # a pair goes with its last question
        found += [{"op": "remove-item", "item": name_of(each)} for each in piece.opened]
        found.append({"op": "remove-item", "item": piece.item})
    return found


def beside(canvas: Canvas, posted: Posted) -> Operations:
    """A question beside the one before it, on wide screens and on paper."""
    item = posted.get("item", "")
    piece = canvas.pieces[item]
    siblings = [each.item for each in canvas.pieces[piece.inside].children]
    at = siblings.index(item)
    if not at or not piece.item.startswith("field:"):
        refuse("designer.end-of-the-road")
    before = siblings[at - 1]
    if before.startswith("pair:"):
        return [{"op": "move", "item": item, "anchor": {"in": before, "before": None}}]
    pair = f"pair:{before.removeprefix('field:')}"
    return [
        {"op": "add-item", "item": pair, "value": {"type": "HorizontalLayout"}, "anchor": {"around": before}},
        {"op": "move", "item": item, "anchor": {"in": pair, "before": None}},
    ]


def apart(canvas: Canvas, posted: Posted) -> Operations:
    """The questions of a pair one below the other again."""
    item = posted.get("item", "")
    pair = item if item.startswith("pair:") else canvas.pieces[item].inside
    return [{"op": "remove-item", "item": pair}]


def wished(canvas: Canvas, posted: Posted, type_: str) -> Anchor | None:
    """The place that the form names, as `where` ("container|before") or as `in` and `before`; None for none."""
    container, _, before = posted.get("where", "").partition("|")
    container, before = posted.get("in", container), posted.get("before", before)
    if not container:
        return None
    kind = "Control" if type_ == "ListWithDetail" else type_
    if not places.may_hold(canvas, container, kind):
        refuse("designer.no-such-place")
    return {"in": container, "before": before or None}


def place_of(canvas: Canvas, item: str) -> Anchor:
    """Where a piece stands now."""
    siblings = [each.item for each in canvas.pieces[canvas.pieces[item].inside].children]
    following = siblings[siblings.index(item) + 1 :]
    return {"in": canvas.pieces[item].inside, "before": following[0] if following else None}


def behind(canvas: Canvas, item: str, type_: str) -> Anchor:
    """The place behind the chosen piece, or the nearest place around it that can hold such a piece."""
    while item in canvas.pieces and item != "form":
        piece = canvas.pieces[item]
        if not piece.leaf and places.may_hold(canvas, item, type_) and not item.startswith("pair:"):
            return {"in": item, "before": None}
        if places.may_hold(canvas, piece.inside, type_) and not piece.inside.startswith("pair:"):
            return place_of(canvas, item)
        item = piece.inside
    last = [each for each in canvas.pieces.values() if places.may_hold(canvas, each.item, type_)]
    holding = [each for each in last if each.element["type"] in ("Group", "Category", "Categorization")]
    if not holding:
        refuse("designer.no-such-place")
    return {"in": holding[-1].item if type_ != "Category" else "form", "before": None}


def _part(canvas: Canvas, offer: Offer, anchor: Anchor) -> dict[str, Any]:
    """A new section, page or text."""
    names = {each.item: None for each in canvas.pieces.values()}
    stem = {"Label": "words", "Group": "section", "Category": "page"}[offer.element]
    number = 1
    while f"group:{stem}_{number}" in names:
        number += 1
    name, text = f"{stem}_{number}", "text" if offer.element == "Label" else "label"
    return {
        "op": "add-item",
        "item": f"group:{name}",
        "value": {"type": offer.element, text: offer.words[0], **_element(canvas, offer)},
        "anchor": anchor,
        "translations": {"en": {f"{name}.{text}": offer.words[1]}},
    }


def free_name(known: Mapping[str, Any], stem: str) -> str:
    """A name that nothing has here: question_1, question_2 …"""
    if stem.endswith("_note") and stem not in known:
        return stem
    number = 1
    while f"{stem}_{number}" in known:
        number += 1
    return f"{stem}_{number}"
