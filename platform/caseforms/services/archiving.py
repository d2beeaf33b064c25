"""What a case file holds, for the archive register: its contents, its classes, how long it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from caseforms.workflow import Calendar, State, Workflow

OWN = "archive-register"
CLIENT = frozenset(
    {"mh-application", "mh-consent", "recording-consent", "mh-risk-profile", "cd-intake", "cd-consent"}
)
REFERRAL = frozenset({"referral-form", "post-closure-visit"})


def facts_of(
    workflow: Workflow, state: State, records: Iterable[Mapping[str, Any]], calendar: Calendar
) -> dict[str, Any]:
    """`catalogue` (one line per submitted record, oldest first), `classes` and `retention` of a case file.

    The classes are those of 001 C.2.3 a, b and d; quality records (c) belong to no case. A case file is kept for
    good unless the stage where the case ended says otherwise (002 8.3 b).
    """
    kept = [one for one in records if one["status"] == "submitted" and _definition(workflow, one) != OWN]
    lines = [
        f"{number}. {_line(workflow, one, calendar)}" for number, one in enumerate(sorted(kept, key=_when), 1)
    ]
    found = {_class_of(_definition(workflow, one)) for one in kept}
    stage = workflow.stages.get(state.stage)
    facts: dict[str, Any] = {
        "classes": [name for name in ("client", "process", "referral") if name in found],
        "retention": (stage.retention if stage else "") or "permanent",
    }
    return {**facts, "catalogue": "\n".join(lines)} if lines else facts


def _definition(workflow: Workflow, record: Mapping[str, Any]) -> str:
    slot = workflow.slots.get(record["slot"])
    return slot.definition if slot else ""


def _when(record: Mapping[str, Any]) -> str:
    return str(record["submitted_at"])


def _line(workflow: Workflow, record: Mapping[str, Any], calendar: Calendar) -> str:
    slot = workflow.slots.get(record["slot"])
    title = slot.label["zh"] if slot else str(record["slot"])
    number = f"（{record['number']}）" if slot and slot.many else ""
    return f"{title}{number} {_day(record, calendar)}"


def _day(record: Mapping[str, Any], calendar: Calendar) -> str:
    day = calendar.local_date(str(record["submitted_at"]))
    return day.isoformat() if day else ""


def _class_of(definition: str) -> str:
    if definition in CLIENT:
        return "client"
    return "referral" if definition in REFERRAL else "process"
