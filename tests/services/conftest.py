"""A store for each test of this room with one institution in it, copied from one that was built once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from caseforms.storage import Store
from tests.databases import BOTH, Migrated, Place, migrated, store
from tests.services import world as worlds
from tests.services.world import World

__all__ = ["migrated", "place", "store", "world"]
INHABITED = "inhabited"


@pytest.fixture(params=BOTH)
def place(request: pytest.FixtureRequest, tmp_path: Path, migrated: Migrated) -> Iterator[Place]:
    """Settings that name a fresh database with the institution and its people."""
    own = migrated.copy(request.param, tmp_path, INHABITED, worlds.build)
    yield own
    migrated.forget(own)


@pytest.fixture
def world(store: Store, place: Place, migrated: Migrated) -> World:
    """An institution with people in every role, on a Monday morning."""
    built = migrated.filled[place.kind + INHABITED]
    assert isinstance(built, World)
    return World(store, built.institution_id, built.actors)
