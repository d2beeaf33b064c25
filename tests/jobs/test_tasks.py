"""What time brings is done by the worker, whoever is signed in, and a task that dies half-way is finished by the next."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from caseforms import jobs
from caseforms.jobs import queue, tasks
from caseforms.services import clock, indicator_settings, notifications, recounting
from caseforms.settings import Settings, SettingsError
from caseforms.storage.tables import Handover, LoginAttempt, Notification, UserSession
from tests.services import chronic
from tests.services.world import World

LATE = timedelta(days=40)


def news_of_supervisor(world: World) -> int:
    with world.store.reading(world.institution_id) as session:
        counted = session.scalar(select(func.count()).where(Notification.user_id == world.wang.user_id))
    return counted or 0


@pytest.mark.requirement("R-002-25")
def test_a_deadline_passes_and_the_supervisor_is_told_though_nobody_opens_a_page(
    world: World, installation: Settings
) -> None:
    world.accepted()

    jobs.Worker(installation, world.store).run("pass-time", world.now + LATE)

    assert news_of_supervisor(world) == 1


def test_a_worker_that_dies_between_two_cases_leaves_the_rest_to_the_next(
    world: World, installation: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.accepted()
    world.accepted()
    real, done = clock._tick_case, []

    def dies_at_the_second(*given: object) -> clock.Ticked:
        if done:
            raise KeyboardInterrupt
        done.append(True)
        return real(*given)  # type: ignore[arg-type]

    worker = jobs.Worker(installation, world.store)
    monkeypatch.setattr(clock, "_tick_case", dies_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        worker.run("pass-time", world.now + LATE)
    monkeypatch.setattr(clock, "_tick_case", real)

    worker.run("pass-time", world.now + LATE)
    worker.run("pass-time", world.now + LATE)

    assert news_of_supervisor(world) == 2


def test_what_has_expired_is_cleared_away_and_nothing_else(world: World, installation: Settings) -> None:
    with world.store.transaction(world.institution_id) as session:
        for name, days in (("old", -1), ("fresh", 1)):
            session.add(
                UserSession(
                    id=name,
                    user_id=world.lin.user_id,
                    created_at=world.now,
                    last_seen=world.now,
                    expires_at=world.now + timedelta(days=days),
                    ip="",
                )
            )
        session.add(LoginAttempt(username="x", ip="", at=world.now - timedelta(days=91), succeeded=False))
        session.add(LoginAttempt(username="x", ip="", at=world.now - timedelta(days=1), succeeded=False))

    said = jobs.Worker(installation, world.store).run("clear", world.now)

    with world.store.reading(world.institution_id) as session:
        assert session.scalars(select(UserSession.id)).all() == ["fresh"]
        assert session.scalar(select(func.count()).select_from(LoginAttempt)) == 1
        assert session.scalar(select(func.count()).select_from(Handover)) == 0
    assert said == "2 rows"


def test_every_task_stands_in_the_timetable_of_the_queue(world: World, installation: Settings) -> None:
    worker = jobs.Worker(installation, world.store)

    planned = {each.name for each in worker.queue._registry.periodic_tasks}

    assert planned == {task.name for task in jobs.TASKS}


def test_a_queue_of_an_unknown_kind_is_refused_by_the_name_of_its_setting(installation: Settings) -> None:
    from dataclasses import replace

    with pytest.raises(SettingsError, match="CASEFORMS_QUEUE_URL"):
        queue.opened(replace(installation, queue_url="amqp://somewhere"))


def test_a_job_that_was_not_signed_by_this_installation_is_not_done(installation: Settings) -> None:
    from dataclasses import replace

    ours, theirs = queue.opened(installation), queue.opened(replace(installation, secret_key="another"))
    theirs.storage.enqueue(theirs.serializer.serialize("a job"))

    waiting = ours.storage.dequeue()

    with pytest.raises(ValueError, match=r"(?i)signature"):
        ours.serializer.deserialize(waiting)


def test_one_handled_piece_of_news_is_read_once(world: World, installation: Settings) -> None:
    world.accepted()
    jobs.Worker(installation, world.store).run("pass-time", world.now + LATE)

    with world.store.transaction(world.institution_id) as session:
        (line,) = notifications.mine(session, world.wang)
        notifications.read(session, world.wang, [line.id], world.now)

    with world.store.reading(world.institution_id) as session:
        assert notifications.mine(session, world.wang) == ()


def test_after_a_target_changed_everything_is_counted_anew_by_the_worker(
    world: World, installation: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recounting, "STEP", 1)
    monkeypatch.setattr(tasks, "STEPS", 2)
    for _ in range(3):
        chronic.opened(world)
    worker = jobs.Worker(installation, world.store)
    target = {"cd-monitoring-table.stage_grace_days": "14"}

    world.do(indicator_settings.keep, "admin", target, world.now)
    first = worker.run("count-anew", world.now)
    half = recounting.needed(world.store, world.institution_id)
    worker.run("count-anew", world.now)
    whole = recounting.needed(world.store, world.institution_id)

    assert first == "counted anew: 2 of 3"
    assert (half, whole) == (True, False)
