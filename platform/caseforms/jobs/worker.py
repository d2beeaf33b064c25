"""The worker: takes due tasks from the queue, one at a time, and says in the log what each did."""

from __future__ import annotations

import logging
import multiprocessing
import os
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing.process import BaseProcess
from typing import Any

from caseforms import storage
from caseforms.jobs import queue
from caseforms.jobs.tasks import TASKS, Task
from caseforms.settings import Settings
from caseforms.storage import Store

LOG = logging.getLogger("caseforms.jobs")
ORPHAN_CHECK = 5.0  # seconds


class Worker:
    """The tasks on one queue, over one store."""

    def __init__(self, settings: Settings, store: Store | None = None) -> None:
        self.settings = settings
        self.store = storage.open(settings) if store is None else store
        self.queue = queue.opened(settings)
        for task in TASKS:
            self._schedule(task)

    def run(self, name: str, now: datetime) -> str:
        """Do one task at once; returns what it did. Raises KeyError for a name that no task has."""
        task = {each.name: each for each in TASKS}[name]
        return task.run(self.store, self.settings, now)

    def serve(self, *, schedule: bool = True) -> None:
        """Take tasks until stopped. Of several workers on one queue exactly one should `schedule`."""
        self.queue.create_consumer(workers=1, periodic=schedule, check_worker_health=False).run()

    def _schedule(self, task: Task) -> None:
        from huey import crontab

        when = crontab(minute=task.minute, hour=task.hour)
        self.queue.periodic_task(when, name=task.name)(self._logged(task))

    def _logged(self, task: Task) -> Callable[[], Any]:
        def run() -> None:
            LOG.info("%s: %s", task.name, self.run(task.name, datetime.now(UTC)))

        return run


def work(settings: Settings, *, schedule: bool = True) -> None:
    """Work in this process until it is told to stop."""
    Worker(settings).serve(schedule=schedule)


def beside(settings: Settings) -> BaseProcess:
    """Start a worker of its own beside this process: it ends when this process does, however that ends."""
    process = multiprocessing.get_context("spawn").Process(
        target=_work_for, args=(settings, os.getpid()), daemon=True, name="caseforms-jobs"
    )
    process.start()
    return process


def _work_for(settings: Settings, parent: int) -> None:
    def leave_with_parent() -> None:
        while os.getppid() == parent:
            stop.wait(ORPHAN_CHECK)
        os._exit(0)  # every task may be killed at any moment

    stop = threading.Event()
    threading.Thread(target=leave_with_parent, daemon=True).start()
    logging.basicConfig(level=logging.WARNING)
    work(settings)
