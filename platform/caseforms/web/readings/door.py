"""The address that devices send their readings to: JSON, one reading each, a token of the device instead of a visit."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from caseforms import problems
from caseforms.services import devices
from caseforms.services.refusal import refuse
from caseforms.web import faults, unit_of_work, visits

readings_door = Blueprint("readings_door", __name__)
BEARER = "Bearer "
STATUS = {
    "device.unknown": 401,
    "device.no-consent": 403,
    "device.not-json": 400,
    "device.too-many": 429,
    "record.conflict": 409,
}


@readings_door.post("/api/readings")
@visits.public
def take() -> Response:
    """Take one reading: 201 kept, 200 kept before, else the reasons in the language that is accepted."""
    store, now = unit_of_work.store(), unit_of_work.now()
    try:
        with store.reading(None) as session:
            device = devices.known(session, _token())
        reading = _reading()
        with store.transaction(device.actor.institution_id) as session:
            taken = devices.take(session, device, reading, now)
    except problems.Refused as refused:
        return _told(refused)
    return _answer(200 if taken.again else 201, record=taken.record_id)


def _token() -> str:
    given = request.headers.get("Authorization", "")
    return given.removeprefix(BEARER) if given.startswith(BEARER) else ""


def _reading() -> dict[str, Any]:
    given = request.get_json(silent=True)
    if not isinstance(given, dict):
        refuse("device.not-json")
    return given


def _told(refused: problems.Refused) -> Response:
    status = STATUS.get(refused.problems[0].code, 422)
    reasons = [
        {"pointer": each.pointer, "code": each.code, "message": faults.words(each)}
        for each in refused.problems
    ]
    return _answer(status, problems=reasons)


def _answer(status: int, **content: Any) -> Response:
    answer = jsonify(**content)
    answer.status_code = status
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer
