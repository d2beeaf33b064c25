"""Where Alembic learns the connection (always handed in), the tables, and how their own types are spelled."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from caseforms.storage.base import DOCUMENT, SORTED_TEXT, Base, Instant
from caseforms.storage.tables import partial_indexes

SPELLED = {id(DOCUMENT): "DOCUMENT", id(SORTED_TEXT): "SORTED_TEXT"}


def render_item(kind: str, value: Any, _autogenerate: object) -> str | Literal[False]:
    """Types of ours by name, everything else as Alembic spells it."""
    if kind == "type" and isinstance(value, Instant):
        return "Instant()"
    return SPELLED.get(id(value), False) if kind == "type" else False


partial_indexes.add()
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=render_item,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
