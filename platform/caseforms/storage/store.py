"""One installation's storage: its engine, keys and files, and the two kinds of session."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Protocol

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from caseforms.storage import engine as engines
from caseforms.storage import keys, sessions
from caseforms.storage.files import Files
from caseforms.storage.keys import Keyring

STORE = "store"
LONGEST_TURN = 15  # seconds; then the database itself decides, and says that it is locked


class Configuration(Protocol):
    """The part of the settings that storage reads."""

    @property
    def database_url(self) -> str: ...
    @property
    def data_dir(self) -> Path: ...
    @property
    def field_key_file(self) -> Path: ...
    @property
    def max_upload_size(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Store:
    """What services need besides the rows; each session carries its store in `session.info["store"]`.

    SQLite has one writer at a time: the threads of a process take turns at `turn` instead of asking it again and again.
    """

    engine: Engine
    keyring: Keyring
    files: Files
    turn: Lock = field(default_factory=Lock, compare=False, repr=False)

    def transaction(self, institution_id: str | None) -> AbstractContextManager[Session]:
        """A writing session of one institution (None: signing in and administration)."""
        made = sessions.transaction(self.engine, institution_id, **{STORE: self})
        return self._in_turn(made) if self.engine.dialect.name == "sqlite" else made

    def reading(self, institution_id: str | None) -> AbstractContextManager[Session]:
        """A session that only reads."""
        return sessions.reading(self.engine, institution_id, **{STORE: self})

    @contextmanager
    def _in_turn(self, writing: AbstractContextManager[Session]) -> Iterator[Session]:
        held = self.turn.acquire(timeout=LONGEST_TURN)
        try:
            with writing as session:
                yield session
        finally:
            if held:
                self.turn.release()

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def open_store(settings: Configuration) -> Store:
    """The storage that the settings name; makes the key file when there is none, touches no table."""
    files = Files(settings.data_dir / "attachments", settings.max_upload_size)
    return Store(engines.create(settings.database_url), keys.load(settings.field_key_file), files)


def store_of(session: Session) -> Store:
    """The store this session came from."""
    store = session.info[STORE]
    assert isinstance(store, Store)
    return store
