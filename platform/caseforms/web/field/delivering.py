"""What a tablet delivers: sealed files in pieces, sealed records, each answered with a receipt."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from caseforms.services import arriving, sealed_files, tablets
from caseforms.services.arriving import Delivered, Receipt
from caseforms.services.refusal import problem
from caseforms.web import faults, unit_of_work
from caseforms.web.counting import is_count
from caseforms.web.field.door import answer, bearer, body, field_door, for_tablets

MOST_ASKED = 200


@field_door.put("/blobs/<address>")
@for_tablets
def take_piece(address: str) -> Response:
    """Take a piece of a sealed file: how much of it is here now."""
    known = bearer()
    piece = request.get_data(cache=False)
    with unit_of_work.store().transaction(known.institution_id) as session:
        found = sealed_files.take(
            session, known.tablet_id, address, _count("offset"), _count("size"), piece, unit_of_work.now()
        )
    if found.spoilt:
        spoilt = problem("upload.spoilt")
        reason = {"code": spoilt.code, "pointer": "", "message": faults.words(spoilt)}
        return answer(422, problems=[reason], received=0, complete=False)
    return answer(200, received=found.received, complete=found.whole)


@field_door.get("/blobs/<address>/state")
@for_tablets
def piece_state(address: str) -> Response:
    """How much of a sealed file is here."""
    with unit_of_work.store().reading(bearer().institution_id) as session:
        found = sealed_files.progress(session, address)
    return answer(200, received=found.received, complete=found.whole)


@field_door.put("/records/<sealed_id>")
@for_tablets
def take_record(sealed_id: str) -> Response:
    """Take a sealed record: 201 kept, 200 kept before, 409 kept beside another, 422 kept but closed to us."""
    known, given = bearer(), body()
    with unit_of_work.store().transaction(known.institution_id) as session:
        found = arriving.deliver(session, known, sealed_id, given, unit_of_work.now())
        tablets.seen(session, known.tablet_id, unit_of_work.now())
    return _delivered(found)


@field_door.get("/receipts")
@for_tablets
def known_receipts() -> Response:
    """The receipts of those of the records asked for that are here."""
    asked = [each for each in request.args.get("ids", "").split(",") if each][:MOST_ASKED]
    with unit_of_work.store().reading(bearer().institution_id) as session:
        found = arriving.receipts(session, asked)
    return answer(200, receipts=[_receipt(each) for each in found])


def _delivered(found: Delivered) -> Response:
    receipt = _receipt(found.receipt)
    if found.readable and not found.conflict:
        return answer(200 if found.again else 201, **receipt)
    wrong = problem("arrival.conflict" if found.conflict else "arrival.unreadable")
    reason = {"code": wrong.code, "pointer": "", "message": faults.words(wrong)}
    said: dict[str, Any] = {"kept": True, "problems": [reason], "receipt": receipt}
    return answer(409, code="conflict", **said) if found.conflict else answer(422, **said)


def _receipt(receipt: Receipt) -> dict[str, str]:
    return {
        "record_id": receipt.record_id,
        "sha256": receipt.sha256,
        "received_at": receipt.received_at.isoformat(),
        "number": receipt.number,
        "signature": receipt.signature,
    }


def _count(name: str) -> int:
    """A number of the address; -1, which fits nowhere, for what is none."""
    written = request.args.get(name, "")
    return int(written) if is_count(written) else -1
