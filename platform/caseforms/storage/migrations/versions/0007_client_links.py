"""Links for people without an account."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from caseforms.storage.base import DOCUMENT, Instant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this shape."""
    op.create_table(
        "client_link",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=True),
        sa.Column("record_id", sa.String(length=32), nullable=True),
        sa.Column("slot", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=120), nullable=False),
        sa.Column("purpose", sa.String(length=8), nullable=False),
        sa.Column("pages", DOCUMENT, nullable=False),
        sa.Column("uses_left", sa.Integer(), nullable=False),
        sa.Column("issued_by", sa.String(length=32), nullable=False),
        sa.Column("issued_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("revoked_at", Instant(), nullable=True),
        sa.Column("last_used_at", Instant(), nullable=True),
        sa.Column("institution_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_client_link_case_id_case_file")),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_client_link_institution_id_institution")
        ),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_client_link_record_id_record")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_link")),
    )
    with op.batch_alter_table("client_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_client_link_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_client_link_record_id"), ["record_id"], unique=False)
    with op.batch_alter_table("handover", schema=None) as batch_op:
        batch_op.add_column(sa.Column("link_id", sa.String(length=64), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_handover_link_id_client_link"), "client_link", ["link_id"], ["id"]
        )
