"""Staff by the standards (000 §5.1, 001 §9): what each asks, who falls short, and what that bars, through the services."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from caseforms.services import (
    cases,
    institutions,
    records,
    registers,
    signing,
    staff_findings,
)
from tests.services.test_registers import kept
from tests.services.test_staff import CERTIFIED, qualified
from tests.services.world import World, refused


def hold(world: World, document: str, value: str) -> None:
    """How the institution holds its staff to a document."""
    name = {"002": "staff.profile"}.get(document, f"staff.profile.{document}")
    world.do(institutions.set_setting, "admin", name, value, world.now)


def codes(world: World, username: str) -> dict[str, staff_findings.StaffFinding]:
    """What one person falls short of."""
    found = world.do(staff_findings.findings, "admin", world.now)
    return {line.code: line for line in found if line.user_id == world.actors[username].user_id}


def stage(world: World, case_id: str) -> str:
    return world.view(case_id, "qian").line.stage


def sign(world: World, actor: str, record_id: str, role: str) -> None:
    world.do(signing.sign, actor, record_id, role, "drawn", world.now, strokes=[[[0, 0], [9, 9]]])


@pytest.mark.requirement("R-000-08")
@pytest.mark.parametrize(
    ("answers", "short"),
    [
        ({**CERTIFIED, "major": "social_work"}, False),
        ({**CERTIFIED, "education": "college"}, True),
        ({**CERTIFIED, "major": "other", "major_other": "机械"}, True),
        ({"major": "social_work"}, True),
    ],
)
def test_000_asks_for_certificate_and_bachelor_in_a_related_field(
    world: World, answers: dict[str, Any], short: bool
) -> None:
    hold(world, "000", "warn")

    qualified(world, "lin", **answers)

    assert ("worker-000" in codes(world, "lin")) is short


@pytest.mark.requirement("R-000-09")
def test_000_names_the_training_that_is_missing_and_refuses_the_case_where_it_guards(world: World) -> None:
    qualified(world, "lin", **CERTIFIED, major="social_work")
    for topic in ("chronic", "scales", "intervention"):
        _passed(world, topic)
    hold(world, "000", "warn")
    marked = codes(world, "lin")["training-000"].topics
    free = refused(world.open)
    hold(world, "000", "guard")
    guarded = refused(world.open)
    _passed(world, "it")

    assert marked == ("it",)
    assert (free, guarded) == ((), ("staff.untrained-it",))
    assert refused(world.open) == ()


def _passed(world: World, topic: str) -> None:
    data = {
        "topic": topic,
        "provider": "市社工协会",
        "training_date": "2026-02-02",
        "hours": 4,
        "passed": True,
    }
    kept(world, "lin", "training-record", data)


@pytest.mark.requirement("R-001-50")
@pytest.mark.parametrize("answers", [{}, {**CERTIFIED, "medical_knowledge": False}])
def test_001_lets_nobody_without_certificate_and_medical_knowledge_be_responsible(
    world: World, answers: dict[str, Any]
) -> None:
    hold(world, "001", "guard")
    qualified(world, "lin", **answers)
    case_id = world.do(cases.open_case, "chen", "mental-health-case", world.now).id

    assert refused(world.open) == ("staff.not-a-worker-001",)
    assert refused(lambda: world.do(cases.accept, "lin", case_id, world.now)) == ("staff.not-a-worker-001",)


@pytest.mark.requirement("R-001-52")
@pytest.mark.requirement("R-001-62")
def test_an_unqualified_supervisor_cannot_be_chosen_and_is_refused(world: World) -> None:
    hold(world, "001", "guard")
    session_of = {
        "held_at": "2026-03-02T08:00",
        "supervision_type": "group",
        "supervisor": world.wang.user_id,
        "supervisees": [world.lin.user_id],
        "content": "危机个案",
        "process": "讨论",
        "suggestion": "两人同行",
    }
    draft = world.do(registers.start, "wang", "supervision-record", world.now)

    def submit() -> object:
        return world.submit(draft, session_of, "wang")

    none = refused(submit)
    person = {"role": "supervisor", **CERTIFIED}
    qualified(world, "wang", **person)
    short = refused(submit)
    qualified(world, "wang", **person, supervisor_qualification="深圳市社会工作督导")

    assert none == ("staff.no-qualification",)
    assert short == ("staff.no-supervisor-qualification",)
    assert refused(submit) == ()


@pytest.mark.requirement("R-000-10")
def test_staff_without_supervision_for_longer_than_the_interval_are_listed(world: World) -> None:
    draft = world.do(registers.start, "wang", "supervision-record", world.now)
    world.submit(
        draft,
        {
            "held_at": "2026-03-02T08:00",
            "supervision_type": "individual",
            "supervisor": world.wang.user_id,
            "supervisees": [world.lin.user_id],
            "content": "危机个案",
            "process": "讨论",
            "suggestion": "两人同行",
        },
        "wang",
    )

    def listed() -> set[str]:
        return {line.name for line in world.do(staff_findings.unsupervised, "wang", world.now)}

    soon = listed()
    world.later(days=91)

    assert "林晓燕" not in soon
    assert {"林晓燕", "周明"} <= listed()


@pytest.mark.requirement("R-001-53")
@pytest.mark.parametrize(
    ("days", "code"), [(31, None), (30, "insurance-ends"), (0, "insurance-ends"), (-1, "insurance-over")]
)
def test_an_accident_insurance_is_told_of_thirty_days_before_it_ends(
    world: World, days: int, code: str | None
) -> None:
    hold(world, "001", "warn")
    until = (date(2026, 3, 2) + timedelta(days=days)).isoformat()

    qualified(world, "lin", **CERTIFIED, accident_insurance_until=until)
    qualified(world, "zhou", **CERTIFIED)

    found = {each for each in codes(world, "lin") if each.startswith("insurance")}
    assert found == ({code} if code else set())
    assert "insurance-none" in codes(world, "zhou")


@pytest.mark.requirement("R-001-51")
@pytest.mark.parametrize(
    ("kind", "beds", "workers"),
    [("tertiary_a", 1001, 11), ("secondary_a", 300, 2), ("specialised", 81, 2), ("tertiary_a", 100, 1)],
)
def test_the_staff_a_hospital_needs_follows_from_its_beds(
    world: World, kind: str, beds: int, workers: int
) -> None:
    qualified(world, "lin", **CERTIFIED)
    qualified(world, "zhou")
    draft = world.do(registers.start, "admin", "staffing-report", world.now)
    record_id = world.submit(draft, {"institution_type": kind, "beds": beds}, "admin").record.id

    data = world.do(records.view, "admin", record_id, world.now).data
    assert (data["required_workers"], data["actual_workers"], data["met"]) == (workers, 1, workers <= 1)
