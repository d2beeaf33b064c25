"""Who looked at what: a chained log of views, prints and exports, and the check of every chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.services import casework, chain, permissions
from caseforms.services.actors import Actor
from caseforms.services.paging import Page, cursor, read_cursor
from caseforms.services.refusal import refuse
from caseforms.storage import unfiltered
from caseforms.storage.tables import AccessChain, AccessEntry, Case, CaseEvent, Institution


@dataclass(frozen=True, slots=True)
class AccessLine:
    """One line of the access log."""

    seq: int
    at: datetime
    by: str
    role: str
    verb: str
    case_id: str | None
    record_id: str | None
    person_id: str | None
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Break:
    """Where a log no longer holds together: which log, whose, at which line, and how."""

    kind: str
    id: str
    seq: int
    what: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What was checked and what was found; `ok` means every line follows from the one before."""

    ok: bool
    cases: int
    events: int
    accesses: int
    broken: tuple[Break, ...]


def note(
    session: Session,
    actor: Actor,
    verb: str,
    now: datetime,
    *,
    case_id: str | None = None,
    record_id: str | None = None,
    person_id: str | None = None,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Append one line (view, print, export, search …); the chain's row is locked until the transaction ends."""
    end = session.scalar(select(AccessChain).with_for_update().execution_options(populate_existing=True))
    if end is None:
        refuse("institution.not-found")
    entry = AccessEntry(
        seq=end.last_seq + 1,
        at=now,
        by=actor.user_id,
        role=actor.main_role,
        verb=verb,
        case_id=case_id,
        record_id=record_id,
        person_id=person_id,
        detail=dict(detail or {}),
        prev_hash=end.last_hash,
    )
    entry.hash = chain.link(end.last_hash, _hashed_part(entry))
    end.last_seq, end.last_hash = entry.seq, entry.hash
    session.add(entry)
    session.flush()


def log(
    session: Session, actor: Actor, case_id: str | None = None, after: str | None = None, limit: int = 50
) -> Page[AccessLine]:
    """The newest lines first, of one case or of the institution."""
    permissions.require(actor, "audit")
    wanted = select(AccessEntry).order_by(AccessEntry.seq.desc()).limit(limit + 1)
    if case_id is not None:
        wanted = wanted.where(AccessEntry.case_id == case_id)
    if after is not None:
        wanted = wanted.where(AccessEntry.seq < int(read_cursor(after, 1)[0]))
    rows = list(session.scalars(wanted))
    lines = tuple(
        AccessLine(
            row.seq, row.at, row.by, row.role, row.verb, row.case_id, row.record_id, row.person_id, row.detail
        )
        for row in rows[:limit]
    )
    return Page(lines, cursor(lines[-1].seq) if len(rows) > limit else None)


def verify(session: Session) -> Verified:
    """Recompute every chain of the installation: case logs and access logs, line by line."""
    broken: list[Break] = []
    everything = "every log of the installation is checked"
    cases = {
        row.id: row
        for row in session.execute(unfiltered(select(Case.id, Case.last_seq, Case.last_hash), everything))
    }
    events = 0
    ends: dict[str, tuple[int, str]] = {}
    lines = select(CaseEvent).order_by(CaseEvent.case_id, CaseEvent.seq).execution_options(yield_per=500)
    for event in session.scalars(unfiltered(lines, everything)):
        events += 1
        seq, previous = ends.get(event.case_id, (0, chain.START))
        broken += _follows("case", event.case_id, event, seq, previous, casework.hashed(event))
        ends[event.case_id] = (event.seq, event.hash)
    for case_id, row in cases.items():
        if ends.get(case_id, (0, "")) != (row.last_seq, row.last_hash):
            broken.append(Break("case", case_id, row.last_seq, "the log does not end where the case says"))
    for case_id in ends.keys() - cases.keys():
        broken.append(Break("case", case_id, 0, "a log without its case"))
    accesses, more = _verify_accesses(session, everything)
    broken += more
    return Verified(not broken, len(cases), events, accesses, tuple(broken))


def _verify_accesses(session: Session, reason: str) -> tuple[int, list[Break]]:
    broken: list[Break] = []
    count = 0
    for institution_id in session.scalars(select(Institution.id)):
        own = (
            select(AccessEntry).where(AccessEntry.institution_id == institution_id).order_by(AccessEntry.seq)
        )
        seq, previous = 0, chain.START
        for entry in session.scalars(unfiltered(own.execution_options(yield_per=500), reason)):
            count += 1
            broken += _follows("access", institution_id, entry, seq, previous, _hashed_part(entry))
            seq, previous = entry.seq, entry.hash
        end = session.scalar(unfiltered(select(AccessChain).where(AccessChain.id == institution_id), reason))
        if end is None or (end.last_seq, end.last_hash) != (seq, previous):
            broken.append(Break("access", institution_id, seq, "the log does not end where its chain says"))
    return count, broken


def _follows(
    kind: str, owner: str, line: CaseEvent | AccessEntry, seq: int, previous: str, hashed: dict[str, Any]
) -> list[Break]:
    if line.seq != seq + 1:
        return [Break(kind, owner, line.seq, f"line {seq + 1} is missing")]
    if line.prev_hash != previous:
        return [Break(kind, owner, line.seq, "does not follow the line before")]
    if line.hash != chain.link(previous, hashed):
        return [Break(kind, owner, line.seq, "was changed after it was written")]
    return []


def _hashed_part(entry: AccessEntry) -> dict[str, Any]:
    return {
        "seq": entry.seq,
        "at": chain.instant(entry.at),
        "by": entry.by,
        "role": entry.role,
        "verb": entry.verb,
        "case": entry.case_id,
        "record": entry.record_id,
        "person": entry.person_id,
        "detail": entry.detail,
    }
