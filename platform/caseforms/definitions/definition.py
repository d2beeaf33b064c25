"""One form as data, read and found well-formed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from caseforms.rules.validator import canonical


def fingerprint(document: object) -> str:
    """The sha256 of a document's canonical JSON."""
    return hashlib.sha256(canonical(document).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True, eq=False)
class Definition:
    """A definition file: ``document`` is the file as read, the rest its parts; ``sha256`` names the content.

    ``open_world`` is true for a bare JSON Schema, where an object may carry properties nobody named.
    """

    id: str
    version: str
    kind: str
    title: str
    standard: Mapping[str, Any]
    schema: Mapping[str, Any]
    ui: Mapping[str, Any]
    translations: Mapping[str, Mapping[str, str]]
    paper: Mapping[str, Any] | None
    document: Mapping[str, Any]
    sha256: str
    open_world: bool = False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Definition) and self.sha256 == other.sha256

    def __hash__(self) -> int:
        return hash(self.sha256)


def from_document(
    document: Mapping[str, Any], ui: Mapping[str, Any], *, open_world: bool = False
) -> Definition:
    """The definition of a document that is known to be well-formed."""
    return Definition(
        id=document["id"],
        version=document.get("version", "0.0.0"),
        kind=document.get("kind", "form"),
        title=document.get("title", document["id"]),
        standard=document.get("standard", {}),
        schema=document["schema"],
        ui=ui,
        translations=document.get("translations", {}),
        paper=document.get("paper"),
        document=document,
        sha256=fingerprint(document),
        open_world=open_world,
    )
