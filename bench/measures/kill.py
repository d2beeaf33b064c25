"""The kill test of the services: what `kill -9` during 500 submissions loses or doubles, on each database at hand."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from bench.figure import Effort, Figure, Text

ROOT = Path(__file__).resolve().parents[2]
TEST = "tests/services/test_kill.py"
LONGEST = 240
HOW = Text(
    zh="运行tests/services/test_kill.py：两个进程提交500份记录，其间随机kill -9并重启；每份已确认的记录须恰好存在一次，"
    "编号连续，audit verify通过。数字是没有通过的数据库个数；没有PostgreSQL服务器时只测SQLite。",
    en="Runs tests/services/test_kill.py: two processes submit 500 records while they are killed with -9 at random and "
    "begun again; each record that was acknowledged must be there exactly once, numbers without a gap, audit verify clean. "
    "The figure counts databases on which that failed; without a PostgreSQL server only SQLite is tried.",
)


def measure(effort: Effort) -> Figure:
    """Databases on which something was lost or doubled."""
    line = [sys.executable, "-m", "pytest", TEST, "-q", "-p", "no:cacheprovider", "-o", "addopts="]
    done = subprocess.run(
        line, cwd=ROOT, env=dict(os.environ), check=False, capture_output=True, text=True, timeout=LONGEST
    )
    found = {word: counted(done.stdout, word) for word in ("passed", "failed", "error", "skipped")}
    assert found["passed"] + found["failed"], (
        f"the kill test did not run: {done.stdout[-800:]}{done.stderr[-400:]}"
    )
    return Figure(
        "kill",
        Text("500次提交中随机kill -9：丢失或重复", "500 submissions killed at random: lost or doubled"),
        found["failed"] + found["error"],
        "",
        0,
        HOW,
        beside={"databases that held": found["passed"], "databases not at hand": found["skipped"]},
    )


def counted(output: str, word: str) -> int:
    """How many tests of a kind the last line counts."""
    found = re.search(rf"(\d+) {word}", output.strip().rpartition("\n")[2])
    return int(found[1]) if found else 0
