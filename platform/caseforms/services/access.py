"""What of a case an actor sees: its content, its header only, or that it does not exist (requirements §6)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true
from sqlalchemy.orm import Session

from caseforms.services import library, permissions
from caseforms.services.actors import Actor
from caseforms.services.refusal import refuse
from caseforms.storage.tables import Case, CaseMember, IndexedValue, Record, TeamMember
from caseforms.workflow import NAMELESS

Level = Literal["content", "header", "none"]
TOLD = ("/duty_worker", "/borrower")
"""The fields that name who must know of a record and therefore reads it (002 8.2.2 b), or signs it (001 C.2.1)."""


SHARED_BY = {"hospital-case": "hosp-consent", "chronic-disease-case": "cd-consent"}
"""By workflow: the consent in which the patient says whether medical staff see the case (001 A.6)."""


@dataclass(frozen=True, slots=True)
class Ties:
    """What ties an actor to some cases, asked once for a whole list: those they take part in, their teams, and which
    of the cases the patient shares with medical staff."""

    cases: frozenset[str]
    teams: tuple[str, ...]
    shared: frozenset[str]


def ties(session: Session, actor: Actor, cases: Iterable[Case]) -> Ties:
    """The ties to these cases: two queries, three for medical staff, however many they are."""
    ids = [case.id for case in cases]
    wanted = select(CaseMember.case_id).where(
        CaseMember.case_id.in_(ids),
        CaseMember.user_id == actor.user_id,
        CaseMember.until.is_(None),
    )
    by_sharing = "shared" in permissions.sees(actor.roles)
    shared = select(Case.id).where(Case.id.in_(ids), _shares()) if by_sharing else None
    return Ties(
        frozenset(session.scalars(wanted)),
        teams(session, actor),
        frozenset(session.scalars(shared)) if shared is not None else frozenset(),
    )


def level(session: Session, actor: Actor, case: Case, known: Ties | None = None) -> Level:
    """The most that one of the actor's roles lets them see of this case; a list asks for its `ties` beforehand."""
    seen = permissions.sees(actor.roles, subject_of(session, case))
    if _complained_of(session, actor, case):
        return "none"
    if "all" in seen or (actor.record_id is not None and _hands_case(session, actor) == case.id):
        return "content"
    if "own" in seen and (case.responsible == actor.user_id or is_member(session, actor, case.id, known)):
        return "content"
    if "team" in seen and _in_team(session, actor, case, known):
        return "content"
    if seen & {"assigned", "shared"} and is_member(session, actor, case.id, known):
        return "content" if "assigned" in seen or _is_shared(session, case, known) else "header"
    return "header" if seen & {"own", "team", "headers"} else "none"


def require_content(session: Session, actor: Actor, case: Case) -> None:
    """Refused `case.not-found` when the actor must not know of the case, `permission.denied` when only its header."""
    found = level(session, actor, case)
    if found == "none":
        refuse("case.not-found")
    if found == "header":
        refuse("permission.denied", verb="read")


def may_read_record(session: Session, actor: Actor, case: Case | None, record: Record) -> bool:
    """Whether the actor reads the content of this record."""
    if actor.record_id is not None:
        return actor.record_id == record.id
    if record.author == actor.user_id:
        return True
    subject = subject_of(session, case)
    if not permissions.allowed(actor.roles, "read", record.slot, subject):
        return False
    if is_named(session, actor, record):
        return True
    if case is None:
        return not permissions.first_page_only(actor.roles, record.slot) and not _is_about(
            session, actor, record
        )
    found = level(session, actor, case)
    return found == "content" or _by_slot_alone(actor, record.slot, subject, found)


def readable(session: Session, actor: Actor) -> ColumnElement[bool]:
    """The cases whose content the actor reads, as a condition of a list: the same as level "content"."""
    return by_subject(session, lambda subject: _readable(session, actor, subject))


def by_subject(session: Session, condition: Callable[[str], ColumnElement[bool]]) -> ColumnElement[bool]:
    """Cases that meet the condition which stands for what they are about."""
    others = library.by_subject(session)
    ids = [each for subject, found in others.items() if subject != permissions.PERSON for each in found]
    parts = [and_(Case.workflow.not_in(ids), condition(permissions.PERSON))]
    for subject, found in others.items():
        if subject != permissions.PERSON:
            parts.append(and_(Case.workflow.in_(found), condition(subject)))
    return or_(*parts)


def subject_of(session: Session, case: Case | None) -> str:
    """What a case is about; a record outside every case counts as a person's."""
    if case is None:
        return permissions.PERSON
    return library.workflow(session, case.workflow, case.workflow_version).subject


def subject_of_record(session: Session, record: Record) -> str:
    """What the case of a record is about."""
    if record.case_id is None:
        return permissions.PERSON
    return subject_of(session, case_of(session, record))


def case_of(session: Session, record: Record) -> Case | None:
    """The case of a record, asked for once in a session; None where there is none."""
    if record.case_id is None:
        return None
    held: dict[str, Case | None] = session.info.setdefault(
        "cases", {}
    )  # a session itself lets go of what it read
    if record.case_id not in held:
        held[record.case_id] = session.get(Case, record.case_id)
    return held[record.case_id]


