"""What becomes of stored answers when a form changes: said in sentences, and tried on every record before publishing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for

from caseforms import problems
from caseforms.definitions.schemas import properties_of
from caseforms.services import answer_moves
from caseforms.services.refusal import refuse
from caseforms.web import faults, unit_of_work, visits
from caseforms.web.designer import told, work
from caseforms.web.designer.blueprint import designer
from caseforms.web.designer.canvas import Canvas
from caseforms.web.designer.work import Work
from caseforms.web.languages import gettext

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

JSON = Mapping[str, Any]
Page = str | tuple[str, int]


@designer.get("/forms/<definition_id>/answers")
def answers(definition_id: str) -> Page:
    """What becomes of the answers, and the records that it would change, before and after."""
    return _page(work.current(definition_id))


@designer.post("/forms/<definition_id>/answers")
def declare_answers(definition_id: str) -> AnyResponse | Page:
    """Say one more thing that becomes of the answers, or take one back."""
    found = work.begun(definition_id)
    assert found.design is not None  # begun just now
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    moves = [dict(each) for each in answer_moves.declared(session, actor, found.design.id)]
    try:
        act, _, number = request.form.get("act", "").partition(" ")
        if act == "drop" and number.isdigit():
            moves = [each for at, each in enumerate(moves) if at != int(number)]
        else:
            moves.append(_wished(act))
        answer_moves.declare(session, actor, found.design.id, moves, now)
    except problems.Refused as refused:
        if faults.status_of(refused) in (403, 404):
            raise
        unit_of_work.abandon()
        return _page(work.current(definition_id), faults.words_of(refused)), 422
    flash(gettext("Kept. Below you see what it does to the records."))
    return redirect(url_for("designer.answers", definition_id=definition_id), 303)


def _wished(act: str) -> dict[str, Any]:
    """What the form says, as a move of answers. Refused `designer.move-incomplete`."""
    posted = request.form
    question = posted.get("question", "")
    if act == "recode" and question and posted.get("old") and posted.get("new"):
        return {"do": "recode", "field": question, "codes": {posted["old"].strip(): posted["new"].strip()}}
    if act == "carry" and posted.get("old_question", "").strip() and question:
        return {"do": "rename", "from": "/" + posted["old_question"].strip().lstrip("/"), "to": question}
    if act == "split" and question and posted.get("first") and posted.get("second"):
        to = [posted["first"], posted["second"]]
        return {"do": "split", "from": question, "to": to, "by": posted.get("by", " ") or " "}
    return refuse("designer.move-incomplete")


def _page(found: Work, reasons: tuple[str, ...] = ()) -> str:
    canvas = Canvas(found.document, work.reader())
    questions = [
        (f"/{name}", canvas.names.question(f"/{name}")) for name in properties_of(found.document["schema"])
    ]
    session, actor = unit_of_work.session(), visits.actor()
    moves: list[str] = []
    tried: Any = None
    if found.design is not None:
        try:
            moves = [
                _said(found.document, each) for each in answer_moves.declared(session, actor, found.design.id)
            ]
            tried = answer_moves.dry_run(session, actor, found.design.id, request.args.get("after") or None)
        except problems.Refused as refused:
            reasons = (*reasons, *faults.words_of(refused))
    return render_template(
        "designer/answers.html",
        form_id=found.definition_id,
        title=canvas.names.title,
        questions=questions,
        moves=moves,
        tried=tried,
        label=lambda pointer: canvas.names.question(canvas_pattern(pointer)),
        reasons=reasons,
    )


def canvas_pattern(pointer: str) -> str:
    """The pattern of a pointer into one record: rows are not told apart."""
    return "/".join("*" if part.isdigit() else part for part in pointer.split("/"))


def _said(document: JSON, move: JSON) -> str:
    """One move of answers as a sentence."""
    if move["do"] == "recode":
        old, new = next(iter(move["codes"].items()))
        question = told.name(document, f"field:{move['field']}")
        return gettext(
            "%(question)s: answers “%(old)s” become “%(new)s”", question=question, old=old, new=new
        )
    if move["do"] == "rename":
        question = told.name(document, f"field:{move['to']}")
        return gettext(
            "Answers to “%(old)s” are taken over into %(question)s",
            old=move["from"].lstrip("/"),
            question=question,
        )
    parts = gettext(", ").join(told.name(document, f"field:{each}") for each in move["to"])
    return gettext(
        "%(question)s is split into %(parts)s",
        question=told.name(document, f"field:{move['from']}"),
        parts=parts,
    )
