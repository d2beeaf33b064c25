"""Bringing a database to the newest shape, and telling how it differs from the tables in the code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from caseforms.storage.base import Base

LOCK_NUMBER = 5_552_002


def upgrade(engine: Engine) -> None:
    """Run every migration that has not run yet; two processes at once do it one after the other."""
    from alembic import command

    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK_NUMBER})")
        command.upgrade(_configuration(connection), "head")


def check(engine: Engine) -> tuple[str, ...]:
    """What differs between the database and the code, one line each; empty when they agree."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    from caseforms.storage.tables import partial_indexes

    partial_indexes.add()
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        head = ScriptDirectory.from_config(_configuration(connection)).get_current_head()
        current = context.get_current_revision()
        if current != head:
            return (f"the database stands at migration {current or 'none'}, the code at {head}",)
        return tuple(str(difference) for difference in compare_metadata(context, Base.metadata))


def _configuration(connection: Connection) -> Any:
    from alembic.config import Config

    configuration = Config()
    configuration.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    configuration.attributes["connection"] = connection
    return configuration
