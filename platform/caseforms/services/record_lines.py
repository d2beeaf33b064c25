"""Records as lists and pages show them: one line each, with who has signed and who is still to sign."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.problems import Problem
from caseforms.services import library, users
from caseforms.storage.tables import Record, Signature


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One signature of a record; not valid when the content changed after it. `warnings` only right after signing."""

    role: str
    signer_name: str
    method: str
    at: datetime
    valid: bool
    void_reason: str = ""
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record; `waiting` are the roles whose signatures it still needs, in the order asked."""

    id: str
    case_id: str | None
    slot: str
    definition_id: str
    version: str
    title: Mapping[str, str]
    number: int
    status: str
    revision: int
    author: str
    author_name: str
    created_at: datetime
    updated_at: datetime
    submitted_at: datetime | None
    signed: tuple[SignatureLine, ...]
    waiting: tuple[str, ...]
    void_reason: str = ""
    sha256: str = ""


def title(session: Session | None, definition_id: str, version: str | None = None) -> dict[str, str]:
    """The title of a definition in both languages."""
    form = library.form(session, definition_id, version)
    return {language: form.text("title", language, form.definition.title) for language in ("zh", "en")}


def lines(
    session: Session,
    records: Iterable[Record],
    waiting: Mapping[str, tuple[str, ...]] | None = None,
    *,
    signatures: Mapping[str, list[Signature]] | None = None,
    names: Mapping[str, str] | None = None,
) -> tuple[RecordLine, ...]:
    """The lines of some records; `waiting` by record id comes from the workflow or from the form.

    `signatures` by record id and the `names` of the authors are read unless they are at hand.
    """
    rows = list(records)
    if signatures is None:
        signatures = _signatures(session, [record.id for record in rows])
    if names is None:
        names = users.names(session)
    return tuple(
        RecordLine(
            id=record.id,
            case_id=record.case_id,
            slot=record.slot,
            definition_id=record.definition_id,
            version=record.definition_version,
            title=title(session, record.definition_id, record.definition_version),
            number=record.number,
            status=record.status,
            revision=record.revision,
            author=record.author,
            author_name=names.get(record.author, ""),
            created_at=record.created_at,
            updated_at=record.updated_at,
            submitted_at=record.submitted_at,
            signed=tuple(signature_line(each) for each in signatures.get(record.id, [])),
            waiting=(waiting or {}).get(record.id, ()),
            void_reason=record.void_reason,
            sha256=record.sha256,
        )
        for record in rows
    )


def signature_line(row: Signature, warnings: tuple[Problem, ...] = ()) -> SignatureLine:
    """One signature's line."""
    return SignatureLine(
        row.role, row.signer_name, row.method, row.at, row.voided_at is None, row.void_reason, warnings
    )


def _signatures(session: Session, record_ids: list[str]) -> dict[str, list[Signature]]:
    found: dict[str, list[Signature]] = {}
    if record_ids:
        wanted = select(Signature).where(Signature.record_id.in_(record_ids)).order_by(Signature.at)
        for row in session.scalars(wanted):
            found.setdefault(row.record_id, []).append(row)
    return found
