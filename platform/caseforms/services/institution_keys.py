"""The pairs of keys of an institution: tablets seal with the newest public one, every private one goes on opening."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.services.identifiers import new_id
from caseforms.storage import store_of
from caseforms.storage.envelopes import EnvelopeBroken, from_text, make_pair, open_sealed, parted
from caseforms.storage.tables import InstitutionKey

RENEWED_AFTER = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What a tablet seals with."""

    id: str
    jwk: Mapping[str, str]


def current(session: Session, now: datetime) -> PublicKey:
    """The key to seal with now; a new pair is made when there is none or the newest is half a year old.

    Old pairs stay: what was sealed with them on a tablet that was long away still opens.
    """
    newest = select(InstitutionKey).order_by(InstitutionKey.made_at.desc(), InstitutionKey.id.desc())
    row = session.scalar(newest.limit(1))
    if row is None or now - row.made_at >= RENEWED_AFTER:
        row = _made(session, now)
    return PublicKey(row.id, row.public_key)


def opened(session: Session, envelope: Mapping[str, Any], context: str) -> bytes:
    """The content of an envelope sealed for this institution. Raises EnvelopeBroken."""
    return open_sealed(_private(session, envelope), envelope, from_text(envelope.get("ciphertext")), context)


def opened_file(session: Session, file: bytes, context: str) -> bytes:
    """The content of a sealed file. Raises EnvelopeBroken."""
    header, sealed = parted(file)
    return open_sealed(_private(session, header), header, sealed, context)


def _private(session: Session, header: Mapping[str, Any]) -> str:
    key_id = str(header.get("key_id", ""))
    known: dict[str, str] = session.info.setdefault("private_keys", {})
    if key_id not in known:
        row = session.scalar(select(InstitutionKey).where(InstitutionKey.id == key_id))
        if row is None:
            raise EnvelopeBroken("sealed with a key that this institution never had")
        known[key_id] = store_of(session).keyring.open(row.private_sealed, _place(row.id))
    return known[key_id]


def _made(session: Session, now: datetime) -> InstitutionKey:
    pair, key_id = make_pair(), new_id()
    sealed = store_of(session).keyring.seal(pair.private, _place(key_id))
    row = InstitutionKey(id=key_id, public_key=pair.public, private_sealed=sealed, made_at=now)
    session.add(row)
    session.flush()
    return row


def _place(key_id: str) -> str:
    return f"institution-key/{key_id}"
