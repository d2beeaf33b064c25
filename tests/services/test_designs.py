"""Work on a form: several people change it step by step, nothing is lost, everything can be taken back."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import pytest
from sqlalchemy.orm import Session

from caseforms.services import design_steps, designs
from caseforms.services.actors import Actor
from caseforms.services.designs import Applied, Design
from tests.compiled import opened
from tests.databases import Place
from tests.services.world import World, refused

LABEL = "field:/client_name"


def titled(title: str) -> dict[str, Any]:
    return {"op": "set", "item": LABEL, "property": "title", "value": title}


def long(limit: int) -> dict[str, Any]:
    return {"op": "set", "item": LABEL, "property": "maxLength", "value": limit}


def begin(world: World) -> Design:
    return world.do(designs.open_, "admin", "form", "mh-application", world.now)


def apply(world: World, design: Design, *operations: Any, by: str | Actor = "admin", **named: Any) -> Applied:
    return world.do(designs.apply, by, design.id, list(operations), world.now, **named)


def undo(world: World, design: Design, by: str | Actor = "admin", **named: Any) -> Applied:
    return world.do(designs.undo, by, design.id, world.now, **named)


def redo(world: World, design: Design, by: str | Actor = "admin") -> Applied:
    return world.do(designs.redo, by, design.id, world.now)


def title_of(document: Any) -> str:
    return str(document["schema"]["properties"]["client_name"]["title"])


@pytest.fixture
def colleague(world: World) -> Actor:
    return Actor(world.sun.user_id, world.institution_id, frozenset({"administrator"}), "孙主任")


def test_opening_again_is_the_same_work(world: World) -> None:
    design = begin(world)
    apply(world, design, titled("来访者"))

    again = begin(world)

    assert (again.id, again.head, title_of(again.document)) == (design.id, 1, "来访者")


def test_what_was_done_is_undone_and_redone_without_end(world: World) -> None:
    design = begin(world)
    for title in ("一", "二", "三"):
        apply(world, design, titled(title))

    back = [title_of(undo(world, design).document) for _ in range(3)]
    forth = [title_of(redo(world, design).document) for _ in range(3)]
    again = [title_of(undo(world, design).document) for _ in range(3)]

    assert (back, forth, again) == (["二", "一", "姓名"], ["一", "二", "三"], ["二", "一", "姓名"])
    assert undo_refused(world, design) == ("design.nothing-to-undo",)
    assert world.do(designs.document, "admin", design.id) == design.document


def undo_refused(world: World, design: Design) -> tuple[str, ...]:
    return refused(lambda: undo(world, design))


def test_something_new_ends_what_could_be_done_again(world: World) -> None:
    design = begin(world)
    apply(world, design, titled("一"))
    undo(world, design)
    apply(world, design, titled("二"))

    assert refused(lambda: redo(world, design)) == ("design.nothing-to-redo",)


def test_undo_survives_another_process(world: World, place: Place) -> None:
    design = begin(world)
    for number in range(design_steps.WRITE_EVERY + 3):
        apply(world, design, long(40 - number))
    design_steps.forget()

    with closing(opened(place)) as elsewhere:
        other = World(elsewhere, world.institution_id, world.actors)
        found = undo(other, design)

    assert found.document["schema"]["properties"]["client_name"]["maxLength"] == 39 - design_steps.WRITE_EVERY
    assert found.redo is not None


def test_a_step_is_made_once_however_often_it_is_sent(world: World) -> None:
    design = begin(world)

    first = apply(world, design, titled("来访者"), key="tab-1/1")
    again = apply(world, design, titled("来访者"), key="tab-1/1")

    assert (first.number, again.number, again.head) == (1, 1, 1)


def test_two_people_at_once_lose_nothing(world: World, colleague: Actor) -> None:
    design = begin(world)
    apply(world, design, titled("来访者"), seen=0)

    second = apply(world, design, long(30), by=colleague, seen=0)

    name = second.document["schema"]["properties"]["client_name"]
    assert (name["title"], name["maxLength"]) == ("来访者", 30)
    assert [(step.by_name, step.operations[0]["value"]) for step in second.others] == [("管理员", "来访者")]


def test_each_takes_back_what_is_theirs(world: World, colleague: Actor) -> None:
    design = begin(world)
    apply(world, design, titled("来访者"))
    apply(world, design, long(30), by=colleague)

    found = undo(world, design)

    name = found.document["schema"]["properties"]["client_name"]
    assert (name["title"], name["maxLength"]) == ("姓名", 30)


def test_what_a_colleague_overtook_comes_back_with_the_reason_and_the_name(
    world: World, colleague: Actor
) -> None:
    design = begin(world)
    field = "field:/referrer_contact"
    apply(world, design, {"op": "remove-item", "item": field}, by=colleague)
    renamed = {"op": "set", "item": field, "property": "title", "value": "理由"}

    codes = refused(lambda: apply(world, design, renamed, seen=0))

    assert codes[-1] == "design.overtaken"
    assert codes[0].startswith("editing.")
    assert world.do(designs.get, "admin", design.id).head == 1


def test_taking_back_what_a_colleague_changed_since_is_refused(world: World, colleague: Actor) -> None:
    design = begin(world)
    apply(world, design, titled("来访者"))
    apply(world, design, titled("当事人"), by=colleague)

    assert undo_refused(world, design)[-1] == "design.overtaken"
    assert title_of(world.do(designs.document, "admin", design.id)) == "当事人"


def test_operations_sent_together_are_made_all_or_none(world: World) -> None:
    design = begin(world)
    nowhere = {"op": "set", "item": "field:/nowhere", "property": "title", "value": "x"}

    codes = refused(lambda: apply(world, design, titled("来访者"), nowhere))

    assert codes[0].startswith("editing.")
    assert title_of(world.do(designs.document, "admin", design.id)) == "姓名"


def test_a_transaction_that_fails_leaves_no_state_behind(world: World) -> None:
    design = begin(world)

    def broken(session: Session, actor: Actor) -> None:
        designs.apply(session, actor, design.id, [titled("来访者")], world.now)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        world.do(broken, "admin")

    assert title_of(apply(world, design, long(30)).document) == "姓名"


def test_too_much_at_once_and_work_that_has_ended_are_refused(world: World) -> None:
    design = begin(world)
    many = [titled("x")] * (designs.MOST_AT_ONCE + 1)
    heavy = titled("x" * designs.LARGEST)

    assert refused(lambda: apply(world, design, *many)) == ("design.too-many",)
    assert refused(lambda: apply(world, design, heavy)) == ("design.too-large",)
    world.do(designs.put_aside, "admin", design.id, world.now)
    assert refused(lambda: apply(world, design, titled("x"))) == ("design.closed",)
    assert begin(world).id != design.id


def test_only_who_may_edit_forms_does(world: World) -> None:
    design = begin(world)

    assert refused(lambda: apply(world, design, titled("x"), by="lin")) == ("permission.denied",)
    assert refused(lambda: world.do(designs.listed, "lin")) == ("permission.denied",)


def test_what_the_standard_locks_is_made_stricter_and_eased_again_but_never_looser(world: World) -> None:
    design = begin(world)
    apply(world, design, long(20))

    eased = apply(world, design, long(40))

    assert eased.document["schema"]["properties"]["client_name"]["maxLength"] == 40
    assert refused(lambda: apply(world, design, long(200))) == ("overlay.tighten-only",)
    assert refused(lambda: apply(world, design, {"op": "remove-item", "item": LABEL})) == (
        "overlay.tighten-only",
    )
    assert title_of(undo(world, design).document) == "姓名"
