"""Lists and searches as pages, at a hundred times (or ten times) the cases, for the same worker with the same open work."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from flask.testing import FlaskClient

from bench import crowd
from bench.figure import Effort, Figure, Text
from bench.house import house
from bench.measures.first_visit import signed_in
from bench.timing import nearest
from caseforms.web import create_app

BUDGET = 1.3
SMALL = 10_000
ROUNDS = 3
PAGES = {
    "work list": "/",
    "work list of the team": "/?scope=team",
    "my cases": "/cases",
    "cases of the team": "/cases?scope=team",
    "all cases": "/cases?scope=all",
    "search by name": "/cases?q=%E5%BC%A0%E7%A7%80%E5%85%B0",
    "search by pinyin": "/cases?q=zhangxiulan",
    "search by number": "/cases?q=2026-MH-0004242",
    "search by telephone": "/cases?q=13800000007",
    "search by last four digits": "/cases?q=0007",
}
HOW = Text(
    zh="同一家机构、同样100名社工各40个在办个案，总数一万与一百万（--quick为十万）；整页请求，两边交替，取各自p95之比（三轮的中位数），最慢的一页为准。"
    "个案用SQL直接写入；为使运行不超时，每案只写四个检索词（姓名、拼音、编号及其末段）。",
    en="One institution, the same hundred workers with forty open cases each, ten thousand cases in all and then a million "
    "(--quick: a hundred thousand). Whole pages are asked for in turns; the figure is the ratio of the p95, the median of three "
    "rounds, of the slowest page. Cases are written by SQL; so that a run stays short each has four search terms (name, pinyin, number, its end).",
)


def measure(effort: Effort) -> Figure:
    """The largest ratio of any page."""
    count = effort.choose(1_000_000, 100_000)
    with house() as small, house() as large:
        crowd.fill(small, SMALL)
        crowd.fill(large, count)
        clients = [
            signed_in(create_app(home.settings, store=home.store).test_client()) for home in (small, large)
        ]
        ratios = {name: compared(clients, place, effort.choose(40, 20)) for name, place in PAGES.items()}
    return Figure(
        "lists",
        Text(
            "百万个案时的列表与检索，相对于一万",
            "lists and searches at a million cases, against ten thousand",
        ),
        max(ratios.values()),
        "×",
        BUDGET,
        HOW,
        beside=ratios,
    )


def compared(clients: list[FlaskClient], place: str, times: int) -> float:
    """The p95 of the page in the large house divided by that in the small one, asked in turns."""
    for client in clients:
        answer = client.get(place)
        assert answer.status_code == 200, f"{place}: {answer.status}"
    return statistics.median(_round(clients, place, times) for _ in range(ROUNDS))


def _round(clients: list[FlaskClient], place: str, times: int) -> float:
    found: list[list[float]] = [[], []]
    for _ in range(times):
        for client, spent in zip(clients, found, strict=True):
            spent.append(timed(lambda client=client: client.get(place)))  # type: ignore[misc]  # bound at once
    return nearest(found[1], 0.95) / nearest(found[0], 0.95)


def timed(work: Callable[[], object]) -> float:
    """Processor seconds of one page: neighbours on the machine do not show in them."""
    begun = time.process_time()
    work()
    return time.process_time() - begun
