"""Publishing: the gate, the note, a second person, the day, rolling back; records and cases keep their versions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from caseforms.services import clock, designs, institutions, library, notifications, publishing
from caseforms.services.actors import Actor
from caseforms.services.publishing import PublicationLine
from caseforms.storage.tables import AccessEntry
from tests.services import world as worlds
from tests.services.world import World, refused

FLOW, STAGE = "complaint", "received"
FIRST = "1.0.0+chunhui.1"


def stage_called(name: str) -> list[dict[str, Any]]:
    both = {"zh": name, "en": f"{name} (en)"}
    return [{"op": "set", "item": f"stage:{STAGE}", "property": "label", "value": both}]


def changed(world: World, name: str) -> str:
    design = world.do(designs.open_, "admin", "workflow", FLOW, world.now)
    world.do(designs.apply, "admin", design.id, stage_called(name), world.now)
    return design.id


def publish(world: World, name: str, **named: Any) -> PublicationLine:
    note = named.pop("note", "改名")
    return world.do(publishing.publish, "admin", changed(world, name), note, world.now, **named)


def stage_now(world: World) -> str:
    with world.store.reading(world.institution_id) as session:
        return library.workflow(session, FLOW).stages[STAGE].label["zh"]


@pytest.fixture
def colleague(world: World) -> Actor:
    return Actor(world.sun.user_id, world.institution_id, frozenset({"head"}), "孙主任")


def test_a_workflow_is_changed_published_and_rolled_back(world: World) -> None:
    first = publish(world, "登记")
    during = stage_now(world)
    back = world.do(publishing.roll_back, "admin", "workflow", FLOW, "1.0.0", "退回", world.now)

    assert (first.version, first.state, first.change_class) == (FIRST, "in_force", "safe")
    assert (during, stage_now(world)) == ("登记", "已受理")
    assert (back.version, back.previous) == ("1.0.0+chunhui.2", FIRST)
    states = [line.state for line in world.do(publishing.history, "admin", "workflow", FLOW)]
    assert states == ["in_force", "replaced"]


def test_a_running_case_keeps_the_version_it_was_opened_under(world: World) -> None:
    old_case = world.open()
    design = world.do(designs.open_, "admin", "workflow", worlds.WORKFLOW, world.now)
    both = {"zh": "登记", "en": "Desk"}
    renamed = {"op": "set", "item": "stage:application", "property": "label", "value": both}
    world.do(designs.apply, "admin", design.id, [renamed], world.now)

    world.do(publishing.publish, "admin", design.id, "改名", world.now)

    labels = [world.view(each).line.stage_label["zh"] for each in (old_case, world.open())]
    assert labels == ["申请", "登记"]


def test_what_was_published_is_built_again_from_the_standard_and_the_overlay(world: World) -> None:
    publish(world, "登记")
    publish(world, "处理")

    with world.store.reading(world.institution_id) as session:
        present = library.workflow_document(session, FLOW)
        built = publishing.built(session, "workflow", FLOW, "1.0.0+chunhui.2")

    assert {**built, "version": present["version"]} == present


def test_a_publication_needs_a_note_and_a_change(world: World) -> None:
    assert refused(lambda: publish(world, "登记", note="  ")) == ("publishing.note",)
    design = world.do(designs.open_, "admin", "workflow", FLOW, world.now)
    world.do(designs.undo, "admin", design.id, world.now)

    codes = refused(lambda: world.do(publishing.publish, "admin", design.id, "空", world.now))

    assert codes == ("publishing.nothing-changed",)


def test_it_comes_into_force_on_its_day(world: World) -> None:
    line = publish(world, "登记", from_at=world.now + timedelta(days=2))
    before = stage_now(world)
    waiting = refused(lambda: publish(world, "处理"))

    clock.tick(world.store, world.now + timedelta(days=1))
    still = stage_now(world)
    clock.tick(world.store, world.now + timedelta(days=2))

    assert (line.state, before, still, stage_now(world)) == ("planned", "已受理", "已受理", "登记")
    assert waiting == ("publishing.waits",)


def test_a_day_that_has_passed_is_refused(world: World) -> None:
    past = world.now - timedelta(minutes=1)

    assert refused(lambda: publish(world, "登记", from_at=past)) == ("publishing.past",)


def test_a_second_person_approves_where_the_institution_asks_for_it(world: World, colleague: Actor) -> None:
    world.do(institutions.set_setting, "admin", "designs.approval", "second", world.now)

    line = publish(world, "登记")
    held = stage_now(world)
    told = {name: world.do(notifications.count_unread, name) for name in ("admin", "sun", "lin")}
    alone = refused(lambda: world.do(publishing.approve, "admin", line.id, world.now))
    approved = world.do(publishing.approve, colleague, line.id, world.now)

    assert told == {"admin": 0, "sun": 1, "lin": 0}
    assert (line.state, held, alone) == ("waiting", "已受理", ("publishing.own",))
    assert (approved.state, approved.approved_by_name, stage_now(world)) == ("in_force", "孙主任", "登记")
    assert refused(lambda: world.do(publishing.approve, colleague, line.id, world.now)) == (
        "publishing.not-waiting",
    )


def test_what_is_taken_back_can_be_worked_on_again(world: World) -> None:
    line = publish(world, "登记", from_at=world.now + timedelta(days=2))

    world.do(publishing.withdraw, "admin", line.id, world.now)
    again = world.do(designs.open_, "admin", "workflow", FLOW, world.now)

    assert again.head == 1
    assert world.do(publishing.publish, "admin", again.id, "再来", world.now).version == "1.0.0+chunhui.2"


def test_what_came_into_force_in_the_meantime_stays(world: World) -> None:
    publish(world, "登记")
    design = world.do(designs.open_, "admin", "workflow", FLOW, world.now)
    other = {
        "op": "set",
        "item": "stage:assigned",
        "property": "label",
        "value": {"zh": "接待", "en": "Desk"},
    }
    world.do(designs.apply, "admin", design.id, [other], world.now)
    world.do(publishing.roll_back, "admin", "workflow", FLOW, "1.0.0", "退回", world.now)

    world.do(publishing.publish, "admin", design.id, "接待", world.now)

    with world.store.reading(world.institution_id) as session:
        stages = library.workflow(session, FLOW).stages
    assert [stages[name].label["zh"] for name in (STAGE, "assigned")] == ["已受理", "接待"]


def test_every_publication_is_in_the_log_of_the_institution(world: World) -> None:
    publish(world, "登记")

    with world.store.reading(world.institution_id) as session:
        entry = session.scalars(select(AccessEntry).where(AccessEntry.verb == "publish")).one()
    assert (entry.by, entry.detail["version"]) == (world.admin.user_id, FIRST)


def test_publishing_is_for_those_who_may(world: World) -> None:
    design = changed(world, "登记")

    assert refused(lambda: world.do(publishing.publish, "lin", design, "x", world.now)) == (
        "permission.denied",
    )
    assert refused(
        lambda: world.do(publishing.roll_back, "wang", "workflow", FLOW, "1.0.0", "x", world.now)
    ) == ("permission.denied",)
