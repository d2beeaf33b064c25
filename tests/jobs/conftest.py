"""One institution for the jobs: its world, and the settings of an installation around it."""

from __future__ import annotations

from pathlib import Path

import pytest

from caseforms import settings
from caseforms.settings import Settings
from tests.databases import Place
from tests.services.conftest import migrated, place, store, world

__all__ = ["installation", "migrated", "place", "store", "world"]


@pytest.fixture
def installation(place: Place, tmp_path: Path) -> Settings:
    """The settings of an installation over the database of the test."""
    return settings.read(
        {},
        data_dir=tmp_path,
        database_url=place.database_url,
        secret_key="a secret of the test",
        public_url="https://caseforms.example",
    )
