"""The people around a case: joining and leaving its team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, request, url_for

from caseforms.services import team
from caseforms.web import unit_of_work, visits
from caseforms.web.casework.blueprints import case

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse


@case.post("/cases/<case_id>/team")
def join_team(case_id: str) -> AnyResponse:
    """Add a colleague."""
    user_id, part = request.form.get("user", ""), request.form.get("part", "member")
    team.join_case(unit_of_work.session(), visits.actor(), case_id, user_id, part, unit_of_work.now())
    return redirect(url_for("case.show", case_id=case_id, tab="team"), 303)


@case.post("/cases/<case_id>/team/leave")
def leave_team(case_id: str) -> AnyResponse:
    """Take a colleague out."""
    team.leave_case(
        unit_of_work.session(), visits.actor(), case_id, request.form.get("user", ""), unit_of_work.now()
    )
    return redirect(url_for("case.show", case_id=case_id, tab="team"), 303)
