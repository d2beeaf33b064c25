"""From a community screening to an intake: a row whose person agrees to be contacted opens a chronic-disease case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.services import cases, permissions, record_facts, records, submitting
from caseforms.services.actors import Actor
from caseforms.services.refusal import refuse
from caseforms.storage.tables import Case

SCREENING, WORKFLOW, SLOT = "cd-screening-register", "chronic-disease-case", "intake"


@dataclass(frozen=True, slots=True)
class Screened:
    """One person of a screening: the number of the row, the name, and the case that was opened, if one was."""

    row: int
    name: str
    agrees: bool
    case_id: str


def rows(session: Session, record_id: str, data: Mapping[str, Any]) -> tuple[Screened, ...]:
    """The people of a screening, in the order of the sheet."""
    people = [row for row in data.get("people", ()) if isinstance(row, Mapping)]
    ids = {_case_id(record_id, number): number for number in range(len(people))}
    known = {ids[case_id] for case_id in session.scalars(select(Case.id).where(Case.id.in_(list(ids))))}
    return tuple(
        Screened(
            number,
            str(row.get("name", "")),
            row.get("agrees_contact") is True,
            _case_id(record_id, number) if number in known else "",
        )
        for number, row in enumerate(people)
    )


def promote(session: Session, actor: Actor, record_id: str, number: int, now: datetime) -> str:
    """Open the case of one row with its intake prefilled; once, however often it is asked. Returns the intake's id.

    Refused `screening.not-agreed` without the person's agreement (000 8.1.1 b).
    """
    permissions.require(actor, "open-case")
    record = submitting.record_row(session, record_id)
    submitting.require_reading(session, actor, record)
    people = record_facts.content(session, record).get("people", [])
    if record.definition_id != SCREENING or record.status != "submitted" or not 0 <= number < len(people):
        refuse("screening.no-such-row")
    row = people[number]
    if row.get("agrees_contact") is not True:
        refuse("screening.not-agreed", name=str(row.get("name", "")))
    case_id = _case_id(record_id, number)
    name = str(row.get("name", ""))
    cases.open_case(session, actor, WORKFLOW, now, case_id=case_id, client_name=name)
    draft = records.start(session, actor, case_id, SLOT, now, record_id=_id("intake", case_id))
    if draft.version == 1:
        records.save_draft(session, actor, draft.line.id, {**draft.data, **_known(row)}, draft.version, now)
    return draft.line.id


def _known(row: Mapping[str, Any]) -> dict[str, Any]:
    """What the sheet already says for the intake."""
    found = {
        "client_name": row.get("name"),
        "phone": row.get("phone"),
        "source_channel": "community_screening",
        "request": _measured(row),
    }
    return {name: value for name, value in found.items() if value}


def _measured(row: Mapping[str, Any]) -> str:
    """The readings as a sentence in the language of the standard."""
    said = []
    if "systolic" in row and "diastolic" in row:
        said.append(f"血压 {row['systolic']}/{row['diastolic']} mmHg")
    if "glucose" in row:
        said.append(f"血糖 {row['glucose']:g} mmol/L")
    return f"社区筛查发现：{'，'.join(said)}" if said else ""


def _case_id(record_id: str, number: int) -> str:
    return _id("screening", f"{record_id}/{number}")


def _id(what: str, of: str) -> str:
    """An id that follows from the row: asking twice opens one case."""
    return sha256(f"{what}:{of}".encode()).hexdigest()[:32]
