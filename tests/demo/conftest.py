"""The built demonstration, opened for reading, and copies of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from caseforms import storage
from caseforms.storage import Store
from tests.demo import building


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the whole demonstration: not to be changed."""
    return building.template(tmp_path_factory)


@pytest.fixture
def store(demonstration: Path, tmp_path: Path) -> Iterator[Store]:
    """The store over a copy of the demonstration."""
    with closing(storage.open(building.copied(demonstration, tmp_path / "demo"))) as opened:
        yield opened
