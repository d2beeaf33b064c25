"""002 §6.4.2 b and appendix A 一.1 through the services: what goes out, to whom, on which basis, and its log."""

from __future__ import annotations

from typing import Any

import pytest

from caseforms.services import records
from tests.services import filled
from tests.services.world import World, refused
from tests.standards.test_rows_planning import content, printed

SECRET = "与婆婆争吵后摔了碗"
SHEET = {"recipient_department": "police", "legal_basis": "harm", "recipient_person": "李警官"}


@pytest.fixture
def served(world: World) -> World:
    """A case in service with one record that holds a confidence."""
    world.notes["case"] = world.planned()
    world.later(days=1)
    world.fill(world.notes["case"], "service_record", {**filled.SERVICE_RECORD, "service_content": SECRET})
    return world


def log(world: World) -> list[dict[str, Any]]:
    """The entries of the disclosure log, drafts too."""
    slots = world.view(world.notes["case"]).slots
    return [content(world, line.id) for slot in slots if slot.name == "disclosure" for line in slot.records]


@pytest.mark.requirement("R-002-36")
@pytest.mark.parametrize(
    ("change", "code"),
    [({"legal_basis": None}, "answer.required"), ({"legal_basis": "consent"}, "case.guard")],
)
def test_feedback_without_a_basis_or_without_the_clients_word_is_refused(
    served: World, change: dict[str, str | None], code: str
) -> None:
    draft = served.start(served.notes["case"], "feedback")
    data = {name: value for name, value in {**SHEET, **change}.items() if value is not None}

    assert refused(lambda: served.submit(draft, data)) == (code,)


@pytest.mark.requirement("R-002-36")
def test_what_was_sent_is_logged_once_per_recipient_and_only_after_the_supervisor(served: World) -> None:
    case_id = served.notes["case"]
    one = served.fill(case_id, "feedback", SHEET)
    served.sign(one, "worker")
    before = log(served)
    waiting = served.do(records.view, "lin", one, served.now).line.waiting
    served.sign(one, "supervisor")

    two = served.fill(case_id, "feedback", {**SHEET, "recipient_department": "health"})
    served.sign(two, "worker", "supervisor")

    assert (before, waiting) == ([], ("supervisor",))
    assert [entry["recipient"] for entry in log(served)] == ["公安 李警官", "卫生 李警官"]
    assert {entry["basis"] for entry in log(served)} == {"harm"}


@pytest.mark.requirement("R-002-36")
def test_a_sheet_that_the_supervisor_has_not_released_is_not_printed(served: World) -> None:
    sheet = served.fill(served.notes["case"], "feedback", SHEET)
    served.sign(sheet, "worker")
    held = refused(lambda: printed(served, sheet))

    served.sign(sheet, "supervisor")

    assert held == ("record.not-released",)
    assert "李警官" in printed(served, sheet)


@pytest.mark.requirement("R-002-36")
def test_a_new_sheet_holds_no_word_of_any_service_record(served: World) -> None:
    draft = served.start(served.notes["case"], "feedback")

    texts = " ".join(str(value) for value in draft.data.values())
    told = [value for value in filled.SERVICE_RECORD.values() if isinstance(value, str) and len(value) > 3]
    assert [value for value in (SECRET, *told) if value in texts] == []
    assert "共提供服务1次" in texts
