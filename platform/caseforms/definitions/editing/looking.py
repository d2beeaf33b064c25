"""Looks at a form that is being changed: compiled and linted after each change, from what stayed the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from caseforms.definitions.compiling import compile  # noqa: A004 - see there
from caseforms.definitions.definition import Definition, from_document
from caseforms.definitions.form import Form
from caseforms.definitions.generating import generate_ui
from caseforms.definitions.linting import lint
from caseforms.problems import Problem, Refused


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """A state of a form: ``form`` is None when its layout leads nowhere, which ``problems`` then say."""

    definition: Definition
    form: Form | None
    problems: tuple[Problem, ...]


def look(
    document: Mapping[str, Any], before: Look | None = None, known: Mapping[str, Definition] | None = None
) -> Look:
    """The form of a document that is known to be well-formed, with every problem the linter finds.

    ``before`` is the look at the document before the last operations: they share what they left alone, and that is
    neither compiled nor checked again. ``known`` are the definitions that prefilling may refer to.
    """
    definition = from_document(document, document.get("ui") or generate_ui(document["schema"]))
    earlier = before.form if before else None
    problems = lint(definition, known, before=earlier)
    try:
        form = compile(definition, earlier)
    except Refused:
        return Look(definition, None, problems)
    return Look(definition, form, problems)
