"""Devices that send readings (000 §7.5.2): each has a token for one case, and what it sends becomes a health reading there."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caseforms.answers import reading as typed
from caseforms.services import (
    access,
    case_lines,
    casework,
    consents,
    permissions,
    record_facts,
    starting,
    submitting,
    warning_reasons,
)
from caseforms.services.actors import Actor
from caseforms.services.case_lines import CaseLine
from caseforms.services.casework import Casework
from caseforms.services.identifiers import new_id
from caseforms.services.refusal import refuse
from caseforms.storage import unfiltered
from caseforms.storage.tables import Device, Institution, Record

SLOT, DEFINITION = "health_reading", "health-reading"
KINDS = ("bp_monitor", "glucometer", "band", "other")
MEASURES = ("systolic", "diastolic", "pulse", "glucose", "glucose_kind", "steps", "weight_kg")
LONGEST_LABEL, LONGEST_ID = 120, 100
SEEN_EVERY = timedelta(minutes=5)
DEVICE = "device"
MOST_A_DAY = 96
"""Readings that one case takes from its devices in 24 hours: one every quarter of an hour."""


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """A device as the case shows it."""

    id: str
    kind: str
    label: str
    added_at: datetime
    last_seen_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Known:
    """The device that a token belongs to, with the actor it writes as."""

    id: str
    case_id: str
    kind: str
    actor: Actor
    zone: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A reading that stands in the case; `again` when it was there before."""

    record_id: str
    again: bool


def add(
    session: Session, actor: Actor, case_id: str, kind: str, label: str, now: datetime
) -> tuple[DeviceLine, str]:
    """Let a device send readings into the case; its token is returned this once."""
    work = _of_worker(session, actor, case_id, now)
    named = typed.normalise_text(label)
    if kind not in KINDS or not named or len(named) > LONGEST_LABEL:
        refuse("device.label", "/label")
    require_consent(work)
    token = secrets.token_urlsafe(32)
    row = Device(
        id=new_id(),
        case_id=case_id,
        kind=kind,
        label=named,
        token_digest=_digest(token),
        added_at=now,
        added_by=actor.user_id,
    )
    session.add(row)
    session.flush()
    return _line(row), token


def revoke(session: Session, actor: Actor, case_id: str, device_id: str, now: datetime) -> None:
    """Take nothing more from a device. What it sent stays."""
    _of_worker(session, actor, case_id, now)
    row = session.scalar(select(Device).where(Device.id == device_id, Device.case_id == case_id))
    if row is None:
        refuse("device.not-found")
    row.revoked_at = row.revoked_at or now


def of_case(
    session: Session, actor: Actor, case_id: str, now: datetime
) -> tuple[CaseLine, tuple[DeviceLine, ...]]:
    """The case and its devices, oldest first."""
    work = _of_worker(session, actor, case_id, now, write=False)
    rows = session.scalars(
        select(Device).where(Device.case_id == case_id).order_by(Device.added_at, Device.id)
    )
    return case_lines.line(session, work.case), tuple(map(_line, rows))


def known(session: Session, token: str) -> Known:
    """The device of a token, from a session of no institution. Refused `device.unknown` for any other token."""
    wanted = select(Device, Institution.zone).join(Institution, Institution.id == Device.institution_id)
    found = session.execute(
        unfiltered(
            wanted.where(Device.token_digest == _digest(token)), "a device is found by its secret token"
        )
    ).first()
    if found is None or found[0].revoked_at is not None:
        refuse("device.unknown")
    row, zone = found
    return Known(row.id, row.case_id, row.kind, _actor(row.institution_id, row.label), zone)


def take(session: Session, device: Known, reading: Mapping[str, Any], now: datetime) -> Taken:
    """Keep one reading. Its own `id` sent again with the same values has no effect.

    Refused `record.conflict` when the values differ, `device.no-consent`, or with what is wrong in the values.
    """
    work = casework.opened(session, device.actor, device.case_id, now)
    require_consent(work)
    row = session.get_one(Device, device.id)
    if row.last_seen_at is None or now - row.last_seen_at >= SEEN_EVERY:
        row.last_seen_at = now
    record_id = _own_id(reading, device.id)
    _require_room(work, device, record_id)
    return keep(work, {**_values(reading), **_kind(device.kind)}, record_id)


