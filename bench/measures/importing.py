"""How long the application takes to import and put together, in a fresh interpreter, with compiled modules at hand."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from tempfile import TemporaryDirectory

from bench.figure import Effort, Figure, Text

BUDGET = 0.7
TIMED = "import resource\n{}\nused = resource.getrusage(resource.RUSAGE_SELF)\nprint(used.ru_utime + used.ru_stime)"
OURS = "from caseforms import settings\nfrom caseforms.web import create_app\ncreate_app(settings.read())"
THEIRS = "import flask, sqlalchemy.orm, babel"
NOTHING = "pass"
HOW = Text(
    zh="在新的解释器里导入并组装整个应用（create_app），字节码已编译；取处理器秒，减去空解释器的启动。"
    "“相对于”一行是与只导入flask、sqlalchemy和babel成对比较的中位数。这三者本身约占一半，其余主要是映射数据表和定义值类型；每个进程只付一次。",
    en="A fresh interpreter imports and puts together the whole application (create_app), its modules compiled before; "
    "processor seconds, less those of an interpreter that does nothing. The ratio beside is the median of pairs against "
    "importing flask, sqlalchemy and babel alone."
    " These three are nearly half of it; mapping our tables and making our value types are most of the rest, once in each "
    "process.",
)


def measure(effort: Effort) -> Figure:
    """Processor seconds."""
    with TemporaryDirectory(prefix="caseforms-bench-") as folder:
        environment = {
            **os.environ,
            "CASEFORMS_DATA_DIR": folder,
            "PYTHONPYCACHEPREFIX": f"{folder}/compiled",
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for program in (OURS, THEIRS):
            spent(program, environment)
        rounds = [
            [spent(program, environment) for program in (NOTHING, OURS, THEIRS)]
            for _ in range(effort.choose(9, 3))
        ]
    seconds = statistics.median(ours - nothing for nothing, ours, _ in rounds)
    against = statistics.median((ours - nothing) / (theirs - nothing) for nothing, ours, theirs in rounds)
    return Figure(
        "importing",
        Text("导入并组装应用", "importing and putting together the application"),
        seconds,
        "s",
        BUDGET,
        HOW,
        beside={"against flask, sqlalchemy and babel alone, ×": against},
    )


def spent(program: str, environment: dict[str, str]) -> float:
    """Processor seconds of an interpreter that runs the program."""
    line = [sys.executable, "-c", TIMED.format(program)]
    done = subprocess.run(line, env=environment, check=True, capture_output=True, text=True)
    return float(done.stdout.strip().splitlines()[-1])
