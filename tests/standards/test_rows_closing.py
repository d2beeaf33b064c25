"""002 §6.6.2 d and §8.3 through the services: revisits to the archive, coming back, one folder per person."""

from __future__ import annotations

import pytest

from caseforms.services import persons, records, tasks
from tests.services import filled
from tests.services.world import World
from tests.standards.test_rows_home_visits import in_follow_up


@pytest.mark.requirement("R-002-46")
def test_a_revisit_that_wishes_for_more_opens_a_linked_application_with_what_is_known(world: World) -> None:
    case_id = in_follow_up(world)
    world.later(days=30)

    world.fill(case_id, "revisit", {**filled.VISIT, "reopen": True})

    view = world.view(case_id)
    (link,) = [each for each in view.links if each.kind == "reopened-by"]
    draft = world.start(link.case_id, "application")
    assert world.view(link.case_id).line.stage in ("application", "intake")
    assert {name: draft.data[name] for name in ("client_name", "gender", "birth_date", "phone")} == {
        "client_name": "张秀兰",
        "gender": "female",
        "birth_date": "1970-01-05",
        "phone": "13800138042",
    }


@pytest.mark.requirement("R-002-46")
def test_a_visit_that_reached_nobody_is_an_attempt_and_the_last_one_made_offers_the_archive(
    world: World,
) -> None:
    case_id = in_follow_up(world)
    world.later(days=30)
    early = {offer.slot: offer for offer in world.view(case_id, "liu").offers}
    missed = {"visit_mode": "phone", "contact_made": False, "no_contact_reason": "无人接听"}
    world.fill(case_id, "revisit", missed)
    after = world.view(case_id)
    still = [due.key for due in after.due if due.is_task and due.status in ("open", "soon", "overdue")]

    world.fill(case_id, "revisit", filled.VISIT)

    done = world.view(case_id)
    archive = next(each for each in done.actions if each.name == "archive")
    assert early is not None
    assert still == ["revisit/1"]
    assert "task.attempted" in [entry.type for entry in after.timeline.entries]
    assert not any("revisit" in item.key for item in done.open_items)
    assert [reason.text["en"] for reason in archive.why_not if "revisit" in reason.text["en"].lower()] == []


@pytest.mark.requirement("R-002-64")
def test_the_second_case_of_a_person_stands_in_the_same_folder_with_its_own_catalogue(world: World) -> None:
    first = in_follow_up(world)
    person_id = world.view(first).person_id
    for due in [each for each in world.view(first).due if each.is_task]:
        world.do(tasks.waive, "lin", first, due.key, world.now, "已搬离")
    archive = {"file_ref": "A-1", "secrecy": "restricted", "archive_class": ["client", "process"]}
    one = world.start(first, "archive", "liu")
    world.submit(one, archive, "liu")
    world.sign(one.line.id, "archivist")

    second = world.open(person_id=person_id)
    world.fill(second, "application", filled.APPLICATION)
    world.sign(world.fill(second, "consent", filled.CONSENT), "client", "worker")
    world.act(second, "accept")

    folder = world.do(persons.get, "lin", person_id, world.now)
    assert folder.line.archive_no == one.data["archive_no"]
    assert len(folder.cases) == 2
    kept = world.do(records.view, "liu", one.line.id, world.now).data
    assert kept["archive_no"] == folder.line.archive_no
    assert "个案申请表" in kept["catalogue"]
