"""A record's page: begin it, fill it in, submit it, read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for

from caseforms import answers, problems, rendering
from caseforms.services import attachments, cases, medication, records, screening
from caseforms.services.records import Entry, RecordView
from caseforms.web import faults, languages, unit_of_work, visits
from caseforms.web.casework import filling, readers
from caseforms.web.casework.blueprints import record
from caseforms.web.counting import is_count
from caseforms.web.languages import gettext

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

Page = str | tuple[str, int]
ADVICE, REASON = "_advice_", "_reason_"


@record.post("/cases/<case_id>/records/<slot>")
def begin(case_id: str, slot: str) -> AnyResponse:
    """Begin a form of the case; a draft of one's own in the same place is gone on with instead."""
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    begun = records.start(session, actor, case_id, slot, now, record_id=request.form.get("record_id") or None)
    return redirect(url_for("record.show", record_id=begun.line.id), 303)


@record.get("/records/<record_id>")
@unit_of_work.logs_what_is_seen
def show(record_id: str) -> Page:
    """The form to fill in while it is a draft of this person's, else the answers to read."""
    wanted = request.args.get("revision", "")
    revision = int(wanted) if is_count(wanted) else None
    medication.opened(unit_of_work.session(), visits.actor(), record_id, unit_of_work.now())
    view = _view(record_id, revision=revision)
    if "save" in view.may and view.line.status == "draft" and "read" not in request.args:
        return filling.page_of(view, readers.reader())
    return reading_page(view)


@record.post("/records/<record_id>")
def fill(record_id: str) -> AnyResponse | Page:
    """Keep what was typed; then go where the pressed button leads."""
    with unit_of_work.looking():
        entry = records.entry(unit_of_work.session(), visits.actor(), record_id)
        someone = readers.reader()
    do = request.form.get("_do", "save")
    if entry.status != "draft":
        return _late(entry, someone, do)
    filled = filling.read_body(entry, someone)
    if filled.decoded.refused:
        too_large = any(each.code == "body.too-large" for each in filled.decoded.problems)
        status = 413 if too_large else 422
        return _again(entry, someone, filled, filled.decoded.problems, status=status, version=entry.version)
    if do == "submit" and (sent := _submitted_at_once(entry, filled)):
        return sent
    saved = records.save_draft(
        unit_of_work.session(), visits.actor(), record_id, filled.data, _version(entry), unit_of_work.now()
    )
    unit_of_work.keep()
    if saved.conflicts:
        return conflict_page(_looked_up(record_id), someone, saved)
    filled = filling.Filled(saved.data, filled.decoded)
    if do == "submit":
        return _submit(entry, someone, filled, saved.version)
    return _onward(entry, someone, filled, saved.version, do)


def conflict_page(view: RecordView, someone: rendering.Reader, saved: Any) -> Page:
    """Both people's answers side by side, to choose from."""
    rows = [
        {
            "label": readers.label_of(view.form, each.pointer, someone),
            "pointer": each.pointer,
            "mine": readers.in_words(view.form, each.pointer, each.mine, someone),
            "theirs": readers.in_words(view.form, each.pointer, each.theirs, someone),
            "value": each.mine,
            "by": each.their_name,
        }
        for each in saved.conflicts
    ]
    return render_template("casework/conflict.html", view=view, rows=rows, version=saved.version), 409


def reading_page(
    view: RecordView, reasons: tuple[str, ...] = (), typed: Mapping[str, str] | None = None
) -> str:
    """The answers to read, with signatures, history and what comes next."""
    someone = readers.reader()
    hidden = filling.closed_fields(view, someone) if view.pages is not None else frozenset()
    data = {name: value for name, value in view.data.items() if f"/{name}" not in hidden}
    drawn = rendering.draw(
        view.form, data, someone, mode="read", signatures=readers.signatures(view.signatures)
    )
    return render_template(
        "casework/read.html",
        view=view,
        drawn=drawn,
        reasons=reasons,
        typed=typed or {},
        following=_following(view) if request.args.get("submitted") and view.case else None,
        submission=uuid4().hex,
        screened=_screened(view),
        beside=attachments.beside(unit_of_work.session(), visits.actor(), view.id, view.data),
    )


def _screened(view: RecordView) -> tuple[screening.Screened, ...]:
    """The people of a submitted screening, to be taken over into an intake."""
    if view.line.definition_id != screening.SCREENING or view.line.status != "submitted":
        return ()
    return screening.rows(unit_of_work.session(), view.line.id, view.data)


