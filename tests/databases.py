"""A fresh, migrated store for each test, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import make_url

from caseforms import storage
from caseforms.storage import Store
from tests.beginnings import Copies, untouched
from tests.compiled import opened
from tests.pooled import Pooled, run

BOTH = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))


@dataclass(frozen=True)
class Place:
    """The settings that storage reads."""

    database_url: str
    data_dir: Path
    max_upload_size: int = 1024 * 1024

    @property
    def kind(self) -> str:
        """sqlite or postgresql."""
        return make_url(self.database_url).get_backend_name()

    @property
    def field_key_file(self) -> Path:
        return self.data_dir / "field_keys.json"


@dataclass
class Migrated:
    """Databases that were made once and are copied for each test: migrated, and filled when the test's room fills them."""

    folder: Path
    numbers: Iterator[int] = field(default_factory=count)
    made: set[str] = field(default_factory=set)
    filled: dict[str, object] = field(default_factory=dict)
    pools: dict[str, Pooled] = field(default_factory=dict)
    copies: dict[str, Copies] = field(default_factory=dict)

    def copy(
        self, kind: str, target: Path, name: str = "empty", fill: Callable[[Store], object] | None = None
    ) -> Place:
        """A database of its own for a test, with its data folder `target`; `filled[kind + name]` is what `fill` gave."""
        home = self.folder / name
        home.mkdir(exist_ok=True)
        url = f"sqlite:///{home}/caseforms.db" if kind == "sqlite" else _named(name)
        if kind + name not in self.filled:
            self._make(kind, Place(url, home), name, fill)
        shutil.copyfile(home / "field_keys.json", target / "field_keys.json")
        pool = None
        if kind == "sqlite":
            shutil.copyfile(home / "caseforms.db", target / "caseforms.db")
            own = f"sqlite:///{target}/caseforms.db"
        else:
            pool = self.pools.setdefault(name, Pooled(url))
            own = pool.lend(_named(f"copy{next(self.numbers)}"))
            self.made.add(own)
        untouched(own, self.copies.setdefault(kind + name, Copies(home, pool)))
        return Place(own, target)

    def _make(self, kind: str, place: Place, name: str, fill: Callable[[Store], object] | None) -> None:
        if kind != "sqlite":
            run("create database {} encoding 'UTF8' template template0", place.database_url)
            self.made.add(place.database_url)
        with closing(opened(place)) as store:
            storage.upgrade(store.engine)
            self.filled[kind + name] = fill(store) if fill is not None else None

    def forget(self, place: Place) -> None:
        """The test is over: the next one may have its PostgreSQL database, unless its tables were changed."""
        for pool in self.pools.values():
            if place.database_url in pool.lent and not pool.take_back(place.database_url):
                self.drop(place.database_url)

    def drop(self, url: str) -> None:
        """Remove a PostgreSQL database made here."""
        for pool in self.pools.values():
            pool.forget(url)
        run("drop database if exists {} with (force)", url)
        self.made.discard(url)


DATABASES = pytest.StashKey[Migrated]()


@pytest.fixture(scope="session")
def migrated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Migrated]:
    """The copies of this session; what is left of them goes at its end."""
    # Each room's conftest that takes this fixture in has a copy of it: what they give is one and the same.
    if DATABASES not in request.config.stash:
        request.config.stash[DATABASES] = Migrated(tmp_path_factory.mktemp("migrated"))
    databases = request.config.stash[DATABASES]
    yield databases
    with (
        ThreadPoolExecutor() as hands
    ):  # the server writes everything down before each: together it does so once
        list(hands.map(databases.drop, list(databases.made)))


@pytest.fixture(params=BOTH)
def place(request: pytest.FixtureRequest, tmp_path: Path, migrated: Migrated) -> Iterator[Place]:
    """Settings that name a fresh, migrated database and an empty data folder."""
    own = migrated.copy(request.param, tmp_path)
    yield own
    migrated.forget(own)


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    """The store over that database."""
    with closing(opened(place)) as ready:
        yield ready


def _named(suffix: str) -> str:
    base = make_url(os.environ["CASEFORMS_TEST_POSTGRES"])
    name = f"{base.database}_{os.getpid()}_{suffix}"
    return base.set(database=name).render_as_string(hide_password=False)
