"""A session sees its own institution's rows and nobody else's, whatever is asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session, aliased

import caseforms
from caseforms import storage
from caseforms.storage import InstitutionMissing, Store
from caseforms.storage.base import Base, OfInstitution
from caseforms.storage.tables import Institution, Team

NOW = datetime(2026, 3, 5, tzinfo=UTC)
ONE, TWO = "1" * 32, "2" * 32


@pytest.fixture
def two_institutions(store: Store) -> Store:
    with store.transaction(None) as session:
        for each in (ONE, TWO):
            session.add(Institution(id=each, code=each, name_zh="", name_en="", zone="UTC", created_at=NOW))
            session.flush()
            session.add(Team(id=each, institution_id=each, name=f"team {each[0]}"))
    return store


QUESTIONS: list[Callable[[Session], Any]] = [
    lambda session: [row.id for row in session.scalars(select(Team))],
    lambda session: list(session.scalars(select(Team.id))),
    lambda session: [row.id for row in session.scalars(select(aliased(Team)))],
    lambda session: list(
        session.scalars(select(Institution.id).join(Team, Team.institution_id == Institution.id))
    ),
    lambda session: list(session.scalars(select(Institution.id).where(Institution.id.in_(select(Team.id))))),
    lambda session: [each.id for each in [session.get(Team, ONE), session.get(Team, TWO)] if each],
    lambda session: [ONE] * (session.scalar(select(func.count()).select_from(Team)) or 0),
]


@pytest.mark.requirement("R-M-08")
@pytest.mark.parametrize("question", QUESTIONS)
def test_every_kind_of_query_sees_one_institution(
    two_institutions: Store, question: Callable[[Session], Any]
) -> None:
    with two_institutions.reading(ONE) as session:
        assert question(session) == [ONE]


@pytest.mark.requirement("R-M-08")
def test_updates_and_deletes_touch_one_institution(two_institutions: Store) -> None:
    with two_institutions.transaction(ONE) as session:
        session.execute(update(Team).values(name="mine"))
    with two_institutions.transaction(TWO) as session:
        session.execute(delete(Team))

    with two_institutions.reading(None) as session:
        left = session.execute(storage.unfiltered(select(Team.id, Team.name), "test")).all()
    assert [tuple(row) for row in left] == [(ONE, "mine")]


def test_a_query_without_an_institution_is_an_error(two_institutions: Store) -> None:
    with two_institutions.reading(None) as session, pytest.raises(InstitutionMissing):
        session.scalars(select(Team)).all()


def test_a_row_of_another_institution_cannot_be_written(two_institutions: Store) -> None:
    with pytest.raises(InstitutionMissing), two_institutions.transaction(ONE) as session:
        session.add(Team(id="3" * 32, institution_id=TWO, name="smuggled"))


def test_every_table_about_people_or_cases_belongs_to_an_institution() -> None:
    shared = {"institution", "form_version", "workflow_version", "login_attempt"}

    owned = {
        mapper.local_table.name
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, OfInstitution)
    }

    assert {mapper.local_table.name for mapper in Base.registry.mappers} - owned == shared


USES = {
    "services/accounts.py": 4,
    "services/audit.py": 4,
    "services/clearing.py": 1,
    "services/devices.py": 1,
    "services/field_grants.py": 2,
    "services/handover.py": 3,
    "services/links.py": 1,
    "services/tablets.py": 1,
    "services/users.py": 1,
}
"""Where a query may look over the wall, and how often: signing in, secret tokens, unique names, checking all logs."""


def test_looking_over_the_wall_is_rare_and_listed() -> None:
    package = Path(caseforms.__file__).parent
    found = {
        str(path.relative_to(package)): len(re.findall(r"\bunfiltered\(", path.read_text(encoding="utf-8")))
        for path in package.rglob("*.py")
        if path.name != "sessions.py"
    }

    assert {name: times for name, times in found.items() if times} == USES


def test_no_service_goes_round_the_mapped_classes() -> None:
    package = Path(caseforms.__file__).parent / "services"

    for path in package.glob("*.py"):
        source = path.read_text(encoding="utf-8")
        assert "__table__" not in source, path
        assert not re.search(r"exec_driver_sql|import text\b|from sqlalchemy import .*\btext\b", source), path
