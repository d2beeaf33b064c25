"""What happens to a record beside filling it in: choosing between two versions, history, void, correction, hand-over, files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from flask import Response, flash, redirect, render_template, request, send_file, url_for
from werkzeug.exceptions import BadRequest

from caseforms import problems
from caseforms.services import accounts, attachments, duty, records
from caseforms.web import faults, unit_of_work, visits
from caseforms.web.casework import filling, readers
from caseforms.web.casework.blueprints import record
from caseforms.web.casework.record import conflict_page, reading_page
from caseforms.web.counting import is_count
from caseforms.web.languages import gettext

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

Page = str | tuple[str, int]


@record.post("/records/<record_id>/conflict")
def choose(record_id: str) -> AnyResponse | Page:
    """Put the chosen answers into the draft that stands."""
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    view = records.view(session, actor, record_id, now, log=False)
    data: Any = dict(view.data)
    for number in range(len(request.form)):
        if request.form.get(f"choice-{number}") == "mine":
            data = _with_mine(data, number)
    typed = request.form.get("_record_version", "")
    version = int(typed) if is_count(typed) else view.version
    saved = records.save_draft(session, actor, record_id, data, version, now)
    if saved.conflicts:
        unit_of_work.keep()
        return conflict_page(view, readers.reader(), saved)
    flash(
        gettext("Saved. Nothing of either side is lost: the other answers stay in the history of the draft.")
    )
    return redirect(url_for("record.show", record_id=record_id), 303)


@record.get("/records/<record_id>/history")
@unit_of_work.logs_what_is_seen
def history(record_id: str) -> Page:
    """Every revision with what changed, in words."""
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    view, someone = records.view(session, actor, record_id, now), readers.reader()
    lines = []
    for revision in records.history(session, actor, record_id, now):
        changes = [
            {
                "label": readers.label_of(revision.form, change.pointer, someone),
                "old": readers.in_words(revision.form, change.pointer, change.old, someone),
                "new": readers.in_words(revision.form, change.pointer, change.new, someone),
                "kind": change.kind,
            }
            for change in revision.changes
        ]
        lines.append({"revision": revision, "changes": changes})
    return render_template("casework/history.html", view=view, lines=list(reversed(lines)))


@record.post("/records/<record_id>/void")
def void(record_id: str) -> AnyResponse | Page:
    """Make the record void, with a reason; it stays readable in the history."""
    try:
        voided = records.void(
            unit_of_work.session(),
            visits.actor(),
            record_id,
            request.form.get("reason", "").strip(),
            unit_of_work.now(),
        )
    except problems.Refused as refused:
        return _refused(record_id, refused)
    flash(gettext("The form is void. It stays readable, with the reason."))
    return redirect(_case_or_home(voided.case_id), 303)


@record.post("/records/<record_id>/discard")
def discard(record_id: str) -> AnyResponse:
    """Put a draft aside."""
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    view = records.view(session, actor, record_id, now, log=False)
    records.discard(session, actor, record_id, now, reason=request.form.get("reason", "").strip())
    flash(gettext("The draft is put aside."))
    return redirect(_case_or_home(view.line.case_id), 303)


@record.get("/records/<record_id>/correct")
@unit_of_work.logs_what_is_seen
def correct(record_id: str) -> Page:
    """The submitted answers, to be corrected with a reason."""
    view = records.view(unit_of_work.session(), visits.actor(), record_id, unit_of_work.now())
    if "correct" not in view.may:
        raise problems.Refused(problems.Problem("permission.denied"))
    return _correcting(view, readers.reader())


@record.post("/records/<record_id>/correct")
def corrected(record_id: str) -> AnyResponse | Page:
    """Write a new revision; signatures of the old one fall away visibly."""
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    view, someone = records.view(session, actor, record_id, now, log=False), readers.reader()
    filled = filling.read_body(view, someone)
    again: dict[str, Any] = {"data": filled.data, "raw": filled.decoded.raw}
    if filled.decoded.problems or filled.decoded.again:
        status = 422 if filled.decoded.problems else 200
        return _correcting(view, someone, status=status, found=filled.decoded.problems, **again)
    typed = request.form.get("_record_version", "")
    version = int(typed) if is_count(typed) else view.version
    submission, reason = request.form.get("_submission", ""), request.form.get("_why", "").strip()
    try:
        records.correct(session, actor, record_id, filled.data, version, now, submission, reason)
    except problems.Refused as refused:
        if faults.status_of(refused) != 422:
            raise
        unit_of_work.abandon()
        return _correcting(view, someone, status=422, found=refused.problems, **again)
    flash(gettext("Corrected. The earlier answers stay in the history."))
    return redirect(url_for("record.show", record_id=record_id), 303)


@record.post("/records/<record_id>/acknowledge")
def acknowledge(record_id: str) -> AnyResponse:
    """The duty worker knows of a home visit."""
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    duty.acknowledge(session, actor, record_id, now, request.form.get("_submission", ""))
    flash(gettext("Noted: you know of this visit."))
    return redirect(url_for("record.show", record_id=record_id), 303)


@record.post("/records/<record_id>/to-worker")
def to_worker(record_id: str) -> AnyResponse:
    """Give a draft to the worker who goes on with it."""
    to_user = request.form.get("user", "")
    records.hand_over(unit_of_work.session(), visits.actor(), record_id, to_user, unit_of_work.now())
    flash(gettext("Handed over. It now stands in the other person's work list."))
    return redirect(url_for("worklist.home"), 303)


@record.get("/records/<record_id>/to-worker")
@unit_of_work.logs_what_is_seen
def whom_to_give(record_id: str) -> Page:
    """Choose the worker who goes on with a draft."""
    session, actor = unit_of_work.session(), visits.actor()
    view = records.view(session, actor, record_id, unit_of_work.now())
    workers = accounts.people(session, actor, ("social_worker", "supervisor"))
    return render_template("casework/to_worker.html", view=view, workers=workers)


@record.get("/attachments/<attachment_id>")
@unit_of_work.logs_what_is_seen
@visits.for_the_client
def attachment(attachment_id: str) -> Response:
    """A file of a record; shown only as what it was checked to be."""
    line, path = attachments.open(unit_of_work.session(), visits.actor(), attachment_id, unit_of_work.now())
    shown = send_file(
        path, mimetype=line.type, as_attachment=line.type not in filling.ANY_FILE, download_name=line.name
    )
    shown.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return shown


def _with_mine(data: Any, number: int) -> Any:
    """The data with one answer that was chosen; what no page of ours sends is no choice."""
    path = request.form.get(f"pointer-{number}", "").split("/")[1:]
    try:
        return filling.put(data, path, json.loads(request.form.get(f"mine-{number}", "null")))
    except (ValueError, IndexError, TypeError, RecursionError) as error:
        raise BadRequest from error


def _correcting(view: records.RecordView, someone: Any, *, status: int = 200, **again: Any) -> Page:
    action = url_for("record.corrected", record_id=view.line.id)
    return filling.page_of(view, someone, status=status, action=action, correcting=True, **again)


def _refused(record_id: str, refused: problems.Refused) -> Page:
    if faults.status_of(refused) != 422:
        raise refused
    unit_of_work.abandon()
    view = records.view(unit_of_work.session(), visits.actor(), record_id, unit_of_work.now(), log=False)
    return reading_page(view, faults.words_of(refused), request.form), 422


def _case_or_home(case_id: str | None) -> str:
    return url_for("case.show", case_id=case_id) if case_id else url_for("worklist.home")
