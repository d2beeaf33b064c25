"""A tablet in a test: sealed records and files as one makes them, and a bearer of its token."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from caseforms.services import field_grants, institution_keys, tablets
from caseforms.services.actors import Actor
from caseforms.services.field_grants import Bearer
from caseforms.services.identifiers import new_id
from caseforms.services.institution_keys import PublicKey
from caseforms.storage import Store
from caseforms.storage.envelopes import joined, seal

ADMINISTRATOR = frozenset({"administrator"})
PHOTO = b"\xff\xd8\xff\xe0" + b"a photo of a page" * 64


@dataclass(frozen=True)
class SealedFile:
    """A file as the tablet sends it, and what the record says of it."""

    id: str
    name: str
    plain: bytes
    sealed: bytes

    @property
    def address(self) -> str:
        return sha256(self.sealed).hexdigest()

    @property
    def value(self) -> dict[str, Any]:
        """What stands in a file field."""
        kind = "image/jpeg" if self.plain.startswith(b"\xff\xd8\xff") else "application/octet-stream"
        own = sha256(self.plain).hexdigest()
        return {"id": self.id, "name": self.name, "type": kind, "size": len(self.plain), "sha256": own}


@dataclass(frozen=True)
class SealedRecord:
    """A record as the tablet sends it: its id and the body of the request."""

    id: str
    body: dict[str, Any]
    files: tuple[SealedFile, ...] = ()


@dataclass
class Tablet:
    """One enrolled tablet: `id` and `token` as it was let in, the key it seals with."""

    id: str
    token: str
    institution_id: str
    key: PublicKey
    grants: dict[str, str] = field(default_factory=dict)

    @property
    def bearer(self) -> Bearer:
        """The tablet by its own token."""
        return Bearer(self.id, self.institution_id, "", False, False, None)

    def file(self, content: bytes = PHOTO, name: str = "photo.jpg") -> SealedFile:
        """A file, sealed."""
        own = new_id()
        header, sealed = seal(self.key.jwk, self.key.id, f"{own}|attachment", content)
        return SealedFile(own, name, content, joined(header, sealed))

    def record(
        self,
        data: dict[str, Any],
        volunteer: str,
        now: datetime,
        definition: tuple[str, str] = ("incident-report", "1.0.0"),
        files: tuple[SealedFile, ...] = (),
        record_id: str | None = None,
        **more: Any,
    ) -> SealedRecord:
        """A finished record, sealed."""
        own = record_id or new_id()
        content = {
            "record_id": own,
            "definition_id": definition[0],
            "version": definition[1],
            "case_id": None,
            "slot": None,
            "started_at": now.isoformat(),
            "finished_at": now.isoformat(),
            "tablet_time": now.isoformat(),
            "time_offset_ms": 0,
            "data": data,
            "signatures": [],
            "attachments": [{**each.value, "blob": each.address} for each in files],
            "volunteer_id": volunteer,
            "device_id": self.id,
            "language": "zh",
            "handed_over": False,
            "event": None,
            **more,
        }
        text = json.dumps(content, ensure_ascii=False).encode()
        header, sealed = seal(self.key.jwk, self.key.id, f"{own}|record", text)
        body = {
            "envelope": {**header, "ciphertext": base64.b64encode(sealed).decode()},
            "sha256": sha256(sealed).hexdigest(),
            "blobs": [each.address for each in files],
            "summary": {"definition_id": definition[0], "version": definition[1]},
        }
        return SealedRecord(own, body, files)


def enrolled(store: Store, institution_id: str, now: datetime, *people: Actor) -> Tablet:
    """A tablet let in by an administrator, on which these people have signed in."""
    administrator = Actor("0" * 32, institution_id, ADMINISTRATOR, "")
    with store.transaction(institution_id) as session:
        ticket = tablets.invite(session, administrator, "平板1号", now)
        let_in = tablets.enrol(session, ticket.token, "", now)
        made = Tablet(let_in.id, let_in.token, institution_id, institution_keys.current(session, now))
        for each in people:
            made.grants[each.user_id] = joined_by(session, each, made, now)
    return made


def joined_by(session: Session, person: Actor, tablet: Tablet, now: datetime) -> str:
    """Somebody signs in on the tablet; the token of their grant."""
    return field_grants.join(session, person, tablet.id, now).token


def queue_of(tablet_id: str, *records: SealedRecord) -> bytes:
    """The file that a tablet writes of its queue."""
    lines: list[dict[str, object]] = [{"kind": "caseforms-field-queue", "v": 1, "device_id": tablet_id}]
    for record in records:
        for each in record.files:
            content = base64.b64encode(each.sealed).decode()
            lines.append(
                {"kind": "blob", "sha256": each.address, "size": len(each.sealed), "content": content}
            )
        lines.append({"kind": "record", "record_id": record.id, **record.body})
    return "\n".join(json.dumps(line) for line in lines).encode()
