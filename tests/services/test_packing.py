"""Packs between institutions: what one gives away, the other looks at and takes whole, or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from caseforms.definitions import editing
from caseforms.services import (
    designs,
    in_force,
    institutions,
    layers,
    library,
    packing,
    publishing,
    shipped,
    unpacking,
    upgrading,
)
from caseforms.services.packing import Piece
from caseforms.storage import Store
from tests.journeys import adaptations
from tests.services import world as worlds
from tests.services.world import World, refused

FORM = adaptations.FORM
NOTE = "取自春晖"


@pytest.fixture
def giver(store: Store) -> World:
    """Another institution that has changed a form, made one of its own, and set a number pattern."""
    other = worlds.build(store, "giver")
    adaptations.changed(
        store, other.admin, "form", FORM, [adaptations.RELABELLED, adaptations.SHORTER], other.now
    )
    own = editing.new_form("street-visit", {"zh": "街头走访", "en": "Street visit"})
    question = {
        "op": "add-item",
        "item": "field:/place",
        "value": {"schema": {"type": "string", "title": "地点"}},
        "anchor": {"in": "group:section", "before": None},
        "translations": {"en": {"place.label": "Place"}},
    }
    design = other.do(designs.begin, "admin", "form", editing.apply(own, question), other.now)
    other.do(publishing.publish, "admin", design.id, "新表", other.now)
    other.do(institutions.set_setting, "admin", "number.case_no", "{year}-JW-{n:04}", other.now)
    return other


def given(giver: World, *keys: str) -> tuple[Piece, ...]:
    return giver.do(packing.packed, "admin", keys, giver.now)


def plan(world: World, pieces: Iterable[Piece]) -> dict[str, Any]:
    return {each.piece.id: each for each in world.do(unpacking.planned, "admin", pieces)}


def take(world: World, pieces: Iterable[Piece]) -> None:
    world.do(unpacking.take, "admin", pieces, NOTE, world.now)


def test_changes_of_another_institution_wait_in_our_work_until_we_publish_them(
    world: World, giver: World
) -> None:
    pieces = given(giver, f"changes:form:{FORM}")

    (planned,) = plan(world, pieces).values()
    take(world, pieces)

    assert planned.outcome == "changes"
    assert {(each.item, each.property) for each in planned.changes} == {
        (adaptations.NEEDS, "title"),
        (adaptations.NAME, "maxLength"),
    }
    design = world.do(designs.open_, "admin", "form", FORM, world.now)
    assert design.document["schema"]["properties"]["client_needs"]["title"] == "来访者的需求"
    with world.store.reading(world.institution_id) as session:
        assert in_force.versions(session, "form") == {}


def test_a_form_of_its_own_and_settings_are_at_work_at_once(world: World, giver: World) -> None:
    pieces = given(giver, "form:street-visit", "lists:settings")

    outcomes = {name: each.outcome for name, each in plan(world, pieces).items()}
    take(world, pieces)

    assert outcomes == {"street-visit": "new", "settings": "changes"}
    with world.store.reading(world.institution_id) as session:
        assert library.form(session, "street-visit").definition.title == "街头走访"
        assert institutions.setting(session, "number.case_no") == "{year}-JW-{n:04}"
    assert {each.outcome for each in plan(world, pieces).values()} == {"same"}


def test_a_standards_newer_version_comes_by_pack_and_waits_to_be_taken_over(
    world: World, giver: World
) -> None:
    document = editing.apply_all(shipped.form_documents()[FORM][1], adaptations.THEIRS)
    newer = Piece("form", FORM, "1.1.0", {**document, "version": "1.1.0"})

    (planned,) = plan(world, [newer]).values()
    take(world, [newer])

    assert (planned.outcome, len(planned.changes)) == ("newer", 2)
    assert [each.newest for each in world.do(upgrading.available, "admin")] == ["1.1.0"]
    assert giver.do(upgrading.available, "admin") == ()
    assert plan(world, [newer])[FORM].outcome == "same"
    other = replace(newer, document={**newer.document, "title": "别的"})
    assert [each.code for each in plan(world, [other])[FORM].problems] == ["library.version-changed"]


def test_a_local_standard_comes_with_what_it_changes_and_what_it_leaves_to_us(
    world: World, giver: World
) -> None:
    title = {"zh": "深圳市规范", "en": "Shenzhen rules"}
    giver.do(layers.keep, "admin", "sz", title, "city", 1, giver.now)
    giver.do(layers.permit, "admin", "sz", "form", FORM, adaptations.NEEDS, "relabel", giver.now)
    words = {"op": "set", "item": adaptations.NAME, "property": "title", "value": "姓名（深圳）"}
    giver.do(layers.lay, "admin", "sz", "form", FORM, [words], "市规范", giver.now)
    pieces = given(giver, "layer:sz")

    (planned,) = plan(world, pieces).values()
    take(world, pieces)

    assert planned.outcome == "new"
    (line,) = world.do(layers.listed, "admin")
    assert (line.title, line.changed) == (title, (("form", FORM),))
    assert line.permissions == {f"form:{FORM}": {adaptations.NEEDS: "relabel"}}
    assert plan(world, pieces)["sz"].outcome == "same"


def test_one_part_that_does_not_fit_keeps_everything_out_and_each_is_named(
    world: World, giver: World
) -> None:
    good, changes = given(giver, "form:street-visit", f"changes:form:{FORM}")
    broken = replace(
        good, id="broken", document={**good.document, "id": "broken", "schema": {"type": "object"}}
    )
    elsewhere = replace(changes, document={**changes.document, "base_version": "0.9.0"})
    odd = replace(changes, id="odd", document={"kind": "form", "operations": "all"})
    setting = Piece("lists", "settings", "", {"values": {"record.within_days": "soon", "secret": 1}})

    pieces = [good, broken, elsewhere, odd, setting]
    found = {name: [each.code for each in one.problems] for name, one in plan(world, pieces).items()}
    codes = refused(lambda: take(world, pieces))

    assert found["street-visit"] == []
    assert found["broken"] != []
    assert found[elsewhere.id] == ["packing.other-base"]
    assert found["odd"] == ["packing.unreadable"]
    assert found["settings"] == ["packing.setting", "packing.setting"]
    assert {"packing.other-base", "packing.unreadable", "packing.setting"} <= set(codes)
    with world.store.reading(world.institution_id) as session:
        assert in_force.versions(session, "form") == {}


def test_a_whole_standard_goes_out_as_it_stands_and_says_nothing_new_elsewhere(
    world: World, giver: World
) -> None:
    pieces = given(giver, "standard:003")

    outcomes = {each.outcome for each in plan(world, pieces).values()}

    assert len(pieces) == 12
    assert outcomes == {"same"}
    assert refused(lambda: given(giver, "form:nowhere")) == ("packing.nothing",)


def test_who_may_not_keep_local_standards_neither_gives_nor_takes(world: World) -> None:
    assert refused(lambda: world.do(packing.offers, "lin")) == ("permission.denied",)
    assert refused(lambda: world.do(unpacking.take, "lin", [], "", world.now)) == ("permission.denied",)
