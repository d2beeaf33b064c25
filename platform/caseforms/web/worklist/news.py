"""News for one person on the start page: what was told to them and by what it goes away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, request, url_for

from caseforms.services import notifications
from caseforms.services.notifications import NoticeLine
from caseforms.web import frame, time_words, unit_of_work, visits
from caseforms.web.languages import gettext
from caseforms.web.worklist.blueprint import worklist

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

MOST = 8


@worklist.post("/news/seen")
def seen() -> AnyResponse:
    """One piece of news goes from the list."""
    ids = request.form.getlist("notice")
    notifications.read(unit_of_work.session(), visits.actor(), ids, unit_of_work.now())
    return redirect(url_for("worklist.home"), 303)


def unread() -> tuple[NoticeLine, ...]:
    """The newest pieces that were not marked as seen."""
    return notifications.mine(unit_of_work.session(), visits.actor(), limit=MOST)


def words(notice: NoticeLine) -> str:
    """A piece of news as a sentence in the reader's language."""
    if "message" in notice.params:
        return frame.worded(notice.params["message"])
    if notice.kind == "due-earlier":
        day = time_words.day(str(notice.params.get("day", "")))
        return gettext("The working days of the year were changed: the next date is now %(day)s.", day=day)
    if notice.kind == "handed-over":
        return gettext("A draft was handed over to you. Please go on with it.")
    return gettext("The self-evaluation of the institution is due.")
