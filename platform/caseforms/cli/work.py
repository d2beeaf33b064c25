"""The command `caseforms work`: does what time brings, beside or instead of the process that serves the pages."""

from __future__ import annotations

import argparse
import logging
from datetime import UTC, datetime

from caseforms import jobs, settings


def configure(parser: argparse.ArgumentParser) -> None:
    """Add doing one task and stopping, and working without a timetable."""
    names = [task.name for task in jobs.TASKS]
    parser.add_argument(
        "--once", metavar="TASK", choices=names, help=f"do one task and stop: {', '.join(names)}"
    )
    parser.add_argument(
        "--no-schedule",
        action="store_true",
        help="take tasks, start none by the clock: for all but one of several workers on a shared queue",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Work until stopped, or do the one task."""
    read = settings.read()
    if arguments.once:
        print(f"{arguments.once}: {jobs.Worker(read).run(arguments.once, datetime.now(UTC))}")
        return 0
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    jobs.work(read, schedule=not arguments.no_schedule)
    return 0
