"""Drafts: two people write in one, and nothing that either typed is lost."""

from __future__ import annotations

from typing import Any

import pytest

from caseforms.services import records
from caseforms.services.records import DraftSaved
from tests.services import filled
from tests.services.world import World, refused


@pytest.fixture
def draft(world: World) -> records.RecordView:
    """A risk profile that Lin and Zhou both work on."""
    case_id = world.accepted()
    world.notes["case"] = case_id
    from caseforms.services import team

    world.do(team.join_case, "lin", case_id, world.zhou.user_id, "member", world.now)
    return world.start(case_id, "risk_profile")


def save(world: World, draft: records.RecordView, actor: str, version: int, **changes: Any) -> DraftSaved:
    data = {**draft.data, **changes}
    return world.do(records.save_draft, actor, draft.line.id, data, version, world.now)


def test_a_draft_may_be_incomplete_and_comes_back_as_typed(world: World, draft: records.RecordView) -> None:
    saved = save(world, draft, "lin", draft.version, family_situation="与姐姐同住")

    again = world.do(records.view, "lin", draft.line.id, world.now)

    assert again.data["family_situation"] == "与姐姐同住"
    assert again.version == saved.version == draft.version + 1


def test_saving_the_same_again_makes_no_new_version(world: World, draft: records.RecordView) -> None:
    first = save(world, draft, "lin", draft.version, family_situation="甲")

    second = save(world, draft, "lin", first.version, family_situation="甲")

    assert second.version == first.version


def test_changes_of_different_fields_are_put_together(world: World, draft: records.RecordView) -> None:
    save(world, draft, "zhou", draft.version, danger_level="2")

    mine = save(world, draft, "lin", draft.version, family_situation="与姐姐同住")

    assert mine.conflicts == ()
    assert [(each.pointer, each.value, each.by_name) for each in mine.merged] == [
        ("/danger_level", "2", "周明")
    ]
    assert mine.data["danger_level"] == "2"
    assert mine.data["family_situation"] == "与姐姐同住"


def test_a_field_that_both_changed_is_returned_with_both_values(
    world: World, draft: records.RecordView
) -> None:
    save(world, draft, "zhou", draft.version, danger_level="2")

    mine = save(world, draft, "lin", draft.version, danger_level="4", family_situation="甲")

    (conflict,) = mine.conflicts
    assert (conflict.pointer, conflict.base, conflict.mine, conflict.theirs) == (
        "/danger_level",
        None,
        "4",
        "2",
    )
    assert mine.data["danger_level"] == "2"
    assert mine.data["family_situation"] == "甲"
    (branch,) = world.do(records.branches, "zhou", draft.line.id)
    assert branch.by_name == "林晓燕"
    assert branch.data["danger_level"] == "4"


def test_a_conflict_is_settled_by_saving_again(world: World, draft: records.RecordView) -> None:
    save(world, draft, "zhou", draft.version, danger_level="2")
    mine = save(world, draft, "lin", draft.version, danger_level="4")

    settled = save(world, draft, "lin", mine.version, **{**mine.data, "danger_level": "4"})

    assert settled.conflicts == ()
    assert settled.data["danger_level"] == "4"


def test_a_field_that_one_emptied_and_nobody_else_touched_stays_empty(
    world: World, draft: records.RecordView
) -> None:
    first = save(world, draft, "lin", draft.version, family_situation="甲", danger_level="1")
    save(world, draft, "zhou", first.version, family_situation="甲", danger_level="2")

    data = {name: value for name, value in first.data.items() if name != "family_situation"}
    mine = world.do(records.save_draft, "lin", draft.line.id, data, first.version, world.now)

    assert "family_situation" not in mine.data
    assert mine.data["danger_level"] == "2"


def test_submitting_over_an_unseen_change_is_refused_and_keeps_the_draft(
    world: World, draft: records.RecordView
) -> None:
    save(world, draft, "zhou", draft.version, **{**filled.RISK_PROFILE, "danger_level": "4"})

    codes = refused(lambda: world.submit(draft, filled.RISK_PROFILE))

    assert codes == ("record.stale-version",)
    assert world.do(records.view, "lin", draft.line.id, world.now).data["danger_level"] == "4"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"no_such_field": 1}, "record.unknown-field"),
        ({"family_situation": "a\0b"}, "record.unstorable-text"),
        ({"family_situation": "a\ud800b"}, "record.unstorable-text"),
        ({"family_situation": "字" * 2_100_000}, "record.too-large"),
        ({"case_no": "2026-MH-9999"}, "record.locked-field"),
    ],
)
def test_what_can_never_be_kept_is_refused(
    world: World, draft: records.RecordView, data: dict[str, Any], code: str
) -> None:
    codes = refused(lambda: save(world, draft, "lin", draft.version, **data))

    assert codes == (code,)


def test_a_version_that_never_was_is_refused(world: World, draft: records.RecordView) -> None:
    assert refused(lambda: save(world, draft, "lin", 99, danger_level="2")) == ("record.unknown-version",)


def test_a_draft_that_is_put_aside_is_kept_in_its_history(world: World, draft: records.RecordView) -> None:
    save(world, draft, "lin", draft.version, family_situation="甲")

    line = world.do(records.discard, "lin", draft.line.id, world.now)

    assert line.status == "void"
    (branch,) = world.do(records.branches, "lin", draft.line.id)
    assert branch.data["family_situation"] == "甲"


def test_the_case_goes_by_the_name_in_the_draft_of_the_application(world: World) -> None:
    case_id = world.open()
    application = world.start(case_id, "application")

    save(world, application, "lin", application.version, client_name="欧阳春")

    assert world.view(case_id).line.client_name == "欧阳春"
