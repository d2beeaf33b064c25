"""Attachments: files brought to a record or case, their type told from their content, kept once per content."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.services import access, audit, submitting
from caseforms.services.actors import Actor
from caseforms.services.identifiers import new_id
from caseforms.services.refusal import refuse
from caseforms.storage import store_of
from caseforms.storage.files import TooLarge
from caseforms.storage.tables import Arrival, Attachment, Case, Record, Signature

SIGNS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"%PDF-", "application/pdf"),
)
ACCEPTED = tuple(kind for _, kind in SIGNS)
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class AttachmentLine:
    """One file, as a file field holds it; the size is in bytes."""

    id: str
    name: str
    type: str
    size: int
    sha256: str


def add(
    session: Session,
    actor: Actor,
    content: bytes | BinaryIO,
    name: str,
    now: datetime,
    record_id: str | None = None,
    case_id: str | None = None,
    accept: Iterable[str] = ACCEPTED,
) -> AttachmentLine:
    """Keep a file. What it is called does not count: the type is read from its first bytes.

    Refused `attachment.too-large`, `attachment.type`, `attachment.empty`, or as reading the record would be.
    """
    case_id = _case_of(session, actor, record_id, case_id)
    files = store_of(session).files
    try:
        kept = files.keep(content)
    except TooLarge:
        refuse("attachment.too-large", limit=files.limit // (1024 * 1024))
    kind = next((kind for sign, kind in SIGNS if kept.head.startswith(sign)), None)
    if kept.size == 0:
        refuse("attachment.empty")
    if kind is None or kind not in set(accept):
        refuse("attachment.type", accepted=", ".join(accept))
    row = Attachment(
        id=new_id(),
        sha256=kept.sha256,
        name=_safe(name, kind),
        type=kind,
        size=kept.size,
        record_id=record_id,
        case_id=case_id,
        by=actor.user_id,
        at=now,
    )
    session.add(row)
    session.flush()
    return _line(row)


def open(  # noqa: A001 (read as `attachments.open`)
    session: Session, actor: Actor, attachment_id: str, now: datetime
) -> tuple[AttachmentLine, Path]:
    """A file and where it lies; the look is logged."""
    row = session.scalar(select(Attachment).where(Attachment.id == attachment_id))
    if row is None:
        refuse("attachment.not-found")
    if row.record_id is not None:
        submitting.require_reading(session, actor, submitting.record_row(session, row.record_id))
    elif row.case_id is not None:
        case = session.scalar(select(Case).where(Case.id == row.case_id))
        if case is None:
            refuse("attachment.not-found")
        access.require_content(session, actor, case)
    elif row.by != actor.user_id:
        refuse("attachment.not-found")
    detail = {"attachment": row.id}
    audit.note(session, actor, "view", now, case_id=row.case_id, record_id=row.record_id, detail=detail)
    path = store_of(session).files.path(row.sha256)
    if not path.is_file():
        refuse("attachment.lost", name=row.name)
    return _line(row), path


def beside(
    session: Session, actor: Actor, record_id: str, data: Mapping[str, Any]
) -> tuple[AttachmentLine, ...]:
    """The files that a tablet delivered along with a record and that stand in no field or signature of it."""
    submitting.require_reading(session, actor, submitting.record_row(session, record_id))
    arrived = select(Arrival.id).where(Arrival.record_id == record_id)
    if session.scalar(arrived.limit(1)) is None:
        return ()
    signed = select(Signature.image_id).where(
        Signature.record_id == record_id, Signature.image_id.is_not(None)
    )
    wanted = select(Attachment).where(Attachment.record_id == record_id, Attachment.id.not_in(signed))
    named = set(_ids(data))
    rows = session.scalars(wanted.order_by(Attachment.at, Attachment.id))
    return tuple(_line(row) for row in rows if row.id not in named)


def _ids(value: Any) -> Iterator[str]:
    """Every id that stands in file fields, however deep."""
    if isinstance(value, Mapping):
        if "sha256" in value:
            yield str(value.get("id", ""))
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _ids(each)


def _case_of(session: Session, actor: Actor, record_id: str | None, case_id: str | None) -> str | None:
    if record_id is not None:
        record: Record = submitting.record_row(session, record_id)
        submitting.require_reading(session, actor, record)
        return record.case_id
    if case_id is not None:
        case = session.scalar(select(Case).where(Case.id == case_id))
        if case is None:
            refuse("case.not-found")
        access.require_content(session, actor, case)
    return case_id


def _safe(name: str, kind: str) -> str:
    """A name without folders and control characters, with the ending that its content has."""
    plain = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    plain = re.sub(r"[\x00-\x1f\x7f<>:\"|?*\ud800-\udfff]", "", plain).strip(" .")
    stem = plain.rpartition(".")[0] or plain or "file"
    ending = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}[kind]
    return f"{stem[:LONGEST_NAME]}.{ending}"


def _line(row: Attachment) -> AttachmentLine:
    return AttachmentLine(row.id, row.name, row.type, row.size, row.sha256)
