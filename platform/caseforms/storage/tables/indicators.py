"""Tables of indicators: what each case adds to which numbers, under which rules it was counted, and recounts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from caseforms.storage.base import Base, Digest, Identifier, Name, OfInstitution


class ContributionRow(OfInstitution, Base):
    """One unit of one counter, and for which periods it counts: those from S to E with e_from <= E < e_to and
    s_from < S <= s_to (days as numbers, 20251231). A table of a period is a count over one index of these rows.
    """

    __tablename__ = "contribution"
    __table_args__ = (
        Index(
            "ix_contribution_count",
            "institution_id",
            "counter",
            "met",
            "s_to",
            "id",
            "e_from",
            "e_to",
            "s_from",
        ),
        Index("ix_contribution_source", "source_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    counter: Mapped[str] = mapped_column(String(80))
    source_id: Mapped[Identifier]
    case_id: Mapped[Identifier | None] = mapped_column(ForeignKey("case_file.id"))
    record_id: Mapped[Identifier | None]
    form: Mapped[Name]
    missing: Mapped[int]
    unit: Mapped[str | None] = mapped_column(String(64))
    team_id: Mapped[Identifier | None]
    met: Mapped[bool]
    at: Mapped[int]
    e_from: Mapped[int]
    e_to: Mapped[int]
    s_from: Mapped[int]
    s_to: Mapped[int]
    amount: Mapped[int]


class CountedSource(OfInstitution, Base):
    """A case or register record that has been counted: under which rules, and with which rows."""

    __tablename__ = "counted_source"
    __table_args__ = (Index("ix_counted_source_rules", "institution_id", "rules"),)
    source_id: Mapped[Identifier] = mapped_column(primary_key=True)
    rules: Mapped[Digest]
    rows: Mapped[Digest]


class Recount(OfInstitution, Base):
    """A counting of everything anew. `heartbeat` says that its process still lives; `place` is where to go on."""

    __tablename__ = "recount"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    rules: Mapped[Digest]
    holder: Mapped[Name]
    started_at: Mapped[datetime]
    heartbeat: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    place: Mapped[str] = mapped_column(String(40))
    done: Mapped[int]
    total: Mapped[int]
