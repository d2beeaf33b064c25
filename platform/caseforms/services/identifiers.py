"""Identifiers of rows: 32 hex characters that sort by the time they were made."""

from __future__ import annotations

import re
import secrets
import time

from caseforms.services.refusal import refuse

SHAPE = re.compile(r"[0-9a-f]{32}")


def new_id() -> str:
    """A fresh identifier: 48 bits of milliseconds, then 80 random bits."""
    return f"{time.time_ns() // 1_000_000:012x}{secrets.token_hex(10)}"


def checked(identifier: str | None) -> str:
    """A client-made identifier (dashes of a UUID are dropped), or a fresh one when there is none."""
    if identifier is None:
        return new_id()
    plain = identifier.replace("-", "").lower()
    if not SHAPE.fullmatch(plain):
        refuse("record.bad-id")
    return plain
