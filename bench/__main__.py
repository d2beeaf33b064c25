"""`python -m bench`: runs the measures, prints each figure, writes build/bench.json and docs/performance.md."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path

from bench import report
from bench.figure import Effort, Figure
from bench.measures import MEASURES

ROOT = Path(__file__).resolve().parent.parent
Measure = Callable[[Effort], Figure]


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0 also when a budget is missed (it is named last), 1 when a measure broke off."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--only", choices=sorted(MEASURES), action="append", help="measure just this")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions, smaller tables")
    chosen = parser.parse_args(arguments)
    wanted = {name: loaded(place) for name, place in MEASURES.items() if name in (chosen.only or MEASURES)}
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what is served meanwhile ends too
    return run(
        wanted,
        Effort(chosen.quick),
        ROOT / "build" / "bench.json",
        ROOT / "docs" / "performance.md" if chosen.only is None else None,
    )


def run(wanted: Mapping[str, Measure], effort: Effort, json_file: Path, page_file: Path | None) -> int:
    """Measure, print, write; the last line names what was missed."""
    figures: list[Figure] = []
    busy = os.getloadavg()[0] > (os.cpu_count() or 1)  # before anything of ours runs
    failed: list[str] = []
    for name, measure in wanted.items():
        try:
            figures.append(measure(effort))
        except Exception:
            traceback.print_exc()
            failed.append(name)
            continue
        print(report.said(figures[-1]), flush=True)
        for what, value in figures[-1].beside.items():
            print(f"    {what}: {report.number(value)}", flush=True)
    report.write(figures, json_file, None if failed else page_file, quick=effort.quick, busy=busy)
    print(report.closing(figures, failed))
    return 1 if failed else 0


def loaded(place: str) -> Measure:
    """The measure of a module, imported when it is run: one that is broken leaves the others alone."""
    return lambda effort: import_module(place).measure(effort)  # type: ignore[no-any-return]  # found by name


if __name__ == "__main__":
    sys.exit(main())
