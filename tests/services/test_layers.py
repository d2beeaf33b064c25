"""Between the standard and the institution stand local standards: each keeps to what those above leave to it."""

from __future__ import annotations

from typing import Any

import pytest

from caseforms.services import conformance_reports, designs, layers, library, publishing, uses
from tests.services.world import World, refused

FORM, NOTE = "mh-application", "区里的规定"
STREET = "field:/address_street"
TITLE = {"zh": "东胜区地方标准", "en": "Local standard of Dongsheng"}


def titled(item: str, title: str) -> dict[str, Any]:
    return {"op": "set", "item": item, "property": "title", "value": title}


def limited(item: str, limit: int) -> dict[str, Any]:
    return {"op": "set", "item": item, "property": "maxLength", "value": limit}


@pytest.fixture
def local(world: World) -> World:
    """A district's standard that calls the street otherwise, makes it shorter and leaves only its words to others."""
    world.do(layers.keep, "admin", "dongsheng", TITLE, "city", 10, world.now)
    changed = [titled(STREET, "街道（东胜区）"), limited(STREET, 60)]
    world.do(layers.lay, "admin", "dongsheng", "form", FORM, changed, NOTE, world.now)
    world.do(layers.permit, "admin", "dongsheng", "form", FORM, STREET, "relabel", world.now)
    return world


def street(world: World) -> tuple[str, int]:
    with world.store.reading(world.institution_id) as session:
        form = library.form(session, FORM)
    field = form.fields["/address_street"]
    return form.label(field, "zh"), field.schema["maxLength"]


def change(world: World, *operations: Any, layer: str = "") -> str:
    design = world.do(designs.open_, "admin", "form", FORM, world.now, layer)
    world.do(designs.apply, "admin", design.id, list(operations), world.now)
    return design.id


def publish(world: World, design: str) -> str:
    return world.do(publishing.publish, "admin", design, "改", world.now).version


@pytest.mark.requirement("R-M-07")
def test_a_layer_holds_for_the_institution_and_leaves_what_it_says(local: World) -> None:
    assert street(local) == ("街道（东胜区）", 60)
    assert refused(lambda: change(local, limited(STREET, 30))) == ("overlay.relabel-only",)

    publish(local, change(local, titled(STREET, "街道")))

    assert street(local) == ("街道", 60)


def test_a_layer_is_worked_on_like_a_form_and_what_lies_below_stays(local: World) -> None:
    publish(local, change(local, titled("field:/address_detail", "门牌号")))

    publish(local, change(local, limited(STREET, 40), layer="dongsheng"))

    with local.store.reading(local.institution_id) as session:
        form = library.form(session, FORM)
    assert street(local) == ("街道（东胜区）", 40)
    assert form.label(form.fields["/address_detail"], "zh") == "门牌号"
    (line,) = local.do(layers.listed, "admin")
    assert (line.code, line.changed, line.permissions) == (
        "dongsheng",
        (("form", FORM),),
        {f"form:{FORM}": {STREET: "relabel"}},
    )


def test_what_was_published_tells_layer_from_layer(local: World) -> None:
    version = publish(local, change(local, titled(STREET, "街道")))

    with local.store.reading(local.institution_id) as session:
        built = publishing.built(session, "form", FORM, version)
        assert built == library.form_document(session, FORM, version)
        found = uses.of(session, "form", FORM, [STREET])
        report = conformance_reports.of(session, local.admin, "form", FORM)
    assert {(use.kind, use.owner) for use in found if use.kind == uses.OVERLAY} == {("overlay", "dongsheng")}
    assert report.layers == ("dongsheng",)


def test_taking_a_layer_away_leaves_what_the_institution_made(local: World) -> None:
    publish(local, change(local, titled("field:/address_detail", "门牌号")))

    local.do(layers.take_away, "admin", "dongsheng", "不再采用", local.now)

    with local.store.reading(local.institution_id) as session:
        form = library.form(session, FORM)
    assert street(local)[0] != "街道（东胜区）"
    assert form.label(form.fields["/address_detail"], "zh") == "门牌号"
    assert local.do(layers.listed, "admin") == ()


def test_words_and_rights_are_checked(world: World) -> None:
    def keep(code: str, title: dict[str, str], kind: str, by: str = "admin") -> tuple[str, ...]:
        return refused(lambda: world.do(layers.keep, by, code, title, kind, 1, world.now))

    assert keep("东胜", TITLE, "city") == ("layer.code",)
    assert keep("dongsheng", {"zh": "东胜"}, "city") == ("layer.title",)
    assert keep("dongsheng", TITLE, "planet") == ("layer.kind",)
    assert keep("dongsheng", TITLE, "city", "lin") == ("permission.denied",)
    assert refused(lambda: change(world, titled(STREET, "x"), layer="nowhere")) == ("layer.not-found",)
    world.do(layers.keep, "admin", "dongsheng", TITLE, "city", 1, world.now)
    assert refused(
        lambda: world.do(layers.permit, "admin", "dongsheng", "form", FORM, "*", "anything", world.now)
    ) == ("layer.permission",)
