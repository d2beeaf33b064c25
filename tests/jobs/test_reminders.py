"""A reminder goes out the day before, once, and only where the client agreed to be reminded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from caseforms import jobs
from caseforms.services import notifications, records
from caseforms.settings import Settings
from tests.services import chronic
from tests.services.world import World


def told(world: World, kind: str) -> list[Mapping[str, Any]]:
    """What the worker in charge was asked to pass on."""
    with world.store.reading(world.institution_id) as session:
        news = notifications.mine(session, world.lin, unread=False)
    return [line.params for line in news if line.kind == kind]


def day_before_follow_up(world: World, case_id: str) -> None:
    """Let time pass until a follow-up is due tomorrow."""
    (due, *_) = [each.at for each in world.view(case_id).due if each.key.startswith("follow_up")]
    world.now = due - timedelta(days=1)


@pytest.mark.requirement("R-000-26", "R-000-24")
def test_a_reminder_of_diet_exercise_and_revisit_goes_out_once_the_day_before(
    world: World, installation: Settings
) -> None:
    case_id = chronic.served(world)
    day_before_follow_up(world, case_id)
    worker = jobs.Worker(installation, world.store)

    worker.run("remind", world.now)
    worker.run("remind", world.now)

    (said,) = told(world, "client-reminder")
    assert "随访" in said["what"]["zh"]
    assert all(word in said["advice"]["zh"] for word in ("饮食", "运动", "复诊"))
    assert "Exercise" in said["advice"]["en"]


@pytest.mark.requirement("R-000-26")
def test_nobody_is_reminded_who_did_not_agree(world: World, installation: Settings) -> None:
    case_id = chronic.served(world)
    (consent,) = [
        each for slot in world.view(case_id).slots if slot.name == "consent" for each in slot.records
    ]
    view = world.do(records.view, "lin", consent.id, world.now)
    changed = {**view.data, "reminder_consent": False}
    submission = "ab" * 16
    world.do(records.correct, "lin", consent.id, changed, view.version, world.now, submission, "不想被提醒")
    day_before_follow_up(world, case_id)

    jobs.Worker(installation, world.store).run("remind", world.now)

    assert told(world, "client-reminder") == []


@pytest.mark.requirement("R-000-26")
def test_the_report_of_a_month_is_asked_for_once_where_there_are_readings(
    world: World, installation: Settings
) -> None:
    case_id = chronic.served(world)
    worker = jobs.Worker(installation, world.store)
    worker.run("remind", world.now)
    assert told(world, "health-report-due") == []

    reading = {
        "measured_at": world.now.strftime("%Y-%m-%dT08:00"),
        "device": "manual",
        "systolic": 131,
        "diastolic": 82,
    }
    world.later(hours=10)
    world.fill(case_id, "health_reading", reading)
    worker.run("remind", world.now)
    worker.run("remind", world.now)

    assert len(told(world, "health-report-due")) == 1
