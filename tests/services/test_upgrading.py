"""A standard's newer version is taken over below an institution's changes: merged by name, conflicts decided by people."""

from __future__ import annotations

from typing import Any

import pytest

from caseforms import definitions
from caseforms.definitions import editing
from caseforms.services import conformance_reports, designs, library, publishing, shipped, upgrading
from caseforms.services.upgrading import Upgrading
from tests.services.world import World, refused

FORM = "mh-application"
NEEDS = "field:/client_needs"


def titled(item: str, title: str) -> dict[str, Any]:
    return {"op": "set", "item": item, "property": "title", "value": title}


def limited(item: str, limit: int) -> dict[str, Any]:
    return {"op": "set", "item": item, "property": "maxLength", "value": limit}


@pytest.fixture
def changed(world: World) -> World:
    """The institution renamed one question and shortened another; then the standard's version 1.1 arrives."""
    design = world.do(designs.open_, "admin", "form", FORM, world.now)
    ours = [titled(NEEDS, "来访者的需求"), limited("field:/client_name", 30)]
    world.do(designs.apply, "admin", design.id, ours, world.now)
    world.do(publishing.publish, "admin", design.id, "改", world.now)
    theirs = [titled(NEEDS, "求助者的需求"), titled("field:/client_name", "姓名（以身份证为准）")]
    document = editing.apply_all(shipped.form_documents()[FORM][1], theirs)
    newer = definitions.parse({**document, "version": "1.1.0"})
    with world.store.transaction(world.institution_id) as session:
        library.register_form(session, newer, world.now)
    return world


def begin(world: World) -> Upgrading:
    return world.do(upgrading.begin, "admin", "form", FORM, "1.1.0", world.now)


def titles(world: World) -> list[str]:
    with world.store.reading(world.institution_id) as session:
        form = library.form(session, FORM)
    return [form.label(form.fields[pointer], "zh") for pointer in ("/client_needs", "/client_name")]


def test_what_is_newer_is_told(changed: World) -> None:
    (found,) = changed.do(upgrading.available, "admin")

    assert (found.definition_id, found.base_version, found.newest) == (FORM, "1.0.0", "1.1.0")
    assert titles(changed) == ["来访者的需求", "姓名"]


@pytest.mark.requirement("R-M-07")
def test_one_change_merges_and_the_other_is_decided_by_somebody(changed: World) -> None:
    found = begin(changed)
    note = "接受1.1版"
    undecided = refused(lambda: changed.do(upgrading.publish, "admin", found.id, note, changed.now))

    (conflict,) = found.open
    merged = [(each.item, each.property) for each in found.merged]
    decided = changed.do(upgrading.resolve, "admin", found.id, conflict.key, "ours", changed.now)
    line = changed.do(upgrading.publish, "admin", found.id, note, changed.now)

    assert undecided == ("upgrading.undecided",)
    assert (conflict.conflict.item, conflict.conflict.property) == (NEEDS, "title")
    assert merged == [("field:/client_name", "title")]
    assert decided.open == ()
    assert (line.version, line.base_version, line.state) == ("1.1.0+chunhui.2", "1.1.0", "in_force")
    assert titles(changed) == ["来访者的需求", "姓名（以身份证为准）"]
    assert changed.do(upgrading.available, "admin") == ()


@pytest.mark.parametrize(
    ("decided", "title"), [("theirs", "求助者的需求"), ({"value": "需求"}, "需求"), ("ours", "来访者的需求")]
)
def test_a_decision_survives_and_can_be_taken_back(changed: World, decided: Any, title: str) -> None:
    found = begin(changed)
    (conflict,) = found.open
    changed.do(upgrading.resolve, "admin", found.id, conflict.key, "ours", changed.now)
    changed.do(upgrading.resolve, "admin", found.id, conflict.key, None, changed.now)
    assert len(changed.do(upgrading.get, "admin", found.id).open) == 1

    changed.do(upgrading.resolve, "admin", found.id, conflict.key, decided, changed.now)

    again = begin(changed)
    assert (again.id, again.open) == (found.id, ())
    assert again.document["schema"]["properties"]["client_needs"]["title"] == title


def test_decisions_that_are_none_are_refused(changed: World) -> None:
    found = begin(changed)
    (conflict,) = found.open

    def decide(key: str, decided: Any) -> tuple[str, ...]:
        return refused(lambda: changed.do(upgrading.resolve, "admin", found.id, key, decided, changed.now))

    assert decide("field:/nowhere title", "ours") == ("upgrading.no-conflict",)
    assert decide(conflict.key, "whatever") == ("upgrading.decision",)
    assert refused(lambda: changed.do(upgrading.begin, "admin", "form", FORM, "1.0.0", changed.now)) == (
        "upgrading.not-newer",
    )


@pytest.mark.requirement("R-M-07")
def test_the_report_says_item_by_item_how_it_stands_to_the_standard(changed: World) -> None:
    found = changed.do(conformance_reports.of, "admin", "form", FORM)
    whole = changed.do(conformance_reports.overall, "admin", "002")

    verdicts = {line.item: line.verdict for line in found.report.lines if line.verdict != "same"}
    assert verdicts == {NEEDS: "text-changed", "field:/client_name": "tightened"}
    assert (found.report.verdict, whole.verdict, len(whole.changed)) == ("extends", "extends", 1)
    assert whole.untouched > 10


@pytest.mark.requirement("R-M-07")
def test_what_the_standard_says_with_shall_is_not_loosened(world: World) -> None:
    design = world.do(designs.open_, "admin", "workflow", "complaint", world.now)
    timers = design.document["timers"]
    name = next(each for each, timer in timers.items() if "working_days" in timer)
    longer = {
        "op": "set",
        "item": f"timer:{name}",
        "property": "working_days",
        "value": timers[name]["working_days"] + 5,
    }
    world.do(designs.apply, "admin", design.id, [longer], world.now)

    codes = refused(lambda: world.do(publishing.publish, "admin", design.id, "放宽", world.now))

    assert codes in (("overlay.shall-loosened",), ("overlay.should-without-reason",))
