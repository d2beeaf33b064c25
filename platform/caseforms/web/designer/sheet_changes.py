"""Changes of a printed sheet as operations: rows and cells put in, moved, taken away, filled, joined."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from caseforms.definitions.editing.sheet import sheet_name
from caseforms.definitions.schemas import many_options, options, properties_of
from caseforms.services.refusal import refuse
from caseforms.web.designer import limits, sheet_cells, wordings
from caseforms.web.designer.naming import names_of

JSON = Mapping[str, Any]
Posted = MultiDict[str, str]
Operations = list[dict[str, Any]]
Changed = tuple[Operations, int, int]
WIDEST = 20
COLUMNS = [20, 30, 20, 30]


def operations(document: JSON, row: int, cell: int, posted: Posted) -> Changed:
    """The operations that the pressed button asks for, and the cell to look at afterwards."""
    act, _, number = posted.get("act", "").partition(" ")
    if act == "begin":
        return [{"op": "set", "item": "form", "property": "paper", "value": begun(document)}], 0, 0
    if sheet_cells.chosen(document, names_of(document, "zh"), row, cell) is None:
        refuse("designer.no-such-place")
    if act == "row-below":
        return _new_row(document, row + 1), row + 1, 0
    if act in ("row-up", "row-down"):
        return _moved_row(document, row, cell, -1 if act == "row-up" else 1)
    if act == "row-out":
        return [{"op": "remove-item", "item": _name(document, row)}], max(row - 1, 0), 0
    if act == "cell-after":
        return _new_cell(document, row, cell + 1), row, cell + 1
    if act == "cell-out":
        last = len(document["paper"]["rows"][row]["cells"]) == 1
        taken = _name(document, row) if last else _name(document, row, cell)
        return [{"op": "remove-item", "item": taken}], max(row - last, 0), max(cell - 1, 0)
    return _filled(document, row, cell, posted, act, number)


def begun(document: JSON) -> dict[str, Any]:
    """A first sheet: every question with its name on the left and room for the answer beside it."""
    rows = []
    for name, schema in properties_of(document["schema"]).items():
        pointer = f"/{name}"
        rows.append(
            {
                "cells": [
                    {"style": "label", "content": [{"label": pointer}]},
                    {"colspan": 3, "content": [{_answer(schema): pointer}]},
                ]
            }
        )
    return {"columns": COLUMNS, "rows": rows or [{"cells": [{"colspan": 4, "content": []}]}]}


def _answer(schema: JSON) -> str:
    if "x-signature" in schema:
        return "signature"
    return "boxes" if options(schema) or many_options(schema) or schema.get("type") == "boolean" else "value"


def _filled(document: JSON, row: int, cell: int, posted: Posted, act: str, number: str) -> Changed:
    """What stands in a cell, how it is set, how wide and high it is."""
    found = document["paper"]["rows"][row]["cells"][cell]
    content = [dict(part) for part in found.get("content", ())]
    words: Operations = []
    for at, part in enumerate(content):
        if f"zh-{at}" in posted and sheet_cells.kind_of(part) == "text":
            words += _worded(document, part, posted[f"zh-{at}"], posted.get(f"en-{at}", ""))
        picked = posted.get(f"question-{at}")
        kind = sheet_cells.kind_of(part)
        if picked and picked != part.get(kind) and properties_of(document["schema"]).get(picked[1:]):
            part[kind] = picked
    if act == "part-out" and number.isdigit() and int(number) < len(content):
        del content[int(number)]
    if act == "part-in":
        content.append(_new_part(document, posted.get("kind", "text"), words))
    changes: Operations = []
    name = _name(document, row, cell)
    for key in ("colspan", "rowspan"):
        changes += _span(name, found, key, posted)
    style = posted.get("style", found.get("style", ""))
    if style != found.get("style", ""):
        changes.append(_with(name, "style", style or None))
    if content != list(found.get("content", ())):
        # Last: a cell is named by the first thing in it.
        changes.append({"op": "set", "item": name, "property": "content", "value": content})
    return [*changes, *words], row, cell


def _worded(document: JSON, part: dict[str, Any], chinese: str, english: str) -> Operations:
    """Printed words: Chinese in the cell, English under their key."""
    said = chinese.replace("\r\n", "\n")
    if said != part.get("text", ""):
        part["text"] = said
    if "key" not in part and wordings.tidied(english):
        part["key"] = free_key(document)
    if "key" not in part:
        return []
    key = f"paper.{str(part['key']).removeprefix('paper.')}"
    before = document.get("translations", {}).get("en", {}).get(key, "")
    if english == before:
        return []
    return [{"op": "translate", "item": f"text:en:{key}", "value": english or None}]


def _new_part(document: JSON, kind: str, words: Operations) -> dict[str, Any]:
    if kind == "text" or kind not in sheet_cells.PARTS:
        key = free_key(document)
        words.append(_english(key, "New words"))
        return {"text": "新的文字", "key": key}
    offered = sheet_cells.questions_for(kind, names_of(document, "zh"))
    if not offered:
        refuse("designer.no-such-answer")
    return {kind: offered[0][0]}


def _span(name: str, found: JSON, key: str, posted: Posted) -> Operations:
    if key not in posted:
        return []
    try:
        wanted = limits.number(posted[key], whole=True) or 1
    except ValueError:
        refuse("designer.no-number", typed=posted[key][:40])
    wanted = max(1, min(int(wanted), WIDEST))
    if wanted == found.get(key, 1):
        return []
    return [_with(name, key, wanted if wanted > 1 else None)]


def _with(name: str, key: str, value: Any) -> dict[str, Any]:
    if value is None:
        return {"op": "unset", "item": name, "property": key}
    return {"op": "set", "item": name, "property": key, "value": value}


def _new_row(document: JSON, at: int) -> Operations:
    """A row as wide as the sheet, with words to be replaced."""
    columns = len(document["paper"].get("columns", COLUMNS))
    key = free_key(document)
    cell: dict[str, Any] = {"content": [{"text": "新的一行", "key": key}]}
    if columns > 1:
        cell = {"colspan": columns, **cell}
    before = _name(document, at) if at < len(document["paper"]["rows"]) else None
    added = {"op": "add-item", "item": f"row:{key}", "value": {"cells": [cell]}, "anchor": {"before": before}}
    return [added, _english(key, "New row")]


def _new_cell(document: JSON, row: int, at: int) -> Operations:
    """A cell with words to be replaced."""
    key = free_key(document)
    cells = document["paper"]["rows"][row]["cells"]
    before = _name(document, row, at) if at < len(cells) else None
    anchor = {"in": _name(document, row), "before": before}
    value = {"content": [{"text": "新的一格", "key": key}]}
    added = {"op": "add-item", "item": f"cell:{key}", "value": value, "anchor": anchor}
    return [added, _english(key, "New cell")]


def _english(key: str, words: str) -> dict[str, Any]:
    return {"op": "translate", "item": f"text:en:paper.{key}", "value": words}


def _moved_row(document: JSON, row: int, cell: int, step: int) -> Changed:
    rows = document["paper"]["rows"]
    to = row + step
    if not 0 <= to < len(rows):
        refuse("designer.end-of-the-road")
    before = to if step < 0 else to + 1
    anchor = {"before": _name(document, before) if before < len(rows) else None}
    return [{"op": "move", "item": _name(document, row), "anchor": anchor}], to, cell


def _name(document: JSON, row: int, cell: int | None = None) -> str:
    path = ("paper", "rows", row) if cell is None else ("paper", "rows", row, "cells", cell)
    return sheet_name(dict(document), path)


def free_key(document: JSON) -> str:
    """A key for printed words that nothing has yet."""
    known = {str(each).removeprefix("paper.") for each in _keys(document.get("paper"))}
    known |= {key.removeprefix("paper.") for key in document.get("translations", {}).get("en", {})}
    number = 1
    while f"own_{number}" in known:
        number += 1
    return f"own_{number}"


def _keys(value: Any) -> list[Any]:
    if isinstance(value, dict):
        own = [value["key"]] if "key" in value else []
        return own + [key for each in value.values() for key in _keys(each)]
    return [key for each in value for key in _keys(each)] if isinstance(value, list) else []
