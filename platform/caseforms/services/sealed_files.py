"""Sealed files on their way from a tablet: taken in pieces, whole when their bytes have the hash they were announced by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from caseforms.services.casework import UNSEEN
from caseforms.services.claiming import claimed
from caseforms.services.identifiers import new_id
from caseforms.services.refusal import refuse
from caseforms.storage import store_of
from caseforms.storage.tables import SealedFile, SealedPiece

ADDRESS = re.compile(r"[0-9a-f]{64}")
LARGEST_PIECE = 256 * 1024
MOST_A_DAY = 2 * 1024**3
"""Bytes that one tablet may announce in 24 hours."""
FORGOTTEN_AFTER = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of a file is here; `spoilt` when all came but under another hash, and was thrown away."""

    received: int
    whole: bool
    spoilt: bool = False


def take(
    session: Session, tablet_id: str, address: str, start: int, size: int, piece: bytes, now: datetime
) -> Progress:
    """Keep a piece that begins at `start` of a file of `size` bytes; sent again it has no effect.

    Refused `upload.address`, `upload.piece`, `upload.too-large`, `upload.too-many`, or `upload.gap` with what is here.
    """
    _require_sensible(session, address, start, size, piece)
    row = _locked(session, address) or _begun(session, tablet_id, address, size, now)
    if row.whole_at is not None:
        return Progress(row.size, True)
    if row.size != size:  # announced anew: nothing of the other try is worth keeping
        _drop(session, row.id)
        row.size, row.received = size, 0
    if start > row.received:
        refuse("upload.gap", received=row.received)
    fresh = piece[row.received - start :]
    if fresh:
        session.add(SealedPiece(file_id=row.id, start=row.received, content=fresh))
        row.received += len(fresh)
        session.flush()
    return _finished(session, row, now) if row.received == row.size else Progress(row.received, False)


def progress(session: Session, address: str) -> Progress:
    """How much of a file is here; nothing of one that was never begun."""
    if not ADDRESS.fullmatch(address):
        refuse("upload.address")
    row = session.scalar(select(SealedFile).where(SealedFile.sha256 == address))
    return Progress(row.received, row.whole_at is not None) if row is not None else Progress(0, False)


def missing(session: Session, addresses: Iterable[str]) -> tuple[str, ...]:
    """Those of the files that are not here whole, in the order asked."""
    asked = tuple(dict.fromkeys(addresses))
    wanted = select(SealedFile.sha256).where(SealedFile.sha256.in_(asked), SealedFile.whole_at.is_not(None))
    there = set(session.scalars(wanted)) if asked else set()
    files = store_of(session).files
    return tuple(each for each in asked if each not in there or not files.path(each).is_file())


def content(session: Session, address: str) -> bytes:
    """The sealed bytes of a whole file. Refused `attachment.lost` when they are not where they were put."""
    path = store_of(session).files.path(address)
    if not path.is_file():
        refuse("attachment.lost", name=address[:12])
    return path.read_bytes()


def forget_unfinished(session: Session, now: datetime) -> None:
    """Drop what no tablet has gone on sending for a month."""
    old = select(SealedFile.id).where(
        SealedFile.whole_at.is_(None), SealedFile.begun_at < now - FORGOTTEN_AFTER
    )
    for file_id in session.scalars(old).all():
        _drop(session, file_id)
        session.execute(delete(SealedFile).where(SealedFile.id == file_id), execution_options=UNSEEN)


def _require_sensible(session: Session, address: str, start: int, size: int, piece: bytes) -> None:
    if not ADDRESS.fullmatch(address):
        refuse("upload.address")
    limit = store_of(session).files.limit
    if size > limit:
        refuse("upload.too-large", limit=limit // (1024 * 1024))
    if not piece or len(piece) > LARGEST_PIECE or start < 0 or start + len(piece) > size:
        refuse("upload.piece", most=LARGEST_PIECE)


def _locked(session: Session, address: str) -> SealedFile | None:
    wanted = select(SealedFile).where(SealedFile.sha256 == address).with_for_update()
    return session.scalar(wanted.execution_options(populate_existing=True))


def _begun(session: Session, tablet_id: str, address: str, size: int, now: datetime) -> SealedFile:
    lately = select(func.coalesce(func.sum(SealedFile.size), 0)).where(
        SealedFile.tablet_id == tablet_id, SealedFile.begun_at > now - timedelta(days=1)
    )
    if (session.scalar(lately) or 0) + size > MOST_A_DAY:
        refuse("upload.too-many")
    row = SealedFile(
        id=new_id(), sha256=address, size=size, received=0, tablet_id=tablet_id, begun_at=now, whole_at=None
    )
    if claimed(session, row):
        return row
    return _locked(session, address) or refuse("upload.gap", received=0)


def _finished(session: Session, row: SealedFile, now: datetime) -> Progress:
    """Put the pieces together: kept under their hash before this transaction ends, or thrown away for another's."""
    pieces = select(SealedPiece.content).where(SealedPiece.file_id == row.id).order_by(SealedPiece.start)
    whole = b"".join(session.scalars(pieces))
    _drop(session, row.id)
    if sha256(whole).hexdigest() != row.sha256:
        row.received = 0
        return Progress(0, False, spoilt=True)
    store_of(session).files.keep(whole)
    row.whole_at = now
    return Progress(row.size, True)


def _drop(session: Session, file_id: str) -> None:
    session.flush()
    session.execute(delete(SealedPiece).where(SealedPiece.file_id == file_id), execution_options=UNSEEN)
