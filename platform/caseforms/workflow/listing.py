"""Derived facts about lists of people: how many signed in, which share came, the list a new record begins with."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from caseforms.workflow.digest import matches
from caseforms.workflow.guards import MISSING, look_up, split
from caseforms.workflow.selecting import Facts, Spec, Surroundings, records_of

Row = Mapping[str, object]


def _rows_in(argument: Spec, facts: Facts, around: Surroundings) -> list[Row]:
    """The rows of a table (`rows`) in every selected record; without `rows`, the records' own content."""
    entries = [entry["data"] for entry in records_of(argument, facts, around)]
    if "rows" not in argument:
        return [data for data in entries if isinstance(data, Mapping)]
    tables = [look_up(data, split(str(argument["rows"]))) for data in entries]
    return [row for table in tables if isinstance(table, list) for row in table if isinstance(row, Mapping)]


def _count_rows(argument: Spec, facts: Facts, around: Surroundings) -> object:
    """How many rows a table has in all selected records together."""
    return len(_rows_in(argument, facts, around))


def _share(argument: Spec, facts: Facts, around: Surroundings) -> object:
    """The percent of the selected records, or of their rows, that `part` accepts, to one decimal; MISSING without any."""
    rows = _rows_in(argument, facts, around)
    part = argument["part"]
    if not rows or not isinstance(part, Mapping):
        return MISSING
    return round(sum(1 for row in rows if matches(part, row)) * 100 / len(rows), 1)


def _list(argument: Spec, facts: Facts, around: Surroundings) -> object:
    """One row for each selected record, by `columns` {name in the row: pointer}; MISSING when there is no record.

    `ticked` {slot, rows, column, by, as} sets the column `as` of a row to whether the row's `by` stands in that column
    of the other slot's records; while there is no such record, it is left out.
    """
    columns = argument["columns"]
    named = columns.items() if isinstance(columns, Mapping) else ()
    found: list[dict[str, object]] = []
    for entry in records_of(argument, facts, around):
        values = {str(name): look_up(entry["data"], split(str(pointer))) for name, pointer in named}
        found.append({name: value for name, value in values.items() if value is not MISSING})
    ticked = argument.get("ticked")
    if isinstance(ticked, Mapping) and records_of(ticked, facts, around):
        there = {row.get(str(ticked["column"])) for row in _rows_in(ticked, facts, around)}
        for row in found:
            row[str(ticked["as"])] = row.get(str(ticked["by"])) in there
    return found or MISSING


LISTING: Mapping[str, Callable[..., object]] = {"count_rows": _count_rows, "share": _share, "list": _list}
