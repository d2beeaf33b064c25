"""The storm over the field station at full size: what is lost or doubled of 10 000 records, on each database at hand."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from bench.figure import Effort, Figure, Text
from bench.measures.kill import counted

ROOT = Path(__file__).resolve().parents[2]
TEST = "tests/services/test_storm.py"
RECORDS, QUICK = 10_000, 300
LONGEST = 7200
HOW = Text(
    zh="运行tests/services/test_storm.py：多台平板同时送达封存的记录和附件，其间服务进程被随机kill -9，应答丢失、分段被截断或打乱、"
    "重复发送、同一编号另发一份内容；最后每条记录须恰好保存一次，附件齐全并能打开，回执一致。数字是丢失、重复和缺少附件的总数。",
    en="Runs tests/services/test_storm.py: tablets deliver sealed records and files at once while servers are killed with -9, "
    "answers are lost, pieces cut or twisted, sendings repeated, other content sent under the same identifier; in the end "
    "each record must be kept exactly once, every file be there and open, every receipt agree. The figure is the sum of "
    "what was lost, doubled and missing.",
)
SAID = re.compile(r"storm: (\w+): lost (-?\d+), doubled (-?\d+), files missing (-?\d+)")


def measure(effort: Effort) -> Figure:
    """Records lost, doubled, or without a file."""
    records = effort.choose(RECORDS, QUICK)
    line = [sys.executable, "-m", "pytest", TEST, "-q", "-s", "-p", "no:cacheprovider", "-o", "addopts="]
    environment = {**os.environ, "CASEFORMS_TEST_STORM": str(records)}
    done = subprocess.run(
        line, cwd=ROOT, env=environment, check=False, capture_output=True, text=True, timeout=LONGEST
    )
    found = SAID.findall(done.stdout)
    assert found, f"the storm did not blow: {done.stdout[-800:]}{done.stderr[-400:]}"
    print("\n".join(each for each in done.stdout.splitlines() if each.startswith("storm: ")))
    return Figure(
        "storm",
        Text(
            "平板在风暴中送达记录：丢失、重复、缺附件",
            "records of tablets in a storm: lost, doubled, without a file",
        ),
        sum(abs(int(number)) for each in found for number in each[1:]) + counted(done.stdout, "failed"),
        "",
        0,
        HOW,
        beside={
            "records": records,
            "databases that held": counted(done.stdout, "passed"),
            "databases not at hand": counted(done.stdout, "skipped"),
        },
    )
