"""Emergency numbers first, then the incident report."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from flask import redirect, render_template, request, url_for

from caseforms.services import institutions, records
from caseforms.web import unit_of_work, visits
from caseforms.web.incident.blueprint import incident

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

DEFINITION = "incident-report"
SLOT = "incident"


@incident.get("/incident/new")
def new() -> str:
    """Whom to call, and the way into a report. Nothing is asked here: whoever is in danger calls first."""
    duty = institutions.setting(unit_of_work.session(), "duty.phone", "")
    return render_template(
        "incident/emergency.html",
        case_id=request.args.get("case", ""),
        duty_phone=duty,
        record_id=uuid4().hex,
    )


@incident.post("/incident/new")
def begin() -> AnyResponse:
    """Begin the report, inside a case or outside of any; the same page sent twice begins one."""
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    record_id, case_id = request.form.get("record_id") or uuid4().hex, request.form.get("case_id") or None
    definition_id = None if case_id else DEFINITION
    begun = records.start(
        session, actor, case_id, SLOT, now, record_id=record_id, definition_id=definition_id
    )
    return redirect(url_for("record.show", record_id=begun.line.id), 303)
