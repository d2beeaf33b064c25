"""Tables of change without code: work on a form or workflow step by step, publications, layers, upgrades, adoptions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseforms.storage.base import VERSION, WRITTEN, Base, Digest, Identifier, Name, OfInstitution, Versioned


class Design(OfInstitution, Versioned, Base):
    """One piece of work on a form or workflow, open until it is published or put aside.

    It starts from `base_version` (none: something new) and goes on by its steps. `document` is the state after step
    `written`, so that nobody has to walk all steps again; `tail` names the state after the last step and no other.
    `answers` says what becomes of what people have filled in.
    """

    __tablename__ = "design"
    __table_args__ = (
        UniqueConstraint("institution_id", "kind", "definition_id", "layer", "number"),
        Index("ix_design_state", "institution_id", "state", "updated_at"),
    )
    id: Mapped[Identifier] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    definition_id: Mapped[Name]
    layer: Mapped[str] = mapped_column(String(32), default="")
    number: Mapped[int]
    base_version: Mapped[str] = mapped_column(String(VERSION))
    state: Mapped[str] = mapped_column(String(16))
    head: Mapped[int]
    tail: Mapped[Identifier]
    written: Mapped[int]
    document: Mapped[dict[str, Any]] = mapped_column(WRITTEN, deferred=True)  # most steps know it by heart
    answers: Mapped[list[Any]] = mapped_column(WRITTEN)
    opened_by: Mapped[Identifier]
    opened_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class DesignStep(OfInstitution, Base):
    """One step of a design, never changed: what was done, how it is taken back, and which step it takes back itself.

    `key` is made by the client: the same one again is the same step.
    """

    __tablename__ = "design_step"
    __table_args__ = (UniqueConstraint("design_id", "key"),)
    design_id: Mapped[Identifier] = mapped_column(ForeignKey("design.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[Name]
    by: Mapped[Identifier]
    at: Mapped[datetime]
    action: Mapped[str] = mapped_column(String(8))
    operations: Mapped[list[Any]] = mapped_column(WRITTEN)
    inverse: Mapped[list[Any]] = mapped_column(WRITTEN)
    undoes: Mapped[int | None]


class Publication(OfInstitution, Base):
    """A version that an institution published, or is about to: at most one of a form or workflow is in force.

    `overlay` is what differs from `base_version`, layer by layer from the bottom: the whole is built from it again.
    """

    __tablename__ = "publication"
    __table_args__ = (
        UniqueConstraint("institution_id", "kind", "definition_id", "version"),
        Index(
            "ix_publication_state", "institution_id", "state", "kind", "definition_id", "version", "sha256"
        ),
    )
    id: Mapped[Identifier] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    definition_id: Mapped[Name]
    version: Mapped[str] = mapped_column(String(VERSION))
    number: Mapped[int]
    sha256: Mapped[Digest]
    base_version: Mapped[str] = mapped_column(String(VERSION))
    previous: Mapped[str] = mapped_column(String(VERSION))
    overlay: Mapped[list[Any]] = mapped_column(WRITTEN)
    answers: Mapped[list[Any]] = mapped_column(WRITTEN)
    note: Mapped[str]
    change_class: Mapped[str] = mapped_column(String(16))
    design_id: Mapped[Identifier | None] = mapped_column(ForeignKey("design.id"))
    made_by: Mapped[Identifier]
    made_at: Mapped[datetime]
    approved_by: Mapped[Identifier | None]
    approved_at: Mapped[datetime | None]
    from_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(16))


class LayerRow(OfInstitution, Versioned, Base):
    """A layer between the standard and the institution's own changes: a province's, a city's, a trade's rules.

    What it changes stands in the overlay of each publication, so that a version is always built again from one row.
    """

    __tablename__ = "layer"
    __table_args__ = (UniqueConstraint("institution_id", "code"),)
    id: Mapped[Identifier] = mapped_column(primary_key=True)
    code: Mapped[Name]
    title: Mapped[dict[str, Any]]
    kind: Mapped[str] = mapped_column(String(16))
    rank: Mapped[int]
    permissions: Mapped[dict[str, Any]]
    changed_by: Mapped[Identifier]
    changed_at: Mapped[datetime]


class Upgrade(OfInstitution, Versioned, Base):
    """Taking over a newer version of the standard below an institution's changes: what was decided, conflict by conflict."""

    __tablename__ = "upgrade"
    __table_args__ = (UniqueConstraint("institution_id", "kind", "definition_id", "old_base", "new_base"),)
    id: Mapped[Identifier] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    definition_id: Mapped[Name]
    old_base: Mapped[str] = mapped_column(String(VERSION))
    new_base: Mapped[str] = mapped_column(String(VERSION))
    resolutions: Mapped[dict[str, Any]] = mapped_column(WRITTEN)
    state: Mapped[str] = mapped_column(String(16))
    begun_by: Mapped[Identifier]
    begun_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class Adoption(OfInstitution, Base):
    """That an institution works by a standard, since when."""

    __tablename__ = "adoption"
    document: Mapped[str] = mapped_column(String(32), primary_key=True)
    institution_id: Mapped[str] = mapped_column(String(32), ForeignKey("institution.id"), primary_key=True)
    by: Mapped[Identifier]
    at: Mapped[datetime]
    until: Mapped[datetime | None]
