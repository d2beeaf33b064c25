"""The duty worker of a home visit (002 8.2.2 b): who is named knows of the visit, and only they say so."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from caseforms.services import library, record_facts, submitting
from caseforms.services.actors import Actor
from caseforms.services.refusal import refuse

NAMED, TOLD = "duty_worker", "duty_worker_ack"


def acknowledge(session: Session, actor: Actor, record_id: str, now: datetime, submission_id: str) -> None:
    """The duty worker knows of the visit: a new revision says so, under their name; said again it changes nothing.

    Refused `visit.not-yours` for everybody else.
    """
    record = submitting.record_row(session, record_id)
    submitting.require_reading(session, actor, record)
    data = record_facts.content(session, record)
    if data.get(NAMED) != actor.user_id:
        refuse("visit.not-yours")
    if data.get(TOLD) is True:
        return
    form = library.form_of(session, record)
    reason = form.label(form.fields[f"/{TOLD}"], actor.language)
    submitting.correct(
        session, actor, record_id, {**data, TOLD: True}, record.revision, now, submission_id, reason
    )
