"""The keys that seal personal fields: the key file, sealing with a context, and blind indexes for exact look-up."""

from __future__ import annotations

import base64
import hmac
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
KEY_BYTES = 32


class SealBroken(ValueError):
    """A sealed value does not open: another key, another record or field, or changed bytes."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """Field keys by id (the newest seals, all of them open) and the separate key of the blind index."""

    current: str
    ciphers: Mapping[str, AESGCM] = field(repr=False)
    index_key: bytes = field(repr=False)

    def seal(self, text: str, context: str) -> str:
        """`k1.<base64>`; `context` (record id and pointer) must be given again to open it, so that sealed values
        cannot be moved to another row or field."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = self.ciphers[self.current].encrypt(nonce, text.encode(), context.encode())
        return f"{self.current}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"

    def open(self, token: str, context: str) -> str:
        """The sealed text. Raises SealBroken."""
        from cryptography.exceptions import InvalidTag  # loaded with the keys

        key_id, _, body = token.partition(".")
        cipher = self.ciphers.get(key_id)
        if cipher is None:
            raise SealBroken(f"no key {key_id!r}")
        raw = base64.urlsafe_b64decode(body)
        try:
            return cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], context.encode()).decode()
        except InvalidTag:
            raise SealBroken("the sealed value does not belong here or was changed") from None

    def blind(self, kind: str, value: str) -> str:
        """A digest by which equal values are found without being readable; `kind` keeps fields apart."""
        return hmac.new(self.index_key, f"{kind}\n{value}".encode(), sha256).hexdigest()


def load(path: Path) -> Keyring:
    """The keyring in `path`; a new one is made there (owner may read, nobody else) when there is none."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # when a store is opened

    try:
        document = json.loads(path.read_text(encoding="ascii"))
    except FileNotFoundError:
        document = _make(path)
    ciphers = {key_id: AESGCM(base64.b64decode(key)) for key_id, key in document["keys"].items()}
    return Keyring(document["current"], ciphers, base64.b64decode(document["index"]))


def _make(path: Path) -> dict[str, object]:
    fresh = {"current": "k1", "keys": {"k1": _random_key()}, "index": _random_key()}
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    handle = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        json.dump(fresh, stream)
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(waiting, path)
    except FileExistsError:
        return dict(json.loads(path.read_text(encoding="ascii")))
    finally:
        waiting.unlink()
    return dict(fresh)


def _random_key() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
