"""Tables of registers: published definitions and workflows, and the chained log of who looked at what."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseforms.storage.base import (
    VERSION,
    WRITTEN,
    Base,
    Digest,
    Identifier,
    Name,
    OfInstitution,
    OwnOrShared,
)


class FormVersion(OwnOrShared, Base):
    """An immutable published definition; records name it by id, version and sha256. Nobody's: shipped, everybody's."""

    __tablename__ = "form_version"
    definition_id: Mapped[Name] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(String(VERSION), primary_key=True)
    sha256: Mapped[Digest]
    document: Mapped[dict[str, Any]] = mapped_column(WRITTEN)
    registered_at: Mapped[datetime]


class WorkflowVersion(OwnOrShared, Base):
    """An immutable published workflow; events name it by id and version."""

    __tablename__ = "workflow_version"
    workflow_id: Mapped[Name] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(String(VERSION), primary_key=True)
    sha256: Mapped[Digest]
    document: Mapped[dict[str, Any]] = mapped_column(WRITTEN)
    registered_at: Mapped[datetime]


class AccessEntry(OfInstitution, Base):
    """One view, print or export of personal data; chained per institution like the case log."""

    __tablename__ = "access_log"
    __table_args__ = (
        UniqueConstraint("institution_id", "seq"),
        Index("ix_access_log_case", "institution_id", "case_id", "seq"),
    )
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    seq: Mapped[int]
    at: Mapped[datetime]
    by: Mapped[Name]
    role: Mapped[Name]
    verb: Mapped[str] = mapped_column(String(32))
    case_id: Mapped[Identifier | None]
    record_id: Mapped[Identifier | None]
    person_id: Mapped[Identifier | None]
    detail: Mapped[dict[str, Any]]
    prev_hash: Mapped[Digest]
    hash: Mapped[Digest]


class AccessChain(OfInstitution, Base):
    """The end of an institution's access log: locked while a line is appended."""

    __tablename__ = "access_chain"
    id: Mapped[Identifier] = mapped_column(ForeignKey("institution.id"), primary_key=True)
    last_seq: Mapped[int]
    last_hash: Mapped[Digest]


class PublicSending(OfInstitution, Base):
    """That a public form came in from some address: a keyed digest, kept for an hour to tell a flood by."""

    __tablename__ = "public_sending"
    __table_args__ = (Index("ix_public_sending_address", "institution_id", "address", "at"),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    address: Mapped[Digest]
    at: Mapped[datetime]
