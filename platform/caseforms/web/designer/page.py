"""The page of one form: palette, canvas, panel, dock; and the panel alone for a page that is there already."""

from __future__ import annotations

from typing import Any

from flask import jsonify, render_template, request

from caseforms.web.designer import palette, properties, standing, work
from caseforms.web.designer.blueprint import designer
from caseforms.web.designer.canvas import Canvas
from caseforms.web.designer.work import Work

Answer = Any  # a JSON response, typed loosely by Flask


@designer.get("/forms/<definition_id>")
def form(definition_id: str) -> str:
    """One form, to be built."""
    return page(work.current(definition_id), request.args.get("item", ""))


@designer.get("/forms/<definition_id>/piece")
def piece(definition_id: str) -> Answer:
    """The panel and the tools of one piece."""
    found = work.current(definition_id)
    item = request.args.get("item", "")
    whole = "whole" in request.args
    return jsonify(**beside(found, Canvas(found.document, work.reader()), item, scripted=not whole))


@designer.get("/forms/<definition_id>/dock")
def dock(definition_id: str) -> str:
    """What stands below the form: asked for after a change has been seen."""
    found = work.current(definition_id)
    return render_template("designer/dock_alone.html", form_id=definition_id, standing=standing.of(found))


def page(found: Work, item: str, reasons: tuple[str, ...] = (), pasted: str = "", status: int = 200) -> str:
    """The whole page, with a piece chosen; `reasons` say why the last change could not be made."""
    language = work.shown_language()
    canvas = Canvas(found.document, work.reader(language))
    chosen = properties.of(canvas, item)
    chosen.pasted = pasted
    return render_template(
        "designer/form.html",
        form_id=found.definition_id,
        work=found,
        canvas=canvas,
        shown=canvas.shown(("form",))["form"],
        show=language,
        chosen=chosen.item,
        properties=chosen,
        standing=standing.of(found),
        offers=palette.OFFERS,
        groups=palette.GROUPS,
        reasons=reasons,
    )


def beside(found: Work, canvas: Canvas, item: str, *, scripted: bool) -> dict[str, Any]:
    """What stands beside the canvas for a chosen piece; a page with scripts asks for the places to go to when it wants
    them."""
    shown = properties.of(canvas, item, placed=not scripted)
    words = {"form_id": found.definition_id, "canvas": canvas, "show": canvas.reader.language}
    return {
        "item": shown.item,
        "panel": render_template("designer/panel_alone.html", properties=shown, **words),
        "tools": render_template("designer/tools_alone.html", item=shown.item, **words),
    }
