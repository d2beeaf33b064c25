"""Indicators: what each case adds to which numbers, and counting everything anew."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from caseforms.storage.base import Instant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this shape."""
    op.create_table(
        "contribution",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("counter", sa.String(length=80), nullable=False),
        sa.Column("source_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=True),
        sa.Column("record_id", sa.String(length=32), nullable=True),
        sa.Column("form", sa.String(length=120), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=True),
        sa.Column("team_id", sa.String(length=32), nullable=True),
        sa.Column("met", sa.Boolean(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("e_from", sa.Integer(), nullable=False),
        sa.Column("e_to", sa.Integer(), nullable=False),
        sa.Column("s_from", sa.Integer(), nullable=False),
        sa.Column("s_to", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_contribution_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_contribution_institution_id_institution")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
    )
    op.create_index(
        "ix_contribution_count",
        "contribution",
        ["institution_id", "counter", "met", "s_to", "id", "e_from", "e_to", "s_from"],
    )
    op.create_index("ix_contribution_source", "contribution", ["source_id"])
    op.create_table(
        "counted_source",
        sa.Column("source_id", sa.String(length=32), nullable=False),
        sa.Column("rules", sa.String(length=64), nullable=False),
        sa.Column("rows", sa.String(length=64), nullable=False),
        sa.Column("institution_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_counted_source_institution_id_institution")
        ),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_counted_source")),
    )
    op.create_index("ix_counted_source_rules", "counted_source", ["institution_id", "rules"])
    op.create_table(
        "recount",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("rules", sa.String(length=64), nullable=False),
        sa.Column("holder", sa.String(length=120), nullable=False),
        sa.Column("started_at", Instant(), nullable=False),
        sa.Column("heartbeat", Instant(), nullable=False),
        sa.Column("finished_at", Instant(), nullable=True),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_recount_institution_id_institution")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recount")),
    )
