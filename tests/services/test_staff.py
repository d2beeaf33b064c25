"""Qualification and continuing education of staff: what is marked, what is refused, what is only counted."""

from __future__ import annotations

from typing import Any

import pytest

from caseforms.services import accounts, institutions, registers, staff_findings, training
from tests.services.test_registers import kept
from tests.services.world import World, refused
from tests.standards import shipped

TRAINING = {"topic": "mental_health", "provider": "市社工协会"}
WORKER = {
    "role": "social_worker",
    "employment": "full_time",
    "certificate_level": "none",
    "education": "bachelor",
    "major": "sociology",
    "medical_knowledge": True,
}
CERTIFIED = {"certificate_level": "assistant", "certificate_no": "ZL-1"}
SUPERVISOR = {
    **WORKER,
    "role": "supervisor",
    "certificate_level": "social_worker",
    "certificate_no": "SG-1",
    "mh_years": 6,
}


def profile(world: World, value: str) -> None:
    """The institution holds its staff to 002 §9."""
    world.do(institutions.set_setting, "admin", "staff.profile", value, world.now)


def qualified(world: World, username: str, **answers: Any) -> None:
    """The qualification record of somebody."""
    kept(
        world,
        "admin",
        "staff-qualification",
        {**WORKER, "staff_name": world.actors[username].user_id, **answers},
    )


def found(world: World) -> dict[str, str]:
    """Who falls short, and of what; those without a record aside."""
    lines = world.do(staff_findings.findings, "admin", world.now)
    names = {actor.user_id: name for name, actor in world.actors.items()}
    return {names[line.user_id]: line.code for line in lines if line.code != "no-record"}


def trained(world: World, actor: str, day: str, hours: float, *, confirmed: bool = True) -> str:
    """A training in a register, confirmed by the administrator."""
    record_id = kept(world, actor, "training-record", {**TRAINING, "training_date": day, "hours": hours})
    if confirmed:
        world.do(training.confirm, "admin", record_id, world.now, reason="核对证书")
    return record_id


def year(world: World, number: int, actor: str = "admin") -> dict[str, training.TrainingYear]:
    """The lines of a year by name."""
    return {line.name: line for line in world.do(training.year_of, actor, number, world.now)}


@pytest.mark.requirement("R-002-67")
@pytest.mark.parametrize(
    ("answers", "short"),
    [
        ({}, True),
        (CERTIFIED, False),
        ({"major": "social_work", "education": "college"}, False),
        ({"major": "social_work", "education": "other", "education_other": "高中"}, True),
        ({"major": "psychology", "education": "master"}, True),
    ],
)
def test_a_worker_without_certificate_or_degree_is_marked_and_not_blocked(
    world: World, answers: dict[str, Any], short: bool
) -> None:
    profile(world, "warn")

    qualified(world, "lin", **answers)
    case_id = world.open("lin")

    assert found(world) == ({"lin": "worker"} if short else {})
    assert world.view(case_id, "lin").line.responsible_name == "林晓燕"


def test_nobody_is_marked_where_the_profile_is_off(world: World) -> None:
    qualified(world, "lin")

    assert world.do(staff_findings.findings, "admin", world.now) == ()


def test_the_newest_record_of_a_person_counts(world: World) -> None:
    profile(world, "warn")
    qualified(world, "lin")
    world.later(days=1)
    qualified(world, "lin", **CERTIFIED)

    assert found(world) == {}


@pytest.mark.requirement("R-002-71")
@pytest.mark.parametrize(
    ("answers", "refusal"),
    [
        ({}, ()),
        ({"mh_years": 5}, ()),
        ({"certificate_level": "senior"}, ()),
        ({"mh_years": 4}, ("staff.not-a-supervisor",)),
        ({"mh_years": 4.9}, ("staff.not-a-supervisor",)),
        ({"mh_years": 9, "certificate_level": "assistant"}, ("staff.not-a-supervisor",)),
        ({"mh_years": None}, ("staff.not-a-supervisor",)),
    ],
)
def test_a_supervisor_needs_five_years_and_the_certificate(
    world: World, answers: dict[str, Any], refusal: tuple[str, ...]
) -> None:
    profile(world, "guard")
    given = {name: value for name, value in {**SUPERVISOR, **answers}.items() if value is not None}
    qualified(world, "zhou", **given)

    said = refused(
        lambda: world.do(
            accounts.set_roles, "admin", world.zhou.user_id, ["social_worker", "supervisor"], world.now
        )
    )

    assert said == refusal


