"""Tables of cases: the case and what lists need of it, its members, its log, its open items, its links."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseforms.storage.base import VERSION, Base, Digest, Identifier, Name, OfInstitution, Versioned


class Case(OfInstitution, Versioned, Base):
    """One run of a workflow. Everything after `person_id` is a cache of the log, refolded on each write."""

    __tablename__ = "case_file"
    __table_args__ = (
        UniqueConstraint("institution_id", "case_no"),
        UniqueConstraint("institution_id", "application_no"),
        Index("ix_case_file_responsible", "institution_id", "responsible", "closed_at", "opened_at", "id"),
        Index("ix_case_file_owner", "institution_id", "responsible", "opened_at", "id"),
        Index("ix_case_file_team", "institution_id", "team_id", "opened_at", "id"),
        Index("ix_case_file_opened", "institution_id", "opened_at", "id"),
        Index("ix_case_file_stage", "institution_id", "stage", "opened_at", "id"),
        Index("ix_case_file_workflow", "institution_id", "workflow", "opened_at", "id"),
        Index("ix_case_file_person", "institution_id", "person_id"),
        Index("ix_case_file_check", "institution_id", "check_at"),
    )
    id: Mapped[Identifier] = mapped_column(primary_key=True)
    workflow: Mapped[Name]
    workflow_version: Mapped[str] = mapped_column(String(VERSION))
    person_id: Mapped[Identifier | None] = mapped_column(ForeignKey("person.id"))
    client_name: Mapped[Name]
    application_no: Mapped[Name | None]
    case_no: Mapped[Name | None]
    stage: Mapped[Name]
    phase: Mapped[Name]
    stage_entered_at: Mapped[datetime]
    flags: Mapped[list[Any]]
    responsible: Mapped[Identifier | None] = mapped_column(ForeignKey("user_account.id"))
    team_id: Mapped[Identifier | None] = mapped_column(ForeignKey("team.id"))
    next_due_at: Mapped[datetime | None]
    next_due_force: Mapped[str | None] = mapped_column(String(16))
    check_at: Mapped[datetime | None]
    retention: Mapped[str] = mapped_column(String(16))
    opened_at: Mapped[datetime]
    opened_by: Mapped[Identifier]
    closed_at: Mapped[datetime | None]
    last_seq: Mapped[int] = mapped_column(default=0)
    last_hash: Mapped[str] = mapped_column(String(64), default="")


class CaseMember(OfInstitution, Base):
    """A user who takes part in a case; `part` is responsible, member, medical, volunteer or supervisor.

    `opened_at` is when the case was opened and `workflow` is the case's, so that somebody's cases, or those of one
    workflow, are walked newest first along one index.
    """

    __tablename__ = "case_member"
    __table_args__ = (
        Index("ix_case_member_walk", "institution_id", "user_id", "opened_at", "case_id"),
        Index("ix_case_member_workflow", "institution_id", "user_id", "workflow", "opened_at", "case_id"),
    )
    case_id: Mapped[Identifier] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    user_id: Mapped[Identifier] = mapped_column(ForeignKey("user_account.id"), primary_key=True, index=True)
    part: Mapped[str] = mapped_column(String(16))
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    opened_at: Mapped[datetime]
    workflow: Mapped[Name]


class CaseEvent(OfInstitution, Base):
    """One line of the append-only log; `hash` covers the line and the hash before it."""

    __tablename__ = "case_event"
    case_id: Mapped[Identifier] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    type: Mapped[Name]
    by: Mapped[Name]
    role: Mapped[Name]
    data: Mapped[dict[str, Any]]
    workflow: Mapped[Name]
    prev_hash: Mapped[Digest]
    hash: Mapped[Digest]


class OpenItem(OfInstitution, Base):
    """A to-do as the work list shows it: refilled from the workflow on each write to the case.

    `assignee` is the user it waits for; everybody of `pool` (a role, "" for none) may do it too. What has no date
    is due at the end of time, so that one index orders both.
    """

    __tablename__ = "open_item"
    __table_args__ = (
        Index("ix_open_item_assignee", "institution_id", "assignee", "due_at", "case_id", "key"),
        Index("ix_open_item_pool", "institution_id", "pool", "team_id", "due_at", "case_id", "key"),
        Index("ix_open_item_team", "institution_id", "team_id", "due_at", "case_id", "key"),
    )
    case_id: Mapped[Identifier] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(160), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    label: Mapped[dict[str, Any]]
    slot: Mapped[Name | None]
    record_id: Mapped[Identifier | None]
    roles: Mapped[list[Any]]
    assignee: Mapped[Identifier | None]
    pool: Mapped[str] = mapped_column(String(32))
    team_id: Mapped[Identifier | None]
    due_at: Mapped[datetime]
    due_day: Mapped[str | None] = mapped_column(String(10))
    force: Mapped[str] = mapped_column(String(16))
    estimated: Mapped[bool]
    clause: Mapped[str]
    past: Mapped[bool]
    since: Mapped[str] = mapped_column(String(40))


class CaseLink(OfInstitution, Base):
    """Two cases that belong together: `reopened`, `referral`, `group`, `activity`, `aid`."""

    __tablename__ = "case_link"
    __table_args__ = (Index("ix_case_link_other", "other_case_id"),)
    case_id: Mapped[Identifier] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    other_case_id: Mapped[Identifier] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    at: Mapped[datetime]
    by: Mapped[Identifier]
