"""Changes of a form: posted by a small form or by the page's own script, taken back, done again; what colleagues did."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from flask import flash, jsonify, redirect, request, url_for

from caseforms.problems import Refused
from caseforms.services import designs
from caseforms.services.designs import Applied
from caseforms.services.refusal import refuse
from caseforms.web import faults, unit_of_work, visits
from caseforms.web.counting import is_count
from caseforms.web.designer import answering, asked, page, standing, told, work
from caseforms.web.designer.blueprint import designer
from caseforms.web.designer.canvas import Canvas
from caseforms.web.designer.work import Work

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

Page = str | tuple[str, int]
Step = Callable[[Work], Applied | None]


@designer.post("/forms/<definition_id>/operations")
def change(definition_id: str) -> AnyResponse | Page:
    """One step: what a small form of the page asks for, or a JSON list of operations."""

    def step(found: Work) -> Applied | None:
        operations = _operations(found)
        if not operations:
            return None
        return designs.apply(
            *_who(found), operations, unit_of_work.now(), _seen(), request.form.get("key", "")
        )

    return _done(definition_id, step)


@designer.post("/forms/<definition_id>/undo")
def undo(definition_id: str) -> AnyResponse | Page:
    """Take back one's own last step."""
    return _done(definition_id, lambda found: designs.undo(*_who(found), unit_of_work.now(), seen=_seen()))


@designer.post("/forms/<definition_id>/redo")
def redo(definition_id: str) -> AnyResponse | Page:
    """Do again what one took back last."""
    return _done(definition_id, lambda found: designs.redo(*_who(found), unit_of_work.now(), seen=_seen()))


@designer.get("/forms/<definition_id>/since")
def since(definition_id: str) -> Any:
    """What colleagues did since the step that the page has seen (`?seen=`)."""
    found, seen = work.current(definition_id), _seen() or 0
    if found.head <= seen:
        return jsonify(head=found.head)
    return jsonify(**answering.answer(found, seen, request.args.get("item", "")))


def _operations(found: Work) -> Sequence[Any]:
    if request.is_json:
        given = request.get_json(silent=True)
        if not isinstance(given, list):
            refuse("designer.unknown-wish")
        return given
    if request.form.get("do") == "remedy":
        return standing.remedy(found, request.form.get("problem", ""))
    return asked.operations(Canvas(found.document, work.reader("zh")), request.form)


def _who(found: Work) -> tuple[Any, Any, str]:
    assert found.design is not None  # begun before every step
    return unit_of_work.session(), visits.actor(), found.design.id


def _seen() -> int | None:
    text = request.values.get("seen", "")
    return int(text) if is_count(text) or text == "0" else None


def _done(definition_id: str, step: Step) -> AnyResponse | Page:
    """The step made; answered with what changed on the page, or by leading back to it."""
    try:
        found = work.begun(definition_id)
        before = found
        answering.keep(before, Canvas(before.document, work.reader()))
        applied = step(found)
    except Refused as refused:
        return _refused(definition_id, refused)
    if applied is not None:
        found = work.current(definition_id)
    chosen = _chosen_after(before, found)
    if not _scripted():
        if request.form.get("back", "").startswith(url_for("designer.forms")):
            return redirect(request.form["back"], 303)
        shown = request.form.get("show") or None
        anchor = answering.anchor(chosen)
        return redirect(
            url_for(
                "designer.form", definition_id=definition_id, item=chosen or None, show=shown, _anchor=anchor
            ),
            303,
        )
    seen = _seen()
    typing = "typing" in request.form
    return jsonify(**answering.answer(found, before.head if seen is None else seen, chosen, typing=typing))


def _chosen_after(before: Work, after: Work) -> str:
    """The piece to look at after a step: the new one, the one that was chosen, or what stands around it."""
    known = {piece.item for piece in answering.outline(before)}
    there = {piece.item: piece for piece in answering.outline(after)}
    fresh = [item for item in there if item not in known]
    wished = request.values.get("chosen") or request.values.get("item", "")
    if fresh and request.form.get("do") in ("add", "insert"):
        return next((item for item in fresh if not item.startswith("pair:")), fresh[0])
    if wished in there or "*" in wished or answering.is_inner(after, wished):
        return wished
    around = next((piece.inside for piece in answering.outline(before) if piece.item == wished), "")
    return around if around in there else ""


def _refused(definition_id: str, refused: Refused) -> AnyResponse | Page:
    """Why not, in words; what was typed comes back."""
    faults.take_back(refused)
    found = work.current(definition_id)
    reasons = tuple(told.reason(found.document, each) for each in refused.problems)
    if _scripted():
        answer = jsonify(refused=reasons, head=found.head)
        answer.status_code = 422
        return answer
    if request.form.get("back", "").startswith(url_for("designer.forms")):
        for each in reasons:
            flash(each, "shall")
        return redirect(request.form["back"], 303)
    return page.page(found, request.form.get("item", ""), reasons, request.form.get("lines", "")), 422


def _scripted() -> bool:
    return request.is_json or request.accept_mimetypes.best == "application/json"
