"""Cases as they stand when a test begins with them: lived through the services once, then brought back as they were.

Most tests are about one step of a case and need every step before it. On a database that nobody has written to since
it was copied, a story (`planned`, `served`…) leaves what it left the time before: what stands there is kept, and put
back for the next test. Anywhere else a story is simply told again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import URL, Connection, Engine, event, make_url

from caseforms.storage import Store
from tests.pooled import Pooled, Rows

if TYPE_CHECKING:
    from tests.services.world import World

Told = ParamSpec("Told")
Result = TypeVar("Result")
Whose = TypeVar("Whose", bound="World")


@dataclass(frozen=True)
class Kept:
    """What a story left: what it gave, the time it was then, and the rows (a file of SQLite, else rows of a pool)."""

    result: Any
    now: datetime
    rows: Path | Rows


@dataclass
class Copies:
    """The copies of one prepared database, and the stories that were told on them."""

    folder: Path
    pool: Pooled | None = None
    kept: dict[str, Kept] = field(default_factory=dict)

    def keep(self, story: str, store: Store, result: Any, now: datetime) -> None:
        """Remember what a story left, unless it left files: those are not rows."""
        if store.files.folder.exists():
            return
        if self.pool is not None:
            self.kept[story] = Kept(result, now, self.pool.written(_address(store)))
            return
        path = self.folder / f"beginning{len(self.kept)}.db"
        with closing(sqlite3.connect(path)) as target, closing(store.engine.raw_connection()) as connection:
            connection.driver_connection.backup(target)  # type: ignore[union-attr]
        self.kept[story] = Kept(result, now, path)

    def bring_back(self, kept: Kept, store: Store) -> None:
        """Put what a story left into this copy."""
        if isinstance(kept.rows, Path):
            with closing(sqlite3.connect(kept.rows)) as source, closing(store.engine.raw_connection()) as raw:
                source.backup(raw.driver_connection)  # type: ignore[arg-type]
        else:
            assert self.pool is not None
            self.pool.write(_address(store), kept.rows)


UNTOUCHED: dict[URL, Copies] = {}


def untouched(address: str, copies: Copies) -> None:
    """This database was copied a moment ago."""
    UNTOUCHED[make_url(address)] = copies


@event.listens_for(Engine, "commit")
def _touched(connection: Connection) -> None:
    UNTOUCHED.pop(connection.engine.url, None)


def told_once(
    story: Callable[Concatenate[Whose, Told], Result],
) -> Callable[Concatenate[Whose, Told], Result]:
    """A story of a world whose end is brought back where it begins on an untouched copy; its result is plain values."""

    @wraps(story)
    def tell(world: Whose, *given: Told.args, **named: Told.kwargs) -> Result:
        copies = UNTOUCHED.get(world.store.engine.url)
        if copies is None:
            return story(world, *given, **named)
        name = f"{story.__module__} {story.__qualname__} {world.now} {given} {sorted(named.items())}"
        if name in copies.kept:
            kept = copies.kept[name]
            copies.bring_back(kept, world.store)
            _touch(world.store)
            world.now = kept.now
            result: Result = kept.result
            return result
        result = story(world, *given, **named)
        copies.keep(name, world.store, result, world.now)
        return result

    return tell


def _touch(store: Store) -> None:
    UNTOUCHED.pop(store.engine.url, None)


def _address(store: Store) -> str:
    return store.engine.url.render_as_string(hide_password=False)
