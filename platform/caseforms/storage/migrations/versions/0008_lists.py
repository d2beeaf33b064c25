"""Lists of cases walk one index each: those of a person, of a team, those somebody takes part in, those of a telephone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from caseforms.storage.base import Instant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

OPENED = "SELECT case_file.opened_at FROM case_file WHERE case_file.id = case_member.case_id"


def upgrade() -> None:
    """Bring the tables to this shape."""
    with op.batch_alter_table("case_member", schema=None) as batch_op:
        batch_op.add_column(sa.Column("opened_at", Instant(), nullable=True))
    op.execute(f"UPDATE case_member SET opened_at = ({OPENED})")  # noqa: S608 - our own words
    with op.batch_alter_table("case_member", schema=None) as batch_op:
        batch_op.alter_column("opened_at", existing_type=Instant(), nullable=False)
        batch_op.create_index(
            "ix_case_member_walk", ["institution_id", "user_id", "opened_at", "case_id"], unique=False
        )
    with op.batch_alter_table("case_file", schema=None) as batch_op:
        batch_op.create_index(
            "ix_case_file_owner", ["institution_id", "responsible", "opened_at", "id"], unique=False
        )
        batch_op.create_index(
            "ix_case_file_team", ["institution_id", "team_id", "opened_at", "id"], unique=False
        )
    with op.batch_alter_table("open_item", schema=None) as batch_op:
        batch_op.drop_index("ix_open_item_pool")
        batch_op.create_index(
            "ix_open_item_pool",
            ["institution_id", "pool", "team_id", "due_at", "case_id", "key"],
            unique=False,
        )
    with op.batch_alter_table("person_key", schema=None) as batch_op:
        batch_op.drop_index("ix_person_key_lookup")
        batch_op.create_index(
            "ix_person_key_lookup", ["institution_id", "kind", "digest", "person_id"], unique=False
        )