def test_a_supervisor_without_any_record_is_refused_where_the_profile_guards(world: World) -> None:
    profile(world, "guard")

    changed = refused(
        lambda: world.do(accounts.set_roles, "admin", world.zhou.user_id, ["supervisor"], world.now)
    )
    added = refused(lambda: world.do(accounts.add_user, "admin", "neu", "新督导", ["supervisor"], world.now))

    assert changed == added == ("staff.no-qualification",)


@pytest.mark.parametrize("value", ["", "warn"])
def test_a_profile_that_does_not_guard_gives_the_role_and_marks_the_person(world: World, value: str) -> None:
    profile(world, value)
    qualified(world, "zhou", **{**SUPERVISOR, "mh_years": 4})

    world.do(accounts.set_roles, "admin", world.zhou.user_id, ["supervisor"], world.now)

    assert found(world) == ({"zhou": "supervisor"} if value else {})


@pytest.mark.requirement("R-002-70")
def test_hours_are_summed_and_a_year_below_120_is_marked_once_it_is_over(world: World) -> None:
    trained(world, "lin", "2026-01-10", 60)
    trained(world, "lin", "2026-02-10", 59.5)
    trained(world, "zhou", "2026-02-10", 120)
    during = year(world, 2026)
    world.later(days=365)

    over = year(world, 2026)

    assert (during["林晓燕"].hours, during["林晓燕"].trainings, during["林晓燕"].short) == (119.5, 2, False)
    assert (over["林晓燕"].short, over["周明"].short, over["王志明"].short) == (True, False, True)


@pytest.mark.requirement("R-002-69")
def test_trainings_are_listed_by_their_year(world: World) -> None:
    old = trained(world, "lin", "2025-12-31", 8)
    new = trained(world, "lin", "2026-01-01", 6)

    def ids(number: int) -> list[str]:
        return [line.id for line in world.do(registers.listed, "admin", "training-record", year=number).items]

    assert (ids(2025), ids(2026)) == ([old], [new])
    assert (year(world, 2025)["林晓燕"].hours, year(world, 2026)["林晓燕"].hours) == (8, 6)


def test_hours_that_nobody_confirmed_do_not_count(world: World) -> None:
    record_id = trained(world, "lin", "2026-01-10", 24, confirmed=False)
    before = year(world, 2026)["林晓燕"]

    world.do(training.confirm, "wang", record_id, world.now, reason="核对证书")

    assert (before.hours, before.unconfirmed) == (0, 24)
    assert (year(world, 2026)["林晓燕"].hours, year(world, 2026)["林晓燕"].unconfirmed) == (24, 0)
    again = refused(lambda: world.do(training.confirm, "wang", record_id, world.now, reason="再次"))
    assert again == ("register.confirmed",)


def test_nobody_confirms_their_own_training(world: World) -> None:
    own = trained(world, "wang", "2026-01-10", 24, confirmed=False)
    mine = trained(world, "lin", "2026-01-10", 24, confirmed=False)

    assert world.do(training.unconfirmed, "wang") == {mine}
    assert world.do(training.unconfirmed, "lin") == frozenset()
    assert refused(lambda: world.do(training.confirm, "wang", own, world.now, reason="x")) == (
        "answer.check.not-oneself",
    )
    assert refused(lambda: world.do(training.confirm, "lin", mine, world.now, reason="x")) == (
        "permission.denied",
    )


def test_a_worker_sees_her_own_hours_only(world: World) -> None:
    trained(world, "zhou", "2026-01-10", 24)

    assert set(year(world, 2026, "lin")) == {"林晓燕"}


@pytest.mark.requirement("R-002-68")
def test_the_topics_of_training_contain_mental_health() -> None:
    form = shipped.form("training-record")

    topics = dict(form.choices(form.fields["/topic"], "zh"))

    assert "精神卫生" in topics["mental_health"]
    assert dict(form.choices(form.fields["/topic"], "en"))["mental_health"] == "Mental health"
