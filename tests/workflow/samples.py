"""What the workflow tests share: the shipped case, a small workflow, the published calendar, events."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from caseforms import workflow as flows
from caseforms.definitions import Definition, parse
from caseforms.locations import shipped
from caseforms.workflow import Calendar, Workflow, Year

CALENDAR_YEARS = Path(__file__).parent.parent / "shared_cases" / "calendar"
MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # nine in the morning in Shanghai
WORKER = {"id": "li", "roles": ["social_worker"]}
SUPERVISOR = {"id": "wang", "roles": ["supervisor"]}


def document() -> dict[str, Any]:
    """The shipped mental-health case, to be changed at will."""
    return deepcopy(_document())


@cache
def _document() -> dict[str, Any]:
    path = shipped("workflows") / "mental-health-case.json"
    return json.loads(path.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


@cache
def forms() -> dict[str, Definition]:
    """The shipped form definitions by id."""
    paths = shipped("form_definitions").glob("*/*.json")
    found = (parse(json.loads(path.read_text(encoding="utf-8")), path.name) for path in paths)
    return {each.id: each for each in found}


@cache
def mental_health() -> Workflow:
    """The shipped mental-health case, compiled."""
    return flows.parse(document(), forms())


@cache
def shipped_flow(name: str) -> Workflow:
    """A shipped workflow, compiled."""
    path = shipped("workflows") / f"{name}.json"
    return flows.parse(json.loads(path.read_text(encoding="utf-8")), forms())


@cache
def published() -> Calendar:
    """The working days of 2024 to 2026."""
    years = {}
    for path in sorted(CALENDAR_YEARS.glob("2*.json")):
        year = json.loads(path.read_text(encoding="utf-8"))
        off = frozenset(date.fromisoformat(day) for day in year["off"])
        work = frozenset(date.fromisoformat(day) for day in year["work"])
        years[year["year"]] = Year(off, work, year["status"])
    return Calendar(years)


def text(words: str) -> dict[str, str]:
    """The same words in both languages."""
    return {"zh": words, "en": words}


PLAIN = ("unknown_slot", "nothing_to_sign", "same_person", "by_form", "reason_needed", "signed", "field")
ABOUT = {
    "done": "form",
    "complete": "form",
    "count": "form",
    "flag": "flag",
    "unflagged": "flag",
    "actor": "role",
    "role": "role",
    "finished": "form",
    "not_now": "form",
    "sign_order": "role",
}


def small(**changes: Any) -> dict[str, Any]:
    """A workflow of two stages and one form; `changes` replace its parts."""
    wording = {name: text(name) for name in PLAIN} | {
        name: text(f"{name} {{{what}}}") for name, what in ABOUT.items()
    }
    return {
        "id": "small",
        "version": "1.0.0",
        "title": text("small"),
        "standard": {"document": "002", "clause": "6"},
        "start": "begun",
        "roles": {"worker": text("worker"), "signer_worker": text("worker")},
        "wording": wording,
        "forms": {
            "note": {
                "definition": "note",
                "label": text("Note"),
                "clause": "6.1",
                "many": True,
                "stages": ["*"],
                "start": ["worker"],
            }
        },
        "stages": {
            "begun": {"label": text("begun"), "phase": "接案"},
            "over": {"label": text("over"), "phase": "结案", "final": True},
        },
        "actions": {
            "finish": {
                "label": text("finish"),
                "from": "*",
                "to": "over",
                "by": ["worker"],
                "path": "forward",
                "clause": "6.6",
                "when": [{"done": "note"}],
            }
        },
        **changes,
    }


def event(kind: str, at: str = "2026-03-02T09:00:00+08:00", by: str = "li", **data: Any) -> dict[str, Any]:
    """One event of a case's log, by a social worker."""
    return {"at": at, "type": kind, "by": by, "role": "social_worker", "data": data}


def record(slot: str, number: int = 1, **data: Any) -> dict[str, Any]:
    """A submitted record, not signed by anybody."""
    return {
        "id": f"{slot}-{number}",
        "slot": slot,
        "number": number,
        "revision": 1,
        "status": "submitted",
        "data": data,
        "author": "li",
        "submitted_at": "2026-03-03T09:00:00+08:00",
        "sha256": "",
        "signatures": [],
    }
