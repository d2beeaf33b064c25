"""The contract of 004 through the services: who counts as staff, which proof is missing, and where people see it."""

from __future__ import annotations

from typing import Any

import pytest

from caseforms.indicators import Verdict, holding
from caseforms.services import quality_lists, quality_tables
from caseforms.services.quality_lists import UnitLine
from tests.services.test_registers import kept
from tests.services.test_staff import CERTIFIED, WORKER
from tests.services.world import World
from tests.standards import hospital_world
from tests.standards.hall import Hall, hall

__all__ = ["hall"]
TABLE = "kpi-table"
BACKGROUND = {"work_background": "三甲医院医务社工五年"}


def row(world: World, number: str) -> Verdict:
    """A row of the contract year, as quality staff see it."""
    year = holding(world.now.date(), "year")
    return world.do(quality_tables.of_period, "qian", TABLE, year, world.now).row(number)


def units(world: World, number: str, part: str = "", actor: str = "qian") -> tuple[UnitLine, ...]:
    """What counts in a row, what lacks something first."""
    year = holding(world.now.date(), "year")
    return world.do(quality_lists.units, actor, TABLE, number, year, world.now, part_id=part).items


def employed(world: World, username: str, role: str = "social_worker", **answers: Any) -> None:
    """Somebody in the register of staff."""
    held = {**WORKER, **CERTIFIED, "role": role, "staff_name": world.actors[username].user_id, **answers}
    kept(world, "admin", "staff-qualification", held)


@pytest.mark.requirement("R-004-01")
def test_two_full_time_workers_and_two_assistants_in_post_are_the_department(clinic: World) -> None:
    employed(clinic, "lin", **BACKGROUND)
    employed(clinic, "zhou", employment="part_time", **BACKGROUND)
    employed(clinic, "he", "assistant", **BACKGROUND)
    employed(clinic, "chen", "assistant", **BACKGROUND)
    part_time = row(clinic, "1").met
    employed(clinic, "wang", left_on="2026-02-28", **BACKGROUND)
    departed = row(clinic, "1").met

    employed(clinic, "sun")

    assert (part_time, departed, row(clinic, "1").met) == ("no", "no", "yes")


@pytest.mark.requirement("R-004-01")
def test_a_work_background_that_is_not_stated_is_shown_beside_the_count(clinic: World) -> None:
    employed(clinic, "lin", **BACKGROUND)
    employed(clinic, "he", "assistant")

    (beside,) = row(clinic, "1").beside
    lacking = [unit.missing["zh"] for unit in units(clinic, "1", "background") if not unit.met]

    assert (beside.count.good, beside.count.all) == (1, 2)
    assert lacking == ["没有填写相关从业背景"]


@pytest.mark.requirement("R-004-05")
def test_a_volunteer_activity_without_its_sign_in_sheet_is_listed_with_what_is_missing(hall: Hall) -> None:
    before = row(hall, "4").count
    held = hall.approved_activity(activity_category="volunteer")
    proven = hall.approved_activity(activity_category="volunteer")
    hall.sign_in(proven, {"name": "王一", "role": "volunteer"})

    found = {unit.case_no: unit for unit in units(hall, "4", actor="wang")}
    number, other = (hall.view(case_id, "he").line.case_no for case_id in (held, proven))

    assert (found[number].met, found[number].missing["zh"], found[number].case_id) == (
        False,
        "缺签到表",
        held,
    )
    assert found[number].form["zh"] == "签到表"
    assert found[other].met
    assert row(hall, "4").count.all == before.all + 2


@pytest.mark.requirement("R-004-06", "R-004-09")
def test_a_case_counts_once_it_has_a_record_however_many_and_lacks_its_proof_until_that_is_written(
    clinic: World,
) -> None:
    case_id = hospital_world.served(clinic)
    target = row(clinic, "6").parts[0].target
    by_intervention = row(clinic, "6")
    (lacking,) = units(clinic, "6", "proof", "wang")

    for _ in range(2):
        clinic.sign(clinic.fill(case_id, "activity_record", SERVED), "worker")

    assert target == 10
    assert (by_intervention.count.good, by_intervention.beside[0].count.good) == (1, 0)
    assert (lacking.met, lacking.missing["zh"], lacking.case_id) == (False, "缺个案活动记录表", case_id)
    assert (row(clinic, "6").count.good, row(clinic, "6").beside[0].count.good) == (1, 1)


SERVED: dict[str, Any] = {
    "place": "骨科病房",
    "difficulty": "不会用手机预约复查",
    "service_content": ["capacity", "communication"],
    "process": "一起完成一次预约，与护士核对流程",
    "result": "能独立预约",
}
