"""Pages for what went wrong: they say what happened, what is safe, and what to do next, in the reader's language."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flask import (
    Flask,
    Response,
    current_app,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from caseforms import problems
from caseforms.web import languages
from caseforms.web.languages import gettext

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Words:
    """What a page of one status says: what happened, what is safe, what to do."""

    title: Callable[[], str]
    safe: Callable[[], str]
    remedy: Callable[[], str]


def _nothing_changed() -> str:
    return gettext("Nothing was changed.")


WORDS: Mapping[int, Words] = MappingProxyType(
    {
        400: Words(
            lambda: gettext("This page could not be read"),
            _nothing_changed,
            lambda: gettext("Go back, load the page again and try once more."),
        ),
        401: Words(
            lambda: gettext("Please sign in first"),
            _nothing_changed,
            lambda: gettext("Sign in, then open the page again."),
        ),
        403: Words(
            lambda: gettext("This is not part of your tasks"),
            _nothing_changed,
            lambda: gettext("If you need it for your work, ask your supervisor or the administrator."),
        ),
        404: Words(
            lambda: gettext("There is nothing at this address"),
            _nothing_changed,
            lambda: gettext("Check the address, or look for the person or the case from the work list."),
        ),
        405: Words(
            lambda: gettext("This address cannot be used in that way"),
            _nothing_changed,
            lambda: gettext("Open the page from the work list and use its buttons."),
        ),
        409: Words(
            lambda: gettext("Somebody else was faster"),
            lambda: gettext("Their change is kept, and yours has not replaced it."),
            lambda: gettext("Open the page again to see how it stands now."),
        ),
        410: Words(
            lambda: gettext("This is no longer here"),
            _nothing_changed,
            lambda: gettext("Ask whoever gave you the address for a new one."),
        ),
        413: Words(
            lambda: gettext("That was too large"),
            lambda: gettext("The last saved draft is still there; this last sending was not taken."),
            lambda: gettext("Go back, choose a smaller file or shorten the text, and send it again."),
        ),
        422: Words(
            lambda: gettext("This is not possible now"),
            _nothing_changed,
            lambda: gettext("Go back and look at the page again."),
        ),
        429: Words(
            lambda: gettext("Too many tries in a short time"),
            _nothing_changed,
            lambda: gettext("Wait a few minutes, then try again."),
        ),
        500: Words(
            lambda: gettext("Something broke on our side"),
            lambda: gettext("Whatever was shown as saved is safe; this last step was not carried out."),
            lambda: gettext(
                "Try again in a minute. If it happens again, tell the administrator the number below."
            ),
        ),
    }
)
CONFLICTS = frozenset(
    {
        *("record.conflict", "record.stale-version", "case.taken", "case.moved-on"),
        *("design.closed", "publishing.waits", "publishing.not-waiting"),
    }
)


def install(app: Flask) -> None:
    """Answer every error with a page (or JSON for the page's own scripts)."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(problems.Refused, _refused)
    app.register_error_handler(Exception, _unforeseen)


def status_of(refused: problems.Refused) -> int:
    """The HTTP status that says the same as the first problem's code."""
    code = refused.problems[0].code
    if code.endswith(".not-found"):
        return 404
    if code.startswith("permission."):
        return 403
    if code == "link.ended":
        return 410
    return 409 if code in CONFLICTS else 422


def take_back(refused: problems.Refused) -> None:
    """Before a page is shown again with the reason: undoes what this request wrote. What has no page (403, 404) is raised."""
    from caseforms.web import unit_of_work

    if status_of(refused) in (403, 404):
        raise refused
    unit_of_work.abandon()


def words_of(refused: problems.Refused) -> tuple[str, ...]:
    """Each problem as a sentence in the reader's language."""
    return tuple(words(each) for each in refused.problems)


def words(problem: problems.Problem) -> str:
    """One problem as a sentence; a reason of the workflow brings its own words in both languages."""
    own = problem.params.get(languages.current())
    return str(own) if own and "zh" in problem.params else problems.explain(problem, gettext)


def page(status: int, reasons: tuple[str, ...] = ()) -> Response:
    """The page of one status; `reasons` are sentences that say what is the matter."""
    g.spoilt = True
    if _wants_json():
        answer = jsonify(status=status, reasons=reasons, request=g.get("request_id", ""))
        answer.status_code = status
        return answer
    words = WORDS.get(status) or WORDS[400 if status < 500 else 500]
    template = "fault.html" if status < 500 else "fault_bare.html"
    return make_response(
        render_template(template, status=status, words=words, reasons=reasons, back=_page_before()), status
    )


def _http(error: HTTPException) -> Response | AnyResponse:
    if error.code is not None and 300 <= error.code < 400:
        return error.get_response()
    if error.code == 401 and request.method == "GET":
        return redirect(url_for("account.sign_in", to=request.full_path.rstrip("?")), 303)
    return page(error.code or 500)


def _refused(error: problems.Refused) -> Response:
    status = status_of(error)
    # A foreign id must look exactly like one that never existed.
    return page(status, () if status == 404 else words_of(error))


def _unforeseen(error: Exception) -> Response:
    if current_app.debug:
        log.error("", exc_info=error)
    # Type and place only: a message may quote what somebody typed.
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("request %s %s: %s\n%s", g.get("request_id", ""), request.endpoint, type(error).__name__, where)
    return page(500)


def _wants_json() -> bool:
    return request.is_json or request.accept_mimetypes.best == "application/json"


def _page_before() -> str | None:
    """The page of this site that led here, to offer the way back."""
    referrer = request.referrer or ""
    return referrer if referrer.startswith(request.host_url) and referrer != request.url else None
