"""Public forms are limited by address, of which a keyed digest is kept for an hour."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from caseforms.storage.base import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this shape."""
    op.create_table(
        "public_sending",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("institution_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_public_sending_institution_id_institution")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_sending")),
    )
    with op.batch_alter_table("public_sending", schema=None) as batch_op:
        batch_op.create_index("ix_public_sending_address", ["institution_id", "address", "at"], unique=False)