def keep(work: Casework, values: Mapping[str, Any], record_id: str) -> Taken:
    """Write one reading into the case as its client would have: begun and submitted at once."""
    session, now = work.session, work.now
    record = session.scalar(select(Record).where(Record.id == record_id))
    if record is not None:
        return _kept_before(work, record, values)
    _require_open(work)
    record = starting.start_in(work, SLOT, record_id=record_id)
    work.settle()
    given = {**_header(record_facts.content(session, record)), **values}
    submitting.submit(session, _bound(work.actor, record.id), record.id, given, 1, now, record.id)
    return Taken(record.id, False)


def require_consent(work: Casework) -> None:
    """Refused `device.no-consent` unless the client's valid consent allows devices (000 §4.2, §7.5.2)."""
    if not consents.allows(work, "device_consent"):
        refuse("device.no-consent")


_SENT = frozenset({*MEASURES, "measured_at", "device", "device_other", "checkin_items"})


def _header(data: Mapping[str, Any]) -> dict[str, Any]:
    """What the case put into the form; what was measured comes from the device alone."""
    return {name: value for name, value in data.items() if name not in _SENT}


def _kept_before(work: Casework, record: Record, values: Mapping[str, Any]) -> Taken:
    if record.case_id != work.case.id or record.slot != SLOT:
        refuse("record.conflict")
    stands = record_facts.content(work.session, record, 1)
    if {name: stands[name] for name in _SENT & stands.keys()} != values:
        refuse("record.conflict")
    return Taken(record.id, True)


def _require_open(work: Casework) -> None:
    if SLOT not in work.workflow.slots:
        refuse("device.wrong-case")
    offers = {offer.slot: offer for offer in work.evaluation(as_actor=False).offers}
    if SLOT not in offers:
        refuse("record.slot-closed", slot=SLOT, label=dict(work.workflow.slots[SLOT].label))
    warning_reasons.refuse_reasons(offers[SLOT].why_not)


def _values(reading: Mapping[str, Any]) -> dict[str, Any]:
    unknown = sorted(set(reading) - {*MEASURES, "measured_at", "id"})
    if unknown:
        refuse("record.unknown-field", f"/{unknown[0]}"[:80], name=unknown[0][:80])
    if "measured_at" not in reading:
        refuse("device.no-time", "/measured_at")
    found = {name: value for name, value in reading.items() if name != "id"}
    return {"glucose_kind": "unknown", **found} if "glucose" in found else found


def _kind(kind: str) -> dict[str, str]:
    return {"device": kind, **({"device_other": "API"} if kind == "other" else {})}


def _require_room(work: Casework, device: Known, record_id: str) -> None:
    """A device that has gone mad fills neither the disk nor the case."""
    lately = select(func.count()).where(
        Record.case_id == device.case_id,
        Record.slot == SLOT,
        Record.author == DEVICE,
        Record.created_at > work.now - timedelta(days=1),
        Record.id != record_id,
    )
    if (work.session.scalar(lately) or 0) >= MOST_A_DAY:
        refuse("device.too-many", most=MOST_A_DAY)


def _own_id(reading: Mapping[str, Any], device_id: str) -> str:
    own = reading.get("id")
    if not isinstance(own, str) or not own or len(own) > LONGEST_ID:
        refuse("device.no-id", "/id")
    return sha256(f"reading:{device_id}:{own}".encode()).hexdigest()[:32]


def _of_worker(
    session: Session, actor: Actor, case_id: str, now: datetime, *, write: bool = True
) -> Casework:
    permissions.require(actor, "submit", SLOT)
    work = casework.opened(session, actor, case_id, now, write=write)
    access.require_content(session, actor, work.case)
    return work


def _actor(institution_id: str, label: str) -> Actor:
    return Actor(DEVICE, institution_id, frozenset({"client"}), label)


def _bound(actor: Actor, record_id: str) -> Actor:
    """A device writes into the one record it brings; a worker who brings a file keeps their own rights."""
    if actor.user_id != DEVICE:
        return actor
    return Actor(
        actor.user_id, actor.institution_id, actor.roles, actor.name, record_id=record_id, hand_role="fill"
    )


def _line(row: Device) -> DeviceLine:
    return DeviceLine(row.id, row.kind, row.label, row.added_at, row.last_seen_at, row.revoked_at)


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
