"""Table of letters: which piece of news was announced to its reader by e-mail."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from caseforms.storage.base import Base, Identifier, OfInstitution


class Letter(OfInstitution, Base):
    """One piece of news on its way by e-mail: sent, or to be tried again."""

    __tablename__ = "letter"
    __table_args__ = (Index("ix_letter_next_try", "sent_at", "next_try_at"),)
    notification_id: Mapped[Identifier] = mapped_column(ForeignKey("notification.id"), primary_key=True)
    tries: Mapped[int]
    next_try_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
