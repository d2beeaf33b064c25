"""Words of a piece, in both languages, as operations: what was emptied is taken away, what did not change stays."""

from __future__ import annotations

from typing import Any

from werkzeug.datastructures import MultiDict

from caseforms.web.designer.canvas import Canvas

Posted = MultiDict[str, str]
Operations = list[dict[str, Any]]


def words(canvas: Canvas, posted: Posted) -> Operations:
    """The question, the heading, or the text of a piece; the title of the form."""
    item = posted.get("item", "")
    if item == "form":
        return both(canvas, item, "title", "title", canvas.document.get("title"), posted)
    if item.startswith("field:"):
        pointer = item.removeprefix("field:")
        key = f"{canvas.names.key(pointer)}.label"
        return both(canvas, item, "title", key, canvas.names.schema(pointer).get("title"), posted)
    element = canvas.pieces[item].element if item in canvas.pieces else {}
    name = "text" if element.get("type") == "Label" else "label"
    return both(canvas, item, name, f"{element.get('i18n', '')}.{name}", element.get(name), posted)


def hint(canvas: Canvas, posted: Posted) -> Operations:
    """The hint below a question."""
    item = posted.get("item", "")
    pointer = item.removeprefix("field:")
    key = f"{canvas.names.key(pointer)}.description"
    return both(canvas, item, "description", key, canvas.names.schema(pointer).get("description"), posted)


def text(canvas: Canvas, posted: Posted) -> Operations:
    """One text by its key, in one language: from the page of all words."""
    return translated(canvas, posted.get("language", "en"), posted.get("key", ""), posted.get("text", ""))


def both(canvas: Canvas, item: str, name: str, key: str, before: object, posted: Posted) -> Operations:
    """Chinese as a property of the piece, English under its key."""
    found: Operations = []
    chinese = tidied(posted.get("zh", str(before or "")))
    if chinese and chinese != before:
        found.append({"op": "set", "item": item, "property": name, "value": chinese})
    elif not chinese and before and name != "title":
        found.append({"op": "unset", "item": item, "property": name})
    if "en" in posted:
        found += translated(canvas, "en", key, posted.get("en", ""))
    return found


def translated(canvas: Canvas, language: str, key: str, text: str) -> Operations:
    """One text in one language; an emptied one is taken away."""
    before = canvas.document.get("translations", {}).get(language, {}).get(key)
    said = tidied(text)
    if said == (before or ""):
        return []
    return [{"op": "translate", "item": f"text:{language}:{key}", "value": said or None}]


def tidied(text: str) -> str:
    """What was typed without spaces around it and with one kind of line end."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
