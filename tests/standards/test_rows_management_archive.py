"""002 §8.3, 001 C.2 through the services: filing, lending, handing over and destroying a file."""

from __future__ import annotations

from typing import Any

import pytest

from caseforms.services import cases, institutions, records, registers, signing
from caseforms.services.identifiers import new_id
from tests.services.world import World, refused

FILE: dict[str, Any] = {
    "archive_class": ["quality"],
    "file_ref": "质控2026",
    "retention": "3y",
    "archived_on": "2026-03-02",
    "secrecy": "normal",
}
DESTRUCTION: dict[str, Any] = {"contents": "质量记录一册", "reason": "期满", "method": "shred"}
LOAN: dict[str, Any] = {"purpose": "查阅", "borrowed_at": "2026-03-03T09:00", "due_on": "2026-03-10"}


def sign(world: World, actor: str, record_id: str, *roles: str) -> None:
    for role in roles:
        world.do(signing.sign, actor, record_id, role, "drawn", world.now, strokes=[[[0, 0], [9, 9]]])


def filed(world: World, **answers: Any) -> tuple[str, str]:
    """A file in the archive, and its number."""
    case_id = world.do(cases.open_case, "liu", "archive", world.now).id
    record_id = world.fill(case_id, "register", {**FILE, **answers}, "liu")
    sign(world, "liu", record_id, "archivist")
    return case_id, str(world.do(records.view, "liu", record_id, world.now).data["archive_no"])


def stage(world: World, case_id: str) -> str:
    return world.view(case_id, "liu").line.stage


def destroy(world: World, draft: records.RecordView, number: str, **named: Any) -> str:
    """The request to destroy a file; its record."""
    return world.submit(draft, {**DESTRUCTION, "archive_no": number}, "liu", **named).record.id


@pytest.mark.requirement("R-001-73", "R-001-58")
@pytest.mark.requirement("R-001-74", "R-001-58")
def test_a_quality_record_is_filed_without_a_case_number_by_the_archivist_alone(world: World) -> None:
    case_id, _ = filed(world)

    assert stage(world, case_id) == "archived"
    assert refused(lambda: world.do(cases.open_case, "lin", "archive", world.now)) == ("permission.denied",)


@pytest.mark.requirement("R-002-65")
def test_a_file_kept_for_good_is_not_destroyed_unless_the_institution_turned_the_rule_to_a_warning(
    world: World,
) -> None:
    case_id, number = filed(world, retention="permanent")
    draft = world.start(case_id, "destruction", "liu")

    held = refused(lambda: destroy(world, draft, number))
    world.do(institutions.set_setting, "admin", "retention.guard", "warn", world.now)
    unexplained = refused(lambda: destroy(world, draft, number))
    record_id = destroy(world, draft, number, reasons={"kept_for_good_warned": "经主管部门批准"})

    assert held == ("case.guard",)
    assert unexplained == ("record.reason-needed",)
    reasons = world.do(records.view, "liu", record_id, world.now).reasons
    assert reasons["kept_for_good_warned"] == "经主管部门批准"


@pytest.mark.requirement("R-002-65")
def test_a_general_file_is_warned_about_before_three_years_and_destroyed_with_three_signatures_after(
    world: World,
) -> None:
    case_id, number = filed(world)
    world.now = world.now.replace(year=2029, month=3, day=1)
    draft = world.start(case_id, "destruction", "liu")
    early = refused(lambda: destroy(world, draft, number))
    world.later(days=1)

    record_id = destroy(world, draft, number)
    view = world.do(records.view, "liu", record_id, world.now)
    done = {**view.data, "destroyed_on": "2029-03-02"}
    too_soon = refused(
        lambda: world.do(records.correct, "liu", record_id, done, view.version, world.now, new_id(), "已销毁")
    )
    sign(world, "liu", record_id, "applicant")
    sign(world, "sun", record_id, "leader")
    world.do(records.correct, "liu", record_id, done, view.version, world.now, new_id(), "已销毁")
    before = stage(world, case_id)
    sign(world, "qian", record_id, "witness")

    assert early == ("record.reason-needed",)
    assert too_soon == ("case.guard",)
    assert (before, stage(world, case_id)) == ("archived", "destroyed")


@pytest.mark.requirement("R-001-72", "R-001-58")
def test_a_restricted_file_is_lent_only_after_the_heads_approval(world: World) -> None:
    case_id, number = filed(world, secrecy="restricted")
    loan = {**LOAN, "archive_no": number, "borrower": world.lin.user_id}
    alone = world.do(registers.start, "lin", "archive-borrowing", world.now)

    past_the_head = refused(lambda: world.submit(alone, loan, "lin"))
    held = refused(lambda: world.start(case_id, "borrowing", "liu"))
    world.act(case_id, "approve_loan", "sun", reason="案例研究")
    record_id = world.submit(world.start(case_id, "borrowing", "liu"), loan, "liu").record.id
    sign(world, "liu", record_id, "archivist")
    sign(world, "lin", record_id, "borrower")
    out = stage(world, case_id)
    view = world.do(records.view, "liu", record_id, world.now)
    back = {**view.data, "returned_at": "2026-03-09T10:00"}
    world.do(records.correct, "liu", record_id, back, view.version, world.now, new_id(), "归还")

    assert past_the_head == ("archive.restricted",)
    assert held == ("case.guard",)
    assert (out, stage(world, case_id)) == ("borrowed", "archived")


@pytest.mark.requirement("R-001-72", "R-001-58")
def test_a_file_is_handed_over_when_both_have_signed(world: World) -> None:
    case_id, number = filed(world)
    given = {"archive_nos": number, "from_party": "社工部", "to_party": "档案馆"}
    record_id = world.submit(world.start(case_id, "transfer", "liu"), given, "liu").record.id
    sign(world, "liu", record_id, "giver")
    one = stage(world, case_id)

    sign(world, "sun", record_id, "receiver")

    assert (one, stage(world, case_id)) == ("archived", "transferred")


@pytest.mark.requirement("R-002-66")
def test_an_overdue_loan_waits_on_the_files_own_page(world: World) -> None:
    case_id, number = filed(world)
    loan = {**LOAN, "archive_no": number, "borrower": world.liu.user_id}
    record_id = world.submit(world.start(case_id, "borrowing", "liu"), loan, "liu").record.id
    sign(world, "liu", record_id, "archivist")

    world.later(days=10)

    assert [due.status for due in world.view(case_id, "liu").due if due.key.startswith("loan")] == ["overdue"]
