"""Choices of a question as operations: renamed, added, pasted as a list, moved, taken away."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from werkzeug.datastructures import MultiDict

from caseforms.definitions.schemas import is_matrix, properties_of
from caseforms.services.refusal import refuse
from caseforms.web.designer import conditions, palette, picking, placing, wordings
from caseforms.web.designer.canvas import Canvas
from caseforms.web.designer.conditions import Clause, When
from caseforms.web.designer.naming import code

Posted = MultiDict[str, str]
Operations = list[dict[str, Any]]
MOST = 200
"""A question with more choices cannot be read by anybody; a long list is a table of its own."""
BETWEEN = re.compile(r"\t|\s*[|｜]\s*")


def choices(canvas: Canvas, posted: Posted) -> Operations:
    """The words of all choices as they stand, then what the pressed button asked for."""
    pointer = posted.get("item", "").removeprefix("field:")
    act, _, target = posted.get("act", "").partition(" ")
    if act == "opens":
        return opened(canvas, pointer, target)
    found: Operations = []
    for each in asked_alike(canvas, pointer):
        names = _known(canvas, each)
        found += _worded(canvas, each, posted)
        if act == "add":
            found += _added(canvas, each, names, [_new_words(len(names) + 1)])
        elif act == "remove" and target in names:
            found.append({"op": "remove-choice", "item": f"choice:{each}#{target}"})
        elif act == "up" and target in names[1:]:
            before = f"choice:{each}#{names[names.index(target) - 1]}"
            found.append({"op": "move", "item": f"choice:{each}#{target}", "anchor": {"before": before}})
    return found


def asked_alike(canvas: Canvas, pointer: str) -> list[str]:
    """The questions that share their choices: the lines of a matrix, else the question itself."""
    schema = canvas.names.schema(pointer)
    return [f"{pointer}/{name}" for name in properties_of(schema)] if is_matrix(schema) else [pointer]


def _known(canvas: Canvas, pointer: str) -> list[str]:
    return [code(value) for value, _ in picking.listed_choices(canvas.names.schema(pointer))]


def _worded(canvas: Canvas, pointer: str, posted: Posted) -> Operations:
    """The words of the choices of one question."""
    found: Operations = []
    for value, title in picking.listed_choices(canvas.names.schema(pointer)):
        name = code(value)
        chinese = wordings.tidied(posted.get(f"zh-{name}", str(title or "")))
        if chinese and chinese != title:
            item = f"choice:{pointer}#{name}"
            found.append({"op": "set", "item": item, "property": "title", "value": chinese})
        if f"en-{name}" in posted:
            key = f"{canvas.names.key(pointer)}.{name}"
            found += wordings.translated(canvas, "en", key, posted[f"en-{name}"])
    return found


def opened(canvas: Canvas, pointer: str, target: str) -> Operations:
    """A line to write on, that stands in the row of a choice and is asked for when it is chosen."""
    schema = canvas.names.schema(pointer)
    values = {code(value): value for value, _ in picking.listed_choices(schema)}
    item = f"field:{pointer}"
    if target not in values or item not in canvas.pieces:
        refuse("designer.no-such-place")
    test = "has" if schema.get("type") == "array" else "is"
    condition = conditions.write(When((Clause(pointer, test, values[target]),)))
    companion = {"scope": canvas.pieces[item].element["scope"], "value": values[target]}
    name = placing.free_name(canvas.properties, f"{pointer.rpartition('/')[2]}_{target}_note")
    element = {"options": {"companionOf": companion}, "rule": {"effect": "SHOW", "condition": condition}}
    title = {"title": "请注明", "x-source": {"origin": "I"}}
    anchor = placing.behind(canvas, item, "Control")
    return [
        {
            "op": "add-item",
            "item": f"field:/{name}",
            "value": {"schema": {**palette.LINE, **title}, "element": element, "required": True},
            "anchor": anchor,
            "translations": {"en": {f"{name}.label": "Please specify"}},
        }
    ]


def paste(canvas: Canvas, posted: Posted) -> Operations:
    """A list of choices, one a line. Refused `designer.too-many-choices`; choices that are there already stay as they are."""
    pointer = posted.get("item", "").removeprefix("field:")
    lines = [pair for line in posted.get("lines", "").splitlines() if (pair := _pair(line))]
    found: Operations = []
    for each in asked_alike(canvas, pointer):
        known = picking.listed_choices(canvas.names.schema(each))
        titles = {str(title) for _, title in known}
        fresh = list({pair[0]: pair for pair in lines if pair[0] not in titles}.values())
        if len(fresh) + len(known) > MOST:
            refuse("designer.too-many-choices", count=len(fresh) + len(known), limit=MOST)
        found += _added(canvas, each, [code(value) for value, _ in known], fresh)
    return found


def _pair(line: str) -> tuple[str, str] | None:
    """The words of one line: Chinese, then English where a tab or a bar stands between."""
    parts = [part.strip() for part in BETWEEN.split(line.strip(), maxsplit=1)]
    return (parts[0], parts[1] if len(parts) > 1 else "") if parts[0] else None


def _new_words(number: int) -> tuple[str, str]:
    return f"选项{number}", f"Choice {number}"


def _added(canvas: Canvas, pointer: str, names: list[str], words: Iterable[tuple[str, str]]) -> Operations:
    """New choices at the end, each with a code that never meant anything else here."""
    key = canvas.names.key(pointer)
    taken = set(names)
    found: Operations = []
    for chinese, english in words:
        name = free_code(taken)
        taken.add(name)
        operation: dict[str, Any] = {
            "op": "add-choice",
            "item": f"choice:{pointer}#{name}",
            "value": {"const": name, "title": chinese},
            "anchor": {"before": None},
        }
        if english:
            operation["translations"] = {"en": {f"{key}.{name}": english}}
        found.append(operation)
    return found


def free_code(taken: set[str]) -> str:
    """A code that no choice has: choice_1, choice_2 …"""
    number = len(taken) + 1
    while f"choice_{number}" in taken:
        number += 1
    return f"choice_{number}"
