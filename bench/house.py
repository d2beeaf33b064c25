"""A scratch institution to measure in: a fresh database, one worker who can sign in, the shipped definitions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from caseforms import settings, storage
from caseforms.services import accounts, institutions, library, team
from caseforms.services.actors import Actor
from caseforms.settings import Settings
from caseforms.storage import Store

USERNAME, PASSWORD = "bench", "a long password for measuring"


@dataclass(frozen=True, slots=True)
class House:
    """Where it is kept and who works in it."""

    folder: Path
    settings: Settings
    store: Store
    institution_id: str
    team_id: str
    worker: Actor


@contextmanager
def house() -> Iterator[House]:
    """A house that is gone when the block ends."""
    with TemporaryDirectory(prefix="caseforms-bench-") as name:
        folder = Path(name)
        read = settings.read({"CASEFORMS_DATA_DIR": name})
        store = storage.open(read)
        storage.upgrade(store.engine)
        now = datetime.now(UTC)
        library.register_shipped(store, now)
        with store.transaction(None) as session:
            ours = institutions.create(session, "bench", "量度社区服务中心", "Bench Centre", now)
        founder = Actor("0" * 32, ours.id, frozenset({"administrator"}), "")
        with store.transaction(ours.id) as session:
            group = team.create(session, founder, "一组", now)
            added = accounts.add_user(
                session, None, USERNAME, "测量员", ["social_worker"], now, password=PASSWORD,
                language="zh", team_ids=[group.id],
            )  # fmt: skip
        worker = Actor(added.user.id, ours.id, frozenset({"social_worker"}), "测量员")
        try:
            yield House(folder, read, store, ours.id, group.id, worker)
        finally:
            store.close()
