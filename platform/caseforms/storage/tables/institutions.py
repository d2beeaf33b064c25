"""Tables of institutions: themselves, their settings, users, roles, teams, calendars and counters."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseforms.storage.base import DOCUMENT, Base, Digest, Identifier, Name, OfInstitution, Versioned


class Institution(Base):
    """One organisation on this installation; everything else of it carries its id."""

    __tablename__ = "institution"
    id: Mapped[Identifier] = mapped_column(primary_key=True)
    code: Mapped[Name] = mapped_column(unique=True)
    name_zh: Mapped[Name]
    name_en: Mapped[Name]
    zone: Mapped[Name]
    created_at: Mapped[datetime]


class InstitutionSetting(OfInstitution, Versioned, Base):
    """One value an institution has set, by name."""

    __tablename__ = "institution_setting"
    __table_args__ = (UniqueConstraint("institution_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    name: Mapped[Name]
    value: Mapped[Any] = mapped_column(DOCUMENT)
    changed_by: Mapped[Identifier | None]
    changed_at: Mapped[datetime]


class User(OfInstitution, Versioned, Base):
    """Somebody who signs in. The password is an argon2 hash, the TOTP secret is sealed."""

    __tablename__ = "user_account"
    __table_args__ = (Index("ix_user_account_institution", "institution_id", "name"),)
    id: Mapped[Identifier] = mapped_column(primary_key=True)
    username: Mapped[Name] = mapped_column(unique=True)
    name: Mapped[Name]
    password_hash: Mapped[str]
    must_change_password: Mapped[bool]
    active: Mapped[bool]
    language: Mapped[str] = mapped_column(String(8))
    preferences: Mapped[dict[str, Any]]
    totp_sealed: Mapped[str | None]
    totp_confirmed: Mapped[bool] = mapped_column(default=False)
    totp_last_step: Mapped[int] = mapped_column(default=0)
    recovery_digests: Mapped[list[Any]]
    created_at: Mapped[datetime]
    last_sign_in: Mapped[datetime | None]
    email: Mapped[str] = mapped_column(String(254), default="", server_default="")


class UserRole(OfInstitution, Base):
    """One role of one user."""

    __tablename__ = "user_role"
    user_id: Mapped[Identifier] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(32), primary_key=True)


class Team(OfInstitution, Base):
    """A group of users who see one another's to-dos."""

    __tablename__ = "team"
    __table_args__ = (UniqueConstraint("institution_id", "name"),)
    id: Mapped[Identifier] = mapped_column(primary_key=True)
    name: Mapped[Name]


class TeamMember(OfInstitution, Base):
    """One user in one team."""

    __tablename__ = "team_member"
    team_id: Mapped[Identifier] = mapped_column(ForeignKey("team.id"), primary_key=True)
    user_id: Mapped[Identifier] = mapped_column(ForeignKey("user_account.id"), primary_key=True, index=True)


class UserSession(OfInstitution, Base):
    """A signed-in browser; only the digest of its token is kept."""

    __tablename__ = "user_session"
    id: Mapped[Digest] = mapped_column(primary_key=True)
    user_id: Mapped[Identifier] = mapped_column(ForeignKey("user_account.id"), index=True)
    created_at: Mapped[datetime]
    last_seen: Mapped[datetime]
    expires_at: Mapped[datetime]
    ip: Mapped[Name]


class LoginAttempt(Base):
    """One try to sign in; belongs to no institution since the name may not exist."""

    __tablename__ = "login_attempt"
    __table_args__ = (Index("ix_login_attempt_username_ip_at", "username", "ip", "at"),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    username: Mapped[Name]
    ip: Mapped[Name]
    at: Mapped[datetime]
    succeeded: Mapped[bool]


class CalendarYear(OfInstitution, Versioned, Base):
    """The days off (besides weekends) and the make-up working days of one year, as the institution knows them."""

    __tablename__ = "calendar_year"
    __table_args__ = (UniqueConstraint("institution_id", "year"),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    year: Mapped[int]
    status: Mapped[str] = mapped_column(String(16))
    off_days: Mapped[list[Any]]
    work_days: Mapped[list[Any]]
    source: Mapped[str]
    notice: Mapped[str]
    changed_by: Mapped[Identifier | None]
    changed_at: Mapped[datetime]


class Counter(OfInstitution, Base):
    """The last number given out for one purpose in one year (0: not counted by year)."""

    __tablename__ = "counter"
    __table_args__ = (UniqueConstraint("institution_id", "name", "year"),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    name: Mapped[Name]
    year: Mapped[int]
    value: Mapped[int]


class Notification(OfInstitution, Base):
    """Something one user should know; `key` keeps the same news from being told twice."""

    __tablename__ = "notification"
    __table_args__ = (
        UniqueConstraint("user_id", "key"),
        Index("ix_notification_user_read", "user_id", "read_at", "at"),
        Index("ix_notification_at", "institution_id", "at"),
    )
    id: Mapped[Identifier] = mapped_column(primary_key=True)
    user_id: Mapped[Identifier] = mapped_column(ForeignKey("user_account.id"))
    key: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
    kind: Mapped[Name]
    case_id: Mapped[Identifier | None]
    record_id: Mapped[Identifier | None]
    params: Mapped[dict[str, Any]]
    read_at: Mapped[datetime | None]
