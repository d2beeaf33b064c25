"""A case's records as facts: per slot how many, which is complete, who has signed, what the latest says.

A record comes in as a RecordFact: {"id", "slot", "number", "revision", "status", "data", "author",
"submitted_at", "sha256", "signatures": [{"role", "signer", "at", "method", "valid"}]}. Only submitted ones count;
void ones keep their number. `complete` means submitted and every signature it needs given and still valid.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import jsonschema_rs

from caseforms.workflow.days import Calendar
from caseforms.workflow.folding import moment_of
from caseforms.workflow.model import Signing, Slot, Workflow
from caseforms.workflow.state import RecordState, State

Record = Mapping[str, object]
Entry = dict[str, object]

MOST_VALIDATORS = 4096
_VALIDATORS: dict[int, tuple[Mapping[str, object], jsonschema_rs.Validator]] = {}
"""Compiled schemas of the workflows in use, by the identity of the schema, which is kept alive beside it."""


def digest(
    workflow: Workflow, state: State, records: Iterable[Record], calendar: Calendar
) -> dict[str, dict[str, object]]:
    """The facts `forms`: one entry per slot of the workflow, empty slots included."""
    by_slot: dict[str, list[Record]] = {name: [] for name in workflow.slots}
    for record in records:
        slot = record.get("slot")
        if isinstance(slot, str) and slot in by_slot:
            by_slot[slot].append(record)
    return {name: _slot(workflow.slots[name], found, state, calendar) for name, found in by_slot.items()}


def matches(schema: Mapping[str, object] | None, value: object) -> bool:
    """Whether a value satisfies a JSON Schema; no schema accepts everything."""
    if schema is None:
        return True
    known = _VALIDATORS.get(id(schema))
    if known is None or known[0] is not schema:
        if len(_VALIDATORS) > MOST_VALIDATORS:
            _VALIDATORS.clear()
        known = _VALIDATORS[id(schema)] = (schema, jsonschema_rs.validator_for(dict(schema)))
    return known[1].is_valid(value)


def _slot(slot: Slot, records: list[Record], state: State, calendar: Calendar) -> dict[str, object]:
    records = sorted(records, key=_order)
    entries = [
        _entry(slot, record, state.records.get(str(record.get("id"))), calendar)
        for record in records
        if record.get("status") == "submitted"
    ]
    drafts = [record for record in records if record.get("status") == "draft"]
    complete = [entry for entry in entries if entry["complete"]]
    facts: dict[str, object] = {
        "count": len(entries),
        "drafts": len(drafts),
        "done": bool(entries),
        "complete": bool(entries) and bool(entries[-1]["complete"]),
        "signed": dict(entries[-1]["signed"]) if entries else {s.role: False for s in slot.signatures},  # type: ignore[call-overload]
        "next_number": max((_number(record) for record in records), default=0) + 1,
        "all": entries,
    }
    if entries:
        facts |= {"latest": entries[-1]["data"], "first": entries[0]["data"], "record": entries[-1]["id"]}
        facts["latest_number"] = entries[-1]["number"]
        facts["first_submitted_on"] = entries[0].get("first_submitted_on", "")
    if drafts:
        facts |= {"draft": drafts[-1].get("data") or {}, "draft_record": str(drafts[-1].get("id", ""))}
    if complete:
        facts |= {
            "in_force": complete[-1]["data"],
            "in_force_number": complete[-1]["number"],
            "in_force_at": complete[-1].get("completed_at", ""),
            "completed_on": complete[-1].get("completed_on", ""),
            "first_completed_on": complete[0].get("completed_on", ""),
        }
    return facts


def _entry(slot: Slot, record: Record, known: RecordState | None, calendar: Calendar) -> Entry:
    data = record.get("data")
    data = data if isinstance(data, Mapping) else {}
    submitted = moment_of(record.get("submitted_at")) or (known.submitted_at if known else None)
    first = (known.first_submitted_at if known else None) or submitted
    needed = [signing for signing in slot.signatures if matches(signing.needed, data)]
    given = _given(slot, record)
    missing = [signing.role for signing in needed if signing.role not in given]
    entry: Entry = {
        "id": str(record.get("id", "")),
        "number": _number(record),
        "revision": record.get("revision", 1),
        "author": str(record.get("author", "")),
        "data": dict(data),
        "signed": {signing.role: signing.role in given for signing in slot.signatures},
        "signers": {role: signer for role, (signer, _) in given.items()},
        "missing": missing,
        "complete": not missing,
        "marks": {name: at.isoformat() for name, at in (known.marks if known else {}).items()},
        "fresh_marks": {name: at.isoformat() for name, at in (known.fresh if known else {}).items()},
    }
    if submitted and first:
        entry |= {
            "submitted_at": submitted.isoformat(),
            "submitted_on": calendar.day_of(submitted).isoformat(),
            "first_submitted_at": first.isoformat(),
            "first_submitted_on": calendar.day_of(first).isoformat(),
        }
        if not missing:
            times = [at for role, (_, at) in given.items() if at and role in {s.role for s in needed}]
            completed = max([submitted, *times])
            entry |= {
                "completed_at": completed.isoformat(),
                "completed_on": calendar.day_of(completed).isoformat(),
            }
    return entry


def _given(slot: Slot, record: Record) -> dict[str, tuple[str, datetime | None]]:
    signatures = record.get("signatures")
    valid = [
        each
        for each in (signatures if isinstance(signatures, list | tuple) else ())
        if isinstance(each, Mapping) and each.get("valid") is True
    ]
    given: dict[str, tuple[str, datetime | None]] = {}
    for signing in slot.signatures:
        for each in valid:
            if _fits(signing, each.get("role")):
                given[signing.role] = (str(each.get("signer", "")), moment_of(each.get("at")))
    return given


def _fits(signing: Signing, role: object) -> bool:
    return role == signing.role or role in signing.accepts


def _number(record: Record) -> int:
    number = record.get("number")
    return number if isinstance(number, int) and not isinstance(number, bool) else 0


def _order(record: Record) -> tuple[int, str, str]:
    return _number(record), str(record.get("submitted_at") or ""), str(record.get("id", ""))
