"""Running cases and another version of their workflow: what would change, moving them, and the way back."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from caseforms import workflow as flows
from caseforms.services import clock, library, moving_cases, running_cases
from caseforms.services.running_cases import Affected
from caseforms.storage.tables import Case, CaseEvent
from caseforms.workflow import Workflow, editing
from tests.services.world import WORKFLOW, World, refused

SHIPPED = library.workflow(None, WORKFLOW).version
OWN = "1.0.0+tc.1"
GAPPED = "1.0.0+tc.2"


def shorter(world: World, *operations: editing.Operation) -> Workflow:
    """The workflow of the house: 12 working days for the assessment instead of 15, and what else is changed."""
    days = {"op": "set", "item": "timer:assessment", "property": "working_days", "value": 12}
    document = editing.apply_all(library.workflow(None, WORKFLOW).document, [days, *operations])
    return flows.parse({**document, "version": OWN})


def registered(world: World, *operations: editing.Operation) -> None:
    """The same, in the register of the institution."""
    with world.store.transaction(world.institution_id) as session:
        library.register_workflow(session, shorter(world, *operations), world.now)


def would(world: World, flow: Workflow, **named: Any) -> Affected:
    """What the version would change for the open cases."""
    return world.do(running_cases.affected, "admin", flow, world.now, **named)


def row(world: World, case_id: str) -> Case:
    """The case as lists see it."""
    with world.store.reading(world.institution_id) as session:
        found = session.get(Case, case_id)
        assert found is not None
        return found


def test_a_shorter_deadline_is_shown_with_both_days_before_anything_is_done(world: World) -> None:
    case_id = world.accepted()
    before = row(world, case_id).next_due_at

    found = would(world, shorter(world))

    (case,) = found.changed
    (due,) = case.due
    assert case.case_id == case_id
    assert due.before is not None
    assert due.after is not None
    assert due.after < due.before
    assert found.counts == {"due": 1}
    assert (row(world, case_id).next_due_at, row(world, case_id).workflow_version) == (before, SHIPPED)


def test_a_new_condition_shows_the_action_that_it_blocks_and_says_why(world: World) -> None:
    world.accepted()
    why = {"zh": "须先召开个案会议。", "en": "Hold a case conference first."}
    guard = {"done": "conference", "message": why}
    first = {"op": "add-item", "item": "guard:action.raise_crisis.when.0", "value": guard}

    found = would(world, shorter(world, first))

    (blocked,) = found.changed[0].blocked
    assert blocked.action["en"] == library.workflow(None, WORKFLOW).actions["raise_crisis"].label["en"]
    assert blocked.reasons == (why,)


def test_cases_are_looked_at_in_stretches_and_none_twice(world: World) -> None:
    cases = {world.accepted() for _ in range(3)}

    first = would(world, shorter(world), most=2)
    second = would(world, shorter(world), most=2, after=first.next)

    assert (first.looked, second.looked, second.next) == (2, 1, None)
    assert {each.case_id for each in (*first.changed, *second.changed)} == cases


def test_a_moved_case_follows_the_new_version_and_its_log_says_so(world: World) -> None:
    case_id = world.accepted()
    before = row(world, case_id).next_due_at
    registered(world)

    done = world.do(moving_cases.begin, "admin", WORKFLOW, OWN, "站务会决定", world.now)

    after = row(world, case_id)
    assert (done.moved, done.stayed, done.more) == (1, 0, False)
    assert after.workflow_version == OWN
    assert before is not None
    assert after.next_due_at is not None
    assert after.next_due_at < before
    with world.store.reading(world.institution_id) as session:
        line = session.scalars(select(CaseEvent).where(CaseEvent.case_id == case_id)).all()[-1]
        assert (line.type, line.data["from"], line.data["to"]) == ("case.version", SHIPPED, OWN)
        assert line.data["reason"] == "站务会决定"


def test_the_way_back_gives_every_case_the_version_that_it_came_from(world: World) -> None:
    case_id = world.accepted()
    before = row(world, case_id).next_due_at
    registered(world)
    world.do(moving_cases.begin, "admin", WORKFLOW, OWN, "试行", world.now)

    done = world.do(moving_cases.begin, "admin", WORKFLOW, moving_cases.BACK, "试行结束", world.now)
    again = world.do(moving_cases.begin, "admin", WORKFLOW, moving_cases.BACK, "再来一次", world.now)

    assert (done.moved, again.moved) == (1, 0)
    assert (row(world, case_id).workflow_version, row(world, case_id).next_due_at) == (SHIPPED, before)
    assert world.do(moving_cases.moved_here, "admin", WORKFLOW) == 0


def test_a_case_whose_stage_is_gone_is_told_and_stays_with_its_own_version(world: World) -> None:
    case_id = world.accepted()
    gone = flows.parse(_without_stage({**shorter(world).document, "version": GAPPED}, "pre_assessment"))
    with world.store.transaction(world.institution_id) as session:
        library.register_workflow(session, gone, world.now)

    (told,) = would(world, gone).changed
    done = world.do(moving_cases.begin, "admin", WORKFLOW, GAPPED, "站务会决定", world.now)

    assert told.lost
    assert (done.moved, done.stayed) == (0, 1)
    assert row(world, case_id).workflow_version == SHIPPED


def test_the_worker_moves_what_the_first_batch_left(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [world.accepted() for _ in range(3)]
    registered(world)
    monkeypatch.setattr(moving_cases, "BATCH", 2)

    done = world.do(moving_cases.begin, "admin", WORKFLOW, OWN, "站务会决定", world.now)
    second = refused(lambda: world.do(moving_cases.begin, "admin", WORKFLOW, OWN, "又一次", world.now))
    clock.tick(world.store, world.now)

    assert (done.moved, done.more) == (2, True)
    assert second == ("moving.under-way",)
    assert {row(world, each).workflow_version for each in cases} == {OWN}


def test_who_does_not_publish_moves_nothing(world: World) -> None:
    world.accepted()
    registered(world)

    codes = refused(lambda: world.do(moving_cases.begin, "lin", WORKFLOW, OWN, "想", world.now))

    assert codes == ("permission.denied",)


def _without_stage(document: dict[str, Any], name: str) -> dict[str, Any]:
    """A document without a stage that much speaks of; only what a case evaluates matters here."""
    return {**document, "stages": {each: node for each, node in document["stages"].items() if each != name}}
