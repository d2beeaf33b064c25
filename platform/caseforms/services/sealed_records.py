"""A record as a tablet sealed it: its envelope as it comes from outside, and its content once the institution opened it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from caseforms.services import chain, institution_keys
from caseforms.services.identifiers import SHAPE, checked
from caseforms.services.refusal import refuse
from caseforms.services.sealed_files import ADDRESS
from caseforms.storage.envelopes import VERSION, EnvelopeBroken, from_text

LARGEST = 4_000_000
"""Characters of an envelope: a form filled to its limits and its signatures are a quarter of it."""
MOST_FILES = 200
RECORD = "record"
TEXTS, POINT = ("key_id", "iv", "aad", "ciphertext"), ("kty", "crv", "x", "y")
PLAIN = re.compile(r"[\x20-\x7e]*")
TEXT = re.compile(r"[^\x00\ud800-\udfff]*")
LONGEST_WORD = 120


@dataclass(frozen=True, slots=True)
class Sealed:
    """One envelope that came under a record id, with the addresses of the sealed files that belong to it."""

    record_id: str
    sha256: str
    envelope: Mapping[str, Any]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class File:
    """A file of the record: its own id, where its sealed bytes are, what it said it is."""

    id: str
    address: str
    sha256: str
    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Opened:
    """What was in the envelope. `tablet_time` is what the tablet's clock said when it was finished, the other
    times are put right by `offset_ms`, as far as the tablet knew how wrong its clock was."""

    definition_id: str
    version: str
    case_id: str | None
    slot: str
    volunteer: str
    started_at: datetime | None
    finished_at: datetime | None
    tablet_time: datetime | None
    offset_ms: int
    data: dict[str, Any]
    signatures: tuple[Mapping[str, Any], ...]
    files: tuple[File, ...]
    handed_over: bool
    incomplete: bool
    event: str


def read(record_id: str, given: Mapping[str, Any]) -> Sealed:
    """An envelope as it was sent. Refused `arrival.malformed` with the part that is wrong."""
    envelope, files = _envelope(given.get("envelope")), given.get("blobs", [])
    if not isinstance(files, list) or len(files) > MOST_FILES or not all(map(_is_address, files)):
        refuse("arrival.malformed", "/blobs")
    try:
        own = sha256(from_text(envelope.get("ciphertext"))).hexdigest()
    except EnvelopeBroken:
        refuse("arrival.malformed", "/envelope/ciphertext")
    if given.get("sha256") != own:
        refuse("arrival.malformed", "/sha256")
    return Sealed(checked(record_id), own, envelope, tuple(dict.fromkeys(files)))


def opened(session: Session, sealed: Sealed) -> Opened | None:
    """The content; None when the institution cannot open it, or it is not the content of this record."""
    try:
        content = json.loads(
            institution_keys.opened(session, sealed.envelope, f"{sealed.record_id}|{RECORD}")
        )
        chain.canonical(content)  # a number beyond all numbers could be read but never written
    except (EnvelopeBroken, ValueError, RecursionError):
        return None
    if not isinstance(content, dict) or _identifier(content.get("record_id")) != sealed.record_id:
        return None
    return _opened(content)


def _opened(content: Mapping[str, Any]) -> Opened | None:
    definition_id, version = word(content.get("definition_id")), word(content.get("version"))
    data, signatures, files = (
        content.get("data"),
        content.get("signatures", []),
        content.get("attachments", []),
    )
    if not (definition_id and version and isinstance(data, dict)):
        return None
    if not (isinstance(signatures, list) and all(isinstance(each, dict) for each in signatures)):
        return None
    read_files = [_file(each) for each in files] if isinstance(files, list) else [None]
    event, offset = content.get("event"), content.get("time_offset_ms")
    return (
        Opened(
            definition_id=definition_id,
            version=version,
            case_id=_identifier(content.get("case_id")),
            slot=word(content.get("slot")),
            volunteer=_identifier(content.get("volunteer_id")) or "",
            started_at=moment(content.get("started_at")),
            finished_at=moment(content.get("finished_at")),
            tablet_time=moment(content.get("tablet_time")),
            offset_ms=offset if type(offset) is int else 0,
            data=data,
            signatures=tuple(signatures),
            files=tuple(each for each in read_files if each is not None),
            handed_over=content.get("handed_over") is True,
            incomplete=content.get("incomplete") is True,
            event=word(event.get("title")) if isinstance(event, dict) else "",
        )
        if None not in read_files
        else None
    )


def _file(said: object) -> File | None:
    if not isinstance(said, dict):
        return None
    own = _identifier(said.get("id"))
    address = said.get("blob")
    if own is None or not _is_address(address):
        return None
    return File(
        own,
        str(address),
        word(said.get("sha256")),
        word(said.get("name")) or "file",
        word(said.get("type")),
    )


def _envelope(said: object) -> dict[str, Any]:
    """The parts of an envelope and nothing else, each plain text. Refused `arrival.malformed` or `arrival.too-large`."""
    found = said if isinstance(said, dict) else {}
    epk = found.get("epk")
    texts = {name: found.get(name) for name in TEXTS}
    point = {name: epk.get(name) for name in POINT} if isinstance(epk, dict) else {}
    if found.get("v") != VERSION or not point or not all(map(_is_plain, (*texts.values(), *point.values()))):
        refuse("arrival.malformed", "/envelope")
    if sum(len(str(each)) for each in (*texts.values(), *point.values())) > LARGEST:
        refuse("arrival.too-large")
    return {"v": VERSION, "epk": point, **texts}


def _is_plain(said: object) -> bool:
    return isinstance(said, str) and PLAIN.fullmatch(said) is not None


def _is_address(said: object) -> bool:
    return isinstance(said, str) and ADDRESS.fullmatch(said) is not None


def _identifier(said: object) -> str | None:
    plain = said.replace("-", "").lower() if isinstance(said, str) else ""
    return plain if SHAPE.fullmatch(plain) else None


def word(said: object) -> str:
    """A short text as it was written; nothing for what is none or could not be kept."""
    return said[:LONGEST_WORD] if isinstance(said, str) and TEXT.fullmatch(said) else ""


def moment(said: object) -> datetime | None:
    """A moment as a tablet wrote it; None for what is none, or lies outside every calendar of ours."""
    try:
        found = datetime.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None
    if found is None or not 2000 <= found.year < 2200:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
