"""Questions of all forms, to be taken over into this one with their translations and their clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from werkzeug.datastructures import MultiDict

from caseforms.definitions import Form
from caseforms.definitions.schemas import properties_of
from caseforms.rendering import pieces
from caseforms.rendering.pieces import Piece
from caseforms.services import library
from caseforms.services.refusal import refuse
from caseforms.web import languages, unit_of_work
from caseforms.web.designer import placing, work
from caseforms.web.designer.blueprint import designer
from caseforms.web.designer.canvas import Canvas
from caseforms.web.designer.naming import names_of

JSON = Mapping[str, Any]
Operations = list[dict[str, Any]]
MOST = 60
LEFT_OUT = frozenset(
    {"x-locked", "x-prefill-locked", "x-compute", "x-compute-when", "x-checks", "x-signed-date"}
)
"""What holds only where a question comes from: the lock of its standard, and what looks at other questions there."""


@dataclass(frozen=True, slots=True)
class Found:
    """One question or section of another form."""

    form_id: str
    form_title: str
    item: str
    label: str
    kind: str
    clause: str
    section: bool


@designer.get("/forms/<definition_id>/questions")
def questions(definition_id: str) -> str:
    """Look for a question or a section in all forms."""
    found = work.current(definition_id)
    wanted = request.args.get("q", "").strip()
    hits = list(_search(definition_id, wanted)) if wanted else []
    canvas = Canvas(found.document, work.reader())
    return render_template(
        "designer/questions.html",
        form_id=definition_id,
        title=canvas.names.title,
        wanted=wanted,
        hits=hits[:MOST],
        more=len(hits) > MOST,
        item=request.args.get("item", ""),
    )


def insert(canvas: Canvas, posted: MultiDict[str, str]) -> Operations:
    """A question or section of another form, behind the chosen piece. Refused `designer.no-such-place`."""
    forms = library.forms(unit_of_work.session())
    source = forms.get(posted.get("from", ""))
    if source is None:
        refuse("designer.no-such-place")
    document = source.definition.document
    known = {piece.item: piece for piece in pieces.outline(document).walk()}
    piece = known.get(posted.get("what", ""))
    if piece is None:
        refuse("designer.no-such-place")
    type_ = "Group" if not piece.leaf else str(piece.element["type"])
    anchor = placing.behind(canvas, posted.get("item", ""), "Control" if type_ == "ListWithDetail" else type_)
    return _copied(canvas, document, piece, anchor)


def _copied(canvas: Canvas, document: JSON, piece: Piece, anchor: dict[str, Any]) -> Operations:
    taken = set(properties_of(canvas.document["schema"]))
    if piece.leaf:
        return [_question(document, piece, anchor, taken)] if piece.item.startswith("field:") else []
    names = {each.item for each in canvas.pieces.values()}
    key = str(piece.element.get("i18n", "section"))
    while f"group:{key}" in names:
        key += "_own"
    old = str(piece.element.get("i18n", ""))
    english = document.get("translations", {}).get("en", {}).get(f"{old}.label", "")
    section = {
        "op": "add-item",
        "item": f"group:{key}",
        "value": {"type": "Group", "label": str(piece.element.get("label", ""))},
        "anchor": anchor,
        "translations": {"en": {f"{key}.label": english}} if english else {},
    }
    made: Operations = [section]
    for each in piece.walk():
        if each.leaf and each.item.startswith("field:"):
            made.append(_question(document, each, {"in": f"group:{key}", "before": None}, taken))
    return made


def _question(document: JSON, piece: Piece, anchor: dict[str, Any], taken: set[str]) -> dict[str, Any]:
    """One question with everything that is its own: choices, limits, hint, translations, clause."""
    pointer = piece.item.removeprefix("field:")
    names = names_of(document, "en")
    name = own = pointer.rpartition("/")[2]
    number = 2
    while name in taken:
        name, number = f"{own}_{number}", number + 1
    taken.add(name)
    schema = {key: value for key, value in names.schema(pointer).items() if key not in LEFT_OUT | {"i18n"}}
    element = {key: value for key, value in piece.element.items() if key in ("options", "label")}
    value = {"schema": schema, "element": element, "required": own in document["schema"].get("required", ())}
    operation = {"op": "add-item", "item": f"field:/{name}", "value": value, "anchor": anchor}
    texts = {
        language: dict(_texts(document, language, names.key(pointer), name)) for language in ("zh", "en")
    }
    return {**operation, "translations": {language: each for language, each in texts.items() if each}}


def _texts(document: JSON, language: str, key: str, name: str) -> Iterator[tuple[str, str]]:
    """The translations of a question under its new name; messages of checks stay behind with the checks."""
    for each, text in document.get("translations", {}).get(language, {}).items():
        if each.startswith(f"{key}.") and ".check." not in each:
            yield f"{name}{each[len(key) :]}", text


def _search(without: str, wanted: str) -> Iterator[Found]:
    """Questions and sections whose words hold what is looked for, in every form but this one."""
    text, language = wanted.casefold(), languages.current()
    for form in library.forms(unit_of_work.session()).values():
        if form.definition.id != without:
            yield from _hits(form, text, language)


def _hits(form: Form, wanted: str, language: str) -> Iterator[Found]:
    document = form.definition.document
    canvas = Canvas(document, work.reader(language))
    other = names_of(document, "en" if language == "zh" else "zh")
    for piece in canvas.pieces.values():
        type_ = piece.element["type"]
        if type_ == "Group" or piece.item.startswith("field:"):
            label = canvas.label(piece)
            also = (
                other.part(piece.element)
                if type_ == "Group"
                else other.question(piece.item.removeprefix("field:"))
            )
            if wanted in f"{label}\n{also}".casefold():
                schema = {} if type_ == "Group" else canvas.names.schema(piece.item.removeprefix("field:"))
                clause = (schema.get("x-source") or {}).get("clause") or form.definition.standard.get(
                    "clause", ""
                )
                yield Found(
                    form.definition.id,
                    canvas.names.title,
                    piece.item,
                    label,
                    canvas.kind(piece),
                    clause,
                    type_ == "Group",
                )
