"""News for one person on the start page: what was told to them and by what it goes away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest

from caseforms.services import notifications
from caseforms.services.notifications import NoticeLine
from caseforms.web import frame, time_words, unit_of_work, visits
from caseforms.web.languages import gettext, local_address
from caseforms.web.worklist.blueprint import worklist

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

MOST = 8


SENTENCES: Mapping[str, Callable[[], str]] = {
    "approval-asked": lambda: gettext("A changed form or workflow waits for a second person's approval."),
    "arrived": lambda: gettext("A tablet delivered what was written outside. Please decide on it."),
    "arrived-urgent": lambda: gettext(
        "A tablet delivered something urgent: a risk or an incident. Please look at it now."
    ),
    "evaluation-due": lambda: gettext("The self-evaluation of the institution is due."),
    "handed-over": lambda: gettext("A draft was handed over to you. Please go on with it."),
    "health-report-due": lambda: gettext(
        "The health report of this month can be made now: fill it in and give it to the client."
    ),
    "medication-changed": lambda: gettext(
        "The doctor changed the medication: see what changed, and adjust the plan."
    ),
    "meeting-due": lambda: gettext("The joint team's weekly meeting is due: meet, and record it."),
    "summary-due": lambda: gettext("The monthly summary of the joint work is due."),
}
"""The news that say the same to everybody."""


@worklist.get("/news")
def inbox() -> str:
    """Everything this person was told, newest first."""
    page = notifications.inbox(unit_of_work.session(), visits.actor(), after=request.args.get("after"))
    return render_template(
        "worklist/news.html", page=page, words=words, address=address, until=unit_of_work.now().isoformat()
    )


@worklist.post("/news/all-seen")
def all_seen() -> AnyResponse:
    """Everything that stood on the page when it was drawn is read."""
    now = unit_of_work.now()
    try:
        until = datetime.fromisoformat(request.form.get("until", ""))
    except ValueError:
        until = now
    if until.tzinfo is None:
        raise BadRequest
    notifications.read_all(unit_of_work.session(), visits.actor(), until, now)
    return redirect(url_for("worklist.inbox"), 303)


@worklist.post("/news/seen")
def seen() -> AnyResponse:
    """One piece of news goes from the list."""
    ids = request.form.getlist("notice")
    notifications.read(unit_of_work.session(), visits.actor(), ids, unit_of_work.now())
    return redirect(local_address(request.form.get("to", "/")), 303)


def count() -> int:
    """How many pieces of news wait, for the bar of every page; read beside the request's own unit of work."""
    someone = visits.actor()
    with unit_of_work.store().reading(someone.institution_id) as session:
        return notifications.count_unread(session, someone)


def unread() -> tuple[NoticeLine, ...]:
    """The newest pieces that were not marked as seen."""
    return notifications.mine(unit_of_work.session(), visits.actor(), limit=MOST)


def address(notice: NoticeLine) -> str:
    """Where a piece of news leads."""
    if notice.kind == "approval-asked":
        return url_for("designer.approvals")
    if notice.kind in ("arrived", "arrived-urgent"):
        return url_for("received.listed")
    if notice.record_id:
        return url_for("record.show", record_id=notice.record_id)
    return url_for("case.show", case_id=notice.case_id) if notice.case_id else url_for("worklist.home")


def words(notice: NoticeLine) -> str:
    """A piece of news as a sentence in the reader's language."""
    if "message" in notice.params:
        return frame.worded(notice.params["message"])
    if notice.kind == "due-earlier":
        day = time_words.day(str(notice.params.get("day", "")))
        return gettext("The working days of the year were changed: the next date is now %(day)s.", day=day)
    if notice.kind == "client-reminder":
        what, advice = frame.worded(notice.params["what"]), frame.worded(notice.params["advice"])
        day = time_words.day(str(notice.params["day"]))
        said = gettext("Please remind the client of tomorrow, %(day)s: %(what)s.", day=day, what=what)
        return f"{said} {advice}".strip()
    return SENTENCES[notice.kind]()
