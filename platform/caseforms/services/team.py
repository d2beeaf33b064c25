"""Teams of an institution, and who takes part in a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from caseforms.services import access, casework, consequences, permissions, users
from caseforms.services.actors import Actor
from caseforms.services.identifiers import new_id
from caseforms.services.refusal import refuse
from caseforms.storage.tables import CaseMember, Team, TeamMember

PARTS = ("member", "supervisor", "medical", "volunteer")


@dataclass(frozen=True, slots=True)
class TeamLine:
    """One team with its members: {user id: name}."""

    id: str
    name: str
    members: Mapping[str, str]


def teams(session: Session, actor: Actor) -> tuple[TeamLine, ...]:
    """Every team of the institution, by name."""
    names = users.names(session)
    members: dict[str, dict[str, str]] = {}
    for row in session.scalars(select(TeamMember)):
        members.setdefault(row.team_id, {})[row.user_id] = names.get(row.user_id, "")
    rows = session.scalars(select(Team).order_by(Team.name))
    return tuple(TeamLine(row.id, row.name, members.get(row.id, {})) for row in rows)


def create(session: Session, actor: Actor | None, name: str, now: datetime) -> TeamLine:
    """A new team. Refused `team.name` when it is empty or taken."""
    if actor is not None:
        permissions.require(actor, "manage-teams")
    row = Team(id=new_id(), name=_free_name(session, name, None))
    session.add(row)
    session.flush()
    return TeamLine(row.id, row.name, {})


def rename(session: Session, actor: Actor, team_id: str, name: str, now: datetime) -> None:
    """Give a team another name."""
    permissions.require(actor, "manage-teams")
    _team(session, team_id).name = _free_name(session, name, team_id)


def add_user(session: Session, actor: Actor | None, team_id: str, user_id: str, now: datetime) -> None:
    """Put a user into a team."""
    if actor is not None:
        permissions.require(actor, "manage-teams")
    _team(session, team_id)
    if user_id not in users.names(session):
        refuse("account.not-found")
    known = select(TeamMember.user_id).where(TeamMember.team_id == team_id, TeamMember.user_id == user_id)
    if session.scalar(known) is None:
        session.add(TeamMember(team_id=team_id, user_id=user_id))
        session.flush()


def remove_user(session: Session, actor: Actor, team_id: str, user_id: str, now: datetime) -> None:
    """Take a user out of a team."""
    permissions.require(actor, "manage-teams")
    session.execute(delete(TeamMember).where(TeamMember.team_id == team_id, TeamMember.user_id == user_id))


def join_case(session: Session, actor: Actor, case_id: str, user_id: str, part: str, now: datetime) -> None:
    """Let a colleague take part in a case: they read it from now on. Refused `case.part` for an unknown part."""
    work = casework.opened(session, actor, case_id, now)
    permissions.require(actor, "team", subject=work.workflow.subject)
    access.require_content(session, actor, work.case)
    if part not in PARTS:
        refuse("case.part", part=part)
    if user_id not in users.people(session, actor):
        refuse("account.not-found")
    if work.state.responsible == user_id:
        return
    casework.take_part(session, case_id, user_id, part, now)
    consequences.tell(work, "case.note", {"joined": user_id, "part": part})
    work.settle()


def leave_case(session: Session, actor: Actor, case_id: str, user_id: str, now: datetime) -> None:
    """End a colleague's part in a case, at once; the responsible worker cannot leave, only hand over."""
    work = casework.opened(session, actor, case_id, now)
    permissions.require(actor, "team", subject=work.workflow.subject)
    access.require_content(session, actor, work.case)
    if work.state.responsible == user_id:
        refuse("case.responsible-stays")
    member = session.scalar(
        select(CaseMember).where(CaseMember.case_id == case_id, CaseMember.user_id == user_id)
    )
    if member is None or member.until is not None:
        return
    member.until = now
    consequences.tell(work, "case.note", {"left": user_id})
    work.settle()


def _team(session: Session, team_id: str) -> Team:
    row = session.scalar(select(Team).where(Team.id == team_id))
    if row is None:
        refuse("team.not-found")
    return row


def _free_name(session: Session, name: str, team_id: str | None) -> str:
    plain = name.strip()[:120]
    taken = session.scalar(select(Team.id).where(Team.name == plain))
    if not plain or taken not in (None, team_id):
        refuse("team.name", "/name", name=plain)
    return plain
