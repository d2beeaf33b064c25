"""Tables of records: the record, its immutable revisions, drafts, signatures, attachments, searchable values."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseforms.storage.base import VERSION, Base, Digest, Identifier, Name, OfInstitution, Versioned


class Record(OfInstitution, Versioned, Base):
    """What somebody filled in, under one version of one definition; its content stands in drafts and revisions."""

    __tablename__ = "record"
    __table_args__ = (
        Index("ix_record_case_slot", "case_id", "slot", "number"),
        Index("ix_record_form", "institution_id", "definition_id", "status", "id"),
        Index("ix_record_author_drafts", "institution_id", "author", "status", "updated_at", "id"),
    )
    id: Mapped[Identifier] = mapped_column(primary_key=True)
    case_id: Mapped[Identifier | None] = mapped_column(ForeignKey("case_file.id"))
    slot: Mapped[Name]
    definition_id: Mapped[Name]
    definition_version: Mapped[str] = mapped_column(String(VERSION))
    definition_sha256: Mapped[Digest]
    number: Mapped[int]
    status: Mapped[str] = mapped_column(String(16))
    revision: Mapped[int] = mapped_column(default=0)
    author: Mapped[Identifier]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    sha256: Mapped[str] = mapped_column(String(64), default="")
    locked: Mapped[list[Any]]
    void_reason: Mapped[str] = mapped_column(default="")


class Revision(OfInstitution, Base):
    """One submitted state of a record, never changed. `sealed` holds the personal values by pointer.

    `submission_id` is made by the client: the same one again is the same submission. `definition_version` is the version
    of the form it answers; where it is empty, the record's.
    """

    __tablename__ = "revision"
    record_id: Mapped[Identifier] = mapped_column(ForeignKey("record.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    case_id: Mapped[Identifier | None] = mapped_column(index=True)
    submission_id: Mapped[Identifier] = mapped_column(unique=True)
    data: Mapped[dict[str, Any]]
    sealed: Mapped[dict[str, Any]]
    sha256: Mapped[Digest]
    submitted_sha256: Mapped[Digest]
    by: Mapped[Identifier]
    at: Mapped[datetime]
    reason: Mapped[str]
    warnings: Mapped[list[Any]]
    definition_version: Mapped[str | None] = mapped_column(String(VERSION))
    definition_sha256: Mapped[str | None] = mapped_column(String(64))


class Draft(OfInstitution, Base):
    """The draft of a record as it stands; `number` grows with every save."""

    __tablename__ = "draft"
    record_id: Mapped[Identifier] = mapped_column(ForeignKey("record.id"), primary_key=True)
    number: Mapped[int]
    data: Mapped[dict[str, Any]]
    sealed: Mapped[dict[str, Any]]
    by: Mapped[Identifier]
    at: Mapped[datetime]
    sources: Mapped[dict[str, Any]]


class DraftVersion(OfInstitution, Base):
    """An earlier state of a draft (to merge against), or a branch: what somebody typed and another overtook."""

    __tablename__ = "draft_version"
    __table_args__ = (UniqueConstraint("record_id", "number", "branch"),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    record_id: Mapped[Identifier] = mapped_column(ForeignKey("record.id"), index=True)
    number: Mapped[int]
    branch: Mapped[int] = mapped_column(default=0)
    data: Mapped[dict[str, Any]]
    sealed: Mapped[dict[str, Any]]
    by: Mapped[Identifier]
    at: Mapped[datetime]


class Signature(OfInstitution, Base):
    """Somebody stands for the content with `sha256`; a later change of the content voids it visibly."""

    __tablename__ = "signature"
    id: Mapped[Identifier] = mapped_column(primary_key=True)
    record_id: Mapped[Identifier] = mapped_column(ForeignKey("record.id"), index=True)
    case_id: Mapped[Identifier | None] = mapped_column(index=True)
    revision: Mapped[int]
    role: Mapped[Name]
    pointer: Mapped[Name]
    method: Mapped[str] = mapped_column(String(16))
    signer_id: Mapped[Identifier | None]
    signer_name: Mapped[Name]
    by: Mapped[Identifier]
    at: Mapped[datetime]
    sha256: Mapped[Digest]
    strokes: Mapped[list[Any] | None]
    image_id: Mapped[Identifier | None] = mapped_column(ForeignKey("attachment.id"))
    typed: Mapped[str]
    witness: Mapped[Name]
    note: Mapped[str]
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str] = mapped_column(default="")


class Attachment(OfInstitution, Base):
    """A file on disk under its sha256, with the name it was brought under."""

    __tablename__ = "attachment"
    id: Mapped[Identifier] = mapped_column(primary_key=True)
    sha256: Mapped[Digest] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(String(200))
    type: Mapped[Name]
    size: Mapped[int]
    record_id: Mapped[Identifier | None] = mapped_column(ForeignKey("record.id"), index=True)
    case_id: Mapped[Identifier | None] = mapped_column(ForeignKey("case_file.id"), index=True)
    by: Mapped[Identifier]
    at: Mapped[datetime]


class IndexedValue(OfInstitution, Base):
    """A value of a submitted record that lists filter, sort or count by."""

    __tablename__ = "value_index"
    __table_args__ = (
        Index("ix_value_index_text", "institution_id", "definition_id", "pointer", "text"),
        Index("ix_value_index_number", "institution_id", "definition_id", "pointer", "number"),
    )
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    record_id: Mapped[Identifier] = mapped_column(ForeignKey("record.id"), index=True)
    case_id: Mapped[Identifier | None] = mapped_column(index=True)
    definition_id: Mapped[Name]
    pointer: Mapped[str] = mapped_column(String(160))
    text: Mapped[str | None] = mapped_column(String(200))
    number: Mapped[float | None]
    date: Mapped[str | None] = mapped_column(String(32))


class Handover(OfInstitution, Base):
    """A tablet given out of the hand: one record, one role, a short time. Only the token's digest is kept."""

    __tablename__ = "handover"
    id: Mapped[Digest] = mapped_column(primary_key=True)
    record_id: Mapped[Identifier] = mapped_column(ForeignKey("record.id"))
    role: Mapped[Name]
    purpose: Mapped[str] = mapped_column(String(8))
    pages: Mapped[list[Any]]
    issued_by: Mapped[Identifier]
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    link_id: Mapped[str | None] = mapped_column(String(64), ForeignKey("client_link.id"))
