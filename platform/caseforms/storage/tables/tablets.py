"""Tables of tablets: the devices volunteers carry, how one is let in, who may work on it, what was taken along."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from caseforms.storage.base import Base, Digest, Identifier, Name, OfInstitution, Versioned


class InstitutionKey(OfInstitution, Base):
    """A pair of keys: tablets seal with the public one; the private one opens what they sealed and is itself sealed."""

    __tablename__ = "institution_key"
    __table_args__ = (Index("ix_institution_key_made", "institution_id", "made_at"),)
    id: Mapped[Identifier] = mapped_column(primary_key=True)
    public_key: Mapped[dict[str, Any]]
    private_sealed: Mapped[str]
    made_at: Mapped[datetime]


class Tablet(OfInstitution, Versioned, Base):
    """A shared tablet. Its token is shown once to itself; what it said of itself last stands in the later columns."""

    __tablename__ = "tablet"
    id: Mapped[Identifier] = mapped_column(primary_key=True)
    name: Mapped[Name]
    token_digest: Mapped[Digest] = mapped_column(unique=True)
    enrolled_at: Mapped[datetime]
    enrolled_by: Mapped[Identifier]
    locked_at: Mapped[datetime | None]
    expired_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    waiting: Mapped[int] = mapped_column(default=0)
    drafts: Mapped[int] = mapped_column(default=0)
    shell: Mapped[str] = mapped_column(String(64), default="")
    free_bytes: Mapped[int | None] = mapped_column(BigInteger)
    clock_offset_ms: Mapped[int | None] = mapped_column(BigInteger)


class TabletTicket(OfInstitution, Base):
    """The token in a QR code that lets one tablet in, once, within half an hour; only its digest is kept."""

    __tablename__ = "tablet_ticket"
    id: Mapped[Digest] = mapped_column(primary_key=True)
    name: Mapped[Name]
    issued_by: Mapped[Identifier]
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tablet_id: Mapped[Identifier | None] = mapped_column(ForeignKey("tablet.id"))


class FieldGrant(OfInstitution, Base):
    """One person may work on one tablet until a day; only the digest of the token is kept."""

    __tablename__ = "field_grant"
    __table_args__ = (Index("ix_field_grant_person", "tablet_id", "user_id"),)
    id: Mapped[Digest] = mapped_column(primary_key=True)
    tablet_id: Mapped[Identifier] = mapped_column(ForeignKey("tablet.id"))
    user_id: Mapped[Identifier] = mapped_column(ForeignKey("user_account.id"))
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class FieldBundle(OfInstitution, Base):
    """What somebody took along on a tablet: the cases, each with whoever was responsible for it then."""

    __tablename__ = "field_bundle"
    __table_args__ = (Index("ix_field_bundle_person", "tablet_id", "user_id", "issued_at"),)
    id: Mapped[Identifier] = mapped_column(primary_key=True)
    tablet_id: Mapped[Identifier] = mapped_column(ForeignKey("tablet.id"))
    user_id: Mapped[Identifier] = mapped_column(ForeignKey("user_account.id"))
    sha256: Mapped[Digest]
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    cases: Mapped[dict[str, Any]]
