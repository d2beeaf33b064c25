"""Cases as lists show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from caseforms.services import library, users
from caseforms.storage.tables import Case


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case; `stage_label` in both languages, `flags` by name."""

    id: str
    application_no: str | None
    case_no: str | None
    client_name: str
    workflow: str
    subject: str
    workflow_version: str
    stage: str
    stage_label: Mapping[str, str]
    phase: str
    flags: tuple[str, ...]
    responsible: str | None
    responsible_name: str
    next_due_at: datetime | None
    next_due_force: str | None
    opened_at: datetime
    closed_at: datetime | None
    retention: str

    def without_content(self) -> CaseLine:
        """The line as a header: nothing that tells how the client is."""
        return replace(self, flags=(), next_due_at=None, next_due_force=None)


def line(
    session: Session, case: Case, names: Mapping[str, str] | None = None, client_name: str | None = None
) -> CaseLine:
    """The line of a case; `client_name` stands in for the real one where it must not be seen."""
    flow = library.workflow(session, case.workflow, case.workflow_version)
    known = names if names is not None else users.names(session)
    return CaseLine(
        id=case.id,
        application_no=case.application_no,
        case_no=case.case_no,
        client_name=case.client_name if client_name is None else client_name,
        workflow=case.workflow,
        subject=flow.subject,
        workflow_version=case.workflow_version,
        stage=case.stage,
        stage_label=dict(flow.stages[case.stage].label),
        phase=case.phase,
        flags=tuple(case.flags),
        responsible=case.responsible,
        responsible_name=known.get(case.responsible or "", ""),
        next_due_at=case.next_due_at,
        next_due_force=case.next_due_force,
        opened_at=case.opened_at,
        closed_at=case.closed_at,
        retention=case.retention,
    )
