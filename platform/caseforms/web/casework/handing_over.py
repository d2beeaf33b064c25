"""The tablet in the client's hand: locked to one document until the worker signs in again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import redirect, render_template, request, session, url_for
from werkzeug.exceptions import NotFound

from caseforms import problems
from caseforms.services import accounts, links, records
from caseforms.services import handover as handed_over
from caseforms.web import unit_of_work, visits
from caseforms.web.account import doors
from caseforms.web.casework import filling, readers
from caseforms.web.casework.blueprints import handover
from caseforms.web.counting import is_count
from caseforms.web.languages import gettext, local_address

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

Page = str | tuple[str, int]


@handover.post("/records/<record_id>/hand-over")
def begin(record_id: str) -> AnyResponse:
    """Lock the tablet to one signature, or to the client's own part of a form; the worker is signed out."""
    session_, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    role, purpose = request.form.get("role", "client"), request.form.get("purpose", "sign")
    if purpose == "fill":
        view = records.view(session_, actor, record_id, now, log=False)
        pages = filling.client_pages(view.form)
        given = handed_over.issue(
            session_, actor, record_id, role, now, purpose="fill", minutes=60, pages=pages
        )
    else:
        given = handed_over.issue(session_, actor, record_id, role, now)
    unit_of_work.keep()
    with unit_of_work.store().transaction(None) as writing:
        accounts.sign_out(writing, visits.token(), unit_of_work.now())
    visits.hand_over(given.token, url_for("record.show", record_id=record_id))
    if purpose == "fill":
        return redirect(url_for("handover.own_part", record_id=record_id), 303)
    return redirect(url_for("sign.page", record_id=record_id, role=role), 303)


@handover.get("/records/<record_id>/own-part")
@unit_of_work.logs_what_is_seen
@visits.for_the_client
def own_part(record_id: str) -> AnyResponse | Page:
    """The client's own part of a form, to fill in alone."""
    if not _fills(record_id):
        return _elsewhere()
    view = records.view(unit_of_work.session(), visits.actor(), record_id, unit_of_work.now())
    return _own_page(view)


@handover.post("/records/<record_id>/own-part")
@visits.for_the_client
def own_part_filled(record_id: str) -> AnyResponse | Page:
    """Keep the client's answers; "done" locks them from the worker and the tablet from the client."""
    if not _fills(record_id):
        return _elsewhere()
    now = unit_of_work.now()
    view, someone = (
        records.view(unit_of_work.session(), visits.actor(), record_id, now, log=False),
        readers.reader(),
    )
    filled = filling.read_body(view, someone)
    if filled.decoded.problems or filled.decoded.again:
        status = 422 if filled.decoded.problems else 200
        return _own_page(
            view, status=status, data=filled.data, found=filled.decoded.problems, raw=filled.decoded.raw
        )
    typed = request.form.get("_record_version", "")
    version = int(typed) if is_count(typed) else view.version
    saved = records.save_draft(unit_of_work.session(), visits.actor(), record_id, filled.data, version, now)
    if request.form.get("_do") != "done":
        where = request.form.get("_do", "").removeprefix("page-")
        return redirect(
            url_for("handover.own_part", record_id=record_id, page=where if is_count(where) else None), 303
        )
    if session.get("by_link"):
        try:
            records.submit(
                unit_of_work.session(), visits.actor(), record_id, filled.data, saved.version, now, record_id
            )
        except problems.Refused as refused:
            unit_of_work.abandon()
            return _own_page(
                view, status=422, data=filled.data, found=refused.problems, raw=filled.decoded.raw
            )
    finish()
    return redirect(url_for("handover.locked", filled=1), 303)


@handover.get("/locked")
@visits.public
@visits.for_the_client
def locked() -> AnyResponse | Page:
    """Thanks to the client; the worker's password opens the tablet again."""
    if "handed" not in session:
        return redirect(url_for("worklist.home"), 303)
    return _done_page() if session.get("by_link") else _locked_page()


@handover.post("/locked")
@visits.public
@visits.for_the_client
def unlock() -> AnyResponse | Page:
    """The worker signs in again and goes on where the tablet was handed over."""
    username, back_to = visits.username(), local_address(session.get("back_to", "/"))
    signed = doors.try_password(
        username, request.form.get("password", ""), request.form.get("code", "").strip()
    )
    if signed.problem is not None or signed.actor is None:
        words = problems.explain(signed.problem, gettext) if signed.problem else ""
        code = signed.problem is not None and signed.problem.code in doors.CODE_PROBLEMS
        return _locked_page(words, code_needed=code), 422
    doors.start_visit(signed, username)
    return redirect(back_to, 303)


def finish() -> None:
    """The client is done: what was handed over opens nothing any more."""
    writing, now = unit_of_work.session(), unit_of_work.now()
    if link_id := handed_over.close(writing, str(session.get("handed", "")), now):
        links.used(writing, link_id, now)


def _fills(record_id: str) -> bool:
    visit = visits.current()
    handed = visit.handed if visit else None
    return handed is not None and handed.record_id == record_id and handed.purpose == "fill"


def _elsewhere() -> AnyResponse:
    """A locked tablet goes back to its lock; for anybody else there is no such page."""
    if "handed" not in session:
        raise NotFound
    return redirect(url_for("handover.locked"), 303)


def _own_page(view: records.RecordView, *, status: int = 200, **again: Any) -> Page:
    action = url_for("handover.own_part_filled", record_id=view.line.id)
    return filling.page_of(
        view, readers.reader(), status=status, action=action, template="sign/own_part.html", **again
    )


def _done_page() -> str:
    return render_template(
        "links/done.html", done=bool(request.args.get("signed") or request.args.get("filled"))
    )


def _locked_page(problem: str = "", *, code_needed: bool = False) -> str:
    return render_template(
        "sign/locked.html",
        problem=problem,
        code_needed=code_needed,
        signed=bool(request.args.get("signed")),
        filled=bool(request.args.get("filled")),
    )
