"""The logs: every look leaves a line, and no line can be changed, dropped or added without being found."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select, update

from caseforms.services import attachments, audit, cases, persons, records
from caseforms.services.audit import Verified
from caseforms.storage.tables import AccessEntry, CaseEvent
from tests.services import filled
from tests.services.world import World


def verify(world: World) -> Verified:
    with world.store.reading(None) as session:
        return audit.verify(session)


@pytest.mark.requirement("R-002-02")
def test_every_look_print_and_export_leaves_a_line(world: World) -> None:
    case_id = world.open()
    record_id = world.fill(case_id, "application", filled.APPLICATION)
    person_id = world.view(case_id).person_id or ""
    for purpose in ("view", "print", "export"):
        world.do(records.view, "lin", record_id, world.now, purpose=purpose)
    world.do(records.history, "lin", record_id, world.now)
    world.do(persons.get, "lin", person_id, world.now)
    kept = world.do(attachments.add, "lin", b"%PDF-1", "a.pdf", world.now, record_id=record_id)
    world.do(attachments.open, "lin", kept.id, world.now)

    lines = world.do(audit.log, "wang").items

    assert [(line.verb, line.case_id, line.record_id) for line in reversed(lines)] == [
        ("view", case_id, None),
        ("view", case_id, record_id),
        ("print", case_id, record_id),
        ("export", case_id, record_id),
        ("view", case_id, record_id),
        ("view", None, None),
        ("view", case_id, record_id),
    ]
    assert {(line.by, line.role) for line in lines} == {(world.lin.user_id, "social_worker")}


def test_the_log_pages_and_can_be_held_to_one_case(world: World) -> None:
    one, two = world.open(), world.open()
    for _ in range(3):
        world.view(one)
    world.view(two)

    first = world.do(audit.log, "wang", case_id=one, limit=2)
    second = world.do(audit.log, "wang", case_id=one, after=first.next, limit=2)

    assert [line.seq for line in (*first.items, *second.items)] == [3, 2, 1]
    assert second.next is None


def test_untouched_logs_verify(world: World) -> None:
    world.accepted()

    found = verify(world)

    assert found.ok
    assert (found.cases, found.broken) == (1, ())
    assert found.events > 5


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (update(CaseEvent).where(CaseEvent.seq == 3).values(by="somebody else"), "changed"),
        (update(CaseEvent).where(CaseEvent.seq == 3).values(data={}), "changed"),
        (delete(CaseEvent).where(CaseEvent.seq == 3), "missing"),
        (update(CaseEvent).where(CaseEvent.seq == 3).values(prev_hash="0" * 64), "follow"),
        (delete(AccessEntry).where(AccessEntry.seq == 1), "missing"),
        (update(AccessEntry).where(AccessEntry.seq == 1).values(verb="nothing"), "changed"),
    ],
)
def test_a_line_that_was_changed_or_dropped_is_found(world: World, damage: object, said: str) -> None:
    case_id = world.accepted()
    for _ in range(2):
        world.view(case_id)
    with world.store.transaction(world.institution_id) as session:
        session.execute(damage)  # type: ignore[call-overload]

    found = verify(world)

    assert not found.ok
    assert any(said in each.what for each in found.broken)


def test_a_log_whose_end_was_cut_off_is_found(world: World) -> None:
    case_id = world.accepted()
    with world.store.transaction(world.institution_id) as session:
        last = session.scalars(select(CaseEvent.seq).order_by(CaseEvent.seq.desc()).limit(1)).one()
        session.execute(delete(CaseEvent).where(CaseEvent.seq == last))

    (broken,) = verify(world).broken

    assert (broken.kind, broken.id, "end" in broken.what) == ("case", case_id, True)


def test_what_is_refused_leaves_no_event(world: World) -> None:
    case_id = world.open()
    before = len(world.do(cases.timeline, "lin", case_id).entries)

    world.store.engine.dispose()

    assert len(world.do(cases.timeline, "lin", case_id).entries) == before
    assert verify(world).ok
