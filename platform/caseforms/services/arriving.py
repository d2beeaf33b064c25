"""Records arrive from tablets: each is kept sealed, once, and receipted; what it means for a case a person decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caseforms.problems import Refused
from caseforms.services import (
    casework,
    chain,
    library,
    notifications,
    numbering,
    sealed_files,
    sealed_records,
    users,
)
from caseforms.services.claiming import claimed
from caseforms.services.field_grants import Bearer
from caseforms.services.identifiers import SHAPE, new_id
from caseforms.services.refusal import refuse
from caseforms.services.sealed_records import Opened, Sealed
from caseforms.storage import store_of
from caseforms.storage.tables import Arrival, Case, FieldGrant

WAITING, UNREADABLE, CONFLICT = "waiting", "unreadable", "conflict"
TRIES = 3
DECIDING = ("social_worker", "supervisor")
URGENT_FORMS = frozenset({"incident-report"})
RISKS = ("urgent_risk", "risk_signs")
MOST_A_DAY = 3000
"""Records that one tablet delivers in 24 hours: a hall of people screened all day by five volunteers is a tenth."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the platform owns up to: that it holds this content, since when, under which number; signed by it."""

    record_id: str
    sha256: str
    received_at: datetime
    number: str
    signature: str


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of a delivery. A conflict comes with the receipt of the content that was first."""

    receipt: Receipt
    again: bool = False
    conflict: bool = False
    readable: bool = True


def deliver(
    session: Session, bearer: Bearer, record_id: str, given: Mapping[str, Any], now: datetime
) -> Delivered:
    """Keep one sealed record. The same content again has no effect; other content under its id is kept as a conflict.

    Refused `arrival.malformed`, `arrival.too-large`, `arrival.too-many`, or `arrival.files-missing` with what to send.
    """
    sealed = sealed_records.read(record_id, given)
    for _ in range(TRIES):
        known = _known(session, sealed.record_id)
        again = _again(session, known, sealed)
        if again is not None:
            return again
        _require_room(session, bearer, now)
        _require_files(session, sealed)
        row = _row(session, bearer, sealed, known, now)
        if claimed(session, row):
            _tell(session, row, now)
            return _delivered(session, row, _first(known) or row)
    return refuse("record.conflict")


def receipts(session: Session, record_ids: Iterable[str]) -> tuple[Receipt, ...]:
    """The receipts of those records that are here and could be read."""
    asked = [each for each in record_ids if SHAPE.fullmatch(each)]
    wanted = select(Arrival).where(Arrival.record_id.in_(asked), Arrival.state != UNREADABLE)
    first: dict[str, Arrival] = {}
    for row in session.scalars(wanted.order_by(Arrival.place)):
        first.setdefault(row.record_id, row)
    return tuple(receipt(session, row) for row in first.values())


def receipt(session: Session, row: Arrival) -> Receipt:
    """The receipt of one arrival: signed anew each time, the same each time."""
    said = "\n".join((row.record_id, row.sha256, chain.instant(row.received_at), row.number))
    signature = store_of(session).keyring.blind("field-receipt", said)
    return Receipt(row.record_id, row.sha256, row.received_at, row.number, signature)


def sealed_of(row: Arrival) -> Sealed:
    """The envelope of an arrival, to be opened."""
    return Sealed(row.record_id, row.sha256, row.envelope, tuple(row.files))


def kind_of(session: Session, definition_id: str, case_id: str | None) -> str:
    """What a record is to be: for a case (`case`), the first form of a new one (`application`), or neither (`alone`)."""
    if case_id is not None:
        return "case"
    return "application" if application_of(session, definition_id) is not None else "alone"


def application_of(session: Session, definition_id: str) -> tuple[str, str] | None:
    """The workflow that this form opens a case of, and the slot it then stands in; None for any other form."""
    for flow in library.workflows(session).values():
        first = next(((name, slot) for name, slot in flow.slots.items() if flow.start in slot.stages), None)
        if flow.about_person and first is not None and first[1].definition == definition_id:
            return flow.id, first[0]
    return None


def _known(session: Session, record_id: str) -> list[Arrival]:
    wanted = select(Arrival).where(Arrival.record_id == record_id).order_by(Arrival.place)
    return list(session.scalars(wanted))


def _first(known: Iterable[Arrival]) -> Arrival | None:
    """The content that counts: the first that could be read."""
    return next((each for each in known if each.state != UNREADABLE), None)


def _again(session: Session, known: list[Arrival], sealed: Sealed) -> Delivered | None:
    """What was said before about this very content, or about the same content sealed a second time."""
    first = _first(known)
    same = next((each for each in known if each.sha256 == sealed.sha256), None)
    if same is not None:
        found = _delivered(session, same, first or same)
        return Delivered(found.receipt, not found.conflict, found.conflict, found.readable)
    if first is None or sealed_records.opened(session, sealed_of(first)) != sealed_records.opened(
        session, sealed
    ):
        return None
    return Delivered(receipt(session, first), again=True)


def _delivered(session: Session, row: Arrival, first: Arrival) -> Delivered:
    if row.state == UNREADABLE:
        return Delivered(receipt(session, row), readable=False)
    return Delivered(receipt(session, first), conflict=row.id != first.id)


def _require_room(session: Session, bearer: Bearer, now: datetime) -> None:
    lately = select(func.count()).where(
        Arrival.tablet_id == bearer.tablet_id, Arrival.received_at > now - timedelta(days=1)
    )
    if (session.scalar(lately) or 0) >= MOST_A_DAY:
        refuse("arrival.too-many", most=MOST_A_DAY)


def _require_files(session: Session, sealed: Sealed) -> None:
    lacking = sealed_files.missing(session, sealed.files)
    if lacking:
        refuse("arrival.files-missing", "/blobs", missing=list(lacking))


def _row(session: Session, bearer: Bearer, sealed: Sealed, known: list[Arrival], now: datetime) -> Arrival:
    content = _readable(session, sealed)
    case_id = _case_of(session, content.case_id) if content else None
    state = UNREADABLE if content is None else CONFLICT if _first(known) else WAITING
    year = casework.calendar_of(session).day_of(now).year
    return Arrival(
        id=new_id(),
        record_id=sealed.record_id,
        place=len(known),
        sha256=sealed.sha256,
        envelope=dict(sealed.envelope),
        files=list(sealed.files),
        tablet_id=bearer.tablet_id,
        volunteer=content.volunteer or None if content else None,
        granted=content is not None and _worked_there(session, bearer.tablet_id, content.volunteer),
        definition_id=content.definition_id if content else "",
        definition_version=content.version if content else "",
        kind=kind_of(session, content.definition_id, content.case_id) if content else "",
        slot=content.slot if content else "",
        case_id=case_id,
        number=numbering.issue(session, "field_no", year),
        received_at=now,
        finished_at=content.finished_at if content else None,
        tablet_time=content.tablet_time if content else None,
        urgent=content is not None and _is_urgent(content),
        state=state,
    )


def _readable(session: Session, sealed: Sealed) -> Opened | None:
    """The content when it opens, answers a form that was published, and names no file that did not come along."""
    content = sealed_records.opened(session, sealed)
    if content is None or not {each.address for each in content.files} <= set(sealed.files):
        return None
    try:
        library.form(session, content.definition_id, content.version)
    except Refused:
        return None
    return content


def _tell(session: Session, row: Arrival, now: datetime) -> None:
    """Whoever decides is told once a day for each case; at once, and the supervisors too, of what cannot wait."""
    case = session.get(Case, row.case_id) if row.case_id else None
    told = (
        [case.responsible] if case is not None and case.responsible else [*users.with_role(session, DECIDING)]
    )
    day = casework.calendar_of(session).day_of(now).isoformat()
    kind, key = "arrived", f"arrived/{row.case_id or row.tablet_id}/{day}"
    if row.urgent:
        kind, key = "arrived-urgent", f"arrived/{row.id}"
        told += users.with_role(session, ("supervisor",), case.team_id if case is not None else None)
    client = {"client": case.client_name} if case is not None else {}
    notifications.tell(session, told, kind, key, now, case_id=row.case_id, params=client)


def _is_urgent(content: Opened) -> bool:
    """Whether it tells of danger: an incident, or a risk that somebody ticked (002 6.4.2, 8.2.2)."""
    return content.definition_id in URGENT_FORMS or any(content.data.get(name) is True for name in RISKS)


def _case_of(session: Session, case_id: str | None) -> str | None:
    return session.scalar(select(Case.id).where(Case.id == case_id)) if case_id else None


def _worked_there(session: Session, tablet_id: str, user_id: str) -> bool:
    wanted = select(FieldGrant.id).where(FieldGrant.tablet_id == tablet_id, FieldGrant.user_id == user_id)
    return session.scalar(wanted.limit(1)) is not None
