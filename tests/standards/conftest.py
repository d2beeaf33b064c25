"""Stores, institutions and pages for the tests that follow a row of the standards through the whole application."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from caseforms import storage
from caseforms.services.actors import Actor
from tests.databases import Migrated
from tests.services import world as worlds
from tests.services.conftest import migrated, place, store, world
from tests.services.world import World
from tests.web.conftest import House, house, prepared, stranger, visit

__all__ = ["house", "migrated", "place", "prepared", "store", "stranger", "told", "visit", "world"]
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


@pytest.fixture(scope="module")
def clinic(migrated: Migrated, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One hospital for all these visits; each has a case of its own."""
    place = migrated.copy("sqlite", tmp_path_factory.mktemp("clinic"))
    with closing(storage.open(place)) as store:
        yield worlds.build(store, "hospital")
