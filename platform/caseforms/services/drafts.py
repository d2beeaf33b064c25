"""Drafts: saved often and cheaply, versioned, merged when two people write in one, never lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from caseforms.services import merging, record_facts, sealing, users
from caseforms.services.actors import Actor
from caseforms.services.casework import UNSEEN
from caseforms.services.merging import Conflict, Merged
from caseforms.services.refusal import refuse
from caseforms.storage import locks_rows, store_of
from caseforms.storage.tables import Draft, DraftVersion, Record

KEPT_VERSIONS = 20


@dataclass(frozen=True, slots=True)
class DraftSaved:
    """The draft as it stands after saving. With conflicts, `data` holds their values and mine is kept as a branch."""

    record_id: str
    version: int
    saved_at: datetime
    data: dict[str, Any]
    merged: tuple[Merged, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """What somebody typed and another overtook."""

    version: int
    at: datetime
    by_name: str
    data: dict[str, Any]


def draft_of(session: Session, record: Record) -> Draft:
    """The draft row, locked until the transaction ends."""
    if locks_rows(session):
        wanted = select(Draft).where(Draft.record_id == record.id).with_for_update()
        draft = session.scalar(wanted.execution_options(populate_existing=True))
    else:
        draft = session.get(Draft, record.id)
    if draft is None:
        refuse("record.not-a-draft")
    return draft


def save(
    session: Session, actor: Actor, record: Record, data: Mapping[str, Any], version: int, now: datetime
) -> DraftSaved:
    """Write the draft, merging when it moved on since `version`. What is unchanged costs nothing and gets no version."""
    draft = draft_of(session, record)
    stands = _content(session, record, draft)
    merge = _merged(session, record, draft, dict(data), stands, version)
    if merge.conflicts:
        _keep_branch(session, record, draft.number, dict(data), actor, now)
    if merge.data != stands:
        _keep_row(session, draft)
        draft.data, draft.sealed = record_facts.sealed(session, record, merge.data)
        draft.number, draft.by, draft.at = draft.number + 1, actor.user_id, now
        record.updated_at = now
        _prune(session, record.id, draft.number)
    session.flush()
    return DraftSaved(record.id, draft.number, draft.at, merge.data, merge.merged, merge.conflicts)


def agrees(session: Session, record: Record, draft: Draft, data: Mapping[str, Any], version: int) -> bool:
    """Whether the content to be submitted knows everything that others have written into the draft."""
    if draft.number == version:
        return True
    merge = _merged(session, record, draft, dict(data), _content(session, record, draft), version)
    return not merge.conflicts and not merge.merged


def branches(session: Session, record: Record) -> tuple[Branch, ...]:
    """The branches of a draft, oldest first."""
    wanted = select(DraftVersion).where(DraftVersion.record_id == record.id, DraftVersion.branch > 0)
    names = users.names(session)
    return tuple(
        Branch(row.number, row.at, names.get(row.by, ""), _content(session, record, row))
        for row in session.scalars(wanted.order_by(DraftVersion.id))
    )


def finish(session: Session, record: Record, draft: Draft) -> None:
    """The record was submitted: the draft goes, branches stay."""
    session.flush()
    if draft.number > 1:  # before the second saving there are no versions
        versions = delete(DraftVersion).where(DraftVersion.record_id == record.id, DraftVersion.branch == 0)
        session.execute(versions, execution_options=UNSEEN)
    session.expunge(draft)
    session.execute(delete(Draft).where(Draft.record_id == record.id), execution_options=UNSEEN)


def _merged(
    session: Session, record: Record, draft: Draft, mine: dict[str, Any], stands: dict[str, Any], version: int
) -> merging.Merge:
    if version == draft.number:
        return merging.Merge(mine, (), ())
    if version > draft.number or version < 1:
        refuse("record.unknown-version")
    wanted = select(DraftVersion).where(
        DraftVersion.record_id == record.id, DraftVersion.number == version, DraftVersion.branch == 0
    )
    row = session.scalar(wanted)
    base = _content(session, record, row) if row is not None else {}
    return merging.three_way(base, mine, stands, users.names(session).get(draft.by, ""))


def _content(session: Session, record: Record, row: Draft | DraftVersion) -> dict[str, Any]:
    return sealing.unseal(store_of(session).keyring, record.id, row.data, row.sealed)


def _keep_row(session: Session, draft: Draft) -> None:
    session.add(
        DraftVersion(
            record_id=draft.record_id,
            number=draft.number,
            branch=0,
            data=draft.data,
            sealed=draft.sealed,
            by=draft.by,
            at=draft.at,
        )
    )


def _keep_branch(
    session: Session, record: Record, number: int, data: dict[str, Any], actor: Actor, now: datetime
) -> None:
    others = select(func.max(DraftVersion.branch)).where(
        DraftVersion.record_id == record.id, DraftVersion.number == number
    )
    kept, sealed = record_facts.sealed(session, record, data)
    session.add(
        DraftVersion(
            record_id=record.id,
            number=number,
            branch=(session.scalar(others) or 0) + 1,
            data=kept,
            sealed=sealed,
            by=actor.user_id,
            at=now,
        )
    )
    session.flush()


def _prune(session: Session, record_id: str, number: int) -> None:
    old = delete(DraftVersion).where(
        DraftVersion.record_id == record_id,
        DraftVersion.branch == 0,
        DraftVersion.number < number - KEPT_VERSIONS,
    )
    session.execute(old, execution_options=UNSEEN)
