"""The sign page: only the document and the pen, for a colleague's own signature or a client's on the handed-over tablet."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from flask import redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.exceptions import BadRequest

from caseforms import answers, problems, rendering
from caseforms.services import attachments, permissions, records, signing
from caseforms.services.records import RecordView
from caseforms.web import faults, languages, unit_of_work, visits
from caseforms.web.casework import handing_over, readers
from caseforms.web.casework.blueprints import sign

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

Page = str | tuple[str, int]
IMAGES = ("image/jpeg", "image/png")
WITH_IMAGE = {"fingerprint": IMAGES, "paper": (*IMAGES, "application/pdf")}
NOTED_BY_WORKER = ("paper", "oral", "fingerprint")
READINGS = ("zh", "both", "en")
NOTHING_SHOWN = "-"


@sign.get("/records/<record_id>/sign/<role>")
@unit_of_work.logs_what_is_seen
@visits.for_the_client
def page(record_id: str, role: str) -> AnyResponse | Page:
    """The document and the pen; for a client's signature a worker first hands the tablet over."""
    visit = visits.current()
    if (
        visit is not None
        and visit.handed is not None
        and (visit.handed.record_id, visit.handed.role) != (record_id, role)
    ):
        return redirect(url_for("handover.locked"), 303)
    view = records.view(unit_of_work.session(), visits.actor(), record_id, unit_of_work.now())
    waiting = next((each for each in view.pending if each.role == role), None)
    if waiting is None:
        return redirect(url_for("record.show", record_id=record_id), 303)
    if must_be_handed_over(role) and "note" not in request.args:
        return render_template("sign/hand_over.html", view=view, waiting=waiting)
    return _page(view, waiting)


@sign.post("/records/<record_id>/sign/<role>")
@visits.for_the_client
def give(record_id: str, role: str) -> AnyResponse | Page:
    """Sign; refused, the page says why and keeps the method."""
    session, actor, now, form = unit_of_work.session(), visits.actor(), unit_of_work.now(), request.form
    method = form.get("method", "drawn")
    try:
        signing.sign(
            session,
            actor,
            record_id,
            role,
            method,
            now,
            strokes=_strokes() if method == "drawn" else None,
            image=_image(record_id, method),
            typed=form.get("typed", "").strip(),
            signer_name=form.get("signer_name", "").strip(),
            witness=form.get("witness", "").strip(),
            # Without it nobody says what was seen: that binds to nothing.
            sha256=form.get("sha256") or NOTHING_SHOWN,
        )
    except problems.Refused as refused:
        return _refused(record_id, role, refused)
    visit = visits.current()
    if visit is not None and visit.handed is not None:
        handing_over.finish()
        return redirect(url_for("handover.locked", signed=1), 303)
    return redirect(url_for("record.show", record_id=record_id, submitted=1), 303)


def must_be_handed_over(role: str) -> bool:
    """Whether somebody other than a user signs, and the tablet is still in the worker's hand."""
    visit = visits.current()
    return not permissions.is_staff_signature(role) and not (visit and visit.handed)


def _page(view: RecordView, waiting: Any, reasons: tuple[str, ...] = ()) -> str:
    noted = must_be_handed_over(waiting.role)
    methods = (
        [each for each in waiting.methods if each in NOTED_BY_WORKER] if noted else list(waiting.methods)
    )
    wanted = request.values.get("method", "")
    method = wanted if wanted in methods else (methods[0] if methods else "drawn")
    reading = request.args.get("read") or languages.current()
    return render_template(
        "sign/page.html",
        view=view,
        waiting=waiting,
        methods=methods,
        method=method,
        noted=noted,
        reading=reading if reading in READINGS else "zh",
        documents=_documents(view, reading),
        sha256=answers.content_hash(view.form, view.data),
        signer=_signer(view, waiting.role),
        reasons=reasons,
        typed=request.form,
    )


def _documents(view: RecordView, reading: str) -> list[dict[str, Any]]:
    """The text to sign in the languages asked for, the reader's own first."""
    wanted = ["zh", "en"] if reading == "both" else [reading if reading in ("zh", "en") else "zh"]
    drawn = []
    for language in wanted:
        someone = readers.reader(language)
        text = rendering.draw(
            view.form, view.data, someone, mode="sign", signatures=readers.signatures(view.signatures)
        )
        drawn.append(
            {
                "language": languages.HTML_NAMES[language],
                "title": view.form.text("title", language, view.form.definition.title),
                "text": text if language == wanted[0] else _with_own_ids(text, language),
            }
        )
    return drawn


def _with_own_ids(text: Markup, prefix: str) -> Markup:
    """The same form twice on one page: the second one's ids, and what refers to them, get a prefix."""
    return Markup(re.sub(r' (id|aria-labelledby|for)="', rf' \1="{prefix}-', str(text)))  # noqa: S704  # ours, escaped when drawn


def _signer(view: RecordView, role: str) -> str:
    if permissions.is_staff_signature(role):
        return visits.actor().name
    return view.case.client_name if view.case and role == "client" else ""


def _strokes() -> list[Any] | None:
    written = request.form.get("strokes", "")
    if not written:
        return None
    try:
        strokes = json.loads(written)
    except (ValueError, RecursionError) as error:
        raise BadRequest from error
    if not isinstance(strokes, list):
        raise BadRequest
    return strokes or None


def _image(record_id: str, method: str) -> str | None:
    """The id of the uploaded picture of a fingerprint or of a signed sheet."""
    upload = request.files.get("image")
    if method not in WITH_IMAGE or upload is None or not upload.filename:
        return None
    kept = attachments.add(
        unit_of_work.session(),
        visits.actor(),
        upload.stream.read(),
        upload.filename,
        unit_of_work.now(),
        record_id=record_id,
        accept=WITH_IMAGE[method],
    )
    return kept.id


def _refused(record_id: str, role: str, refused: problems.Refused) -> AnyResponse | Page:
    status = faults.status_of(refused)
    if status in (403, 404):
        raise refused
    unit_of_work.abandon()
    view = records.view(unit_of_work.session(), visits.actor(), record_id, unit_of_work.now(), log=False)
    waiting = next((each for each in view.pending if each.role == role), None)
    if waiting is None:
        raise refused
    return _page(view, waiting, faults.words_of(refused)), status
