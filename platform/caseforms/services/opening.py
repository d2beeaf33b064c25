"""Records that begin outside every case and open one when they are submitted: a complaint is registered at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from caseforms.services import actors
from caseforms.services.actors import Actor
from caseforms.services.casework import UNSEEN, Casework
from caseforms.storage.tables import Case, IndexedValue, Record, Revision

OPENS: Mapping[str, tuple[str, str, str]] = {
    "complaint-record": ("complaint", "complaint", "complaint_no"),
}
"""By form: the workflow that is opened, the slot the record then stands in, the field with the case's number."""


def opens_case(record: Record) -> bool:
    """Whether a record that was submitted outside every case opens one."""
    return record.case_id is None and record.definition_id in OPENS


def after_submission(
    session: Session, actor: Actor, record: Record, final: Mapping[str, Any], now: datetime
) -> Casework:
    """Open the case of a record just submitted and put the record into its slot; the caller tells what happened.

    Nobody is responsible yet unless the sender carries such cases.
    """
    from caseforms.services import cases  # cases and records open one another

    workflow_id, slot, numbered = OPENS[record.definition_id]
    opener = actors.system(record.institution_id)
    number = str(final.get(numbered, ""))
    line = cases.open_case(session, opener, workflow_id, now, client_name=number)
    case = session.scalars(select(Case).where(Case.id == line.id)).one()
    record.case_id, record.slot = case.id, slot
    session.flush()
    for table in (Revision, IndexedValue):
        rows = update(table).where(table.record_id == record.id).values(case_id=case.id)
        session.execute(rows, execution_options=UNSEEN)
    work = Casework(session, actor, case, now)
    if number and work.workflow.file_number == numbered:
        case.case_no = number
        work.append("case.numbered", {"number": numbered, "value": number})
    work.append("record.started", {"slot": slot, "record": record.id, "number": record.number})
    return work
