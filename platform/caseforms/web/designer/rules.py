"""Every rule of a form on one page, as sentences: when pieces appear, what is worked out, what is checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template, request

from caseforms.web.designer import picking, properties, sentences, standing, work
from caseforms.web.designer.blueprint import designer
from caseforms.web.designer.canvas import Canvas
from caseforms.web.designer.naming import Names
from caseforms.web.designer.properties import Properties

JSON = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule: the piece it belongs to, the rule as a sentence; `open` when it is being changed."""

    item: str
    label: str
    sentence: str
    panel: Properties | None = None


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One check of answers: the message that is shown when it fails, in both languages, and whether it stops."""

    item: str
    label: str
    key: str
    zh: str
    en: str
    stops: bool


@designer.get("/forms/<definition_id>/rules")
def rules(definition_id: str) -> str:
    """The rules of a form; one of them can be open to be changed (`?item=`, `?kind=`)."""
    found = work.current(definition_id)
    canvas = Canvas(found.document, work.reader())
    wanted, kind = request.args.get("item", ""), request.args.get("kind", "")
    return render_template(
        "designer/rules.html",
        form_id=definition_id,
        canvas=canvas,
        shown=[_opened(canvas, line, kind == "shown" and line.item == wanted) for line in _shown(canvas)],
        computed=[
            _opened(canvas, line, kind == "computed" and line.item == wanted) for line in _computed(canvas)
        ],
        demanded=list(_demanded(canvas)),
        checks=list(_checks(canvas)),
        standing=standing.of(found),
    )


def _opened(canvas: Canvas, line: RuleLine, wanted: bool) -> RuleLine:
    if not wanted:
        return line
    return RuleLine(line.item, line.label, line.sentence, properties.of(canvas, line.item))


def _shown(canvas: Canvas) -> Iterator[RuleLine]:
    for piece in canvas.pieces.values():
        sentence = sentences.shown_when(piece.element, canvas.names)
        if sentence:
            yield RuleLine(piece.item, canvas.label(piece) or canvas.kind(piece), sentence)
    for pointer, element in _inner(canvas.names):
        row = pointer.rpartition("/")[0]
        sentence = sentences.shown_when(element, canvas.names, row if "*" in row else "")
        if sentence:
            yield RuleLine(f"field:{pointer}", canvas.names.question(pointer), sentence)


def _inner(names: Names) -> Iterator[tuple[str, JSON]]:
    """Questions that are drawn inside others: opened by a choice, or columns."""
    known = {f"/{name}" for name in names.document["schema"].get("properties", {})}
    for pointer in [*known, *_columns(names)]:
        element = picking.control(names.document, pointer)
        if (element.get("options") or {}).get("companionOf") or "*" in pointer:
            yield pointer, element


def _columns(names: Names) -> Iterator[str]:
    for name, schema in names.document["schema"].get("properties", {}).items():
        for column in (schema.get("items") or {}).get("properties", {}):
            yield f"/{name}/*/{column}"


def _computed(canvas: Canvas) -> Iterator[RuleLine]:
    names = canvas.names
    for pointer in [*(f"/{name}" for name in names.document["schema"]["properties"]), *_columns(names)]:
        expression = names.schema(pointer).get("x-compute")
        if expression:
            yield RuleLine(f"field:{pointer}", names.question(pointer), sentences.computed(expression, names))


def _demanded(canvas: Canvas) -> Iterator[RuleLine]:
    """Questions that must be answered only in some cases."""
    for name in canvas.properties:
        demand = picking.demand_of(canvas.names, f"/{name}")
        if demand is not None and demand.sentence:
            yield RuleLine(f"field:/{name}", canvas.names.question(f"/{name}"), demand.sentence)


def _checks(canvas: Canvas) -> Iterator[CheckLine]:
    names, words = canvas.names, canvas.document.get("translations", {})
    for pointer in ["", *(f"/{name}" for name in names.document["schema"]["properties"]), *_columns(names)]:
        for check in names.schema(pointer).get("x-checks", ()):
            key = f"{names.key(pointer) if pointer else 'root'}.check.{check['id']}"
            yield CheckLine(
                f"field:{pointer}" if pointer else "form",
                names.question(pointer) if pointer else names.title,
                key,
                words.get("zh", {}).get(key, ""),
                words.get("en", {}).get(key, ""),
                check.get("severity") != "warning",
            )
