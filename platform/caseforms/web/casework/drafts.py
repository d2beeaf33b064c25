"""Silent saving: the page's own script sends the draft every few seconds and learns what became of it."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request, url_for

from caseforms import rendering
from caseforms.problems import Refused
from caseforms.services import records
from caseforms.web import faults, frame, time_words, unit_of_work, visits
from caseforms.web.casework import filling, readers
from caseforms.web.casework.blueprints import record
from caseforms.web.counting import is_count


@record.put("/records/<record_id>/draft")
@visits.for_the_client
def save(record_id: str) -> tuple[Response, int]:
    """Save a form body, or JSON `{"version": n, "data": {…}}`.

    200 `{version, saved_at, saved, merged, problems}`; 409 with `conflicts` and the page on which to choose;
    4xx `{status, reasons}` when nothing was kept.
    """
    actor, now = visits.actor(), unit_of_work.now()
    with unit_of_work.looking():
        view, someone = records.entry(unit_of_work.session(), actor, record_id), readers.reader()
    data, version, unread = _sent(view, someone)
    try:
        saved = records.save_draft(unit_of_work.session(), actor, record_id, data, version, now)
    except Refused as refused:
        status = faults.status_of(refused)
        unit_of_work.abandon()
        return jsonify(status=status, reasons=faults.words_of(refused)), status
    answer = {
        "version": saved.version,
        "saved_at": saved.saved_at.isoformat(),
        "saved": frame.saved_words(time_words.clock_time(saved.saved_at)),
        "merged": [
            {"pointer": each.pointer, "value": each.value, "by": each.by_name} for each in saved.merged
        ],
        "problems": unread,
    }
    if saved.conflicts:
        answer |= {
            "conflicts": [
                {"pointer": each.pointer, "theirs": each.theirs, "by": each.their_name}
                for each in saved.conflicts
            ],
            "page": url_for("record.show", record_id=record_id),
        }
        return jsonify(answer), 409
    return jsonify(answer), 200


def _sent(view: records.Entry, someone: rendering.Reader) -> tuple[dict[str, Any], int, list[dict[str, str]]]:
    """Data, the version it was typed on, and pointers of what could not be read."""
    if request.is_json:
        body = request.get_json()
        data = body.get("data") if isinstance(body, dict) else None
        if not isinstance(data, dict) or not is_count(str(body.get("version"))):
            from werkzeug.exceptions import BadRequest

            raise BadRequest
        return data, body["version"], []
    filled = filling.read_body(view, someone)
    if filled.decoded.refused:
        raise Refused(filled.decoded.problems)
    typed = request.form.get("_record_version", "")
    unread = [{"pointer": each.pointer, "code": each.code} for each in filled.decoded.problems]
    return filled.data, int(typed) if is_count(typed) else view.version, unread
