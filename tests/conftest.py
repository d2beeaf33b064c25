"""What every room's tests share: which tests this machine can run, and which requirement each one proves."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

POSTGRES = "CASEFORMS_TEST_POSTGRES"
# The browser without a window does the same in a third less time.
CHROMIUM = Path(
    os.environ.get("CASEFORMS_TEST_CHROMIUM")
    or shutil.which("chromium-headless-shell")
    or "/usr/bin/chromium"
)
SHARED_ADDRESS: list[str] = []  # filled in a parallel worker only


def pytest_configure(config: pytest.Config) -> None:
    """Give each parallel worker a database of its own, under the same variable; no test waits for the disk."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if os.environ.get(POSTGRES):
        hurried = make_url(os.environ[POSTGRES]).update_query_dict({"options": "-csynchronous_commit=off"})
        os.environ[POSTGRES] = hurried.render_as_string(hide_password=False)
    if worker and os.environ.get(POSTGRES):
        os.environ[POSTGRES] = _database_of(worker, os.environ[POSTGRES])


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave the server as it was found."""
    if SHARED_ADDRESS:
        _run(SHARED_ADDRESS[0], "drop database if exists {} with (force)", os.environ[POSTGRES])


def _database_of(worker: str, address: str) -> str:
    shared = make_url(address)
    own = shared.set(database=f"{shared.database}_{worker}").render_as_string(hide_password=False)
    SHARED_ADDRESS.append(address)
    _run(address, "drop database if exists {} with (force)", own)
    _run(address, "create database {} encoding 'UTF8' template template0", own)
    return own


def _run(address: str, statement: LiteralString, database: str) -> None:
    plain = make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)
    name = sql.Identifier(str(make_url(database).database))
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(name))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, with the reason, what needs a browser or a server that is not there; note the requirements of the rest."""
    for item in items:
        if item.get_closest_marker("browser") and not CHROMIUM.exists():
            item.add_marker(pytest.mark.skip(reason=f"no Chromium at {CHROMIUM}"))
        if item.get_closest_marker("postgres") and not os.environ.get(POSTGRES):
            item.add_marker(pytest.mark.skip(reason=f"{POSTGRES} names no PostgreSQL database"))
        for mark in item.iter_markers("requirement"):
            item.user_properties.extend(("requirement", row) for row in mark.args)
    _longest_files_first(items)


def _longest_files_first(items: list[pytest.Item]) -> None:
    """Begin with the files that ask for the most time, so that none of them is left to one worker at the end."""
    longest: dict[Path, float] = {}
    for item in items:
        mark = item.get_closest_marker("timeout")
        longest[item.path] = max(longest.get(item.path, 0), mark.args[0] if mark and mark.args else 0)
    items.sort(key=lambda item: -longest[item.path])


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser that tests marked `browser` drive."""
    return CHROMIUM


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """The PostgreSQL database that tests marked `postgres` may empty and fill."""
    return os.environ.get(POSTGRES, "")
