"""Derived facts about measured values and tables: rows out of records, what reaches a target, dates ahead, codes in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from caseforms.workflow.digest import matches
from caseforms.workflow.folding import moment_of
from caseforms.workflow.guards import MISSING, look_up, split
from caseforms.workflow.selecting import COMPARISONS, Facts, Spec, Surroundings, first_value, records_of

Row = dict[str, object]


def _mappings(value: object) -> list[Mapping[str, object]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def _number_at(value: object, facts: Facts) -> int | float | None:
    """A number, or the number that stands at a path."""
    found = first_value([value], facts) if isinstance(value, str) else value
    return found if isinstance(found, int | float) and not isinstance(found, bool) else None


def _rows(argument: Spec, facts: Facts, around: Surroundings) -> object:
    """Rows out of the records of several slots, the newest by `by` first; a record without one of the columns gives none.

    Each of `from` is a selection with `columns` {name in the row: pointer}; `last_days` keeps what `by` says is that
    young. MISSING when there is no row.
    """
    by = str(argument["by"])
    found = [
        row
        for source in _mappings(argument["from"])
        for entry in records_of(source, facts, around)
        if (row := _row(source, entry)) is not None and matches(source.get("rows_where"), row)  # type: ignore[arg-type]
    ]
    days = _number_at(argument.get("last_days"), facts)
    if days is not None:
        first = (around.calendar.day_of(around.moment) - timedelta(days=int(days))).isoformat()
        found = [row for row in found if str(row[by])[:10] >= first]
    found.sort(key=lambda row: str(row[by]), reverse=True)
    return found[: int(str(argument.get("most", 60)))] or MISSING


def _row(source: Spec, entry: Mapping[str, object]) -> Row | None:
    columns = source["columns"]
    row: Row = {}
    for name, pointer in columns.items() if isinstance(columns, Mapping) else ():
        value = look_up(entry["data"], split(str(pointer)))
        if value is MISSING:
            return None
        row[str(name)] = value
    return row


def _judged(argument: Spec, facts: Facts, _: Surroundings) -> object:
    """Rows against upper limits: {"count", "rate": percent of the rows below all of them, "at_target": "yes" or "no"}.

    `at_target` asks the mean of the newest rows (`last`), each mean below its limit. MISSING without rows or limits.
    """
    rows = _mappings(first_value([str(argument["rows"])], facts))
    below = argument["below"]
    named = below.items() if isinstance(below, Mapping) else ()
    limits = {str(name): _number_at(limit, facts) for name, limit in named}
    known = {name: limit for name, limit in limits.items() if limit is not None}
    if not rows or not known:
        return MISSING
    reached = [row for row in rows if all(_value(row, name) < limit for name, limit in known.items())]
    newest = rows[: int(str(argument.get("last", len(rows))))]
    kept = all(
        sum(_value(row, name) for row in newest) / len(newest) < limit for name, limit in known.items()
    )
    rate = round(len(reached) / len(rows) * 100, 1)
    return {"count": len(rows), "rate": rate, "at_target": "yes" if kept else "no"}


def _value(row: Mapping[str, object], name: str) -> float:
    value = row.get(name)
    return float(value) if isinstance(value, int | float) else float("inf")


def _edge(argument: Spec, facts: Facts, _: Surroundings) -> object:
    """One column of the newest (`of` first) or the oldest row."""
    rows = _mappings(first_value([str(argument["rows"])], facts))
    if not rows:
        return MISSING
    row = rows[-1] if argument.get("end") == "oldest" else rows[0]
    return row.get(str(argument["column"]), MISSING)


def _column(argument: Spec, facts: Facts, _: Surroundings) -> object:
    """The distinct values of one column of a table in the facts, in their order; `sorted` in that of time.

    `also` is the path of a list whose values join them.
    """
    rows = _mappings(first_value([str(argument["rows"])], facts))
    more = first_value([str(argument["also"])], facts) if "also" in argument else []
    found = [row.get(str(argument["column"])) for row in rows]
    found += more if isinstance(more, list) else []
    values = list(dict.fromkeys(value for value in found if isinstance(value, str)))
    return (sorted(values) if argument.get("sorted") else values) or MISSING


def _mapped(argument: Spec, facts: Facts, _: Surroundings) -> object:
    """A code as another value; of a list each, put together by `join`. `otherwise` for what is not in the table."""
    table = argument["to"]
    value = first_value([str(argument["value"])], facts)

    def read(code: object) -> object:
        key = str(code).lower() if isinstance(code, bool) else str(code)
        named = table.get(key, MISSING) if isinstance(table, Mapping) else MISSING
        return argument.get("otherwise", MISSING) if named is MISSING else named

    if not isinstance(value, list):
        return read(value)
    found = [each for each in map(read, value) if each is not MISSING]
    if not found:
        return MISSING
    return str(argument["join"]).join(map(str, found)) if "join" in argument else found


def _day_after(argument: Spec, facts: Facts, around: Surroundings) -> object:
    """The day some days after a date (before it, when the number is negative)."""
    day = around.calendar.local_date(str(first_value(argument["from"], facts)))  # type: ignore[arg-type]
    days = _number_at(argument["days"], facts)
    if day is None or days is None:
        return MISSING
    sign = -1 if argument.get("before") else 1
    try:
        return (day + timedelta(days=sign * int(days))).isoformat()
    except OverflowError:
        return MISSING


def _streak(argument: Spec, facts: Facts, around: Surroundings) -> object:
    """How many of the latest records of a slot match, one after the other, up to the first that does not."""
    length = 0
    for entry in reversed(records_of({"slot": argument["slot"]}, facts, around)):
        if not matches(argument.get("where"), entry["data"]):  # type: ignore[arg-type]
            break
        length += 1
    return length


def _lacking(argument: Spec, facts: Facts, around: Surroundings) -> object:
    """Which of the wanted values no record of the slot states, in a field or in a `column` of a table."""
    wanted = first_value([str(argument["wanted"])], facts)
    stated: set[object] = set()
    for entry in records_of(argument, facts, around):
        value = look_up(entry["data"], split(str(argument["pointer"])))
        if "column" in argument:
            value = [row.get(str(argument["column"])) for row in _mappings(value)]
        stated |= {each for each in value if isinstance(each, str)} if isinstance(value, list) else {value}
    return [each for each in wanted if each not in stated] if isinstance(wanted, list) else []


def _moment(argument: Spec, facts: Facts, around: Surroundings) -> object:
    """When the latest of the selected records was first submitted (its moment)."""
    found = [entry.get("first_submitted_at") for entry in records_of(argument, facts, around)]
    return found[-1] if found and moment_of(found[-1]) is not None else MISSING


def _above(argument: Spec, facts: Facts, _: Surroundings) -> object:
    """Whether one of the fields of the record being written reaches its limit: {field: [operator, number or path]}.

    `rows[].column` asks every row.
    """
    rules = argument["this"]
    for field, (operator, limit) in rules.items() if isinstance(rules, Mapping) else ():
        wanted = _number_at(limit, facts)
        table, _mark, column = str(field).partition("[].")
        given = first_value([f"this.data.{table}"], facts)
        values = [row.get(column) for row in _mappings(given)] if column else [given]
        if wanted is not None and any(
            COMPARISONS[str(operator)](value, wanted)
            for value in values
            if isinstance(value, int | float) and not isinstance(value, bool)
        ):
            return True
    return False


def _summary(argument: Spec, facts: Facts, _: Surroundings) -> object:
    """Rows in numbers: {"count"} and for each of `columns` the "mean" (one decimal), the "least" and the "most"."""
    rows = _mappings(first_value([str(argument["rows"])], facts))
    columns = argument["columns"]
    found: dict[str, object] = {"count": len(rows)}
    values = {
        str(name): [_value(row, str(name)) for row in rows if isinstance(row.get(str(name)), int | float)]
        for name in (columns if isinstance(columns, list) else [])
    }
    known = {name: numbers for name, numbers in values.items() if numbers}
    found["mean"] = {name: round(sum(numbers) / len(numbers), 1) for name, numbers in known.items()}
    found["least"] = {name: min(numbers) for name, numbers in known.items()}
    found["most"] = {name: max(numbers) for name, numbers in known.items()}
    return found


JUDGING: Mapping[str, Callable[..., object]] = {
    "rows": _rows,
    "judged": _judged,
    "edge": _edge,
    "column": _column,
    "mapped": _mapped,
    "day_after": _day_after,
    "streak": _streak,
    "lacking": _lacking,
    "moment": _moment,
    "beyond": _above,
    "summary": _summary,
}
