"""A copy of the data directory is the installation: put elsewhere it opens, its logs hold, and nothing is lost or readable without keys."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from caseforms import settings, storage
from caseforms.services import audit, records
from caseforms.storage.keys import SealBroken
from tests.services import filled
from tests.services import world as worlds
from tests.services.world import World


@dataclass(frozen=True, slots=True)
class Kept:
    """What stood in the house that was copied."""

    world: World
    record_id: str
    folder: Path


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    """An installation in one folder: a signed consent, an application, and the program stopped."""
    folder = tmp_path / "data"
    with closing(storage.open(settings.read({"CASEFORMS_DATA_DIR": str(folder)}))) as store:
        storage.upgrade(store.engine)
        world = worlds.build(store)
        case_id = world.open()
        record_id = world.fill(case_id, "application", filled.APPLICATION)
        world.sign(world.fill(case_id, "consent", filled.CONSENT), "client", "worker")
    return Kept(world, record_id, folder)


def opened(kept: Kept, folder: Path) -> World:
    """The same institution, from another folder."""
    store = storage.open(settings.read({"CASEFORMS_DATA_DIR": str(folder)}))
    return World(store, kept.world.institution_id, kept.world.actors)


@pytest.mark.requirement("R-001-71", "R-001-58")
def test_a_restored_copy_shows_every_answer_and_its_logs_hold(kept: Kept, tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere"
    shutil.copytree(kept.folder, copy)
    shutil.rmtree(kept.folder)

    restored = opened(kept, copy)

    with closing(restored.store):
        data = restored.do(records.view, "lin", kept.record_id, restored.now).data
        with restored.store.reading(None) as session:
            verified = audit.verify(session)
        assert data["phone"] == filled.APPLICATION["phone"]
        assert verified.ok
        assert verified.events > 5


@pytest.mark.requirement("R-001-71")
def test_a_copy_without_the_keys_shows_no_personal_value(kept: Kept, tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere"
    shutil.copytree(kept.folder, copy)
    for keys in copy.glob("**/field_keys.json"):
        keys.unlink()
    whole = b"".join(path.read_bytes() for path in copy.rglob("*") if path.is_file())

    robbed = opened(kept, copy)

    with closing(robbed.store), pytest.raises((SealBroken, KeyError)):
        robbed.do(records.view, "lin", kept.record_id, robbed.now)
    assert filled.APPLICATION["phone"].encode() not in whole
