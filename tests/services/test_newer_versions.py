"""A draft moves to the version in force only when its author asks, after seeing what that would change."""

from __future__ import annotations

from typing import Any

import pytest

from caseforms.definitions import editing
from caseforms.services import newer_versions, records, shipped
from caseforms.services.newer_versions import Newer
from tests.services import filled
from tests.services.test_library import ours, put_in_force
from tests.services.world import World, refused

CHANGES: list[dict[str, Any]] = [
    {"op": "rename", "item": "field:/phone", "to": "contact"},
    {"op": "remove-item", "item": "field:/address_street"},
    {
        "op": "add-item",
        "item": "field:/wish",
        "anchor": {"in": "group:basic", "before": None},
        "value": {"schema": {"type": "string", "title": "愿望"}, "required": True},
        "translations": {"en": {"wish.label": "Wish"}},
    },
]


def reshaped(*, optional: bool = False) -> dict[str, Any]:
    """The application with the telephone renamed, the street dropped, and a new question that must be answered."""
    changes = CHANGES[:2] if optional else CHANGES
    return ours(editing.apply_all(shipped.form_documents()["mh-application"][1], changes), 1)


ANSWERS = {**filled.APPLICATION, "phone": "13800138042", "address_street": "莲花街道"}
MOVES = [{"do": "rename", "from": "/phone", "to": "/contact"}]


@pytest.fixture
def draft(world: World) -> str:
    begun = world.start(world.open(), "application")
    world.do(records.save_draft, "lin", begun.line.id, {**begun.data, **ANSWERS}, begun.version, world.now)
    put_in_force(world, reshaped(), answers=MOVES)
    return begun.line.id


def offered(world: World, draft: str) -> Newer:
    return world.do(newer_versions.offered, "lin", draft, world.now)


def view(world: World, draft: str) -> records.RecordView:
    return world.do(records.view, "lin", draft, world.now)


@pytest.mark.requirement("R-M-05")
def test_a_draft_stays_with_its_version_until_its_author_asks(world: World, draft: str) -> None:
    shown = view(world, draft)

    assert shown.form.definition.version == "1.0.0"
    assert shown.newer == "1.0.0+chunhui.1"


def test_what_moving_would_change_is_shown_and_nothing_is_changed(world: World, draft: str) -> None:
    found = offered(world, draft)

    assert [(each.pointer, each.kind) for each in found.changes if each.kind == "added"] == [
        ("/contact", "added")
    ]
    assert found.lost == (("/address_street", "莲花街道"),)
    assert found.asked == ("/wish",)
    assert view(world, draft).data["phone"] == "13800138042"


def test_moving_carries_the_answers_and_keeps_what_has_no_place(world: World, draft: str) -> None:
    found = offered(world, draft)

    world.do(newer_versions.move, "lin", draft, found.version, world.now)

    moved = view(world, draft)
    assert (moved.form.definition.version, moved.newer) == ("1.0.0+chunhui.1", "")
    assert moved.data["contact"] == "13800138042"
    assert "address_street" not in moved.data
    assert refused(lambda: offered(world, draft)) == ("record.newest",)


def test_a_draft_that_was_written_in_the_meantime_is_looked_at_again(world: World, draft: str) -> None:
    found = offered(world, draft)
    world.do(records.save_draft, "lin", draft, {**ANSWERS, "phone": "13900139042"}, found.version, world.now)

    codes = refused(lambda: world.do(newer_versions.move, "lin", draft, found.version, world.now))

    assert codes == ("record.stale-version",)


def test_only_who_may_write_the_draft_moves_it(world: World, draft: str) -> None:
    assert refused(lambda: world.do(newer_versions.offered, "zhou", draft, world.now)) != ()
