"""Who takes part in cases of one workflow finds them along an index of their own, however many other cases they have."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

WORKFLOW = "SELECT case_file.workflow FROM case_file WHERE case_file.id = case_member.case_id"


def upgrade() -> None:
    """Bring the tables to this shape."""
    with op.batch_alter_table("case_member", schema=None) as batch_op:
        batch_op.add_column(sa.Column("workflow", sa.String(length=120), nullable=True))
    op.execute(f"UPDATE case_member SET workflow = ({WORKFLOW})")  # noqa: S608 - our own words
    with op.batch_alter_table("case_member", schema=None) as batch_op:
        batch_op.alter_column("workflow", existing_type=sa.String(length=120), nullable=False)
        batch_op.create_index(
            "ix_case_member_workflow",
            ["institution_id", "user_id", "workflow", "opened_at", "case_id"],
            unique=False,
        )
