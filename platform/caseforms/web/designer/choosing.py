"""Choices of a question as operations: renamed, added, pasted as a list, moved, taken away."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from werkzeug.datastructures import MultiDict

from caseforms.services.refusal import refuse
from caseforms.web.designer import picking, wordings
from caseforms.web.designer.canvas import Canvas
from caseforms.web.designer.naming import code

Posted = MultiDict[str, str]
Operations = list[dict[str, Any]]
MOST = 200
"""A question with more choices cannot be read by anybody; a long list is a table of its own."""
BETWEEN = re.compile(r"\t|\s*[|｜]\s*")


def choices(canvas: Canvas, posted: Posted) -> Operations:
    """The words of all choices as they stand, then what the pressed button asked for."""
    item = posted.get("item", "")
    pointer = item.removeprefix("field:")
    known = [(code(value), title) for value, title in picking.listed_choices(canvas.names.schema(pointer))]
    found: Operations = []
    for name, title in known:
        chinese = wordings.tidied(posted.get(f"zh-{name}", str(title or "")))
        if chinese and chinese != title:
            found.append(
                {"op": "set", "item": f"choice:{pointer}#{name}", "property": "title", "value": chinese}
            )
        if f"en-{name}" in posted:
            key = f"{canvas.names.key(pointer)}.{name}"
            found += wordings.translated(canvas, "en", key, posted[f"en-{name}"])
    act, _, target = posted.get("act", "").partition(" ")
    names = [name for name, _ in known]
    if act == "add":
        found += _added(canvas, pointer, names, [_new_words(len(names) + 1)])
    elif act == "remove" and target in names:
        found.append({"op": "remove-choice", "item": f"choice:{pointer}#{target}"})
    elif act == "up" and target in names[1:]:
        before = f"choice:{pointer}#{names[names.index(target) - 1]}"
        found.append({"op": "move", "item": f"choice:{pointer}#{target}", "anchor": {"before": before}})
    return found


def paste(canvas: Canvas, posted: Posted) -> Operations:
    """A list of choices, one a line. Refused `designer.too-many-choices`; choices that are there already stay as they are."""
    pointer = posted.get("item", "").removeprefix("field:")
    known = picking.listed_choices(canvas.names.schema(pointer))
    titles = {str(title) for _, title in known}
    lines = [pair for line in posted.get("lines", "").splitlines() if (pair := _pair(line))]
    fresh = list({pair[0]: pair for pair in lines if pair[0] not in titles}.values())
    if len(fresh) + len(known) > MOST:
        refuse("designer.too-many-choices", count=len(fresh) + len(known), limit=MOST)
    return _added(canvas, pointer, [code(value) for value, _ in known], fresh)


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
