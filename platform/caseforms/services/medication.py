"""A change of medication reaches the responsible worker by itself (003 §5.2.1): one notice, marked differences, opened when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from caseforms.services import actors, casework, notifications, record_facts, starting
from caseforms.services.actors import Actor
from caseforms.services.casework import Casework
from caseforms.services.identifiers import new_id
from caseforms.storage.tables import Record
from caseforms.workflow import Calendar

SUMMARY, NOTICE = "medical-summary", "medication-change-notice"
CHANGED = "▲"
READ = "社工已阅读"


def after_submission(work: Casework, record: Record, before: Mapping[str, Any] | None) -> None:
    """Tell of a changed drug or dose once a summary was submitted or corrected; `before` is what it said till then.

    A first summary changes nothing; the same rows in another order do not either.
    """
    slot = next((name for name, each in work.workflow.slots.items() if each.definition == NOTICE), None)
    if record.definition_id != SUMMARY or slot is None or not work.state.responsible:
        return
    data: Mapping[str, Any] = next((each["data"] for each in work.records if each["id"] == record.id), {})
    earlier = before if before is not None else _previous(work, record)
    if earlier is None or _rows(earlier) == _rows(data):
        return
    _notice(work, record, slot, earlier, data)


def opened(session: Session, actor: Actor, record_id: str, now: datetime) -> bool:
    """Note on a notice that the worker it was sent to has opened it; whether this was the first time."""
    from caseforms.services import submitting

    record = session.get(Record, record_id)
    if record is None or record.definition_id != NOTICE or record.status != "submitted":
        return False
    data = record_facts.content(session, record)
    if data.get("notified_worker") != actor.user_id or data.get("read_at"):
        return False
    body = {**data, "read_at": _local(now, casework.calendar_of(session))}
    submitting.correct(session, actor, record.id, body, record.revision, now, new_id(), READ)
    return True


def _local(now: datetime, calendar: Calendar) -> str:
    return now.astimezone(calendar.zone).strftime("%Y-%m-%dT%H:%M")


def _notice(
    work: Casework, record: Record, slot: str, earlier: Mapping[str, Any], data: Mapping[str, Any]
) -> None:
    from caseforms.services import submitting  # a submission that makes another one

    worker, known = work.state.responsible, _rows(earlier)
    values = {
        "changed_at": _local(work.now, work.calendar),
        "before": _text(known, frozenset()),
        "after": _text(_rows(data), frozenset(_rows(data)) - frozenset(known)),
        "changed_by": str(data.get("doctor_name", "") or work.actor.user_id),
        "responsible_worker": worker,
        "notified_worker": worker,
    }
    system = actors.system(work.case.institution_id)
    made = Casework(work.session, system, work.case, work.now)
    draft = starting.start_in(made, slot, values=values)
    content = next(each["data"] for each in made.records if each["id"] == draft.id)
    submitting.submit(work.session, system, draft.id, content, 1, work.now, new_id())
    key = f"medication/{draft.id}"
    params = {"client": work.case.client_name}
    notifications.tell(
        work.session,
        [worker],
        "medication-changed",
        key,
        work.now,
        case_id=work.case.id,
        record_id=draft.id,
        params=params,
    )


def _previous(work: Casework, record: Record) -> Mapping[str, Any] | None:
    """The newest other summary that was submitted, in this case or in another case of the same person."""
    own = [
        each
        for each in work.records
        if each["id"] != record.id
        and each["status"] == "submitted"
        and work.workflow.slots[each["slot"]].definition == SUMMARY
    ]
    return max(own, key=lambda each: str(each["submitted_at"]))["data"] if own else None


def _rows(data: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The drugs in use with their doses; a drug that was stopped is no longer in use."""
    rows: Iterable[Mapping[str, Any]] = data.get("medication", ())
    return tuple(
        sorted(
            (str(row.get("drug", "")), str(row.get("dose", ""))) for row in rows if not row.get("end_date")
        )
    )


def _text(rows: Iterable[tuple[str, str]], changed: frozenset[tuple[str, str]]) -> str:
    lines = [f"{CHANGED if row in changed else ''}{row[0]} {row[1]}".strip() for row in rows]
    return "\n".join(lines) or "—"
