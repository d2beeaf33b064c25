"""What the browser needs to know of a form to show, compute and check by itself: one block of JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from caseforms.definitions import Form
from caseforms.problems.entry import N_
from caseforms.rendering.faces import Sketch
from caseforms.rendering.reader import Reader


def block(sketch: Sketch, reader: Reader) -> str:
    """The JSON for a data block of the page (which a browser never runs), the same for all readers of a language.
    `conditions` are numbered as the HTML's `data-condition`: shown when all rules of one of the lists in `any` pass;
    `expressions` as its `data-compute`."""
    return _harmless(_known(sketch, reader))


def with_context(block_: str, reader: Reader, given: Mapping[str, Any]) -> Markup:
    """The block with what differs from page to page: the clock of this reader's wall, the working-day calendar, the
    facts of the case that its expressions read, and the values `given` that the page has no control for."""
    now = reader.moment()
    context: dict[str, Any] = {}
    if now is not None:
        context = {"now": now.strftime("%Y-%m-%dT%H:%M"), "today": now.date().isoformat()}
    if reader.calendar is not None:
        context["calendar"] = {name: list(days) for name, days in reader.calendar.items()}
    if reader.facts:
        context["facts"] = dict(reader.facts)
    return Markup(f'{block_[:-1]},"context":{_harmless(context)},"given":{_harmless(given)}}}')  # noqa: S704


def _harmless(value: Mapping[str, Any]) -> str:
    """JSON in which no tag can begin or end."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _known(sketch: Sketch, reader: Reader) -> dict[str, Any]:
    form = sketch.form
    definition = form.definition
    return {
        "id": definition.id,
        "version": definition.version,
        "sha256": definition.sha256,
        "language": sketch.language,
        "schema": form.schema,
        "conditions": sketch.conditions,
        "expressions": [_expression(form, number) for number in range(len(form.computed))],
        "checks": [{"pattern": pattern, **check} for pattern, check in form.checks],
        "messages": {
            key: text
            for key, text in form.texts.get(sketch.language, {}).items()
            if ".error." in key or ".check." in key
        },
        "keys": {pattern: face.field.label_key for pattern, face in sketch.faces.items()},
        "labels": {pattern: face.label for pattern, face in sketch.faces.items()},
        "choices": {
            pattern: [[choice.const, choice.title] for choice in face.choices]
            for pattern, face in sketch.faces.items()
            if face.computed is not None and face.choices
        },
        "words": {name: reader.gettext(text) for name, text in WORDS.items()},
    }


def _expression(form: Form, number: int) -> dict[str, Any]:
    field = form.computed[number]
    return {
        "pattern": field.pointer,
        "base": field.base,
        "compute": field.schema["x-compute"],
        "when": field.schema.get("x-compute-when"),
    }


WORDS = {
    "answer.required": N_("This is not filled in. Please fill it in."),
    "answer.check": N_("This does not agree with the other answers. Please check it."),
    "answer": N_("This cannot be right. Please check it."),
    "empty": N_("Not known yet"),
}
"""The sentences a browser falls back to where the definition has none of its own."""
