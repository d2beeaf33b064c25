"""Migrations make exactly the tables that the code describes, on both databases, and may run twice."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import inspect

from caseforms import storage
from caseforms.storage import Store
from caseforms.storage.base import Base
from tests.databases import Place


def test_the_migrated_database_is_the_one_the_code_describes(store: Store) -> None:
    assert storage.check(store.engine) == ()


def test_upgrading_again_changes_nothing(store: Store) -> None:
    storage.upgrade(store.engine)

    assert storage.check(store.engine) == ()


def test_a_column_that_the_code_does_not_know_is_named(store: Store) -> None:
    with store.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE login_attempt ADD COLUMN extra TEXT")

    (said,) = storage.check(store.engine)

    assert "extra" in said


def test_an_empty_database_says_that_it_is_not_migrated(tmp_path: Path) -> None:
    with closing(storage.open(Place(f"sqlite:///{tmp_path}/empty.db", tmp_path))) as store:
        (said,) = storage.check(store.engine)

    assert "none" in said


@pytest.mark.parametrize("kind", ["pk", "fk"])
def test_every_constraint_has_a_name(store: Store, kind: str) -> None:
    inspector = inspect(store.engine)

    for table in Base.metadata.tables:
        if kind == "pk":
            assert inspector.get_pk_constraint(table)["name"], table
        else:
            assert all(each["name"] for each in inspector.get_foreign_keys(table)), table
