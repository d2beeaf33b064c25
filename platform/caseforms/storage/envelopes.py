"""Owns envelopes: what anybody may seal for an institution with its public key, and only its private key opens.

A fresh P-256 key agrees with the institution's (ECDH), HKDF-SHA256 makes the AES-256-GCM key of it. The context, an
identifier and what it is of, is bound in twice: its identifier salts the key, the whole is authenticated with the content.
The browser does the same with WebCrypto.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey, EllipticCurvePublicKey

VERSION = 1
INFO = b"caseforms field 1"
IV_BYTES, KEY_BYTES, POINT_BYTES = 12, 32, 32
LONGEST_HEADER = 2048


class EnvelopeBroken(ValueError):
    """It does not open: no envelope, another key, another context, or changed bytes."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A new pair of keys: the public one as a JWK, the private one as the hex digits of its number."""

    public: dict[str, str]
    private: str = field(repr=False)


def make_pair() -> Pair:
    """A fresh P-256 pair."""
    from cryptography.hazmat.primitives.asymmetric import (
        ec,
    )  # where a key is needed, not where the platform starts

    private = ec.generate_private_key(ec.SECP256R1())
    return Pair(_jwk(private.public_key()), f"{private.private_numbers().private_value:064x}")


def seal(
    public: Mapping[str, str], key_id: str, context: str, content: bytes
) -> tuple[dict[str, Any], bytes]:
    """The header of an envelope, and the sealed content."""
    from cryptography.hazmat.primitives.asymmetric import ec

    own = ec.generate_private_key(ec.SECP256R1())
    iv = os.urandom(IV_BYTES)
    sealed = _cipher(own, _point(public), context).encrypt(iv, content, context.encode())
    header = {"v": VERSION, "key_id": key_id, "epk": _jwk(own.public_key()), "iv": _text(iv), "aad": context}
    return header, sealed


def open_sealed(private: str, header: Mapping[str, Any], sealed: bytes, context: str) -> bytes:
    """The content. Raises EnvelopeBroken, whatever is wrong."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric import ec

    if header.get("v") != VERSION or header.get("aad") != context:
        raise EnvelopeBroken("no envelope of this kind, or one for something else")
    own = ec.derive_private_key(int(private, 16), ec.SECP256R1())
    iv = from_text(header.get("iv"))
    if len(iv) != IV_BYTES:
        raise EnvelopeBroken("the initialisation vector has another length")
    try:
        content: bytes = _cipher(own, _point(header.get("epk")), context).decrypt(
            iv, sealed, context.encode()
        )
    except InvalidTag:
        raise EnvelopeBroken("the envelope does not belong here or was changed") from None
    return content


def joined(header: Mapping[str, Any], sealed: bytes) -> bytes:
    """A sealed file: the header on one line, then the sealed bytes as they are."""
    return json.dumps(header, separators=(",", ":")).encode() + b"\n" + sealed


def parted(file: bytes) -> tuple[dict[str, Any], bytes]:
    """The header and the sealed bytes of a file. Raises EnvelopeBroken."""
    line, newline, sealed = file.partition(b"\n")
    if not newline or len(line) > LONGEST_HEADER:
        raise EnvelopeBroken("the file has no header")
    try:
        header = json.loads(line)
    except ValueError:
        raise EnvelopeBroken("the header of the file cannot be read") from None
    if not isinstance(header, dict):
        raise EnvelopeBroken("the header of the file is no object")
    return header, sealed


def from_text(text: object) -> bytes:
    """The bytes of base64 text. Raises EnvelopeBroken."""
    if not isinstance(text, str):
        raise EnvelopeBroken("a part of the envelope is missing")
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise EnvelopeBroken("a part of the envelope is no base64") from None


def _cipher(own: EllipticCurvePrivateKey, other: EllipticCurvePublicKey, context: str) -> Any:
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    salt = context.partition("|")[0].encode()
    shared = own.exchange(ec.ECDH(), other)
    return AESGCM(HKDF(SHA256(), KEY_BYTES, salt, INFO).derive(shared))


def _point(jwk: object) -> EllipticCurvePublicKey:
    from cryptography.hazmat.primitives.asymmetric import ec

    if not isinstance(jwk, Mapping) or jwk.get("kty") != "EC" or jwk.get("crv") != "P-256":
        raise EnvelopeBroken("the key is no P-256 key")
    try:
        x, y = (int.from_bytes(_from_url(jwk.get(name)), "big") for name in "xy")
        return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    except ValueError:
        raise EnvelopeBroken("the key is no point of the curve") from None


def _jwk(key: EllipticCurvePublicKey) -> dict[str, str]:
    numbers = key.public_numbers()
    return {
        "kty": "EC",
        "crv": "P-256",
        **{name: _url(getattr(numbers, name).to_bytes(POINT_BYTES, "big")) for name in "xy"},
    }


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _from_url(text: object) -> bytes:
    if not isinstance(text, str) or len(text) > LONGEST_HEADER:
        raise EnvelopeBroken("a part of the key is missing")
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
