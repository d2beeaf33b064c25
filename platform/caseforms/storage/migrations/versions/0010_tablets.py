"""Tablets in the field: the institution's keys, tablets and who works on them, what they deliver."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from caseforms.storage.base import DOCUMENT, Instant

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this shape."""
    op.create_table(
        "institution_key",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("public_key", DOCUMENT, nullable=False),
        sa.Column("private_sealed", sa.Text(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("institution_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_institution_key_institution_id_institution")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution_key")),
    )
    with op.batch_alter_table("institution_key", schema=None) as batch_op:
        batch_op.create_index("ix_institution_key_made", ["institution_id", "made_at"], unique=False)
    op.create_table(
        "tablet",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("enrolled_at", Instant(), nullable=False),
        sa.Column("enrolled_by", sa.String(length=32), nullable=False),
        sa.Column("locked_at", Instant(), nullable=True),
        sa.Column("expired_at", Instant(), nullable=True),
        sa.Column("seen_at", Instant(), nullable=True),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("drafts", sa.Integer(), nullable=False),
        sa.Column("shell", sa.String(length=64), nullable=False),
        sa.Column("free_bytes", sa.BigInteger(), nullable=True),
        sa.Column("clock_offset_ms", sa.BigInteger(), nullable=True),
        sa.Column("institution_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_tablet_institution_id_institution")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tablet")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_tablet_token_digest")),
    )
    op.create_table(
        "arrival",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("record_id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("envelope", DOCUMENT, nullable=False),
        sa.Column("files", DOCUMENT, nullable=False),
        sa.Column("tablet_id", sa.String(length=32), nullable=False),
        sa.Column("volunteer", sa.String(length=32), nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=False),
        sa.Column("definition_id", sa.String(length=120), nullable=False),
        sa.Column("definition_version", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("slot", sa.String(length=120), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=True),
        sa.Column("number", sa.String(length=120), nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("finished_at", Instant(), nullable=True),
        sa.Column("tablet_time", Instant(), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("filed_as", sa.String(length=32), nullable=True),
        sa.Column("institution_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_arrival_institution_id_institution")
        ),
        sa.ForeignKeyConstraint(["tablet_id"], ["tablet.id"], name=op.f("fk_arrival_tablet_id_tablet")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrival")),
        sa.UniqueConstraint(
            "institution_id", "record_id", "place", name=op.f("uq_arrival_institution_id_record_id_place")
        ),
        sa.UniqueConstraint(
            "institution_id", "record_id", "sha256", name=op.f("uq_arrival_institution_id_record_id_sha256")
        ),
    )
    with op.batch_alter_table("arrival", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_arrival_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "ix_arrival_state", ["institution_id", "state", "received_at", "id"], unique=False
        )
        batch_op.create_index("ix_arrival_tablet", ["tablet_id", "received_at"], unique=False)
    op.create_table(
        "field_bundle",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("tablet_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("issued_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("cases", DOCUMENT, nullable=False),
        sa.Column("institution_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_field_bundle_institution_id_institution")
        ),
        sa.ForeignKeyConstraint(["tablet_id"], ["tablet.id"], name=op.f("fk_field_bundle_tablet_id_tablet")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_field_bundle_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_bundle")),
    )
    with op.batch_alter_table("field_bundle", schema=None) as batch_op:
        batch_op.create_index("ix_field_bundle_person", ["tablet_id", "user_id", "issued_at"], unique=False)
    op.create_table(
        "field_grant",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("tablet_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("issued_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("institution_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_field_grant_institution_id_institution")
        ),
        sa.ForeignKeyConstraint(["tablet_id"], ["tablet.id"], name=op.f("fk_field_grant_tablet_id_tablet")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_field_grant_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_grant")),
    )
    with op.batch_alter_table("field_grant", schema=None) as batch_op:
        batch_op.create_index("ix_field_grant_person", ["tablet_id", "user_id"], unique=False)
    op.create_table(
        "sealed_file",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("tablet_id", sa.String(length=32), nullable=False),
        sa.Column("begun_at", Instant(), nullable=False),
        sa.Column("whole_at", Instant(), nullable=True),
        sa.Column("institution_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_sealed_file_institution_id_institution")
        ),
        sa.ForeignKeyConstraint(["tablet_id"], ["tablet.id"], name=op.f("fk_sealed_file_tablet_id_tablet")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_file")),
        sa.UniqueConstraint("institution_id", "sha256", name=op.f("uq_sealed_file_institution_id_sha256")),
    )
    with op.batch_alter_table("sealed_file", schema=None) as batch_op:
        batch_op.create_index("ix_sealed_file_tablet", ["tablet_id", "whole_at", "begun_at"], unique=False)
    op.create_table(
        "tablet_ticket",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("issued_by", sa.String(length=32), nullable=False),
        sa.Column("issued_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("tablet_id", sa.String(length=32), nullable=True),
        sa.Column("institution_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_tablet_ticket_institution_id_institution")
        ),
        sa.ForeignKeyConstraint(["tablet_id"], ["tablet.id"], name=op.f("fk_tablet_ticket_tablet_id_tablet")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tablet_ticket")),
    )
    op.create_table(
        "sealed_piece",
        sa.Column("file_id", sa.String(length=32), nullable=False),
        sa.Column("start", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("institution_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["sealed_file.id"], name=op.f("fk_sealed_piece_file_id_sealed_file")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_sealed_piece_institution_id_institution")
        ),
        sa.PrimaryKeyConstraint("file_id", "start", name=op.f("pk_sealed_piece")),
    )
