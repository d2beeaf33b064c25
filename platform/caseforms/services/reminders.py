"""Reminders for clients (000 §7.5.3): what the worker is asked to pass on, the day before, where the client agreed to it.

There is no gateway for short messages: a reminder goes to the worker in charge, who telephones or sends a link.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from caseforms.services import actors, casework, consents, devices, institutions, notifications
from caseforms.services.casework import Casework
from caseforms.storage import Store
from caseforms.storage.tables import Case, OpenItem, Record

REPORT, READING = "health_report", devices.SLOT
REMINDER, ASKED_REPORT = "client-reminder", "health-report-due"
AHEAD = timedelta(days=1)
REPORT_DAYS = timedelta(days=30)


def send(store: Store, now: datetime) -> int:
    """Ask for the reminders of tomorrow's tasks and for the month's health reports; how many were asked for.

    Each is asked for once, however often this runs.
    """
    with store.reading(None) as session:
        known = [line.id for line in institutions.listed(session)]
    return sum(
        _of_case(store, institution_id, case_id, now)
        for institution_id in known
        for case_id in _cases(store, institution_id, now)
    )


def _cases(store: Store, institution_id: str, now: datetime) -> list[str]:
    """Running cases with a task due until tomorrow, or with readings of the last thirty days."""
    due = select(OpenItem.case_id).where(
        OpenItem.kind == "task", OpenItem.due_at.between(now, now + AHEAD * 2)
    )
    read = select(Record.case_id).where(
        Record.slot == READING, Record.status == "submitted", Record.submitted_at > now - REPORT_DAYS
    )
    wanted = select(Case.id).where(Case.closed_at.is_(None), Case.responsible.is_not(None))
    with store.reading(institution_id) as session:
        return list(session.scalars(wanted.where(Case.id.in_(due) | Case.id.in_(read)).order_by(Case.id)))


def _of_case(store: Store, institution_id: str, case_id: str, now: datetime) -> int:
    with store.transaction(institution_id) as session:
        work = casework.opened(session, actors.system(institution_id), case_id, now)
        if not consents.allows(work, "reminder_consent"):
            return 0
        told = [work.state.responsible]
        return sum(
            notifications.tell(session, told, kind, key, now, case_id=case_id, params=params)
            for kind, found in ((REMINDER, _tasks(work)), (ASKED_REPORT, _report(work)))
            for key, params in found
        )


def _tasks(work: Casework) -> Iterator[tuple[str, Mapping[str, Any]]]:
    tomorrow = work.calendar.day_of(work.now + AHEAD)
    for item in work.evaluation(as_actor=False).open_items:
        if item.kind != "task" or item.due is None or work.calendar.day_of(item.due.at) != tomorrow:
            continue
        advice = work.facts(as_actor=False).get("derived", {}).get("report_reminders") or {}
        params = {"what": dict(item.label), "day": tomorrow.isoformat(), "advice": dict(advice)}
        yield f"remind/{work.case.id}/{item.key}", {"client": work.case.client_name, **params}


def _report(work: Casework) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Once a month, when there are readings and no report of this month yet."""
    if REPORT not in work.workflow.slots:
        return
    month = work.calendar.day_of(work.now).isoformat()[:7]
    submitted = [each for each in work.records if each["status"] == "submitted"]
    reported = any(
        each["slot"] == REPORT and str(each["data"].get("generated_on", "")).startswith(month)
        for each in submitted
    )
    since = (work.now - REPORT_DAYS).isoformat()[:10]
    read = any(
        each["slot"] == READING and str(each["data"].get("measured_at", "")) >= since for each in submitted
    )
    if read and not reported:
        yield f"health-report/{work.case.id}/{month}", {"client": work.case.client_name}
