"""Somebody who signed in on a tablet while it had a network may work on it: they get a grant of their own."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from caseforms import problems
from caseforms.services import field_grants
from caseforms.services.refusal import refuse
from caseforms.web import unit_of_work, visits
from caseforms.web.field.door import answer, bearer_of, told

field_joining = Blueprint("field_joining", __name__, url_prefix="/api/field")
DEVICE = "X-Field-Device"


@field_joining.post("/volunteers")
def join() -> Response:
    """A grant for the signed-in person on the tablet whose token stands in the header."""
    actor = visits.actor()
    try:
        tablet = bearer_of(request.headers.get(DEVICE, ""))
        if tablet.institution_id != actor.institution_id or tablet.actor is not None:
            refuse("tablet.unknown")
        grant = field_grants.join(unit_of_work.session(), actor, tablet.tablet_id, unit_of_work.now())
    except problems.Refused as refused:
        return told(refused)
    return answer(
        201,
        volunteer_id=actor.user_id,
        name=actor.name,
        grant=grant.token,
        expires_at=grant.expires_at.isoformat(),
        bundle_url=url_for("field_door.bundle"),
    )
