"""A case's records as the workflow sees them: content, status and signatures, decrypted for this transaction only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from caseforms import answers
from caseforms.services import chain, in_force, library, publications, sealing
from caseforms.storage import store_of
from caseforms.storage.keys import Keyring
from caseforms.storage.tables import Draft, Record, Revision, Signature


def of_case(session: Session, case_id: str) -> list[dict[str, Any]]:
    """Every record of the case, void ones too, oldest first."""
    current = and_(Revision.record_id == Record.id, Revision.number == Record.revision)
    wanted = (
        select(Record, Revision, Draft)
        .outerjoin(Revision, current)
        .outerjoin(Draft, Draft.record_id == Record.id)
        .where(Record.case_id == case_id)
        .order_by(Record.created_at, Record.id)
    )
    rows = session.execute(wanted).all()
    signatures: dict[str, list[Signature]] = {}
    for signature in session.scalars(
        select(Signature).where(Signature.case_id == case_id).order_by(Signature.at)
    ):
        signatures.setdefault(signature.record_id, []).append(signature)
    keyring = store_of(session).keyring
    return [
        _fact(
            record,
            current_names(session, record, _opened(keyring, *_there(draft, revision))),
            signatures.get(record.id, []),
        )
        for record, revision, draft in rows
    ]


def current_names(session: Session, record: Record, data: dict[str, Any]) -> dict[str, Any]:
    """The content for whoever reads it by the names that hold today: an answer whose field or code was renamed since
    stands under its new name too. The record itself stays as it was."""
    versions = in_force.versions(session, in_force.FORM)
    present = versions.get(record.definition_id, ("", ""))[0]
    if present in ("", record.definition_version):
        return data
    known = session.info.setdefault("moves", {})
    way = (record.definition_id, record.definition_version, present)
    if way not in known:
        known[way] = publications.moves_between(session, *way)
    return {**data, **answers.moved(data, known[way])} if known[way] else data


def _there(*found: Draft | Revision | None) -> list[Draft | Revision]:
    """Of a record's draft and newest revision what there is: the outer joins leave a gap for the other."""
    return [each for each in found if each is not None]


def of_one(
    session: Session, record: Record, data: dict[str, Any], *, unsigned: bool = False
) -> dict[str, Any]:
    """One record as the workflow sees it, its content being known; `unsigned` when nobody can have signed it yet."""
    data = current_names(session, record, data)
    if unsigned:
        return _fact(record, data, [])
    wanted = select(Signature).where(Signature.record_id == record.id).order_by(Signature.at)
    return _fact(record, data, list(session.scalars(wanted)))


def _opened(keyring: Keyring, *rows: Revision | Draft) -> dict[str, Any]:
    """The content of the first row, nothing without one."""
    return sealing.unseal(keyring, rows[0].record_id, rows[0].data, rows[0].sealed) if rows else {}


def content(session: Session, record: Record, revision: int | None = None) -> dict[str, Any]:
    """The content of a record: its draft, or a submitted revision (the newest unless told)."""
    row: Revision | Draft | None
    if record.status == "draft" and revision is None:
        row = session.get(Draft, record.id)
    else:
        number = record.revision if revision is None else revision
        row = session.get(Revision, (record.id, number))
    return _opened(store_of(session).keyring, *([row] if row is not None else []))


def sealed(
    session: Session, record: Record, data: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    """A document as it is kept: the open part and the sealed values."""
    form = library.form_of(session, record)
    return sealing.seal(store_of(session).keyring, form, record.id, data)


def _fact(record: Record, data: dict[str, Any], signatures: list[Signature]) -> dict[str, Any]:
    return {
        "id": record.id,
        "slot": record.slot,
        "number": record.number,
        "revision": record.revision,
        "status": record.status,
        "data": data,
        "author": record.author,
        "submitted_at": chain.instant(record.submitted_at) if record.submitted_at else None,
        "sha256": record.sha256,
        "signatures": [
            {
                "role": signature.role,
                "signer": signature.signer_id or signature.signer_name,
                "at": chain.instant(signature.at),
                "method": signature.method,
                "valid": signature.voided_at is None,
            }
            for signature in signatures
        ],
    }
