"""Lists of cases, newest first: each merges a few walks along an index, so that none reads many more rows than it shows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import Session

from caseforms.services import access, case_lines, library, permissions, users
from caseforms.services.actors import Actor
from caseforms.services.case_lines import CaseLine
from caseforms.services.paging import Page, cursor, moment, read_cursor
from caseforms.services.refusal import refuse
from caseforms.storage.tables import Case, CaseMember

LISTING = frozenset({"all", "own", "team", "headers"})
"""Who sees such cases lists those of others, too."""


@dataclass(frozen=True, slots=True)
class Walk:
    """Cases in the order of an index, which begins with what `wanted` asks for and goes on with these two columns."""

    wanted: Select[Any]
    opened_at: Any = Case.opened_at
    id: Any = Case.id


def cases(
    session: Session,
    actor: Actor,
    now: datetime,
    scope: str = "mine",
    stage: str | None = None,
    subject: str | None = None,
    after: str | None = None,
    limit: int = 30,
) -> Page[CaseLine]:
    """Cases, newest first: `mine` (responsible or member), `team`, or `all` that the actor may know of; about
    `subject` when one is named."""
    found: dict[str, Case] = {}
    for walk in _walks(session, actor, scope, subject):
        wanted = walk.wanted if stage is None else walk.wanted.where(Case.stage == stage)
        if after is not None:
            wanted = wanted.where(_older(walk, after))
        wanted = wanted.order_by(walk.opened_at.desc(), walk.id.desc()).limit(limit + 1)
        found |= {case.id: case for case in session.scalars(wanted)}
    rows = sorted(found.values(), key=lambda case: (case.opened_at, case.id), reverse=True)
    lines = seen_lines(session, actor, rows[:limit], users.names(session))
    last = rows[limit - 1] if len(rows) > limit else None
    return Page(lines, cursor(last.opened_at.timestamp(), last.id) if last else None)


def may_list(actor: Actor, subject: str) -> bool:
    """Whether the actor sees in lists what others do about this subject."""
    return bool(permissions.sees(actor.roles, subject) & LISTING)


def seen_lines(
    session: Session, actor: Actor, cases: Sequence[Case], names: Mapping[str, str]
) -> tuple[CaseLine, ...]:
    """Cases as this actor may see them: without flags and with a masked name where only supervision reads, and not at
    all where the case does not exist for them (no consent to sharing, a complaint about themselves)."""
    known = access.ties(session, actor, cases)
    found = (_seen_line(session, actor, case, names, known) for case in cases)
    return tuple(line for line in found if line is not None)


def _seen_line(
    session: Session, actor: Actor, case: Case, names: Mapping[str, str], known: access.Ties
) -> CaseLine | None:
    level = access.level(session, actor, case, known)
    if level == "none":
        return None
    if level == "content":
        return case_lines.line(session, case, names)
    line = case_lines.line(session, case, names, access.shown_name(session, actor, case))
    return line.without_content()


def _older(walk: Walk, after: str) -> ColumnElement[bool]:
    """What follows a line; the first part alone is where the walk along the index begins."""
    at, case_id = read_cursor(after, 2)
    last = moment(at)
    return and_(walk.opened_at <= last, or_(walk.opened_at < last, walk.id < str(case_id)))


def _walks(session: Session, actor: Actor, scope: str, subject: str | None) -> Iterator[Walk]:
    about: list[Any] = []
    if subject is not None:
        about = [Case.workflow.in_(library.by_subject(session).get(subject, ()))]
    if scope == "mine":
        yield Walk(select(Case).where(Case.responsible == actor.user_id, *about))
        yield _taking_part(actor, *about)
        return
    if scope not in ("team", "all"):
        refuse("page.unknown-scope", scope=scope)
    subjects = {subject} if subject is not None else {permissions.PERSON, *library.by_subject(session)}
    listed = {each for each in subjects if may_list(actor, each)}
    if listed < subjects:
        yield from _unlisted(session, actor, subjects - listed, about)
    if not listed:
        return
    if listed < subjects:
        about.append(access.by_subject(session, lambda each: true() if each in listed else false()))
    if scope == "team":
        for team in access.teams(session, actor):
            yield Walk(select(Case).where(Case.team_id == team, *about))
    elif permissions.PERSON in listed:
        yield Walk(select(Case).where(*about))
    else:
        for workflow in (flow for each in sorted(listed) for flow in library.by_subject(session)[each]):
            yield Walk(select(Case).where(Case.workflow == workflow))


def _unlisted(session: Session, actor: Actor, subjects: Collection[str], about: list[Any]) -> Iterator[Walk]:
    """Of subjects that the actor sees no list of, the cases that the actor takes part in.

    Subjects of few cases are walked by workflow, lest many other cases are passed over to find one.
    """
    if permissions.PERSON in subjects:
        yield _taking_part(
            actor, access.by_subject(session, lambda each: true() if each in subjects else false()), *about
        )
        return
    for workflow in (flow for each in sorted(subjects) for flow in library.by_subject(session)[each]):
        yield _taking_part(actor, CaseMember.workflow == workflow, *about)


def _taking_part(actor: Actor, *conditions: Any) -> Walk:
    joined = select(Case).join(CaseMember, CaseMember.case_id == Case.id)
    own = joined.where(CaseMember.user_id == actor.user_id, CaseMember.until.is_(None), *conditions)
    return Walk(own, CaseMember.opened_at, CaseMember.case_id)
