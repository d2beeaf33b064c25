"""Confirming a training, so that its hours count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, url_for

from caseforms.services import training
from caseforms.web import unit_of_work, visits
from caseforms.web.languages import gettext
from caseforms.web.registers.blueprints import registers

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse


@registers.post("/registers/training-record/<record_id>/confirm")
def confirm(record_id: str) -> AnyResponse:
    """Write the name of whoever confirms into the record, as a correction of it."""
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    training.confirm(session, actor, record_id, now, reason=gettext("Training confirmed."))
    flash(gettext("Training confirmed."))
    return redirect(url_for("registers.listed", definition_id=training.TRAINING), 303)
