"""The printed sheet as a table to edit: rows, cells, spans, and what stands in a cell, with the print beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask import redirect, render_template, request, url_for
from markupsafe import Markup

from caseforms import problems
from caseforms.rendering import paper
from caseforms.services import designs
from caseforms.web import faults, unit_of_work, visits
from caseforms.web.counting import is_count
from caseforms.web.designer import preview, sheet_cells, sheet_changes, standing, told, work
from caseforms.web.designer.blueprint import designer
from caseforms.web.designer.naming import names_of
from caseforms.web.designer.work import Work

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

JSON = Mapping[str, Any]
Page = str | tuple[str, int]


@designer.get("/forms/<definition_id>/sheet")
def sheet(definition_id: str) -> Page:
    """The sheet, with a cell chosen (`?row=`, `?cell=`)."""
    return _page(work.current(definition_id))


@designer.post("/forms/<definition_id>/sheet")
def change_sheet(definition_id: str) -> AnyResponse | Page:
    """One change of the sheet: what the pressed button asks for."""
    found = work.begun(definition_id)
    row, cell = _place()
    try:
        operations, row, cell = sheet_changes.operations(found.document, row, cell, request.form)
        if operations and found.design is not None:
            session, actor = unit_of_work.session(), visits.actor()
            designs.apply(session, actor, found.design.id, operations, unit_of_work.now())
    except problems.Refused as refused:
        faults.take_back(refused)
        reasons = tuple(told.reason(found.document, each) for each in refused.problems)
        return _page(work.current(definition_id), reasons), 422
    return redirect(
        url_for("designer.sheet", definition_id=definition_id, row=row, cell=cell, _anchor="chosen"), 303
    )


def _page(found: Work, reasons: tuple[str, ...] = ()) -> str:
    names = names_of(found.document, work.shown_language())
    row, cell = _place()
    return render_template(
        "designer/sheet.html",
        form_id=found.definition_id,
        title=names.title,
        rows=sheet_cells.rows(found.document, names),
        chosen=sheet_cells.chosen(found.document, names, row, cell),
        at=(row, cell),
        printed=_printed(found, reasons),
        reasons=reasons,
        standing=standing.of(found),
    )


def _printed(found: Work, reasons: tuple[str, ...]) -> Markup | None:
    """The sheet as it will be printed; None while it cannot be."""
    if not found.document.get("paper"):
        return None
    language = work.shown_language()
    try:
        drawn = paper.blank(preview.form_of(found.document), work.reader(language), languages=(language,))
    except (problems.Refused, ValueError, KeyError):
        return None
    return drawn.html


def _place() -> tuple[int, int]:
    given = [request.values.get(name, "") for name in ("row", "cell")]
    row, cell = (int(each) if is_count(each) or each == "0" else -1 for each in given)
    return row, cell
