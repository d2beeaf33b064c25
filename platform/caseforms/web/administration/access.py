"""Who has looked at, printed or exported what."""

from __future__ import annotations

from flask import render_template, request

from caseforms.services import audit, users
from caseforms.web import unit_of_work, visits
from caseforms.web.administration.blueprint import administration


@administration.get("/access")
def access() -> str:
    """The access log, the newest first; of one case with `?case=`."""
    case_id = request.args.get("case") or None
    session = unit_of_work.session()
    page = audit.log(session, visits.actor(), case_id=case_id, after=request.args.get("after"))
    return render_template(
        "administration/access.html", page=page, case_id=case_id, names=users.names(session)
    )