def _readable(session: Session, actor: Actor, subject: str) -> ColumnElement[bool]:
    seen = permissions.sees(actor.roles, subject)
    if "all" in seen and subject == "complaint":
        about = select(Record.id).where(Record.case_id == Case.id, is_about(actor)).correlate(Case)
        return ~about.exists()
    if "all" in seen:
        return true()
    joined = select(CaseMember.case_id).where(CaseMember.user_id == actor.user_id, CaseMember.until.is_(None))
    found: list[ColumnElement[bool]] = [false()]
    if "own" in seen:
        found.append(Case.responsible == actor.user_id)
    if seen & {"own", "team", "assigned"}:
        found.append(Case.id.in_(joined))
    if "shared" in seen:
        found.append(and_(Case.id.in_(joined), _shares()))
    if "team" in seen:
        found += [
            Case.team_id.is_(None),
            Case.responsible == actor.user_id,
            Case.team_id.in_(teams(session, actor)),
        ]
    return or_(*found)


def is_about(actor: Actor) -> ColumnElement[bool]:
    """Whether a record complains about the actor, who then does not read it."""
    return (
        select(IndexedValue.id)
        .where(
            IndexedValue.record_id == Record.id,
            IndexedValue.pointer == "/person_complained",
            IndexedValue.text == actor.user_id,
        )
        .exists()
    )


def is_named(session: Session, actor: Actor, record: Record) -> bool:
    """Whether a submitted record names the actor as the one who has to know of it (the duty worker of a home visit)."""
    wanted = select(IndexedValue.id).where(
        IndexedValue.record_id == record.id,
        IndexedValue.pointer.in_(TOLD),
        IndexedValue.text == actor.user_id,
    )
    return session.scalar(wanted) is not None


def only_named(session: Session, actor: Actor, record: Record) -> bool:
    """Whether the actor reads a case's record for no other reason than being named in it."""
    case = case_of(session, record)
    if case is None or actor.record_id is not None or record.author == actor.user_id:
        return False
    return is_named(session, actor, record) and level(session, actor, case) != "content"


def is_member(session: Session, actor: Actor, case_id: str, known: Ties | None = None) -> bool:
    """Whether the actor takes part in the case now."""
    if known is not None:
        return case_id in known.cases
    wanted = select(CaseMember.user_id).where(
        CaseMember.case_id == case_id, CaseMember.user_id == actor.user_id, CaseMember.until.is_(None)
    )
    return session.scalar(wanted) is not None


def teams(session: Session, actor: Actor) -> tuple[str, ...]:
    """Ids of the teams the actor belongs to; asked once in a session."""
    known: dict[str, tuple[str, ...]] = session.info.setdefault("teams", {})
    if actor.user_id not in known:
        wanted = select(TeamMember.team_id).where(TeamMember.user_id == actor.user_id)
        known[actor.user_id] = tuple(session.scalars(wanted))
    return known[actor.user_id]


def masked(name: str) -> str:
    """A name by which a case can be told apart but its person not known: 张**."""
    return name[:1] + "*" * max(1, len(name) - 1) if name else ""


def shown_name(session: Session, actor: Actor, case: Case) -> str:
    """The title of a case for somebody who does not read it: masked for supervision where it is somebody's name."""
    hidden = actor.has("supervisor", "head") and subject_of(session, case) not in NAMELESS
    return masked(case.client_name) if hidden else case.client_name


def _complained_of(session: Session, actor: Actor, case: Case) -> bool:
    """Whether the case is a complaint about the actor: for them it does not exist."""
    if case.workflow not in library.by_subject(session).get("complaint", ()):
        return False
    wanted = select(Record.id).where(Record.case_id == case.id, is_about(actor))
    return session.scalar(wanted.limit(1)) is not None


def _in_team(session: Session, actor: Actor, case: Case, known: Ties | None) -> bool:
    if case.team_id is None or case.responsible == actor.user_id:
        return True
    own = known.teams if known is not None else teams(session, actor)
    return case.team_id in own or is_member(session, actor, case.id, known)


def _by_slot_alone(actor: Actor, slot: str, subject: str, found: Level) -> bool:
    """Archivists read the few slots of theirs without reading the case; so does medical staff in the case of an own
    patient who does not share it, with the forms that are theirs to fill."""
    return any(
        (rights.sees == "headers" and slot in rights.slots.get("read", frozenset()))
        or (rights.sees == "shared" and found == "header" and slot in rights.slots.get("start", frozenset()))
        for rights in permissions.of_roles(actor.roles, subject)
    )


def _is_shared(session: Session, case: Case, known: Ties | None) -> bool:
    if case.workflow not in SHARED_BY:
        return True
    if known is not None:
        return case.id in known.shared
    return session.scalar(select(Case.id).where(Case.id == case.id, _shares())) is not None


def _shares() -> ColumnElement[bool]:
    """Cases that medical staff of the team may see: by the newest consent, where the workflow's consent asks it."""
    of_case = (
        Record.case_id == Case.id,
        Record.definition_id.in_(SHARED_BY.values()),
        Record.status == "submitted",
    )
    newest = select(func.max(Record.number)).where(*of_case).correlate(Case).scalar_subquery()
    said = (
        select(IndexedValue.id)
        .join(Record, Record.id == IndexedValue.record_id)
        .where(
            *of_case,
            Record.number == newest,
            IndexedValue.pointer == "/sharing_consent",
            IndexedValue.text == "true",
        )
        .correlate(Case)
    )
    return or_(Case.workflow.not_in(SHARED_BY), said.exists())


def _is_about(session: Session, actor: Actor, record: Record) -> bool:
    return session.scalar(select(Record.id).where(Record.id == record.id, is_about(actor))) is not None


def _hands_case(session: Session, actor: Actor) -> str | None:
    return session.scalar(select(Record.case_id).where(Record.id == actor.record_id))
