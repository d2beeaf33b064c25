"""What a layer changes stands in each publication's overlay and nowhere else."""

from __future__ import annotations

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this shape."""
    with op.batch_alter_table("layer", schema=None) as batch_op:
        batch_op.drop_column("overlays")
