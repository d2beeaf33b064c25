"""Counting everything anew while it is killed half-way: the memory of the process, its speed, and that it goes on."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import update

from bench import history
from bench.figure import Effort, Figure, Text
from bench.house import House, house
from caseforms.indicators import Figures, holding
from caseforms.services import indicator_tables, quality_tables
from caseforms.storage.tables import CountedSource

CASES, FEW = 6_000, 400
BUDGET = 300
MEGABYTE = 1024
COMMAND = (
    sys.executable,
    "-c",
    "import sys; from caseforms.cli import main; sys.exit(main())",
    "indicators",
    "rebuild",
)
SAID = re.compile(r"(\d+) of (\d+)( \(going on\))?( done)?")
QUARTER = holding(date(2025, 11, 1), "quarter")
HOW = Text(
    zh="`caseforms indicators rebuild`重新统计6000个个案、约6.9万份记录：进行到一半时kill -9，再运行一次，从中断处接着统计；数字是两次运行中进程驻留内存的峰值。"
    "每40个个案一个事务，内存与个案总数无关。统计前后A.1表必须相同，否则本项失败。",
    en="`caseforms indicators rebuild` counts 6 000 cases with about 69 000 records anew: it is killed with -9 half-way and "
    "run again, and goes on from there. The figure is the highest resident memory of the process in the two runs. Forty cases are one "
    "transaction, whatever their number. Table A.1 must say the same before and after, or the measure fails.",
)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the command: how many it said were done at last, whether it went on, its memory and seconds."""

    done: int
    resumed: bool
    megabytes: float
    seconds: float


def measure(effort: Effort) -> Figure:
    """The megabytes."""
    cases = effort.choose(CASES, FEW)
    with house() as home:
        history.fill(home, cases, cases)
        before = _table(home)
        with home.store.transaction(home.institution_id) as session:
            session.execute(update(CountedSource).values(rules="of an earlier version"))
        first = _run(home, kill_at=cases // 2)
        second = _run(home)
        assert second.resumed, "the second run began anew"
        assert _table(home) == before, "counted anew, the table says something else"
    return Figure(
        "rebuild",
        Text("重新统计全部指标（中途kill -9后接着统计）的内存峰值", "memory of counting everything anew, killed half-way and gone on with"),
        max(first.megabytes, second.megabytes),
        "MB",
        BUDGET,
        HOW,
        beside={
            "cases": cases,
            "done when it was killed": first.done,
            "cases each second": (second.done - first.done) / second.seconds,
        },
    )  # fmt: skip


def _table(home: House) -> Figures:
    with home.store.reading(home.institution_id) as session:
        table = indicator_tables.table("cd-monitoring-table")
        return quality_tables.figures(session, table, QUARTER, date(2026, 3, 5))


def _run(home: House, kill_at: int | None = None) -> Run:
    begun, peak, done, resumed = time.monotonic(), 0.0, 0, False
    process = subprocess.Popen(COMMAND, env=_environment(home), stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for line in process.stdout:
        said = SAID.search(line)
        assert said is not None, line
        done, resumed = int(said[1]), bool(said[3])
        peak = max(peak, _highest(process.pid))
        if kill_at is not None and done >= kill_at:
            os.kill(process.pid, signal.SIGKILL)
            break
    process.stdout.close()
    status = process.wait()
    assert status == (0 if kill_at is None else -signal.SIGKILL), f"the command ended with {status}"
    return Run(done, resumed, peak, time.monotonic() - begun)


def _environment(home: House) -> Mapping[str, str]:
    return {**os.environ, "CASEFORMS_DATA_DIR": str(home.folder)}


def _highest(process: int) -> float:
    """The highest resident memory so far, in MB; 0 when the process has just ended."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    except FileNotFoundError:
        return 0.0
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / MEGABYTE if found else 0.0
