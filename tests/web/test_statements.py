"""How many statements a page sends to the database: a bounded number, the same for one row and for many."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from caseforms.services import cases, records
from caseforms.services.actors import Actor
from tests.web.conftest import House
from tests.web.visiting import Visitor

Visit = Callable[..., Visitor]
ROWS = 12


@contextmanager
def statements(house: House) -> Iterator[list[str]]:
    """What is sent to the database meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            sent.append(statement)

    event.listen(house.store.engine, "before_cursor_execute", note)
    yield sent
    event.remove(house.store.engine, "before_cursor_execute", note)


def counted(house: House, visitor: Visitor, address: str) -> int:
    visitor.open(address)
    with statements(house) as sent:
        visitor.open(address)
    return len(sent)


def lin(house: House) -> Actor:
    return Actor(house.user_ids["lin"], house.institution_id, frozenset({"social_worker"}), "林晓燕")


def open_cases(house: House, count: int) -> list[str]:
    """Cases of the worker, each with the draft of its application."""
    found = []
    for _ in range(count):
        with house.store.transaction(house.institution_id) as session:
            case = cases.open_case(
                session, lin(house), "mental-health-case", house.clock(), client_name="张秀兰"
            )
            records.start(session, lin(house), case.id, "application", house.clock())
            found.append(case.id)
    return found


@pytest.mark.parametrize(
    ("address", "bound"),
    [("/", 30), ("/?scope=team", 30), ("/cases", 20), ("/cases?scope=all", 20), ("/cases?q=张秀兰", 20)],
)
def test_a_list_sends_as_many_statements_for_many_rows_as_for_two(
    house: House, visit: Visit, address: str, bound: int
) -> None:
    worker = visit("lin")
    open_cases(house, 2)
    few = counted(house, worker, address)

    open_cases(house, ROWS)

    assert counted(house, worker, address) == few
    assert few <= bound


def test_a_list_of_other_peoples_cases_asks_no_more_either(house: House, visit: Visit) -> None:
    colleague = visit("zhao")
    open_cases(house, 2)
    few = counted(house, colleague, "/cases?scope=all")

    open_cases(house, ROWS)

    assert counted(house, colleague, "/cases?scope=all") == few


def test_the_case_page_sends_as_many_statements_for_many_records_as_for_two(
    house: House, visit: Visit
) -> None:
    worker = visit("lin")
    case_id = open_cases(house, 1)[0]
    begin_incidents(house, case_id, 2)
    few = counted(house, worker, f"/cases/{case_id}")

    begin_incidents(house, case_id, ROWS)

    assert counted(house, worker, f"/cases/{case_id}") == few
    assert few <= 50


def test_the_record_page_sends_as_many_statements_for_many_records_as_for_two(
    house: House, visit: Visit
) -> None:
    worker = visit("lin")
    case_id = open_cases(house, 1)[0]
    record_id = begin_incidents(house, case_id, 2)
    few = counted(house, worker, f"/records/{record_id}")

    begin_incidents(house, case_id, ROWS)

    assert counted(house, worker, f"/records/{record_id}") == few
    assert few <= 35


def begin_incidents(house: House, case_id: str, count: int) -> str:
    """Drafts in one slot of the case: the id of the first."""
    with house.store.transaction(house.institution_id) as session:
        begun = [
            records.start(session, lin(house), case_id, "incident", house.clock()).line.id
            for _ in range(count)
        ]
    return begun[0]
