"""One whole case, from the application of a stranger to the archive, through the services alone."""

from __future__ import annotations

import pytest

from caseforms.services import audit, cases
from tests.services import filled
from tests.services.world import World


@pytest.mark.requirement("R-002-16", "R-002-32", "R-002-42")
def test_a_case_walks_from_application_to_archive(world: World) -> None:
    case_id = world.planned()
    stages = [world.view(case_id).line.stage]

    world.later(days=1)
    world.fill(case_id, "service_record", filled.SERVICE_RECORD)
    stages.append(world.act(case_id, "start_evaluation"))
    world.fill(case_id, "evaluation", filled.EVALUATION)
    stages.append(world.act(case_id, "start_closing"))
    closure = world.fill(case_id, "closure", filled.CLOSURE)
    world.sign(closure, "client", "worker", "supervisor")
    if world.view(case_id).line.stage == "closing":
        world.act(case_id, "approve_closure", "wang")
    stages.append(world.view(case_id).line.stage)
    world.later(days=30)
    world.fill(case_id, "revisit", filled.VISIT)
    archive = world.fill(case_id, "archive", {"file_ref": "A-1", "secrecy": "normal"}, "liu")
    world.sign(archive, "archivist")
    if world.view(case_id, "lin").line.stage == "follow_up":
        world.act(case_id, "archive", "liu")
    stages.append(world.view(case_id).line.stage)

    assert stages == ["intervention", "evaluation", "closing", "follow_up", "archived"]
    line = world.view(case_id).line
    assert (line.case_no, line.application_no, line.retention) == ("2026-MH-0001", "2026-A-0001", "permanent")
    with world.store.reading(None) as session:
        assert audit.verify(session).ok


def test_the_page_of_a_case_says_where_it_is_and_why_not_yet(world: World) -> None:
    case_id = world.assessed()

    view = world.view(case_id)

    assert [step.name for step in view.stages if step.state == "now"] == ["planning"]
    assert view.next_step is not None
    assert not view.next_step.ready
    assert "plan" in view.next_step.slot
    assert [entry.seq for entry in view.timeline.entries] == sorted(
        (entry.seq for entry in view.timeline.entries), reverse=True
    )
    assert {slot.name: len(slot.records) for slot in view.slots if slot.records} == {
        "application": 1,
        "consent": 1,
        "risk_profile": 1,
        "assessment": 1,
    }


def test_the_timeline_pages_backwards_without_gaps(world: World) -> None:
    case_id = world.assessed()

    seen: list[int] = []
    before: int | None = None
    while True:
        page = world.do(cases.timeline, "lin", case_id, before=before, limit=4)
        seen += [entry.seq for entry in page.entries]
        before = page.next
        if before is None:
            break

    assert seen == list(range(max(seen), 0, -1))
