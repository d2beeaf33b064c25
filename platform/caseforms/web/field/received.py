"""Records that tablets delivered: the list, one opened beside what there is to know, and the decision about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from caseforms import problems, rendering
from caseforms.rendering.paper import SignatureView
from caseforms.services import arrivals, bringing, deciding, persons, signing, taking_over
from caseforms.services.arrivals import ArrivalView
from caseforms.services.bringing import Brought
from caseforms.services.deciding import Decided
from caseforms.services.persons import Likeness
from caseforms.web import faults, time_words, unit_of_work, visits
from caseforms.web.casework import readers
from caseforms.web.field import received_words
from caseforms.web.languages import gettext

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

received = Blueprint("received", __name__, url_prefix="/received")
Page = str | tuple[str, int]


@received.get("")
def listed() -> str:
    """What waits for a decision, the oldest first; with `?decided=1` what was decided."""
    return _list()


@received.get("/<arrival_id>")
@unit_of_work.logs_what_is_seen
def show(arrival_id: str) -> Page:
    """One delivered record, to read and to decide on."""
    return _page(arrival_id)


@received.get("/<arrival_id>/files/<file_id>")
@unit_of_work.logs_what_is_seen
def file(arrival_id: str, file_id: str) -> Response:
    """A file that came with it."""
    kind, content = arrivals.file(
        unit_of_work.session(), visits.actor(), arrival_id, file_id, unit_of_work.now()
    )
    answer = Response(content, mimetype=kind)
    answer.headers["Content-Disposition"] = "inline" if kind.startswith("image/") else "attachment"
    return answer


@received.get("/<arrival_id>/receipt")
@unit_of_work.logs_what_is_seen
def receipt(arrival_id: str) -> str:
    """The receipt, to print."""
    view = arrivals.look(unit_of_work.session(), visits.actor(), arrival_id, unit_of_work.now())
    return render_template("field/receipt.html", view=view)


@received.post("/file")
def bring() -> Page:
    """Take in the exported queue of a tablet that finds no network."""
    brought = request.files.get("file")
    content = brought.read() if brought is not None else b""
    try:
        found = bringing.bring(unit_of_work.store(), visits.actor(), content, unit_of_work.now())
    except problems.Refused as refused:
        if faults.status_of(refused) in (403, 404):
            raise
        return _list(faults.words_of(refused)), 422
    return _list(brought=found)


@received.post("/<arrival_id>/confirm")
def confirm(arrival_id: str) -> AnyResponse | Page:
    """Make it a fact as it is."""
    return _decide(arrival_id, deciding.confirm, gettext("Confirmed. It stands as the volunteer wrote it."))


@received.post("/<arrival_id>/go-on")
def go_on(arrival_id: str) -> AnyResponse | Page:
    """Make it a draft of one's own."""
    return _decide(arrival_id, deciding.go_on, gettext("It is your draft now. Complete it and submit it."))


@received.post("/<arrival_id>/decline")
def decline(arrival_id: str) -> AnyResponse | Page:
    """Put it aside with the reason."""
    return _settle(
        arrival_id, deciding.decline, gettext("Put aside. It stays sealed and can be opened again.")
    )


@received.post("/<arrival_id>/prefer")
def prefer(arrival_id: str) -> AnyResponse | Page:
    """Let this content hold, of the several that came."""
    return _settle(
        arrival_id, deciding.prefer, gettext("This content holds now. Confirm it or go on with it.")
    )


def _list(reasons: tuple[str, ...] = (), brought: Brought | None = None) -> str:
    """The list, with what went wrong or what was brought in a file."""
    decided = bool(request.args.get("decided"))
    session, actor = unit_of_work.session(), visits.actor()
    page = arrivals.listed(session, actor, decided=decided, after=request.args.get("after"))
    return render_template(
        "field/received.html",
        page=page,
        decided=decided,
        reasons=reasons,
        brought=brought,
        words=faults.words,
        state_word=received_words.state,
        kind_word=received_words.kind,
    )


def _decide(arrival_id: str, verb: Callable[..., Decided], said: str) -> AnyResponse | Page:
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    try:
        decided = verb(session, actor, arrival_id, now, person_id=request.form.get("person_id") or None)
    except problems.Refused as refused:
        return _refused(arrival_id, refused)
    flash(said)
    for each in decided.left_out:
        flash(gettext("A signature was not taken over: %(reason)s", reason=faults.words(each)))
    return redirect(url_for("record.show", record_id=decided.record_id), 303)


def _settle(arrival_id: str, verb: Callable[..., None], said: str) -> AnyResponse | Page:
    reason = request.form.get("reason", "")
    try:
        verb(unit_of_work.session(), visits.actor(), arrival_id, reason, unit_of_work.now())
    except problems.Refused as refused:
        return _refused(arrival_id, refused)
    flash(said)
    return redirect(url_for("received.show", arrival_id=arrival_id), 303)


def _refused(arrival_id: str, refused: problems.Refused) -> Page:
    faults.take_back(refused)
    return _page(arrival_id, refused.problems), 422


def _page(arrival_id: str, found: tuple[problems.Problem, ...] = ()) -> str:
    session, actor = unit_of_work.session(), visits.actor()
    view = arrivals.look(session, actor, arrival_id, unit_of_work.now())
    someone = readers.reader()
    return render_template(
        "field/arrival.html",
        view=view,
        drawn=_drawn(view, someone),
        alike=_alike(view),
        reasons=[_reason(view, each, someone) for each in found],
        undecided=view.line.state in arrivals.UNDECIDED,
        marks=[received_words.mark(each) for each in view.marks],
        state_word=received_words.state,
        kind_word=received_words.kind,
        typed=request.form,
    )


def _drawn(view: ArrivalView, someone: rendering.Reader) -> str:
    if view.form is None or view.content is None:
        return ""
    someone = replace(
        someone,
        url_for_file=lambda file_id: url_for("received.file", arrival_id=view.line.id, file_id=file_id),
    )
    signatures = {str(each.get("pointer", "")): _signature(view, each) for each in view.content.signatures}
    return rendering.draw(view.form, view.content.data, someone, mode="read", signatures=signatures)


def _signature(view: ArrivalView, said: Any) -> SignatureView:
    image = str(said.get("image") or "")
    known = {each.id for each in view.content.files} if view.content else set()
    return SignatureView(
        signer_name=str(said.get("signer_name", "")),
        method=str(said.get("method", "")),
        date=time_words.local_day(view.content.finished_at).isoformat()
        if view.content and view.content.finished_at
        else "",
        strokes=signing.drawable(said.get("strokes")),
        image_url=url_for("received.file", arrival_id=view.line.id, file_id=image) if image in known else "",
        typed=str(said.get("typed", "")),
        valid=True,
    )


def _alike(view: ArrivalView) -> tuple[Likeness, ...]:
    """Registered people who may be the one of an application that waits."""
    if view.line.kind != "application" or view.form is None or view.content is None:
        return ()
    if view.line.state not in arrivals.UNDECIDED:
        return ()
    named = taking_over.named(view.form, view.content.data)
    return persons.likely_duplicates(
        unit_of_work.session(),
        visits.actor(),
        *(named.get(each, "") for each in ("name", "birth_date", "phone", "id_number")),
    )


def _reason(view: ArrivalView, found: problems.Problem, someone: rendering.Reader) -> str:
    """What is wrong, with the question it is about."""
    words = faults.words(found)
    if view.form is None or not found.pointer:
        return words
    return f"{readers.label_of(view.form, found.pointer, someone)}: {words}"
