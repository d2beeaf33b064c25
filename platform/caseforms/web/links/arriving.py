"""What a link opens: first a page that says what is asked, then that one form and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, make_response, redirect, render_template, url_for

from caseforms import problems
from caseforms.services import links
from caseforms.web import faults, languages, unit_of_work, visits

if TYPE_CHECKING:
    from flask import Response
    from werkzeug.wrappers import Response as AnyResponse

arriving = Blueprint("links", __name__)


@arriving.get("/l/<token>")
@visits.public
@visits.for_the_client
def look(token: str) -> AnyResponse | Response:
    """Say who asks for what. Looking uses nothing up: programs that preview addresses look too."""
    with unit_of_work.store().reading(_institution_of(token)) as session:
        asked = links.look(session, token, unit_of_work.now())
    return make_response(
        render_template(
            "links/look.html", asked=asked, token=token, visitor_leaves=visits.current() is not None
        )
    )


@arriving.post("/l/<token>")
@visits.public
@visits.for_the_client
def begin(token: str) -> AnyResponse | Response:
    """Open the one form to whoever holds the link; a visit that was open in this browser ends."""
    with unit_of_work.store().transaction(_institution_of(token)) as session:
        given = links.begin(session, token, unit_of_work.now())
    visits.come_by_link(given.token, languages.current())
    if given.purpose == "fill":
        return redirect(url_for("handover.own_part", record_id=given.record_id), 303)
    return redirect(url_for("sign.page", record_id=given.record_id, role=given.role), 303)


@arriving.errorhandler(problems.Refused)
def ended(refused: problems.Refused) -> Response:
    """A link that was used, has run out or never was: a page without a bar says so."""
    return faults.page(faults.status_of(refused), faults.words_of(refused))


def _institution_of(token: str) -> str:
    with unit_of_work.store().reading(None) as session:
        return links.institution_of(session, token)
