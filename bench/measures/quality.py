"""How long the quality department's table of a quarter takes over 100 000 cases, against SQL written by hand."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime

from sqlalchemy import insert

from bench.figure import Effort, Figure, Text
from bench.house import House, house
from bench.timing import Work, ratio, seconds
from caseforms import indicators
from caseforms.indicators import holding, number
from caseforms.services import indicator_tables, library, quality_tables
from caseforms.services.calendar import as_published
from caseforms.storage.tables import ContributionRow, InstitutionSetting
from caseforms.workflow import scenarios

CASES, FEW = 100_000, 5_000
BUDGET = 1.5
QUARTER = holding(date(2025, 11, 1), "quarter")
TODAY = date(2026, 3, 5)
NOW = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
TABLE = "cd-monitoring-table"
AT_ONCE = 20_000
HOW = Text(
    zh="10万个案、每个案每项指标一至两行（两年的历史）：打开2025年第四季度的A.1表，算出17项和三个总数；参照是在同一张表上手写的两条SQL。另外量出一个案改动以后重算它自己的行要多久。",
    en="100 000 cases with one or two rows for each indicator, over two years: table A.1 of the fourth quarter of 2025 "
    "is counted and judged, 17 rows and three totals. The yardstick is two SQL statements written by hand over the same "
    "rows. Beside it: how long it takes to count one case anew after it changed.",
)
BY_HAND = """
    SELECT counter, met, COUNT(*) FROM contribution WHERE institution_id = ? AND counter IN ({}) AND met IN (0, 1)
    AND s_to >= ? AND e_from <= ? AND e_to > ? AND s_from < ? GROUP BY counter, met"""
PEOPLE_BY_HAND = """
    SELECT counter, COUNT(DISTINCT unit), COUNT(DISTINCT CASE WHEN met THEN unit END) FROM contribution
    WHERE institution_id = ? AND counter IN ({}) AND met IN (0, 1)
    AND s_to >= ? AND e_from <= ? AND e_to > ? AND s_from < ? GROUP BY counter"""


def measure(effort: Effort) -> Figure:
    """Our time as a multiple of the hand-written statements'."""
    with house() as place:
        cases = effort.choose(CASES, FEW)
        _fill(place, cases)
        table = indicator_tables.table(TABLE)
        by_hand = _statements(place, table)

        def ours() -> object:
            with place.store.reading(place.institution_id) as session:
                return quality_tables.figures(session, table, QUARTER, TODAY)

        def theirs() -> object:
            with place.store.engine.connect() as connection:
                return [connection.exec_driver_sql(*each).fetchall() for each in by_hand]

        beside = {
            f"ms, the table over {cases} cases": 1000 * _fastest(ours, effort.choose(5, 2)),
            "ms, counting one case anew": 1000 * _fastest(_one_case(table), effort.choose(21, 5)),
        }
        figure = ratio(ours, theirs, effort.choose(9, 3))
    title = Text(
        "打开一个季度的质量监控表（10万个案），相对于手写SQL",
        "the table of a quarter over 100 000 cases, against SQL by hand",
    )
    return Figure("quality", title, figure, "×", BUDGET, HOW, beside=beside)


def _fastest(work: Work, times: int) -> float:
    """The shortest of several runs, in processor seconds."""
    return min(seconds(work, 1) for _ in range(times))


def _fill(place: House, cases: int) -> None:
    """Rows as cases write them: states that last, looks of single days, some good and some not."""
    table, chance = indicator_tables.table(TABLE), random.Random(7)
    rows: list[dict[str, object]] = []
    with place.store.transaction(place.institution_id) as session:
        for each in _rows(table, cases, chance):
            rows.append({"institution_id": place.institution_id, **each})
            if len(rows) >= AT_ONCE:
                session.execute(insert(ContributionRow), rows)
                rows.clear()
        if rows:
            session.execute(insert(ContributionRow), rows)
        session.add(InstitutionSetting(name=quality_tables.RESIDENTS, value=2 * cases, changed_at=NOW))
    with place.store.engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")


def _rows(table: indicators.Table, cases: int, chance: random.Random) -> Iterator[dict[str, object]]:
    days = [number(date(2024 + month // 12, month % 12 + 1, 15)) for month in range(24)]
    for case in range(cases):
        begun = chance.choice(days)
        for counter in table.counters():
            state = counter.logic == "state"
            at = begun if state else chance.choice(days)
            yield {
                "counter": indicator_tables.counter_key(table, counter),
                "source_id": f"{case:032x}", "case_id": None, "record_id": None, "form": "", "missing": -1,
                "unit": f"{case:032x}" if counter.distinct else None, "team_id": None,
                "met": chance.random() < 0.85, "at": at, "e_from": at, "e_to": indicators.NEVER,
                "s_from": 0, "s_to": indicators.NEVER if state else at, "amount": 0,
            }  # fmt: skip


def _statements(place: House, table: indicators.Table) -> list[tuple[str, tuple[object, ...]]]:
    start, end = number(QUARTER.start), number(QUARTER.end)
    found: list[tuple[str, tuple[object, ...]]] = []
    for text, shared in ((BY_HAND, False), (PEOPLE_BY_HAND, True)):
        keys = [
            indicator_tables.counter_key(table, counter)
            for counter in table.counters()
            if bool(counter.distinct) is shared
        ]
        marks = ", ".join("?" * len(keys))
        found.append((text.format(marks), (place.institution_id, *keys, start, end, end, start)))
    return found


def _one_case(table: indicators.Table) -> Work:
    flow, calendar = library.workflow(None, "chronic-disease-case"), as_published()
    story = scenarios.played(flow, flow.scenarios["closed"], calendar)
    facts = story.story.known(story.moment)
    state, moment = story.story.state, story.moment

    def count() -> object:
        ground = indicators.of_case(
            flow, state, facts, moment, calendar, table.settings, lambda _, text: text, "person"
        )
        return indicators.contributions(table, ground)

    return count
