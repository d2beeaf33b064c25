"""Taking a person of a screening over into an intake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, request, url_for

from caseforms import problems
from caseforms.services import records, screening
from caseforms.web import faults, unit_of_work, visits
from caseforms.web.casework import record
from caseforms.web.counting import is_count
from caseforms.web.registers.blueprints import registers

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse


@registers.post("/registers/cd-screening-register/<record_id>/promote")
def promote(record_id: str) -> AnyResponse | tuple[str, int]:
    """Open the intake of one row, then go to it."""
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    wanted = request.form.get("row", "")
    number = int(wanted) if is_count(wanted) else -1
    try:
        intake = screening.promote(session, actor, record_id, number, now)
    except problems.Refused as refused:
        if faults.status_of(refused) != 422:
            raise
        unit_of_work.abandon()
        view = records.view(unit_of_work.session(), actor, record_id, now)
        return record.reading_page(view, faults.words_of(refused)), 422
    return redirect(url_for("record.show", record_id=intake), 303)
