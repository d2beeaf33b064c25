"""Follow-up tasks that the workflow plans: done, waived with a reason, or tried in vain."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from caseforms.services import access, casework, consequences, permissions
from caseforms.services.actors import Actor
from caseforms.services.refusal import refuse


def done(
    session: Session, actor: Actor, case_id: str, task_key: str, now: datetime, reason: str = ""
) -> None:
    """The task was done (without a form of its own)."""
    _note(session, actor, case_id, task_key, now, "task.done", reason)


def waive(
    session: Session, actor: Actor, case_id: str, task_key: str, now: datetime, reason: str = ""
) -> None:
    """The task will not be done; asks for the reason."""
    if not reason.strip():
        refuse("record.reason-needed", "/reason")
    _note(session, actor, case_id, task_key, now, "task.waived", reason)


def attempt(
    session: Session, actor: Actor, case_id: str, task_key: str, now: datetime, reason: str = ""
) -> None:
    """It was tried, without success; the task stays open."""
    _note(session, actor, case_id, task_key, now, "task.attempted", reason)


def _note(
    session: Session, actor: Actor, case_id: str, task_key: str, now: datetime, kind: str, reason: str
) -> None:
    work = casework.opened(session, actor, case_id, now)
    permissions.require(actor, "note", subject=work.workflow.subject)
    access.require_content(session, actor, work.case)
    key = task_key.removeprefix("task:")
    running = {due["key"] for due in work.facts()["clocks"] if due["status"] in casework.RUNNING}
    if key not in running:
        refuse("task.not-open", task=key)
    data = {"task": key, **({"reason": reason.strip()} if reason.strip() else {})}
    consequences.tell(work, kind, data)
    work.settle()
