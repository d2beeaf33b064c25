"""What is demanded of an answer, as operations: required, limits, filled in beforehand, by whom, how it looks."""

from __future__ import annotations

from typing import Any

from werkzeug.datastructures import MultiDict

from caseforms.services.refusal import refuse
from caseforms.web.designer import limits, picking
from caseforms.web.designer.canvas import Canvas
from caseforms.web.designer.properties import FILLING

Posted = MultiDict[str, str]
Operations = list[dict[str, Any]]


def required(canvas: Canvas, posted: Posted) -> Operations:
    """Whether a question must be answered whenever it appears."""
    item = posted.get("item", "")
    wanted = posted.get("required") == "yes"
    if wanted == canvas.required(item.removeprefix("field:")):
        return []
    return [with_value(item, "required", True if wanted else None)]


def limits_of(canvas: Canvas, posted: Posted) -> Operations:
    """How long, how large, how many. Refused `designer.no-number` for what is no number."""
    item = posted.get("item", "")
    schema = canvas.names.schema(item.removeprefix("field:"))
    found: Operations = []
    for limit in limits.of(schema):
        if limit.name not in posted:
            continue
        try:
            wanted = limits.number(posted[limit.name], schema.get("type") != "number")
        except ValueError:
            refuse("designer.no-number", typed=posted[limit.name][:40])
        if wanted != limit.value:
            found.append(with_value(item, limit.name, wanted))
    return found


def prefill(canvas: Canvas, posted: Posted) -> Operations:
    """What a question is filled in with beforehand."""
    item, wanted = posted.get("item", ""), posted.get("prefill", "")
    before = canvas.names.schema(item.removeprefix("field:")).get("x-prefill")
    if wanted in ("keep", before or "") or (wanted and wanted not in picking.PREFILLS):
        return []
    return [with_value(item, "x-prefill", wanted or None)]


def roles(canvas: Canvas, posted: Posted) -> Operations:
    """Who fills a question in; nobody named means everybody."""
    item = posted.get("item", "")
    wanted = [role for role in posted.getlist("roles") if role in FILLING]
    before = canvas.names.schema(item.removeprefix("field:")).get("x-edit-roles", [])
    return [] if wanted == before else [with_value(item, "x-edit-roles", wanted or None)]


def look(canvas: Canvas, posted: Posted) -> Operations:
    """How a question looks."""
    item, wanted = posted.get("item", ""), posted.get("look", "")
    element = picking.control(canvas.document, item.removeprefix("field:"))
    before = picking.look_of(element)
    if wanted == before:
        return []
    found: Operations = []
    options = element.get("options") or {}
    if "multi" in options:
        found.append(with_value(item, "options.multi", None))
    if before and "format" in options:
        found.append(with_value(item, "options.format", None))
    if wanted == "multi":
        found.append(with_value(item, "options.multi", True))
    elif wanted:
        found.append(with_value(item, "options.format", wanted))
    return found


def with_value(item: str, name: str, value: Any) -> dict[str, Any]:
    """The operation that gives a property this value; None takes it away."""
    if value is None:
        return {"op": "unset", "item": item, "property": name}
    return {"op": "set", "item": item, "property": name, "value": value}
