"""A draft is told of a newer version of its form, shown what that would change, and moved when its author says so."""

from __future__ import annotations

from typing import Any

import pytest

from caseforms.services import designs, publishing
from caseforms.services.actors import Actor
from tests.web import stories
from tests.web.conftest import House

CHANGES: list[dict[str, Any]] = [
    {"op": "rename", "item": "field:/guardian_name", "to": "guardian"},
    {"op": "set", "item": "field:/guardian", "property": "title", "value": "监护人姓名"},
    {"op": "translate", "item": "text:en:guardian.label", "value": "Guardian's name"},
    {"op": "remove-item", "item": "field:/referrer_contact"},
    {
        "op": "add-item",
        "item": "field:/wish",
        "anchor": {"in": "group:basic", "before": None},
        "value": {"schema": {"type": "string", "title": "最大的愿望"}, "required": True},
        "translations": {"en": {"wish.label": "Greatest wish"}},
    },
]


@pytest.fixture
def published(house: House) -> Any:
    """What publishes a newer application form, when it is called."""

    def publish() -> None:
        keeper = Actor(house.user_ids["guan"], house.institution_id, frozenset({"administrator"}), "管理员")
        with house.store.transaction(house.institution_id) as session:
            design = designs.open_(session, keeper, "form", "mh-application", house.clock())
            designs.apply(session, keeper, design.id, CHANGES, house.clock())
            publishing.publish(session, keeper, design.id, "请问一问愿望", house.clock())

    return publish


def test_a_draft_moves_after_its_author_has_seen_what_that_changes(visit, published):
    lin = visit("lin")
    stories.new_case(lin)
    lin.press("Leave it for now", {"guardian_name": "张大山", "referrer_contact": "居委会"})
    draft = next(
        link.attributes["href"]
        for link in lin.open("/").page.all("a")
        if link.attributes.get("href", "").startswith("/records/")
    )
    assert not lin.open(draft).sees("A newer version of this form is in force.")

    published()
    lin.open(draft).follow("See what it would change")

    for words in (
        "请问一问愿望",
        "Greatest wish",
        "Guardian's name: 张大山",
        "居委会",
        "version 1.0.0+ch.1 is in force",
    ):
        assert lin.sees(words), words
    lin.press("Move to the newer version")
    assert lin.value_of("guardian") == "张大山"
    assert not lin.sees("A newer version of this form is in force.")
    lin.open(f"{draft}/newer", expect=422)