def _submitted_at_once(entry: Entry, filled: filling.Filled) -> AnyResponse | None:
    """Submitted in one transaction, as nearly always. When it cannot be taken: nothing is written, and the answers are
    kept as a draft before the page says what is missing. New files are kept first."""
    if filled.decoded.problems or filled.decoded.again or filled.decoded.uploads:
        return None
    try:
        return _send(entry, filled, _version(entry))
    except problems.Refused:
        unit_of_work.abandon()
        return None


def _send(entry: Entry, filled: filling.Filled, version: int) -> AnyResponse:
    sent = records.submit(
        unit_of_work.session(),
        visits.actor(),
        entry.id,
        filled.data,
        version,
        unit_of_work.now(),
        request.form.get("_submission", ""),
        reasons=given_reasons(),
    )
    flash(gettext("Submitted."))
    return redirect(url_for("record.show", record_id=sent.record.id, submitted=1), 303)


def _submit(
    entry: Entry, someone: rendering.Reader, filled: filling.Filled, version: int
) -> AnyResponse | Page:
    if filled.decoded.problems:
        return _again(entry, someone, filled, filled.decoded.problems, status=422, version=version)
    try:
        return _send(entry, filled, version)
    except problems.Refused as refused:
        if faults.status_of(refused) != 422:
            raise
        unit_of_work.abandon()
        return _again(entry, someone, filled, refused.problems, status=422, version=version)


def _late(entry: Entry, someone: rendering.Reader, do: str) -> AnyResponse | Page:
    """A body for a record that is no draft any more: the second press of one button, or somebody else was faster."""
    filled = filling.read_body(entry, someone)
    state = answers.effective(entry.form, filled.data)
    changes = answers.difference(entry.form, entry.data, filled.data)
    if do == "submit" and not any(state.visible(change.pointer) for change in changes):
        return redirect(url_for("record.show", record_id=entry.id, submitted=1), 303)
    raise problems.Refused(problems.Problem("record.conflict"))


def _onward(
    entry: Entry, someone: rendering.Reader, filled: filling.Filled, version: int, do: str
) -> AnyResponse | Page:
    """Where the pressed button leads once everything is saved."""
    verb, _, where = do.partition("-")
    if verb == "language" and where in languages.LOCALES:
        visits.keep_language(where)
        languages.use(where)
        someone = readers.reader()
    if filled.decoded.problems or filled.decoded.again:
        return _again(entry, someone, filled, filled.decoded.problems, status=200, version=version)
    if verb == "give":
        return redirect(url_for("record.whom_to_give", record_id=entry.id), 303)
    if verb == "leave":
        to = url_for("case.show", case_id=entry.case_id) if entry.case_id else url_for("worklist.home")
        return redirect(to, 303)
    page = where if verb == "page" else request.form.get("_page", "")
    response = redirect(url_for("record.show", record_id=entry.id, page=page or None), 303)
    if verb == "language":
        languages.remember(response, where, secure=request.is_secure)  # type: ignore[arg-type]  # werkzeug's own type
    return response


def _again(
    entry: Entry,
    someone: rendering.Reader,
    filled: filling.Filled,
    found: tuple[problems.Problem, ...],
    *,
    status: int,
    version: int,
) -> Page:
    """The page once more: everything typed, every problem at its field, reasons asked where a warning needs one."""
    view, raw = _looked_up(entry.id), filled.decoded.raw
    return filling.page_of(
        view, someone, status=status, data=filled.data, found=found, raw=raw, version=version
    )


def given_reasons() -> dict[str, str]:
    """The reasons written for what the standard advises against, by the id of the advice."""
    form = request.form
    asked = {name.removeprefix(ADVICE): value for name, value in form.items() if name.startswith(ADVICE)}
    written = {advice: form.get(f"{REASON}{number}", "").strip() for number, advice in asked.items()}
    return {advice: text for advice, text in written.items() if text}


def _view(record_id: str, *, revision: int | None = None, log: bool = True) -> RecordView:
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    return records.view(session, actor, record_id, now, revision=revision, log=log)


def _looked_up(record_id: str) -> RecordView:
    """The whole view, for a page that a post is answered with after all."""
    with unit_of_work.looking():
        return _view(record_id, log=False)


def _version(view: Entry) -> int:
    typed = request.form.get("_record_version", "")
    return int(typed) if is_count(typed) else view.version


def _following(view: RecordView) -> Any:
    """The next step of the case, to go on with right after submitting."""
    if not view.line.case_id:
        return None
    shown = cases.view(
        unit_of_work.session(), visits.actor(), view.line.case_id, unit_of_work.now(), log=False
    )
    return shown.next_step
