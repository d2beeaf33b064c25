"""The wording of a form: both languages side by side, handed to translators and taken back with a look at what changes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from flask import Response, flash, redirect, render_template, request, send_file, url_for
from werkzeug.exceptions import NotFound

from caseforms import problems
from caseforms.services import designs
from caseforms.services.refusal import refuse
from caseforms.web import faults, unit_of_work, visits
from caseforms.web.designer import standing, told, translators, wording_lines, wordings, work
from caseforms.web.designer.blueprint import designer
from caseforms.web.designer.canvas import Canvas
from caseforms.web.designer.translators import Change
from caseforms.web.designer.work import Work
from caseforms.web.languages import ngettext

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

Page = str | tuple[str, int]
AT_ONCE = 400
LARGEST = 2_000_000


@designer.get("/forms/<definition_id>/words")
def words(definition_id: str) -> Page:
    """All texts of a form in both languages."""
    return _page(work.current(definition_id))


@designer.post("/forms/<definition_id>/words")
def keep_words(definition_id: str) -> AnyResponse | Page:
    """Keep what was typed in the table, or what was accepted from a translator's file: one step."""
    found = work.begun(definition_id)
    canvas = Canvas(found.document, work.reader("zh"))
    wanted: list[dict[str, Any]] = []
    for name, text in request.form.items():
        language, mark, key = name.partition(":")
        if mark and language in ("zh", "en"):
            wanted += _operations(found, canvas, language, key, text)
    try:
        for start in range(0, len(wanted), AT_ONCE):
            _apply(found, wanted[start : start + AT_ONCE])
    except problems.Refused as refused:
        faults.take_back(refused)
        return _page(
            work.current(definition_id), tuple(told.reason(found.document, p) for p in refused.problems)
        ), 422
    flash(ngettext("%(num)d text kept.", "%(num)d texts kept.", len(wanted)))
    return redirect(url_for("designer.words", definition_id=definition_id), 303)


@designer.get("/forms/<definition_id>/words.<suffix>")
def export_words(definition_id: str, suffix: str) -> Response:
    """All texts as a file for translators: po, csv or xliff."""
    if suffix not in translators.WRITERS:
        raise NotFound
    found = work.current(definition_id)
    keys = wording_lines.keys(found.document)
    chinese, english = (wording_lines.texts(found.document, language) for language in ("zh", "en"))
    content, mimetype = translators.WRITERS[suffix](
        {key: chinese.get(key, "") for key in keys},
        {key: english.get(key, "") for key in keys},
        definition_id,
    )
    return send_file(
        io.BytesIO(content), mimetype=mimetype, as_attachment=True, download_name=f"{definition_id}.{suffix}"
    )


@designer.post("/forms/<definition_id>/words/import")
def import_words(definition_id: str) -> Page:
    """What a translator's file would change, to be looked at before it is taken."""
    found = work.current(definition_id)
    file = request.files.get("file")
    content = file.stream.read(LARGEST + 1) if file else b""
    try:
        if not content:
            refuse("designer.no-file")
        if len(content) > LARGEST:
            refuse("designer.file-too-large", limit=LARGEST // 1_000_000)
        read = translators.read(content, (file.filename if file else "") or "")
    except problems.Refused as refused:
        return _page(found, faults.words_of(refused)), 422
    return render_template(
        "designer/words_import.html",
        form_id=definition_id,
        title=found.document["title"],
        changes=_changes(found, read),
        unknown=sorted(
            {key for texts in read.texts.values() for key in texts} - set(wording_lines.keys(found.document))
        ),
        swapped=read.swapped,
        encoding=read.encoding,
    )


def _page(found: Work, reasons: tuple[str, ...] = ()) -> str:
    listed: list[Any] = []
    try:
        listed = wording_lines.lines(found)
    except problems.Refused as refused:
        reasons = (*reasons, *faults.words_of(refused))
    only = request.args.get("only", "")
    canvas = Canvas(found.document, work.reader())
    return render_template(
        "designer/words.html",
        form_id=found.definition_id,
        title=canvas.names.title,
        lines=[line for line in listed if not only or line.mark],
        open=sum(1 for line in listed if line.mark),
        only=only,
        reasons=reasons,
        standing=standing.of(found),
        suffixes=tuple(translators.WRITERS),
    )


def _changes(found: Work, read: translators.Read) -> list[Change]:
    """What differs from the form as it stands; empty cells and unknown keys change nothing."""
    names = Canvas(found.document, work.reader()).names
    known = set(wording_lines.keys(found.document))
    made = []
    for language in ("zh", "en"):
        present = wording_lines.texts(found.document, language)
        for key, text in read.texts.get(language, {}).items():
            if key in known and wordings.tidied(text) not in ("", present.get(key, "")):
                piece = told.name(found.document, told.owner(names, key))
                made.append(Change(language, key, piece, present.get(key, ""), wordings.tidied(text)))
    return made


def _operations(found: Work, canvas: Canvas, language: str, key: str, text: str) -> list[dict[str, Any]]:
    """The operations that give a key these words."""
    said = wordings.tidied(text)
    if said == wording_lines.texts(found.document, language).get(key, ""):
        return []
    if language == "zh" and wording_lines.in_document(found.document, key):
        place = told.place_of_words(canvas.names, key)
        if place is None or not said:
            return []
        return [{"op": "set", "item": place[0], "property": place[1], "value": said}]
    return wordings.translated(canvas, language, key, said)


def _apply(found: Work, operations: list[dict[str, Any]]) -> None:
    assert found.design is not None  # begun before
    if operations:
        session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
        designs.apply(session, actor, found.design.id, operations, now)
