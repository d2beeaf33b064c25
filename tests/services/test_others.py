"""A form is not published while a workflow, a table or another form would be left with nothing to read."""

from __future__ import annotations

from typing import Any

import pytest

from caseforms.definitions import editing
from caseforms.services import others, shipped, uses
from tests.services.world import World

FORM = "mh-application"


def without(pointer: str, form: str = FORM) -> dict[str, Any]:
    """The shipped form without a field, whatever inside it refers to the field."""
    document = dict(shipped.form_documents()[form][1])
    schema = dict(document["schema"])
    name = pointer.removeprefix("/")
    schema["properties"] = {key: one for key, one in schema["properties"].items() if key != name}
    schema["required"] = [one for one in schema["required"] if one != name]
    return {key: one for key, one in document.items() if key not in ("ui", "paper")} | {"schema": schema}


def broken(world: World, document: dict[str, Any], form: str = FORM) -> set[str]:
    with world.store.reading(world.institution_id) as session:
        found = others.broken(session, world.admin, "form", form, document)
    return {each.code for each in found}


def test_a_field_that_a_guard_reads_is_missed_by_the_workflow(world: World) -> None:
    assert broken(world, without("/follow_up")) == {"publishing.breaks-workflow"}


def test_a_field_that_a_page_of_the_platform_reads_is_missed(world: World) -> None:
    assert "publishing.relied-on" in broken(world, without("/client_name"))


def test_a_rewording_breaks_nothing(world: World) -> None:
    reworded = {"op": "set", "item": "field:/follow_up", "property": "title", "value": "是否跟进"}

    document = editing.apply(shipped.form_documents()[FORM][1], reworded)

    assert broken(world, document) == set()


@pytest.mark.parametrize(
    ("item", "kind"),
    [("field:/follow_up", "workflow"), ("choice:/follow_up#yes", "workflow"), ("group:basic", None)],
)
def test_who_uses_an_item_is_named(world: World, item: str, kind: str | None) -> None:
    with world.store.reading(world.institution_id) as session:
        found = uses.of(session, "form", FORM, [item])

    assert {use.kind for use in found} >= ({kind} if kind else set())
    assert bool(found) is bool(kind)
    assert all(use.item == item and use.title["zh"] for use in found)
