"""Cases listed by what they are about."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An index for the list of cases of one kind."""
    with op.batch_alter_table("case_file", schema=None) as batch_op:
        batch_op.create_index(
            "ix_case_file_workflow", ["institution_id", "workflow", "opened_at", "id"], unique=False
        )
