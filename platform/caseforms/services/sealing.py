"""Sealing the personal values of a record: they leave the document and stand, encrypted, under their pointers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from caseforms.definitions import Form
from caseforms.storage.keys import Keyring

SEALED_KINDS = ("identity", "contact")
Data = dict[str, Any]


def seal(
    keyring: Keyring, form: Form, record_id: str, data: Mapping[str, Any]
) -> tuple[Data, dict[str, str]]:
    """The document without its personal values, and those values by pointer, each bound to this record and pointer."""
    sealed: dict[str, str] = {}
    patterns = _patterns(form)
    document = _without(dict(data), patterns, "", "", sealed)
    return document, {
        pointer: keyring.seal(text, f"{record_id}{pointer}") for pointer, text in sealed.items()
    }


def unseal(keyring: Keyring, record_id: str, document: Mapping[str, Any], sealed: Mapping[str, str]) -> Data:
    """The whole document again, as a copy. Raises SealBroken when a value was moved or changed."""
    data: Data = json.loads(json.dumps(document)) if sealed else dict(document)
    return opened(keyring, record_id, data, sealed)


def opened(keyring: Keyring, record_id: str, data: Data, sealed: Mapping[str, str]) -> Data:
    """Like `unseal`, but the values go into this very document: for whoever has just read it and shares it with nobody."""
    for pointer, token in sealed.items():
        value = json.loads(keyring.open(token, f"{record_id}{pointer}"))
        *path, last = pointer[1:].split("/")
        place: Any = data
        for segment in path:
            place = place[int(segment)] if isinstance(place, list) else place.setdefault(segment, {})
        place[last] = value
    return data


def _patterns(form: Form) -> frozenset[str]:
    known = form.memory.get("sealed")
    if known is None:
        fields = form.fields.items()
        known = frozenset(at for at, field in fields if field.schema.get("x-personal") in SEALED_KINDS)
        form.memory["sealed"] = known
    assert isinstance(known, frozenset)
    return known


def _without(value: Any, patterns: frozenset[str], pattern: str, pointer: str, sealed: dict[str, str]) -> Any:
    if isinstance(value, list):
        rows = [(f"{pattern}/*", f"{pointer}/{number}", row) for number, row in enumerate(value)]
        return [_without(row, patterns, below, at, sealed) for below, at, row in rows]
    if not isinstance(value, dict):
        return value
    kept = {}
    for name, inner in value.items():
        below, at = f"{pattern}/{name}", f"{pointer}/{name}"
        if below in patterns:
            sealed[at] = json.dumps(inner, ensure_ascii=False)
        else:
            kept[name] = _without(inner, patterns, below, at, sealed)
    return kept
