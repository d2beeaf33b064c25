"""Stores, institutions and pages for the tests that follow a row of the standards through the whole application."""

from __future__ import annotations

import pytest

from caseforms.services.actors import Actor
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
