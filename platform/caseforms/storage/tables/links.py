"""Table of links: what a client may do from their own phone, once or a few times, until a day."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from caseforms.storage.base import Base, Digest, Identifier, Name, OfInstitution


class ClientLink(OfInstitution, Base):
    """One address that opens one form for somebody without an account; only the digest of its token is kept.

    It stands for one record (`record_id`), or for a new record in `slot` of a case each time it is used.
    """

    __tablename__ = "client_link"
    id: Mapped[Digest] = mapped_column(primary_key=True)
    case_id: Mapped[Identifier | None] = mapped_column(ForeignKey("case_file.id"), index=True)
    record_id: Mapped[Identifier | None] = mapped_column(ForeignKey("record.id"), index=True)
    slot: Mapped[Name]
    role: Mapped[Name]
    purpose: Mapped[str] = mapped_column(String(8))
    pages: Mapped[list[Any]]
    uses_left: Mapped[int]
    issued_by: Mapped[Identifier]
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
