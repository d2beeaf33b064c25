"""Before a form is published: which stored records would fail, which answers have no place, who else refers to it."""

from __future__ import annotations

from typing import Any

import pytest

from caseforms.services import answer_moves, designs, impact, library, publishing, stored_answers
from caseforms.services import records as records_of
from caseforms.services.publishing import PublicationLine
from tests.services import filled
from tests.services.world import World, refused

FORM, MASKED = "mh-application", answer_moves.MASKED
RENAMED = {"op": "rename", "item": "field:/address_detail", "to": "address_line"}
DECLINED = {
    **{name: one for name, one in filled.APPLICATION.items() if name not in ("accept_basis", "scope_action")},
    "follow_up": "no",
    "decline_basis": ["beyond_centre"],
    "referral_offer": "declined",
    "decline_action": ["informed"],
}
GONE = {"op": "remove-item", "item": "field:/address_detail"}


def limited(limit: int) -> dict[str, Any]:
    return {"op": "set", "item": "field:/client_needs", "property": "maxLength", "value": limit}


def without_choice(code: str) -> dict[str, Any]:
    return {"op": "remove-choice", "item": f"choice:/referral_offer#{code}"}


def begin(world: World, *operations: Any) -> str:
    design = world.do(designs.open_, "admin", "form", FORM, world.now)
    if operations:
        world.do(designs.apply, "admin", design.id, list(operations), world.now)
    return design.id


def application(world: World, **answers: Any) -> str:
    return world.fill(world.open(), "application", {**filled.APPLICATION, **answers})


def look(world: World, design: str) -> impact.Impact:
    return world.do(impact.of, "admin", design)


def publish(world: World, design: str) -> PublicationLine:
    return world.do(publishing.publish, "admin", design, "改", world.now)


@pytest.fixture
def records(world: World) -> list[str]:
    """Three applications: one writes much, one was declined, one lives somewhere."""
    return [
        application(world, client_needs="希望" * 30),
        world.fill(world.open(), "application", DECLINED),
        application(world, address_detail="莲花路1号"),
    ]


def test_records_that_would_fail_are_counted_and_named(world: World, records: list[str]) -> None:
    design = begin(world, limited(20))

    found = look(world, design)

    assert (found.records, found.failing) == (3, 1)
    (line,) = found.first
    assert (line.record_id, line.case_no) == (records[0], "2026-A-0001")
    assert [(each.code, each.pointer) for each in line.problems] == [("answer.maxLength", "/client_needs")]
    assert found.differences.change_class == "breaking"


def test_codes_that_are_no_choice_any_more_are_counted(world: World, records: list[str]) -> None:
    found = look(world, begin(world, without_choice("declined")))

    assert found.outside == (impact.Outside("/referral_offer", "declined", 1),)


def test_answers_without_a_place_are_counted_and_fail_nothing(world: World, records: list[str]) -> None:
    found = look(world, begin(world, GONE))

    assert (found.failing, dict(found.lost)) == (0, {"/address_detail": 1})


def test_what_was_renamed_takes_its_answers_along(world: World, records: list[str]) -> None:
    design = begin(world, RENAMED)

    found = look(world, design)
    tried = world.do(answer_moves.dry_run, "admin", design)

    assert (found.failing, dict(found.lost)) == (0, {})
    assert [line.record_id for line in tried.items] == [records[2]]
    kinds = {(change.pointer, change.kind, change.new or change.old) for change in tried.items[0].changes}
    assert kinds == {("/address_detail", "removed", MASKED), ("/address_line", "added", MASKED)}


def test_declared_moves_are_tried_and_published_with_the_form(world: World, records: list[str]) -> None:
    design = begin(world, without_choice("declined"))
    recoded = {"do": "recode", "field": "/referral_offer", "codes": {"declined": "accepted"}}

    world.do(answer_moves.declare, "admin", design, [recoded], world.now)

    assert look(world, design).outside == ()
    changed = world.do(answer_moves.dry_run, "admin", design).items
    assert [(line.record_id, [(each.old, each.new) for each in line.changes]) for line in changed] == [
        (records[1], [("declined", "accepted")])
    ]
    nowhere = [{"do": "rename", "from": "/nowhere", "to": "/address_street"}]
    assert refused(lambda: world.do(answer_moves.declare, "admin", design, nowhere, world.now)) == (
        "moving.unknown-field",
    )


def test_drafts_and_uses_are_told(world: World) -> None:
    world.start(world.open(), "application")
    change = {"op": "set", "item": "choice:/follow_up#yes", "property": "title", "value": "接受"}

    found = look(world, begin(world, change))

    assert found.drafts == 1
    assert {(use.kind, use.owner) for use in found.uses} >= {("workflow", "mental-health-case")}


def test_it_tells_how_far_it_is_and_lists_the_rest_page_by_page(
    world: World, records: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored_answers, "BATCH", 2)
    design, told = begin(world, limited(2)), list[tuple[int, int]]()

    with world.store.reading(world.institution_id) as session:
        impact.of(session, world.admin, design, lambda done, total: told.append((done, total)))
        first = impact.failing(session, world.admin, design, limit=2)
        second = impact.failing(session, world.admin, design, first.next, limit=2)

    assert told == [(2, 3), (3, 3)]
    assert [line.record_id for page in (first, second) for line in page.items] == sorted(records)
    assert second.next is None


def test_a_form_is_changed_published_filled_in_and_rolled_back(world: World) -> None:
    old = application(world)
    english = {"op": "translate", "item": "text:en:wish.label", "value": "Wish"}
    wish = {
        "op": "add-item",
        "item": "field:/wish",
        "anchor": {"in": "group:basic", "before": None},
        "value": {"schema": {"type": "string", "title": "愿望"}},
    }
    design = begin(world, wish)
    untranslated = refused(lambda: publish(world, design))
    world.do(designs.apply, "admin", design, [english], world.now)

    line = publish(world, design)
    new = application(world, wish="外出工作")
    back = world.do(publishing.roll_back, "admin", "form", FORM, "1.0.0", "退回", world.now)

    assert untranslated == ("definition.translation-missing",)
    assert (line.version, line.change_class) == ("1.0.0+chunhui.1", "widening")
    with world.store.reading(world.institution_id) as session:
        form = library.form(session, FORM)
        built = publishing.built(session, "form", FORM, line.version)
        assert built == library.form_document(session, FORM, line.version)
    assert (form.definition.version, "/wish" in form.fields) == (back.version, False)
    assert [read_version(world, each) for each in (old, new)] == ["1.0.0", "1.0.0+chunhui.1"]


def read_version(world: World, record: str) -> str:
    return world.do(records_of.view, "lin", record, world.now).form.definition.version
