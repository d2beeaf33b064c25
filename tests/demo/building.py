"""The demonstration, built once for a test run and copied for whoever needs one: tests, journeys, pictures."""

from __future__ import annotations

import fcntl
import os
import shutil
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from caseforms import settings, storage
from caseforms.cli import demo as command
from caseforms.demo import Built, build
from caseforms.settings import Settings

NOW = datetime(2026, 11, 19, 3, 0, tzinfo=UTC)  # a Thursday, 11:00 in Shanghai


def settings_in(folder: Path) -> Settings:
    """Settings of a demonstration that lies in this folder."""
    return settings.read({"CASEFORMS_DATA_DIR": str(folder)}, demo=True)


def template(temporary: pytest.TempPathFactory) -> Path:
    """The folder with the whole demonstration as of NOW; whoever comes first builds it, parallel workers wait."""
    base = temporary.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, done = shared / "demonstration", shared / "demonstration.done"
    with (shared / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            command.make(settings_in(folder), NOW)
            done.touch()
    return folder


def copied(source: Path, target: Path) -> Settings:
    """A copy to change at will; its settings."""
    shutil.copytree(source, target, dirs_exist_ok=True)
    return settings_in(target)


def played(read: Settings, now: datetime, *stories: str, days_back: int = 240) -> Built:
    """A few stories, played in the empty database that the settings name."""
    with closing(storage.open(read)) as store:
        storage.upgrade(store.engine)
        return build(store, now, days_back, only=stories)
