"""Tables of what tablets deliver: files in pieces, and sealed records that wait for a person's decision."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseforms.storage.base import VERSION, Base, Digest, Identifier, Name, OfInstitution, Versioned


class SealedFile(OfInstitution, Base):
    """A sealed attachment on its way: addressed by the sha256 of its sealed bytes, whole once `whole_at` is set."""

    __tablename__ = "sealed_file"
    __table_args__ = (
        UniqueConstraint("institution_id", "sha256"),
        Index("ix_sealed_file_tablet", "tablet_id", "whole_at", "begun_at"),
    )
    id: Mapped[Identifier] = mapped_column(primary_key=True)
    sha256: Mapped[Digest]
    size: Mapped[int] = mapped_column(BigInteger)
    received: Mapped[int] = mapped_column(BigInteger)
    tablet_id: Mapped[Identifier] = mapped_column(ForeignKey("tablet.id"))
    begun_at: Mapped[datetime]
    whole_at: Mapped[datetime | None]


class SealedPiece(OfInstitution, Base):
    """One piece of a file that is not whole yet. A piece is written with its transaction or not at all."""

    __tablename__ = "sealed_piece"
    file_id: Mapped[Identifier] = mapped_column(ForeignKey("sealed_file.id"), primary_key=True)
    start: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Arrival(OfInstitution, Versioned, Base):
    """A record as a tablet sealed it. Whoever decides on it opens it with the institution's key; nobody else can.

    `place` is 0 for the first content that came under a record id, 1, 2 … for others (a conflict). `state` is waiting,
    unreadable, conflict, filed (stands in a case or register), drafted (a worker goes on with it) or declined.
    """

    __tablename__ = "arrival"
    __table_args__ = (
        UniqueConstraint("institution_id", "record_id", "place"),
        UniqueConstraint("institution_id", "record_id", "sha256"),
        Index("ix_arrival_state", "institution_id", "state", "received_at", "id"),
        Index("ix_arrival_tablet", "tablet_id", "received_at"),
    )
    id: Mapped[Identifier] = mapped_column(primary_key=True)
    record_id: Mapped[Identifier]
    place: Mapped[int]
    sha256: Mapped[Digest]
    envelope: Mapped[dict[str, Any]]
    files: Mapped[list[str]]
    tablet_id: Mapped[Identifier] = mapped_column(ForeignKey("tablet.id"))
    volunteer: Mapped[Identifier | None]
    granted: Mapped[bool]
    definition_id: Mapped[Name]
    definition_version: Mapped[str] = mapped_column(String(VERSION))
    kind: Mapped[str] = mapped_column(String(16))
    slot: Mapped[Name]
    case_id: Mapped[Identifier | None] = mapped_column(index=True)
    number: Mapped[Name]
    received_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    tablet_time: Mapped[datetime | None]
    urgent: Mapped[bool]
    state: Mapped[str] = mapped_column(String(16))
    decided_by: Mapped[Identifier | None]
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    filed_as: Mapped[Identifier | None]
