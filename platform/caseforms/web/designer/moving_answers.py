"""What becomes of stored answers when a form changes: said in sentences, and tried on every record before publishing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for

from caseforms import problems
from caseforms.definitions.schemas import properties_of
from caseforms.services import answer_moves, library
from caseforms.services.refusal import refuse
from caseforms.web import faults, languages, unit_of_work, visits
from caseforms.web.designer import work
from caseforms.web.designer.blueprint import designer
from caseforms.web.designer.naming import Names, code, names_of
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
        faults.take_back(refused)
        return _page(work.current(definition_id), faults.words_of(refused)), 422
    flash(gettext("Kept. Below you see what it does to the records."))
    return redirect(url_for("designer.answers", definition_id=definition_id), 303)


def _wished(act: str) -> dict[str, Any]:
    """What the form says, as a move of answers. Refused `designer.move-incomplete`."""
    posted = request.form
    question, earlier = posted.get("question", ""), posted.get("earlier", "")
    if act == "recode":
        old, new = posted.get("old", "").partition("#"), posted.get("new", "").partition("#")
        if old[0] == new[0] and old[2] and new[2] and old[2] != new[2]:
            return {"do": "recode", "field": old[0], "codes": {old[2]: new[2]}}
    if act == "carry" and earlier and question and earlier != question:
        return {"do": "rename", "from": earlier, "to": question}
    if act == "split" and question and posted.get("first") and posted.get("second"):
        to = [posted["first"], posted["second"]]
        return {"do": "split", "from": question, "to": to, "by": posted.get("by", " ") or " "}
    return refuse("designer.move-incomplete")


def _page(found: Work, reasons: tuple[str, ...] = ()) -> str:
    names = names_of(found.document, languages.current())
    before = names_of(_before(found), languages.current())
    session, actor = unit_of_work.session(), visits.actor()
    moves: list[str] = []
    tried: Any = None
    if found.design is not None:
        try:
            declared = answer_moves.declared(session, actor, found.design.id)
            moves = [_said(before, names, each) for each in declared]
            tried = answer_moves.dry_run(session, actor, found.design.id, request.args.get("after") or None)
        except problems.Refused as refused:
            reasons = (*reasons, *faults.words_of(refused))
    return render_template(
        "designer/answers.html",
        form_id=found.definition_id,
        title=names.title,
        questions=_questions(names),
        earlier=_questions(before),
        choices=_choices(names),
        earlier_choices=_choices(before),
        moves=moves,
        tried=tried,
        label=lambda pointer: names.question(pattern_of(pointer)),
        reasons=reasons,
    )


def _before(found: Work) -> JSON:
    """The form that the work began on; the form itself where there is none."""
    if found.design is None or not found.design.base_version:
        return found.document
    form = library.form(unit_of_work.session(), found.definition_id, found.design.base_version)
    return form.definition.document


def _questions(names: Names) -> list[tuple[str, str]]:
    return [(f"/{name}", names.question(f"/{name}")) for name in properties_of(names.document["schema"])]


def _choices(names: Names) -> list[tuple[str, str]]:
    """Every choice of every question: where it stands, and both in words."""
    return [
        (f"{pointer}#{code(value)}", gettext("%(question)s: %(choice)s", question=question, choice=words))
        for pointer, question in _questions(names)
        for value, words in names.choices(pointer)
    ]


def pattern_of(pointer: str) -> str:
    """The pattern of a pointer into one record: rows are not told apart."""
    return "/".join("*" if part.isdigit() else part for part in pointer.split("/"))


def _said(before: Names, names: Names, move: JSON) -> str:
    """One move of answers as a sentence."""
    if move["do"] == "recode":
        old, new = next(iter(move["codes"].items()))
        words = {
            code(value): said
            for value, said in (*before.choices(move["field"]), *names.choices(move["field"]))
        }
        return gettext(
            "“%(question)s”: answers “%(old)s” become “%(new)s”",
            question=names.question(move["field"]),
            old=words.get(old, old),
            new=words.get(new, new),
        )
    if move["do"] == "rename":
        old_question, question = before.question(move["from"]), names.question(move["to"])
        return gettext(
            "Answers to “%(old)s” are taken over into “%(question)s”", old=old_question, question=question
        )
    parts = gettext(", ").join(names.question(each) for each in move["to"])
    return gettext(
        "“%(question)s” is split into %(parts)s", question=before.question(move["from"]), parts=parts
    )
