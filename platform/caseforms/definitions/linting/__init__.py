"""Looks at a whole definition for what its meta-schema cannot see; one module per kind of question."""

from __future__ import annotations

from collections.abc import Mapping

from caseforms.definitions.compiling import compile  # noqa: A004 - see there
from caseforms.definitions.definition import Definition
from caseforms.definitions.form import Form
from caseforms.definitions.linting.circles import circles
from caseforms.definitions.linting.instruments import instruments
from caseforms.definitions.linting.layout import layout
from caseforms.definitions.linting.references import references
from caseforms.definitions.linting.schemas import remember_sound, schemas
from caseforms.definitions.linting.words import words
from caseforms.problems import Problem, Refused


def lint(
    definition: Definition,
    known: Mapping[str, Definition] | None = None,
    source: str = "",
    before: Form | None = None,
) -> tuple[Problem, ...]:
    """Every problem of a well-formed definition, errors before warnings, in the order of the document.

    ``known`` are the definitions that prefilling may refer to, by id; without them such references are not judged.
    ``before`` is the form of an earlier state of the document: what both share is not looked at again where that helps.
    """
    found: list[Problem] = list(schemas(definition, before))
    try:
        form = compile(definition, before)
    except Refused as refused:
        found += refused.problems
    else:
        remember_sound(form, found)
        for question in (layout, circles, words, instruments):
            found += question(form)
        found += references(form, known or {})
    found.sort(key=lambda problem: problem.severity)
    return tuple(Problem(one.code, one.pointer, one.params, one.severity, source) for one in found)
