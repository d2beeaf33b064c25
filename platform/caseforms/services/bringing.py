"""The queue of a tablet that finds no network, brought to the station in a file: the same deliveries on another way."""

from __future__ import annotations

import base64
import binascii
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from caseforms.problems import Problem, Refused
from caseforms.services import arrivals, arriving, audit, field_grants, sealed_files
from caseforms.services.actors import Actor
from caseforms.services.field_grants import Bearer
from caseforms.services.identifiers import SHAPE
from caseforms.services.refusal import refuse
from caseforms.storage import Store
from caseforms.storage.tables import Tablet

KIND, VERSION = "caseforms-field-queue", 1
MOST_LINES = 20_000
BATCH = 20
TAKEN, AGAIN, CONFLICT, NOTHING = "taken", "again", "conflict", ""


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of the records of a file; `refused` names lines, counted from 1, each with what was wrong."""

    taken: int
    again: int
    conflicts: int
    refused: tuple[tuple[int, Problem], ...]


def bring(store: Store, actor: Actor, content: bytes, now: datetime) -> Brought:
    """Take in every file and record of an exported queue; what is here already stays as it is.

    A few lines at a time, so that nobody waits for the whole of it; brought again, it goes on where it broke off.
    Refused `bring.not-a-queue`, or `bring.unknown-tablet` when no tablet of this institution wrote it.
    """
    if not arrivals.decides(actor):
        refuse("permission.denied", verb="accept")
    lines = content.split(b"\n")
    if len(lines) > MOST_LINES:
        refuse("bring.not-a-queue")
    with store.reading(actor.institution_id) as session:
        bearer = _writer(session, _read(lines[0]))
    counts: Counter[str] = Counter()
    wrong: list[tuple[int, Problem]] = []
    for start in range(1, len(lines), BATCH):
        with store.transaction(actor.institution_id) as session:
            for number, line in enumerate(lines[start : start + BATCH], start=start + 1):
                try:
                    counts[_take(session, bearer, line, now)] += 1
                except Refused as refused:
                    wrong.append((number, refused.problems[0]))
    with store.transaction(actor.institution_id) as session:
        detail = {"tablet": bearer.tablet_id, **{name: counts[name] for name in (TAKEN, AGAIN, CONFLICT)}}
        audit.note(session, actor, "bring", now, detail=detail)
    return Brought(counts[TAKEN], counts[AGAIN], counts[CONFLICT], tuple(wrong))


def _writer(session: Session, head: Mapping[str, Any]) -> Bearer:
    if head.get("kind") != KIND or head.get("v") != VERSION:
        refuse("bring.not-a-queue")
    own = str(head.get("device_id", ""))
    row = session.get(Tablet, own) if SHAPE.fullmatch(own) else None
    if row is None:
        refuse("bring.unknown-tablet")
    return field_grants.of_tablet(row)


def _take(session: Session, bearer: Bearer, written: bytes, now: datetime) -> str:
    """What became of one line: a record was taken, had been here before, is in conflict; or it was something else."""
    line = _read(written) if written.strip() else {"kind": NOTHING}
    if line.get("kind") == "blob":
        _take_file(session, bearer, line, now)
    elif line.get("kind") == "record":
        found = arriving.deliver(session, bearer, str(line.get("record_id", "")), line, now)
        if not found.readable:
            refuse("arrival.unreadable")
        return CONFLICT if found.conflict else AGAIN if found.again else TAKEN
    elif line.get("kind") != NOTHING:
        refuse("bring.not-a-queue")
    return NOTHING


def _take_file(session: Session, bearer: Bearer, line: Mapping[str, Any], now: datetime) -> None:
    address = str(line.get("sha256", ""))
    try:
        sealed = base64.b64decode(str(line.get("content", "")), validate=True)
    except (binascii.Error, ValueError):
        refuse("upload.spoilt")
    start = sealed_files.progress(session, address).received
    while start < len(sealed):
        piece = sealed[start : start + sealed_files.LARGEST_PIECE]
        found = sealed_files.take(session, bearer.tablet_id, address, start, len(sealed), piece, now)
        if found.spoilt:
            refuse("upload.spoilt")
        start = found.received


def _read(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        refuse("bring.not-a-queue")
    return found if isinstance(found, dict) else refuse("bring.not-a-queue")
