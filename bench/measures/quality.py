"""How long the page with the table of a quarter takes over 100 000 cases, against SQL written by hand over the same rows."""

from __future__ import annotations

from datetime import date

from bench import history
from bench.figure import Effort, Figure, Text
from bench.house import PASSWORD, House, house
from bench.measures.first_visit import signed_in
from bench.timing import Work, ratio, seconds
from caseforms import indicators
from caseforms.indicators import holding, number
from caseforms.services import accounts, indicator_tables, library, quality_tables
from caseforms.services.calendar import as_published
from caseforms.storage.tables import InstitutionSetting
from caseforms.web import create_app
from caseforms.workflow import scenarios

CASES, FEW = 100_000, 20_000
BUDGET = 1.5
QUARTER = holding(date(2025, 11, 1), "quarter")
TABLE = "cd-monitoring-table"
PAGE = f"/quality/{TABLE}/{QUARTER.name}"
USERNAME = "quality"
HOW = Text(
    zh="10万个慢病个案、约107万份记录（由流程自带的情景移到两年的每个月，再在库内复制）：质控人员打开2025年第四季度的A.1表，整页请求，"
    "算出17项和三个总数并画出页面；参照是在同样的行上手写的两条SQL。另外量出一项的明细页，以及一个案改动以后重算它自己的行要多久。",
    en="100 000 chronic-disease cases with about 1 070 000 records (the workflow's own scenarios, moved to each month of two "
    "years and copied inside the database): quality staff open table A.1 of the fourth quarter of 2025, the whole page, 17 "
    "rows and three totals counted, judged and drawn. The yardstick is two SQL statements written by hand over the same "
    "rows. Beside it: the page with the units behind one row, and how long it takes to count one case anew after it changed.",
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
    with house() as home:
        cases = effort.choose(CASES, FEW)
        records = history.fill(home, cases, 0)
        _staff(home, 2 * cases)
        table = indicator_tables.table(TABLE)
        client = signed_in(
            create_app(home.settings, store=home.store, clock=lambda: history.NOW).test_client(), USERNAME
        )
        by_hand = _statements(home, table)

        def ours() -> object:
            assert client.get(PAGE).status_code == 200

        def units() -> object:
            assert client.get(f"{PAGE}/1_5").status_code == 200

        def theirs() -> object:
            with home.store.engine.connect() as connection:
                return [connection.exec_driver_sql(*each).fetchall() for each in by_hand]

        beside = {
            "cases": cases,
            "records": records,
            "ms, the page of the table": 1000 * _fastest(ours, effort.choose(5, 2)),
            "ms, the statements by hand": 1000 * _fastest(theirs, effort.choose(5, 2)),
            "ms, the page of one row with its trend": 1000 * _fastest(units, effort.choose(3, 2)),
            "ms, counting one case anew": 1000 * _fastest(_one_case(table), effort.choose(21, 5)),
        }
        figure = ratio(ours, theirs, effort.choose(9, 3))
    title = Text(
        "打开一个季度的质量监控表（10万个案、100万份记录），相对于手写SQL",
        "the table of a quarter over 100 000 cases and a million records, against SQL by hand",
    )
    return Figure("quality", title, figure, "×", BUDGET, HOW, beside=beside)


def _fastest(work: Work, times: int) -> float:
    """The shortest of several runs, in processor seconds."""
    return min(seconds(work, 1) for _ in range(times))


def _staff(home: House, residents: int) -> None:
    """Somebody who may see the tables, and the number of residents that row 3.3 is a share of."""
    with home.store.transaction(home.institution_id) as session:
        accounts.add_user(
            session, None, USERNAME, "钱质控", ["quality"], history.NOW, password=PASSWORD, language="zh"
        )
        session.add(
            InstitutionSetting(
                name=quality_tables.RESIDENTS, value={"value": residents}, changed_at=history.NOW
            )
        )


def _statements(home: House, table: indicators.Table) -> list[tuple[str, tuple[object, ...]]]:
    start, end = number(QUARTER.start), number(QUARTER.end)
    found: list[tuple[str, tuple[object, ...]]] = []
    for text, shared in ((BY_HAND, False), (PEOPLE_BY_HAND, True)):
        keys = [
            indicator_tables.counter_key(table, counter)
            for counter in table.counters()
            if bool(counter.distinct) is shared
        ]
        marks = ", ".join("?" * len(keys))
        found.append((text.format(marks), (home.institution_id, *keys, start, end, end, start)))
    return found


def _one_case(table: indicators.Table) -> Work:
    flow, calendar = library.workflow(None, history.FLOW), as_published()
    story = scenarios.played(flow, flow.scenarios["closed"], calendar)
    facts = story.story.known(story.moment)
    state, moment = story.story.state, story.moment

    def count() -> object:
        ground = indicators.of_case(
            flow, state, facts, moment, calendar, table.settings, lambda _, text: text, "person"
        )
        return indicators.contributions(table, ground)

    return count
