"""Owns what the installation does by itself: which task runs when, and the queue that keeps it until it is done."""

from __future__ import annotations

from caseforms.jobs.tasks import TASKS, Task
from caseforms.jobs.worker import Worker, beside, work

__all__ = ["TASKS", "Task", "Worker", "beside", "work"]
