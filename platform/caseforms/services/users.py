"""Users as the administrator keeps them: adding, roles, first passwords, leaving."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from caseforms.services import lockout, passwords, permissions, staff_rules
from caseforms.services.actors import Actor
from caseforms.services.identifiers import new_id
from caseforms.services.refusal import refuse, refuse_all
from caseforms.storage import unfiltered
from caseforms.storage.tables import Handover, TeamMember, User, UserRole, UserSession

GIVEN_ROLES = frozenset(permissions.ROLES) - {"client", "public", "system"}


@dataclass(frozen=True, slots=True)
class UserLine:
    """One user in the list."""

    id: str
    username: str
    name: str
    roles: tuple[str, ...]
    active: bool
    language: str
    must_change_password: bool
    has_totp: bool
    last_sign_in: datetime | None
    locked: bool
    teams: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UserAdded:
    """The new user and the password to hand over (empty when one was given)."""

    user: UserLine
    first_password: str


def add_user(
    session: Session,
    actor: Actor | None,
    username: str,
    name: str,
    roles: Iterable[str],
    now: datetime,
    *,
    password: str | None = None,
    language: str = "zh",
    team_ids: Iterable[str] = (),
    user_id: str | None = None,
) -> UserAdded:
    """A new user of the session's institution, who must change the first password.

    `actor` None is the command line. Names are told apart without regard to case, over all institutions.
    """
    if actor is not None:
        permissions.require(actor, "manage-users")
    folded, wanted = username.strip().casefold(), sorted(set(roles))
    _check_new(session, folded, name, wanted)
    staff_rules.require(session, user_id or "", wanted)
    if password is not None:
        refuse_all(passwords.problems(password, folded))
    given = password or passwords.first_password()
    user = User(
        id=user_id or new_id(),
        username=folded,
        name=name.strip(),
        password_hash=passwords.hashed(given),
        must_change_password=password is None,
        active=True,
        language=language,
        preferences={},
        recovery_digests=[],
        created_at=now,
    )
    session.add(user)
    session.info.pop("names", None)
    session.flush()
    session.add_all(UserRole(user_id=user.id, role=role) for role in wanted)
    session.add_all(TeamMember(team_id=team_id, user_id=user.id) for team_id in team_ids)
    session.flush()
    return UserAdded(_line(session, user, now), "" if password else given)


def users(session: Session, actor: Actor | None, now: datetime | None = None) -> tuple[UserLine, ...]:
    """Every user of the institution, by name."""
    if actor is not None:
        permissions.require(actor, "manage-users")
    return tuple(
        _line(session, row, now) for row in session.scalars(select(User).order_by(User.name, User.id))
    )


def set_roles(
    session: Session, actor: Actor | None, user_id: str, roles: Iterable[str], now: datetime
) -> UserLine:
    """Give a user exactly these roles; the sessions end so that they count at once."""
    user = _managed(session, actor, user_id)
    wanted = sorted(set(roles))
    _check_roles(wanted)
    staff_rules.require(session, user_id, wanted)
    session.execute(delete(UserRole).where(UserRole.user_id == user_id))
    session.add_all(UserRole(user_id=user_id, role=role) for role in wanted)
    _end_sessions(session, user_id)
    session.flush()
    return _line(session, user, now)


def set_active(session: Session, actor: Actor | None, user_id: str, active: bool, now: datetime) -> UserLine:
    """Let a user sign in or not; leaving ends every session and every hand-over of theirs at once."""
    user = _managed(session, actor, user_id)
    user.active = active
    if not active:
        _end_sessions(session, user_id)
        handed = update(Handover).where(Handover.issued_by == user_id, Handover.closed_at.is_(None))
        session.execute(handed.values(closed_at=now))
    session.flush()
    return _line(session, user, now)


def reset_password(session: Session, actor: Actor | None, user_id: str, now: datetime) -> str:
    """A new first password for a user who has lost theirs; also unlocks and switches the second factor off."""
    user = _managed(session, actor, user_id)
    given = passwords.first_password()
    user.password_hash, user.must_change_password = passwords.hashed(given), True
    user.totp_sealed, user.totp_confirmed, user.recovery_digests = None, False, []
    _end_sessions(session, user_id)
    lockout.forgive(session, user.username)
    return given


def people(session: Session, actor: Actor, roles: Iterable[str] | None = None) -> dict[str, str]:
    """Ids and names of the institution's active users, for fields that name a colleague; by name."""
    wanted = select(User.id, User.name).where(User.active).order_by(User.name)
    if roles is not None:
        wanted = wanted.where(User.id.in_(select(UserRole.user_id).where(UserRole.role.in_(list(roles)))))
    return {row.id: row.name for row in session.execute(wanted)}


def names(session: Session) -> dict[str, str]:
    """Names of every user of the institution, those who left included; read once per session."""
    known = session.info.get("names")
    if known is None:
        known = session.info["names"] = {
            row.id: row.name for row in session.execute(select(User.id, User.name))
        }
    assert isinstance(known, dict)
    return known


def with_role(session: Session, roles: Iterable[str], team_id: str | None = None) -> tuple[str, ...]:
    """Ids of active users who have one of the roles (and are in the team, when the team has such users)."""
    wanted = (
        select(User.id)
        .join(UserRole, UserRole.user_id == User.id)
        .where(User.active, UserRole.role.in_(list(roles)))
    )
    everybody = tuple(dict.fromkeys(session.scalars(wanted.order_by(User.id))))
    if team_id is None:
        return everybody
    in_team = set(session.scalars(select(TeamMember.user_id).where(TeamMember.team_id == team_id)))
    near = tuple(user_id for user_id in everybody if user_id in in_team)
    return near or everybody


def _managed(session: Session, actor: Actor | None, user_id: str) -> User:
    if actor is not None:
        permissions.require(actor, "manage-users")
    user = session.scalar(select(User).where(User.id == user_id))
    if user is None:
        refuse("account.not-found")
    return user


def _check_new(session: Session, username: str, name: str, roles: list[str]) -> None:
    if not 2 <= len(username) <= 60 or any(character.isspace() for character in username):
        refuse("account.username", "/username")
    if not name.strip():
        refuse("account.name-missing", "/name")
    _check_roles(roles)
    taken = unfiltered(
        select(User.id).where(User.username == username), "user names are unique on an installation"
    )
    if session.scalar(taken) is not None:
        refuse("account.username-taken", "/username", username=username)


def _check_roles(roles: list[str]) -> None:
    unknown = [role for role in roles if role not in GIVEN_ROLES]
    if unknown or not roles:
        refuse("account.unknown-role", "/roles", role=", ".join(unknown))


def _end_sessions(session: Session, user_id: str) -> None:
    session.execute(delete(UserSession).where(UserSession.user_id == user_id))


def _line(session: Session, user: User, now: datetime | None) -> UserLine:
    roles = session.scalars(select(UserRole.role).where(UserRole.user_id == user.id).order_by(UserRole.role))
    teams = session.scalars(select(TeamMember.team_id).where(TeamMember.user_id == user.id))
    locked = now is not None and lockout.is_waiting(session, user.username, now)
    return UserLine(
        user.id,
        user.username,
        user.name,
        tuple(roles),
        user.active,
        user.language,
        user.must_change_password,
        user.totp_confirmed,
        user.last_sign_in,
        locked,
        tuple(teams),
    )
