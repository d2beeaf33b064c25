"""Table of devices: what may send readings of one person into one case."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from caseforms.storage.base import Base, Digest, Identifier, Name, OfInstitution


class Device(OfInstitution, Base):
    """A blood-pressure monitor, a glucometer, a band: its token is shown once, only the digest is kept."""

    __tablename__ = "device"
    id: Mapped[Identifier] = mapped_column(primary_key=True)
    case_id: Mapped[Identifier] = mapped_column(ForeignKey("case_file.id"), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    label: Mapped[Name]
    token_digest: Mapped[Digest] = mapped_column(unique=True)
    added_at: Mapped[datetime]
    added_by: Mapped[Identifier]
    last_seen_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
