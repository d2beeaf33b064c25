"""Stores, institutions and pages for the tests that follow a row of the standards through the whole application."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from caseforms.services.actors import Actor
from tests.compiled import opened
from tests.databases import Migrated
from tests.services import world as worlds
from tests.services.conftest import migrated, place, store, world
from tests.services.world import World
from tests.web.conftest import House, house, lived, prepared, stranger, visit

__all__ = ["house", "lived", "migrated", "place", "prepared", "store", "stranger", "told", "visit", "world"]
NAMES = {"lin": "lin", "zhou": "zhao", "wang": "wang", "chen": "chen", "liu": "dang", "admin": "guan"}
ROLES = {"lin": "social_worker", "zhou": "social_worker", "wang": "supervisor", "chen": "volunteer"}


@pytest.fixture
def told(house: House) -> World:
    """The people behind the pages, to tell what went before through the services (the clock is the house's)."""
    roles = {**ROLES, "liu": "archivist", "admin": "administrator"}
    actors = {
        name: Actor(house.user_ids[at_home], house.institution_id, frozenset({roles[name]}), "")
        for name, at_home in NAMES.items()
    }
    return World(house.store, house.institution_id, actors, house.clock.now)


@pytest.fixture
def clinic(migrated: Migrated, tmp_path: Path) -> Iterator[World]:
    """A hospital's social work department."""
    place = migrated.copy("sqlite", tmp_path, "clinic", lambda store: worlds.build(store, "hospital"))
    built = migrated.filled[place.kind + "clinic"]
    assert isinstance(built, World)
    with closing(opened(place)) as store:
        yield World(store, built.institution_id, built.actors)
