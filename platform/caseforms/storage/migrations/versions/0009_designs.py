"""Change without code: designs with their steps, publications of institutions, layers, upgrades, adoptions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from caseforms.storage.base import DOCUMENT, SHARED, VERSION, WRITTEN, Instant

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

REGISTERS = {"form_version": "definition_id", "workflow_version": "workflow_id"}
NAMED_VERSIONS = (
    ("form_version", "version"),
    ("workflow_version", "version"),
    ("record", "definition_version"),
    ("case_file", "workflow_version"),
)


def upgrade() -> None:
    """Bring the tables to this shape."""
    for register, key in REGISTERS.items():
        with op.batch_alter_table(register, schema=None) as batch_op:
            batch_op.add_column(
                sa.Column("institution_id", sa.String(length=32), server_default=SHARED, nullable=False)
            )
            batch_op.drop_constraint(batch_op.f(f"pk_{register}"), type_="primary")
            batch_op.create_primary_key(batch_op.f(f"pk_{register}"), [key, "version", "institution_id"])
    if op.get_bind().dialect.name == "postgresql":
        _longer_names_and_kept_order()
    _designs()
    _publications()
    _below_and_above()


def _longer_names_and_kept_order() -> None:
    """SQLite keeps texts of any length and documents as they were written: nothing to do there."""
    for table, column in NAMED_VERSIONS:
        op.alter_column(table, column, type_=sa.String(length=VERSION), existing_nullable=False)
    for register in REGISTERS:
        op.alter_column(
            register, "document", type_=sa.JSON(), existing_nullable=False, postgresql_using="document::json"
        )


def _designs() -> None:
    op.create_table(
        "design",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("definition_id", sa.String(length=120), nullable=False),
        sa.Column("layer", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("base_version", sa.String(length=VERSION), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("head", sa.Integer(), nullable=False),
        sa.Column("tail", sa.String(length=32), nullable=False),
        sa.Column("written", sa.Integer(), nullable=False),
        sa.Column("document", WRITTEN, nullable=False),
        sa.Column("answers", WRITTEN, nullable=False),
        sa.Column("opened_by", sa.String(length=32), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("updated_at", Instant(), nullable=False),
        *_owned("design"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_design")),
        sa.UniqueConstraint(
            "institution_id",
            "kind",
            "definition_id",
            "layer",
            "number",
            name=op.f("uq_design_institution_id_kind_definition_id_layer_number"),
        ),
    )
    with op.batch_alter_table("design", schema=None) as batch_op:
        batch_op.create_index("ix_design_state", ["institution_id", "state", "updated_at"], unique=False)
    op.create_table(
        "design_step",
        sa.Column("design_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("action", sa.String(length=8), nullable=False),
        sa.Column("operations", WRITTEN, nullable=False),
        sa.Column("inverse", WRITTEN, nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        *_owned("design_step"),
        sa.ForeignKeyConstraint(["design_id"], ["design.id"], name=op.f("fk_design_step_design_id_design")),
        sa.PrimaryKeyConstraint("design_id", "number", name=op.f("pk_design_step")),
        sa.UniqueConstraint("design_id", "key", name=op.f("uq_design_step_design_id_key")),
    )


def _publications() -> None:
    op.create_table(
        "publication",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("definition_id", sa.String(length=120), nullable=False),
        sa.Column("version", sa.String(length=VERSION), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("base_version", sa.String(length=VERSION), nullable=False),
        sa.Column("previous", sa.String(length=VERSION), nullable=False),
        sa.Column("overlay", WRITTEN, nullable=False),
        sa.Column("answers", WRITTEN, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("change_class", sa.String(length=16), nullable=False),
        sa.Column("design_id", sa.String(length=32), nullable=True),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("approved_by", sa.String(length=32), nullable=True),
        sa.Column("approved_at", Instant(), nullable=True),
        sa.Column("from_at", Instant(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        *_owned("publication"),
        sa.ForeignKeyConstraint(["design_id"], ["design.id"], name=op.f("fk_publication_design_id_design")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint(
            "institution_id",
            "kind",
            "definition_id",
            "version",
            name=op.f("uq_publication_institution_id_kind_definition_id_version"),
        ),
    )
    with op.batch_alter_table("publication", schema=None) as batch_op:
        batch_op.create_index(
            "ix_publication_state",
            ["institution_id", "state", "kind", "definition_id", "version", "sha256"],
            unique=False,
        )


def _below_and_above() -> None:
    op.create_table(
        "layer",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=120), nullable=False),
        sa.Column("title", DOCUMENT, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("permissions", DOCUMENT, nullable=False),
        sa.Column("overlays", WRITTEN, nullable=False),
        sa.Column("changed_by", sa.String(length=32), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        *_owned("layer"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_layer")),
        sa.UniqueConstraint("institution_id", "code", name=op.f("uq_layer_institution_id_code")),
    )
    op.create_table(
        "upgrade",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("definition_id", sa.String(length=120), nullable=False),
        sa.Column("old_base", sa.String(length=VERSION), nullable=False),
        sa.Column("new_base", sa.String(length=VERSION), nullable=False),
        sa.Column("resolutions", WRITTEN, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("begun_by", sa.String(length=32), nullable=False),
        sa.Column("begun_at", Instant(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        *_owned("upgrade"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upgrade")),
        sa.UniqueConstraint(
            "institution_id",
            "kind",
            "definition_id",
            "old_base",
            "new_base",
            name=op.f("uq_upgrade_institution_id_kind_definition_id_old_base_new_base"),
        ),
    )
    op.create_table(
        "adoption",
        sa.Column("document", sa.String(length=32), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("until", Instant(), nullable=True),
        *_owned("adoption"),
        sa.PrimaryKeyConstraint("document", "institution_id", name=op.f("pk_adoption")),
    )


def _owned(table: str) -> tuple[sa.Column[str], sa.ForeignKeyConstraint]:
    return (
        sa.Column("institution_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f(f"fk_{table}_institution_id_institution")
        ),
    )
