"""A revision names the version of the form it answers: a record may be carried over to a newer one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from caseforms.storage.base import VERSION

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this shape."""
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("definition_version", sa.String(length=VERSION), nullable=True))
        batch_op.add_column(sa.Column("definition_sha256", sa.String(length=64), nullable=True))
