"""The standard's demands on staff (002 §9), judged from the newest qualification record of a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.services import institutions
from caseforms.services.refusal import refuse
from caseforms.storage.tables import IndexedValue, Record

PROFILE = "staff.profile"
WARN, GUARD = "warn", "guard"
QUALIFICATION = "staff-qualification"
CERTIFICATES = frozenset({"assistant", "social_worker", "senior"})
SUPERVISOR_CERTIFICATES = frozenset({"social_worker", "senior"})
COLLEGE = frozenset({"college", "bachelor", "master"})
SUPERVISOR_YEARS = 5
WORKERS = frozenset({"social_worker", "assistant"})


@dataclass(frozen=True, slots=True)
class Qualification:
    """What the newest submitted record says of one person; None where it says nothing."""

    record_id: str
    role: str
    certificate: str | None
    education: str | None
    major: str | None
    years: float | None


def profile(session: Session) -> str:
    """How the institution holds its staff to 002 §9: "" not at all, "warn" by marks, "guard" by refusing."""
    return str(institutions.setting(session, PROFILE, "") or "")


def qualifications(session: Session) -> Mapping[str, Qualification]:
    """The newest qualification of each person, by user id."""
    rows = session.execute(
        select(IndexedValue, Record.submitted_at)
        .join(Record, Record.id == IndexedValue.record_id)
        .where(IndexedValue.definition_id == QUALIFICATION, Record.status == "submitted")
        .order_by(Record.submitted_at, Record.id)
    )
    records: dict[str, dict[str, Any]] = {}
    for value, _at in rows:
        records.setdefault(value.record_id, {})[value.pointer] = (
            value.text if value.number is None else value.number
        )
    return {
        str(values["/staff_name"]): Qualification(
            record_id,
            str(values.get("/role", "")),
            values.get("/certificate_level"),
            values.get("/education"),
            values.get("/major"),
            values.get("/mh_years"),
        )
        for record_id, values in records.items()
        if "/staff_name" in values
    }


def is_worker(found: Qualification) -> bool:
    """002 §9.1 a: a social worker's certificate, or a college degree in social work."""
    return found.certificate in CERTIFICATES or (found.major == "social_work" and found.education in COLLEGE)


def is_supervisor(found: Qualification) -> bool:
    """002 §9.2: five years of mental-health social work and the certificate 社会工作师 (or the one above it)."""
    return (found.years or 0) >= SUPERVISOR_YEARS and found.certificate in SUPERVISOR_CERTIFICATES


def require(session: Session, user_id: str, roles: Iterable[str]) -> None:
    """Refused when the profile guards the role of supervisor and the person's record does not carry it."""
    if "supervisor" not in set(roles) or profile(session) != GUARD:
        return
    found = qualifications(session).get(user_id)
    if found is None:
        refuse("staff.no-qualification", "/roles")
    if not is_supervisor(found):
        refuse("staff.not-a-supervisor", "/roles", years=f"{found.years or 0:g}", least=SUPERVISOR_YEARS)
