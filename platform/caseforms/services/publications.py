"""Publications as rows: their names, their states, what comes into force when, and who else has to agree."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caseforms.services import in_force, institutions, users
from caseforms.services.in_force import FORM, IN_FORCE
from caseforms.services.refusal import refuse
from caseforms.storage import institution_of
from caseforms.storage.tables import AccessChain, Institution, Publication

WAITING, PLANNED, REPLACED, WITHDRAWN = "waiting", "planned", "replaced", "withdrawn"
APPROVAL = "designs.approval"
SECOND = "second"
"""Value of the setting: a second person approves before anything comes into force."""
OWN = ""
"""The layer of the institution itself."""
PLAIN = re.compile(r"[0-9A-Za-z-]{1,40}")


@dataclass(frozen=True, slots=True)
class PublicationLine:
    """One version that the institution published, as lists show it."""

    id: str
    kind: str
    definition_id: str
    version: str
    base_version: str
    previous: str
    note: str
    change_class: str
    made_by: str
    made_by_name: str
    made_at: datetime
    approved_by_name: str
    approved_at: datetime | None
    from_at: datetime
    state: str


def lines(session: Session, rows: list[Publication]) -> tuple[PublicationLine, ...]:
    """The lines of rows, in their order."""
    names = users.names(session) if rows else {}
    return tuple(_line(row, names) for row in rows)


def of(session: Session, kind: str, definition_id: str) -> list[Publication]:
    """Every publication of a form or workflow, newest first."""
    wanted = select(Publication).where(Publication.kind == kind, Publication.definition_id == definition_id)
    return list(session.scalars(wanted.order_by(Publication.number.desc())))


def in_state(session: Session, state: str) -> list[Publication]:
    """Every publication in a state, newest first."""
    wanted = select(Publication).where(Publication.state == state)
    return list(session.scalars(wanted.order_by(Publication.made_at.desc(), Publication.id)))


def of_version(session: Session, kind: str, definition_id: str, version: str) -> Publication | None:
    """The publication of a version; none for what is shipped."""
    return next((row for row in of(session, kind, definition_id) if row.version == version), None)


def moves_between(session: Session, definition_id: str, old: str, new: str) -> list[Any] | None:
    """What becomes of answers from one version of a form to a later one, in order; None when none leads to the other."""
    rows = {row.version: row for row in of(session, FORM, definition_id)}
    found: list[Any] = []
    while new != old:
        row = rows.pop(new, None)
        if row is None:
            return None
        found, new = [*row.answers, *found], row.previous
    return found


def row_of(session: Session, publication_id: str) -> Publication:
    """One row, held until the transaction ends. Refused `publishing.not-found`."""
    wanted = select(Publication).where(Publication.id == publication_id).with_for_update()
    row = session.scalar(wanted.execution_options(populate_existing=True))
    if row is None:
        refuse("publishing.not-found")
    return row


def one_at_a_time(session: Session) -> None:
    """Wait until nobody else in the institution is publishing: versions are numbered one after the other."""
    session.scalar(select(AccessChain.id).with_for_update())


def require_none_waiting(session: Session, kind: str, definition_id: str) -> None:
    """Refused `publishing.waits` while another version waits for its approval or its day."""
    for row in of(session, kind, definition_id):
        if row.state in (WAITING, PLANNED):
            refuse("publishing.waits", version=row.version)


def next_name(session: Session, kind: str, definition_id: str, base_version: str) -> tuple[int, str]:
    """The number and name of the next version: `1.0.0+<institution>.<number>`."""
    wanted = select(func.max(Publication.number)).where(
        Publication.kind == kind, Publication.definition_id == definition_id
    )
    number = (session.scalar(wanted) or 0) + 1
    return number, f"{base_version.partition('+')[0] or '1.0.0'}+{_code(session)}.{number}"


def enter(session: Session, row: Publication, now: datetime) -> None:
    """Let a new or newly approved publication take the state that is its due now."""
    if row.approved_by is None and asks_second(session):
        row.state = WAITING
    elif row.from_at > now:
        row.state = PLANNED
    else:
        _put_in_force(session, row)
    session.flush()


def asks_second(session: Session) -> bool:
    """Whether the institution asks for a second person's approval."""
    return bool(institutions.setting(session, APPROVAL) == SECOND)


def bring_into_force(session: Session, now: datetime) -> int:
    """Put in force what was planned for a moment that has come, earliest first; how many that were."""
    due = select(Publication).where(Publication.state == PLANNED, Publication.from_at <= now)
    rows = list(session.scalars(due.order_by(Publication.from_at, Publication.number)))
    for row in rows:
        _put_in_force(session, row)
    session.flush()
    return len(rows)


def own_operations(row: Publication | None) -> list[Any]:
    """What the institution itself changed in a version, without the layers below."""
    overlay = row.overlay if row is not None else []
    return [each for part in overlay if part["layer"] == OWN for each in part["operations"]]


def below(row: Publication | None) -> list[Any]:
    """The parts of an overlay that belong to the layers below the institution."""
    return [part for part in (row.overlay if row is not None else []) if part["layer"] != OWN]


def _put_in_force(session: Session, row: Publication) -> None:
    for other in of(session, row.kind, row.definition_id):
        if other.state == IN_FORCE:
            other.state = REPLACED
    session.flush()
    row.state = IN_FORCE
    in_force.forget(session)


def _code(session: Session) -> str:
    """The institution's code as a part of a version's name; its id where the code holds other signs."""
    own = institution_of(session)
    code = session.scalar(select(Institution.code).where(Institution.id == own)) or ""
    return code if PLAIN.fullmatch(code) else own


def _line(row: Publication, names: Mapping[str, str]) -> PublicationLine:
    return PublicationLine(
        id=row.id,
        kind=row.kind,
        definition_id=row.definition_id,
        version=row.version,
        base_version=row.base_version,
        previous=row.previous,
        note=row.note,
        change_class=row.change_class,
        made_by=row.made_by,
        made_by_name=names.get(row.made_by, ""),
        made_at=row.made_at,
        approved_by_name=names.get(row.approved_by or "", ""),
        approved_at=row.approved_at,
        from_at=row.from_at,
        state=row.state,
    )
