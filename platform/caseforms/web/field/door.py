"""The door of tablets: JSON in and out, a token of the tablet or of a person's grant on it instead of a visit."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, Response, g, jsonify, request

from caseforms import problems
from caseforms.services import field_grants
from caseforms.services.field_grants import Bearer
from caseforms.services.refusal import refuse
from caseforms.web import faults, unit_of_work, visits

field_door = Blueprint("field_door", __name__, url_prefix="/api/field")
BEARER = "Bearer "
RETRY_AFTER = "3600"
STATUS = {
    "tablet.unknown": 401,
    "tablet.grant-ended": 401,
    "tablet.ticket": 410,
    "tablet.locked": 403,
    "tablet.expired": 403,
    "device.not-json": 400,
    "upload.gap": 409,
    "upload.too-large": 413,
    "upload.too-many": 429,
    "arrival.too-large": 413,
    "arrival.too-many": 429,
    "arrival.files-missing": 424,
    "record.conflict": 409,
}
View = Callable[..., Response]


def for_tablets(view: View) -> View:
    """Mark a view for tablets: no sign-in, also while the tablet is in a client's hands; refusals are told as JSON."""

    @wraps(view)
    def guarded(*given: Any, **named: Any) -> Response:
        try:
            return view(*given, **named)
        except problems.Refused as refused:
            unit_of_work.abandon()
            return told(refused)

    return visits.for_the_client(visits.public(guarded))


def bearer() -> Bearer:
    """Whose token the request shows. Refused `tablet.unknown` or `tablet.grant-ended`."""
    given = request.headers.get("Authorization", "")
    token = given.removeprefix(BEARER) if given.startswith(BEARER) else ""
    return bearer_of(token)


def bearer_of(token: str) -> Bearer:
    """Whose token this is."""
    with unit_of_work.store().reading(None) as session:
        return field_grants.bearer(session, token, unit_of_work.now())


def body() -> dict[str, Any]:
    """The JSON object of the request."""
    given = request.get_json(silent=True)
    if not isinstance(given, dict):
        refuse("device.not-json")
    return given


def told(refused: problems.Refused) -> Response:
    """A refusal in words of the language that the tablet accepts, with what a script needs of it."""
    status = STATUS.get(refused.problems[0].code, 422)
    reasons = [
        {"code": each.code, "pointer": each.pointer, "message": faults.words(each)}
        for each in refused.problems
    ]
    more = {
        name: value for name, value in refused.problems[0].params.items() if name in ("missing", "received")
    }
    g.spoilt = True
    return answer(status, problems=reasons, **more)


def answer(status: int, **content: Any) -> Response:
    """JSON with a status."""
    given = jsonify(**content)
    given.status_code = status
    if status == 401:
        given.headers["WWW-Authenticate"] = "Bearer"
    if status == 429:
        given.headers["Retry-After"] = RETRY_AFTER
    return given
