"""Checks a form body: computed values, hidden fields, the schema, then the checks across fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from caseforms.answers.editing import occurrences
from caseforms.answers.settling import Data, Settled, settle
from caseforms.answers.validation import Issue, build, issues_of
from caseforms.definitions import Form
from caseforms.definitions.ordering import row_of
from caseforms.problems import Problem
from caseforms.rules import Context, evaluate
from caseforms.rules.pointers import escape, split

DRAFT_KEYWORDS = frozenset(
    {"type", "format", "enum", "const", "oneOf", "anyOf", "additionalProperties", "falseSchema"}
)


def check(form: Form, data: Data, context: Context, *, draft: bool = False) -> tuple[Problem, ...]:
    """What is wrong with a form body, in the order of the form; pointers are those of the body given.

    A draft may be incomplete: there only what could never become right is reported.
    """
    return problems_of(form, settle(form, data, context), context, draft=draft)


def problems_of(
    form: Form, settled: Settled, context: Context, *, draft: bool = False
) -> tuple[Problem, ...]:
    """What is wrong with a form body that is settled already."""
    found = [*settled.problems, *_of_schema(form, settled, draft)]
    if not draft:
        found += _of_checks(form, settled, context)
    return tuple(sorted(found, key=lambda problem: _position(form, problem.pointer)))


def _validator(form: Form) -> Any:
    validator = form.memory.get("validator")
    if validator is None:
        validator = form.memory["validator"] = build(form.schema)
    return validator


def _of_schema(form: Form, settled: Settled, draft: bool) -> Iterator[Problem]:
    for issue in issues_of(_validator(form), settled.data):
        if not draft or issue.keyword in DRAFT_KEYWORDS:
            yield _problem(settled, issue)


def _problem(settled: Settled, issue: Issue) -> Problem:
    return Problem(f"answer.{issue.keyword}", settled.original(issue.pointer), issue.params)


def _of_checks(form: Form, settled: Settled, context: Context) -> Iterator[Problem]:
    for pattern, written in form.checks:
        row = row_of(pattern)
        rest = pattern[len(row) :]
        for at in occurrences(settled.data, split(row)):
            pointer = at + rest
            if pattern and not settled.view.shown(form.fields[pattern], pointer):
                continue
            if evaluate(written["that"], settled.data, context, at) is False:
                yield _failed(written, settled.original(pointer))


def _failed(written: Mapping[str, Any], pointer: str) -> Problem:
    return Problem(
        f"answer.check.{written['id']}", pointer, {"check": written["id"]}, written.get("severity", "error")
    )


def _position(form: Form, pointer: str) -> tuple[int, ...]:
    """Where a problem stands on the page: numbers of fields and of rows on the way to it."""
    order = form.memory.get("order")
    if order is None:
        order = form.memory["order"] = {pattern: number for number, pattern in enumerate(form.fields)}
    found: list[int] = []
    pattern = ""
    for segment in split(pointer):
        place = f"{pattern}/{escape(segment)}"
        if place not in order and segment.isdigit():
            found.append(int(segment))
            pattern += "/*"
        else:
            found.append(order.get(place, -1))
            pattern = place
    return tuple(found)
