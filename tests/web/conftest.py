"""Two institutions with people of every role, the application over them, and a clock that a test can move."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from caseforms import settings, storage
from caseforms.services import accounts, institutions, library, team
from caseforms.services.actors import Actor
from caseforms.web import create_app
from tests.beginnings import Copies, untouched
from tests.compiled import acquainted, opened
from tests.web.visiting import PASSWORD, Visitor, signed_in

PEOPLE = {
    "lin": ("林晓燕", "social_worker"),
    "zhao": ("赵明", "social_worker"),
    "wang": ("王志明", "supervisor"),
    "chen": ("陈美华", "volunteer"),
    "dang": ("档静", "archivist"),
    "guan": ("管理员", "administrator"),
}
START = datetime(2026, 3, 5, 1, 30, tzinfo=UTC)  # a Thursday, 09:30 in Shanghai


@dataclass
class Clock:
    """What time the application thinks it is."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def pass_time(self, **length: float) -> None:
        """Let time pass."""
        self.now += timedelta(**length)


@dataclass
class House:
    """The application with its store and clock."""

    app: Flask
    store: storage.Store
    clock: Clock
    institution_id: str
    other_institution_id: str
    user_ids: dict[str, str]
    folder: Path


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Everything that every visit begins with, made once: passwords are slow to hash."""
    folder = tmp_path_factory.mktemp("prepared")
    read = settings.read({"CASEFORMS_DATA_DIR": str(folder)})
    store, clock = opened(read), Clock()
    storage.upgrade(store.engine)
    library.register_shipped(store, clock())
    with store.transaction(None) as session:
        ours = institutions.create(session, "ch", "春晖社区社会工作服务中心", "Chunhui Centre", clock())
        theirs = institutions.create(session, "xj", "夕佳社区服务站", "Xijia Station", clock())
    user_ids = {}
    with store.transaction(ours.id) as session:
        founder = Actor("0" * 32, ours.id, frozenset({"administrator"}), "")
        group = team.create(session, founder, "精卫组", clock())
        for username, (name, role) in PEOPLE.items():
            added = accounts.add_user(
                session,
                None,
                username,
                name,
                [role],
                clock(),
                password=PASSWORD,
                language="en",
                team_ids=[group.id],
            )
            user_ids[username] = added.user.id
    with store.transaction(theirs.id) as session:
        accounts.add_user(session, None, "other", "别处社工", ["social_worker"], clock(), password=PASSWORD)
        accounts.add_user(session, None, "boss", "别处管理", ["administrator"], clock(), password=PASSWORD)
    store.close()
    return House(
        create_app(read, store=store, clock=clock), store, clock, ours.id, theirs.id, user_ids, folder
    )


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Copies:
    """What stories left in houses where nothing had happened before."""
    return Copies(tmp_path_factory.mktemp("lived"))


@pytest.fixture
def house(prepared: House, lived: Copies, tmp_path: Path) -> Iterator[House]:
    """A house of the test's own: a copy of the prepared one."""
    folder = tmp_path / "data"
    shutil.copytree(prepared.folder, folder)
    read = settings.read({"CASEFORMS_DATA_DIR": str(folder)})
    untouched(read.database_url, lived)
    store, clock = opened(read), Clock()
    app = acquainted(create_app(read, store=store, clock=clock))
    yield replace(prepared, app=app, store=store, clock=clock, folder=folder)
    store.close()


@pytest.fixture
def visit(house: House) -> Callable[..., Visitor]:
    """`visit("lin")`: the named person at the start page, signed in."""
    return lambda username, language="en": signed_in(house.app, username, language)


@pytest.fixture
def stranger(house: House) -> Visitor:
    """Somebody who has not signed in."""
    return Visitor(house.app)
