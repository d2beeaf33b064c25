"""What was filled in with a form is walked along one index: before a new version of it is published."""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this shape."""
    with op.batch_alter_table("record", schema=None) as batch_op:
        batch_op.create_index(
            "ix_record_form", ["institution_id", "definition_id", "status", "id"], unique=False
        )
