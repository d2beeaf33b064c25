"""Records are carried over to a newer version where that is chosen: as new revisions; what was signed stays signed."""

from __future__ import annotations

import pytest

from caseforms.services import carrying_over, record_facts, records, shipped
from caseforms.services.carrying_over import CarriedOver
from caseforms.storage.tables import Record
from tests.services import filled
from tests.services.test_library import ours, put_in_force
from tests.services.test_newer_versions import MOVES, reshaped
from tests.services.world import WORKFLOW, World, refused

FORM, CONSENT = "mh-application", shipped.workflows()[WORKFLOW].slots["consent"].definition


def carry(world: World, reason: str = "字段改名", form: str = FORM) -> CarriedOver:
    return carrying_over.carry_over(world.store, world.admin, form, reason, lambda: world.now)


@pytest.mark.requirement("R-M-05")
def test_a_record_gets_a_new_revision_and_its_old_one_is_read_with_the_old_form(world: World) -> None:
    record = world.fill(world.open(), "application", filled.APPLICATION)
    put_in_force(world, reshaped(optional=True), answers=MOVES)

    found = carry(world)

    old, new = (world.do(records.view, "lin", record, world.now, revision=each) for each in (1, 2))
    assert (found.carried, dict(found.left)) == (1, {})
    assert (old.form.definition.version, old.data["phone"]) == ("1.0.0", "13800138042")
    assert (new.form.definition.version, new.data["contact"]) == ("1.0.0+chunhui.1", "13800138042")
    history = world.do(records.history, "lin", record, world.now)
    assert [(line.reason, line.form.definition.version) for line in history] == [
        ("", "1.0.0"),
        ("字段改名", "1.0.0+chunhui.1"),
    ]
    assert carry(world).carried == 0


def test_guards_and_prefill_read_an_old_record_by_the_names_of_today(world: World) -> None:
    case_id = world.open()
    world.fill(case_id, "application", filled.APPLICATION)
    put_in_force(world, reshaped(optional=True), answers=MOVES)

    with world.store.reading(world.institution_id) as session:
        (fact,) = record_facts.of_case(session, case_id)
        kept = record_facts.content(session, session.get_one(Record, fact["id"]))

    assert (fact["data"]["contact"], fact["data"]["phone"]) == ("13800138042", "13800138042")
    assert "contact" not in kept


def test_what_would_be_refused_stays_with_its_version(world: World) -> None:
    record = world.fill(world.open(), "application", filled.APPLICATION)
    put_in_force(world, reshaped(), answers=MOVES)

    found = carry(world)

    assert (found.carried, found.first) == (0, {record: carrying_over.FAILS})


def test_what_was_signed_stays_as_it_was_signed(world: World) -> None:
    case_id = world.open()
    world.fill(case_id, "application", filled.APPLICATION)
    record = world.fill(case_id, "consent", filled.CONSENT)
    world.sign(record, "client")
    document = {**shipped.form_documents()[CONSENT][1], "title": "同意书（新）"}
    put_in_force(world, ours(document, 1))

    assert carry(world, form=CONSENT).first == {record: carrying_over.SIGNED}


def test_it_needs_a_reason_and_the_right(world: World) -> None:
    assert refused(lambda: carry(world, " ")) == ("record.reason-needed",)
    assert refused(
        lambda: carrying_over.carry_over(world.store, world.lin, FORM, "x", lambda: world.now)
    ) == ("permission.denied",)
