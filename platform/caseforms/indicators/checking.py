"""Looks at a whole table for what its format cannot say: forms, fields, codes, workflows and sections that are not there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from caseforms.definitions import Definition
from caseforms.indicators.model import Row, Table
from caseforms.indicators.reading import read
from caseforms.indicators.references import unknown
from caseforms.problems import Problem
from caseforms.workflow import Workflow

Forms = Mapping[str, Definition]
Found = Iterator[Problem]


def lint(
    document: object, forms: Forms, workflows: Mapping[str, Workflow], source: str = ""
) -> tuple[Problem, ...]:
    """Every problem of a table's document, given the known form definitions and workflows."""
    table, problems = read(document, source)
    if table is None:
        return problems
    found = [*_names(table, forms, workflows), *_twice(table), *unknown(table, forms)]
    return tuple(Problem(each.code, each.pointer, each.params, each.severity, source) for each in found)


def _names(table: Table, forms: Forms, workflows: Mapping[str, Workflow]) -> Found:
    if table.form not in forms:
        yield Problem("indicators.missing-form", "/form", {"name": table.form})
    for index, row in enumerate(table.rows):
        place = f"/rows/{index}"
        if row.section not in table.sections:
            yield Problem("indicators.unknown-section", f"{place}/section", {"name": row.section})
        yield from _of_row(row, place, forms)
    for counter in table.counters():
        for name in sorted(counter.workflows - set(workflows)):
            yield Problem("indicators.missing-workflow", "/rows", {"name": name, "row": counter.id})
        for name in sorted(counter.registers - set(forms)):
            yield Problem("indicators.missing-form", "/rows", {"name": name, "row": counter.id})
        for name in sorted(set(counter.excluded) - set(table.exclusions)):
            yield Problem("indicators.unknown-exclusion", "/rows", {"name": name, "row": counter.id})
        wanted = "from" if counter.logic == "state" else "looks"
        if (counter.start if counter.logic == "state" else counter.looks) in (None, ()):
            yield Problem("indicators.incomplete", "/rows", {"name": wanted, "row": counter.id})


def _of_row(row: Row, place: str, forms: Forms) -> Found:
    for name in row.sources:
        if name not in forms:
            yield Problem("indicators.missing-form", f"{place}/sources", {"name": name, "row": row.number})
    if (row.percent is None) is not (row.counter is None) or bool(row.parts) is bool(row.counter):
        yield Problem("indicators.incomplete", place, {"name": "percent, counter, parts", "row": row.number})


def _twice(table: Table) -> Found:
    known: set[str] = set()
    for counter in table.counters():
        if counter.id in known:
            yield Problem("indicators.twice", "/rows", {"name": counter.id})
        known.add(counter.id)
